"""Which stored assessment answers for a place, round and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessments.core.options import TargetsOf
from assessments.options import Options
from indicators.wording.verdicts import words_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from indicators.wording.verdicts import Words

BOTH: Final = "both"
_STAGE_RANK: Final = {"final": 2, "midterm": 1, "annual": 0}


def is_thin(summary: Mapping[str, Any]) -> bool:
    """Whether more indicators lack data than count."""
    counts = summary.get("combined") or {}
    return bool(counts) and bool(counts["no_data"] > counts["denominator"])


@dataclass(frozen=True, slots=True)
class Run:
    """A computed assessment without its frozen content.

    ``settings`` and ``summary`` are those of the assessment; ``round_id`` and ``round_name``
    those of its round, as it is found by. ``place``, ``round_years``: as the run prints them.
    """

    pk: int
    region_id: int
    round_id: int
    round_name: str
    place: str
    round_years: str
    stage: str
    year: int
    kind: str
    is_final: bool
    settings: Mapping[str, Any]
    summary: Mapping[str, Any]
    computed_at: datetime.datetime
    is_own: bool = True

    @property
    def options(self) -> Options:
        """The settings, those left out by an older version filled in."""
        return Options.from_json(self.settings)

    @property
    def basis(self) -> str:
        return self.options.basis.value

    @property
    def words(self) -> Words:
        """What this run calls its results."""
        return words_of(self.settings)

    @property
    def decimals(self) -> int:
        return self.options.decimals

    @property
    def is_thin(self) -> bool:
        """More indicators without data than counted ones: too little to speak for the year."""
        return is_thin(self.summary)

    @property
    def rounding(self) -> str:
        return self.options.rounding.value

    def judges_as(self, other: Run) -> bool:
        """Whether both were judged and counted by the same rules, so that they compare."""
        return self.options.rules == other.options.rules

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, int, datetime.datetime]:
        """The place's own before what a level above had made of it, own targets before others',
        finalised before drafts, both plans before one, …"""
        return (
            self.is_own,
            self.settings.get("targets_of") != TargetsOf.ABOVE,
            self.is_final,
            self.kind == BOTH,
            _STAGE_RANK.get(self.stage, 0),
            self.computed_at,
        )


def best(runs: Iterable[Run]) -> Run | None:
    """The one a page shows when it may choose."""
    return max(runs, key=lambda run: run.rank, default=None)


@dataclass(frozen=True, slots=True)
class RunBook:
    """All computed assessments of one place. ``open_years``: still being collected.
    ``is_read_only``: for somebody who does not work on them, to whom no draft is shown unasked
    where the round has a finalised one."""

    runs: tuple[Run, ...]
    open_years: frozenset[int] = frozenset()
    is_read_only: bool = False

    @property
    def rounds(self) -> tuple[str, ...]:
        """Names of the rounds with an assessment, newest first."""
        return tuple(sorted({run.round_name for run in self.runs}, reverse=True))

    def years(self, round_name: str) -> tuple[int, ...]:
        """Years with an assessment, newest first."""
        return tuple(
            sorted({run.year for run in self.runs if run.round_name == round_name}, reverse=True)
        )

    def stages(self, round_name: str, year: int) -> tuple[str, ...]:
        found = {run.stage for run in self.runs if (run.round_name, run.year) == (round_name, year)}
        return tuple(sorted(found, key=lambda stage: -_STAGE_RANK.get(stage, 0)))

    def latest_year(self, round_name: str) -> int | None:
        """The newest complete year: not still being reported, and not mostly without data."""
        years = self._years_offered(round_name)
        closed = [year for year in years if year not in self.open_years]
        full = [year for year in closed if not self.is_thin(round_name, year)]
        return next(iter(full or closed or years), None)

    def _years_offered(self, round_name: str) -> tuple[int, ...]:
        final = {run.year for run in self.runs if run.round_name == round_name and run.is_final}
        years = self.years(round_name)
        if not self.is_read_only or not final:
            return years
        return tuple(year for year in years if year in final)

    def is_thin(self, round_name: str, year: int) -> bool:
        run = self.pick(round_name, year)
        return run is not None and run.is_thin

    def is_final(self, round_name: str, year: int) -> bool:
        run = self.pick(round_name, year)
        return run is not None and run.is_final

    def pick(self, round_name: str, year: int | None, stage: str = "") -> Run | None:
        return best(
            run
            for run in self.runs
            if run.round_name == round_name
            and run.year == year
            and (not stage or run.stage == stage)
        )

    def alike(self, run: Run, year: int) -> Run | None:
        """The assessment of another year that was judged by the same rules."""
        return best(
            other
            for other in self.runs
            if other.round_id == run.round_id and other.year == year and other.judges_as(run)
        )

    def history(self, run: Run) -> tuple[Run, ...]:
        """The comparable assessments of the round up to this one, oldest first."""
        years = sorted(year for year in self.years(run.round_name) if year < run.year)
        earlier = (self.alike(run, year) for year in years)
        return (*(each for each in earlier if each is not None), run)
