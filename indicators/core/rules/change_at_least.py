"""提高（下降）若干个百分点: at least n points away from the base value."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_least, at_most
from indicators.core.rules.measures import share_of_way, way_to_target
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Changed by at least n points since the base year; a negative n asks for a fall."""
    points = facts.criterion.change_points
    is_fall = points is not None and points < 0
    if facts.goal is not None:
        return at_most.check(facts) if is_fall else at_least.check(facts)
    if facts.base is None:
        return ReasonKind.NO_BASE
    if points is None:
        return ReasonKind.NO_TARGET
    target = facts.base + points
    gap = target - facts.value if is_fall else facts.value - target
    return Outcome(gap >= 0, target, None, gap)


RULE = RuleSpec(
    kind=RuleKind.CHANGE_AT_LEAST,
    check=check,
    against=ReasonKind.BASE,
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_target,
    needs=(Need.CHANGE_POINTS,),
)
