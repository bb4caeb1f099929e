"""The course of one indicator over the years: met, lost again, recovered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indicators.core.case import Case
from indicators.core.judging import judge
from indicators.core.reasons import Judgement
from indicators.core.vocabulary import Verdict


class YearJudged(NamedTuple):
    """One year's judgement.

    ``is_lost``: met in the last earlier year with data, unmet now (回落).
    ``is_recovered``: met again after such a loss.
    """

    year: int
    judgement: Judgement
    is_lost: bool
    is_recovered: bool


@dataclass(frozen=True, slots=True)
class VerdictHistory:
    """All years, oldest first, and what can be said of them together.

    ``first_met``: the first year met. ``met_since``: the first year of the unbroken run of
    met years that reaches to the last year with data, else None. ``met_years``: how many
    years with data that run has. ``has_gaps``: a year within the run has no data.
    """

    years: tuple[YearJudged, ...]
    first_met: int | None
    met_since: int | None
    met_years: int
    has_gaps: bool

    @property
    def lost(self) -> tuple[int, ...]:
        """The years in which it fell back."""
        return tuple(each.year for each in self.years if each.is_lost)

    @property
    def recovered(self) -> tuple[int, ...]:
        """The years in which it was met again after a loss."""
        return tuple(each.year for each in self.years if each.is_recovered)


def verdict_history(case: Case) -> VerdictHistory:
    """Judge every year anew, from the year after the base year to the case's year.

    Years without a value of their own are judged too (no data, or carried forward), but
    say nothing about losing or keeping. Raises ``ValueError`` for a background indicator.
    """
    first = case.criterion.baseline_year + 1
    judged: list[YearJudged] = []
    was_met: bool | None = None
    was_lost = False
    for year in range(first, case.year + 1):
        judgement = judge(case._replace(year=year))
        lost = recovered = False
        if judgement.reason.value_year == year or judgement.reason.value_year is None:
            met = _met(judgement)
            if met is not None:
                lost = was_met is True and not met
                recovered = was_lost and met and was_met is False
                was_lost = was_lost or lost
                was_met = met
        judged.append(YearJudged(year, judgement, lost, recovered))
    return _summed_up(tuple(judged))


def _met(judgement: Judgement) -> bool | None:
    if judgement.verdict is Verdict.MET:
        return True
    return False if judgement.verdict is Verdict.UNMET else None


def _summed_up(years: tuple[YearJudged, ...]) -> VerdictHistory:
    told = [
        (each.year, met)
        for each in years
        if (met := _met(each.judgement)) is not None
        and each.judgement.reason.value_year in (each.year, None)
    ]
    first_met = next((year for year, met in told if met), None)
    run: list[int] = []
    for year, met in reversed(told):
        if not met:
            break
        run.append(year)
    since = run[-1] if run else None
    gaps = bool(run) and run[0] - run[-1] + 1 != len(run)
    return VerdictHistory(years, first_met, since, len(run), gaps)
