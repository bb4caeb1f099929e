"""不低于: the value reaches the target, or misses it by no more than is accepted."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_way, way_to_target
from indicators.core.rules.spec import Answer, Facts, Outcome, RuleSpec
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Not below the target; a tolerance is an accepted shortfall."""
    if facts.goal is None:
        return ReasonKind.NO_TARGET
    target = facts.goal.value
    gap = facts.value - target
    return Outcome(gap >= -(facts.criterion.tolerance or 0), target, None, gap)


RULE = RuleSpec(
    kind=RuleKind.AT_LEAST,
    check=check,
    against=ReasonKind.TARGET,
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_target,
)
