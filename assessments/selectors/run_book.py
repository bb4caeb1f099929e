"""Which stored assessment answers for a place, round and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessments.models import Assessment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessments.models.assessment import AssessmentQuerySet
    from units.models import Region

BOTH: Final = "both"
_STAGE_RANK: Final = {"final": 2, "midterm": 1, "annual": 0}


def best(runs: Iterable[Assessment]) -> Assessment | None:
    """The one a page shows when it may choose."""
    return max(runs, key=lambda run: run.rank, default=None)


@dataclass(frozen=True, slots=True)
class RunBook:
    """All computed assessments of one place. ``open_years``: still being collected.
    ``is_read_only``: for somebody who does not work on them, to whom no draft is shown unasked
    where the round has a finalised one."""

    runs: tuple[Assessment, ...]
    open_years: frozenset[int] = frozenset()
    is_read_only: bool = False

    @property
    def rounds(self) -> tuple[str, ...]:
        """Names of the rounds with an assessment, newest first."""
        return tuple(sorted({run.round.name for run in self.runs}, reverse=True))

    def years(self, round_name: str) -> tuple[int, ...]:
        """Years with an assessment, newest first."""
        return tuple(
            sorted({run.year for run in self.runs if run.round.name == round_name}, reverse=True)
        )

    def stages(self, round_name: str, year: int) -> tuple[str, ...]:
        found = {run.stage for run in self.runs if (run.round.name, run.year) == (round_name, year)}
        return tuple(sorted(found, key=lambda stage: -_STAGE_RANK.get(stage, 0)))

    def latest_year(self, round_name: str) -> int | None:
        """The newest complete year: not still being reported, and not mostly without data."""
        years = self._years_offered(round_name)
        closed = [year for year in years if year not in self.open_years]
        full = [year for year in closed if not self.is_thin(round_name, year)]
        return next(iter(full or closed or years), None)

    def _years_offered(self, round_name: str) -> tuple[int, ...]:
        final = {run.year for run in self.runs if run.round.name == round_name and run.is_final}
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

    def pick(self, round_name: str, year: int | None, stage: str = "") -> Assessment | None:
        return best(
            run
            for run in self.runs
            if run.round.name == round_name
            and run.year == year
            and (not stage or run.stage == stage)
        )

    def alike(self, run: Assessment, year: int) -> Assessment | None:
        """The assessment of another year that was judged, or can be told, by the same rules."""
        return best(
            each
            for other in self.runs
            if other.round_id == run.round_id and other.year == year
            for each in (other, other.on_pace)
            if each is not None and each.judges_as(run)
        )

    def history(self, run: Assessment) -> tuple[Assessment, ...]:
        """The comparable assessments of the round up to this one, oldest first."""
        years = sorted(year for year in self.years(run.round.name) if year < run.year)
        earlier = (self.alike(run, year) for year in years)
        return (*(each for each in earlier if each is not None), run)


def run_book(region: Region, open_years: frozenset[int], *, is_read_only: bool = False) -> RunBook:
    """Every computed assessment of the place. One query."""
    runs = _computed(Assessment.objects.filter(region=region))
    return RunBook(tuple(runs), open_years, is_read_only)


def best_runs(
    regions: Iterable[int], round_name: str, year: int, stage: str
) -> dict[int, Assessment]:
    """Place → the assessment it stands for in the comparison, as pages tell it. One query."""
    rows = Assessment.objects.filter(region__in=regions, round__name=round_name, year=year)
    if stage:
        rows = rows.filter(stage=stage)
    by_place: dict[int, list[Assessment]] = {}
    for run in _computed(rows):
        by_place.setdefault(run.region_id, []).append(run)
    found = {place: best(runs) for place, runs in by_place.items()}
    return {place: run.as_shown for place, run in found.items() if run is not None}


def _computed(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    """Without their frozen content."""
    computed = rows.listed().filter(computed_at__isnull=False)
    return computed.select_related("region", "round").order_by()
