"""The target of a single year as pages show it: the number, and whether it was reached."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import JudgingSettings
from indicators.core.judging import judge
from indicators.core.reasons import ReasonKind
from indicators.core.vocabulary import Basis, Direction, RuleKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from indicators.core.case import Case, Criterion, Goal

_ANNUAL: Final = JudgingSettings(basis=Basis.ANNUAL)
_SIGNS: Final[Mapping[Direction, str]] = MappingProxyType(
    {Direction.HIGHER_IS_BETTER: "≥", Direction.LOWER_IS_BETTER: "≤"}
)


class AnnualTarget(NamedTuple):
    """``upper``: of a range. ``sign``: what stands before the number. ``is_met``: None where
    there is nothing to judge."""

    year: int
    value: Decimal
    upper: Decimal | None
    sign: str
    is_met: bool | None = None


def annual_target(case: Case) -> AnnualTarget | None:
    """The target of the case's own year; None where the plan sets none."""
    goal = case.criterion.annual_goal(case.year)
    if goal is None:
        return None
    judgement = judge(case, _ANNUAL)
    judged = judgement.reason.kind is ReasonKind.TARGET
    met = judgement.verdict is Verdict.MET if judged else None
    return _stated(case.criterion, case.year, goal)._replace(is_met=met)


def annual_targets(criterion: Criterion) -> list[AnnualTarget]:
    """Those of all years, earliest first."""
    return [_stated(criterion, year, goal) for year, goal in criterion.annual]


def _stated(criterion: Criterion, year: int, goal: Goal) -> AnnualTarget:
    is_range = criterion.rule is RuleKind.RANGE
    upper = goal.upper if is_range else None
    return AnnualTarget(year, goal.value, upper, _SIGNS.get(criterion.direction, ""))
