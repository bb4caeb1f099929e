"""以基期为基数提高20%: not below a factor (6/5) of the base value."""

from __future__ import annotations

from typing import Final

from indicators.core.exact import not_below
from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_least, shares
from indicators.core.rules.measures import share_of_way, way_to_share
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.rules.words import LINES, Situation
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Not below the factor of the base value, by the exact fraction."""
    if facts.goal is not None:
        return at_least.check(facts)
    base, factor = facts.base, facts.criterion.factor
    if base is None:
        return ReasonKind.NO_BASE
    if factor is None:
        return ReasonKind.NO_TARGET
    top, bottom = factor.as_integer_ratio()
    target = not_below(base * top / bottom)
    return Outcome(facts.value * bottom >= base * top, target, None, facts.value - target)


WORDS: Final = shares.words("不低于")

RULE = RuleSpec(
    kind=RuleKind.AT_LEAST_OF_BASELINE,
    label="不低于基期的若干倍",
    check=check,
    against=ReasonKind.BASE,
    words=WORDS,
    situations=(Situation.PAST, Situation.EXACT, Situation.SHORT, *LINES, Situation.BASIC),
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_share,
    needs=(Need.FACTOR,),
    sign="≥",
)
