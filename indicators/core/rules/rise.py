"""逐步提高: above the base value (or last year's, or three years': a setting)."""

from __future__ import annotations

from indicators.core.rules import at_least, trends
from indicators.core.rules.words import GoalWords
from indicators.core.vocabulary import Direction, RuleKind

RULE = trends.rule(
    RuleKind.RISE,
    "比基期提高",
    goal=GoalWords(
        table="高于{base_year}年",
        sentence="高于{base_year}年的要求",
        duty="提高到{base_year}年水平以上",
        full_table="保持{number}",
        full_sentence="保持{goal}的要求",
        full_duty="达到{goal}",
    ),
    direction=Direction.HIGHER_IS_BETTER,
    sign="＞",
    limit=at_least.RULE,
)
