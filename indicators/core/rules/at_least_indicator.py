"""不低于另一指标: compared with another indicator's value."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_way
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Not below the other indicator's value."""
    if facts.compared is None:
        return ReasonKind.NO_COMPARED
    gap = facts.value - facts.compared
    return Outcome(gap >= 0, facts.compared, None, gap)


RULE = RuleSpec(
    kind=RuleKind.AT_LEAST_INDICATOR,
    check=check,
    against=ReasonKind.INDICATOR,
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    needs=(Need.COMPARED,),
)
