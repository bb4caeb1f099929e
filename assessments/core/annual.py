"""The target of a single year as pages show it: the number, and whether it was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import JudgingSettings
from indicators.core.judging import judge
from indicators.core.reasons import ReasonKind
from indicators.core.vocabulary import Basis, Verdict

if TYPE_CHECKING:
    from indicators.core.case import Case, Criterion, Goal

_ANNUAL: Final = JudgingSettings(basis=Basis.ANNUAL)


class AnnualTarget(NamedTuple):
    """``goal``: as the plan states it for ``year``. ``is_met``: None where there is nothing to
    judge."""

    year: int
    criterion: Criterion
    goal: Goal
    is_met: bool | None = None


def annual_target(case: Case) -> AnnualTarget | None:
    """The target of the case's own year; None where the plan sets none."""
    goal = case.criterion.annual_goal(case.year)
    if goal is None:
        return None
    judgement = judge(case, _ANNUAL)
    judged = judgement.reason.kind is ReasonKind.TARGET
    met = judgement.verdict is Verdict.MET if judged else None
    return AnnualTarget(case.year, case.criterion, goal, met)


def annual_targets(criterion: Criterion) -> list[AnnualTarget]:
    """Those of all years, earliest first."""
    return [AnnualTarget(year, criterion, goal) for year, goal in criterion.annual]
