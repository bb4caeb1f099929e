"""以基期为基数提高20%: not below a factor (6/5) of the base value."""

from __future__ import annotations

from indicators.core.rules import at_least, shares
from indicators.core.vocabulary import Direction, RuleKind

RULE = shares.rule(
    RuleKind.AT_LEAST_OF_BASELINE,
    "不低于基期的若干倍",
    bound="不低于",
    direction=Direction.HIGHER_IS_BETTER,
    limit=at_least.RULE,
)
