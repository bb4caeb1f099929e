"""区间: between two ends, both included."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_band
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.vocabulary import RuleKind


def check(facts: Facts) -> Answer:
    """Between the two ends."""
    goal = facts.goal
    if goal is None or goal.upper is None:
        return ReasonKind.NO_TARGET
    gap = min(facts.value - goal.value, goal.upper - facts.value)
    return Outcome(gap >= 0, goal.value, goal.upper, gap)


RULE = RuleSpec(
    kind=RuleKind.RANGE,
    check=check,
    against=ReasonKind.TARGET,
    achievement=share_of_band,
    needs=(Need.TARGET, Need.UPPER),
)
