"""以基期为基数下降六分之一: not above a factor (5/6) of the base value."""

from __future__ import annotations

from typing import Final

from indicators.core.exact import not_above
from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_most, shares
from indicators.core.rules.measures import share_of_way, way_to_share
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.rules.words import LINES, Situation
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Not above the factor of the base value, by the exact fraction."""
    if facts.goal is not None:
        return at_most.check(facts)
    base, factor = facts.base, facts.criterion.factor
    if base is None:
        return ReasonKind.NO_BASE
    if factor is None:
        return ReasonKind.NO_TARGET
    top, bottom = factor.as_integer_ratio()
    target = not_above(base * top / bottom)
    return Outcome(facts.value * bottom <= base * top, target, None, target - facts.value)


WORDS: Final = shares.words("不高于")

RULE = RuleSpec(
    kind=RuleKind.AT_MOST_OF_BASELINE,
    label="不高于基期的若干倍",
    check=check,
    against=ReasonKind.BASE,
    words=WORDS,
    situations=(Situation.PAST, Situation.EXACT, Situation.SHORT, *LINES, Situation.BASIC),
    direction=Direction.LOWER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_share,
    needs=(Need.FACTOR,),
    sign="≤",
)
