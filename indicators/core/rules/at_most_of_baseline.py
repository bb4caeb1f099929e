"""以基期为基数下降六分之一: not above a factor (5/6) of the base value."""

from __future__ import annotations

from indicators.core.rules import at_most, shares
from indicators.core.vocabulary import Direction, RuleKind

RULE = shares.rule(
    RuleKind.AT_MOST_OF_BASELINE,
    "不高于基期的若干倍",
    bound="不高于",
    direction=Direction.LOWER_IS_BETTER,
    limit=at_most.RULE,
)
