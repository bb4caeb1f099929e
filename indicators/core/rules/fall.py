"""逐步降低: below the base value (or last year's, or three years': a setting)."""

from __future__ import annotations

from indicators.core.rules import at_most, trends
from indicators.core.rules.words import GoalWords
from indicators.core.vocabulary import Direction, RuleKind

RULE = trends.rule(
    RuleKind.FALL,
    "比基期降低",
    goal=GoalWords(
        table="低于{base_year}年",
        sentence="低于{base_year}年的要求",
        duty="降到{base_year}年水平以下",
        full_table="保持为0",
        full_sentence="保持为0的要求",
        full_duty="降到0",
    ),
    direction=Direction.LOWER_IS_BETTER,
    sign="＜",
    limit=at_most.RULE,
)
