"""逐步提高: above the base value (or last year's, or three years': a setting)."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_least, trends
from indicators.core.rules.measures import share_of_way
from indicators.core.rules.spec import Answer, Facts, Outcome, RuleSpec
from indicators.core.rules.words import TRENDS, GoalWords, RuleWords, Situation
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Above the base; equal counts only where nothing higher is possible."""
    if facts.goal is not None:
        return at_least.check(facts)
    base = facts.base
    if base is None:
        return ReasonKind.NO_BASE
    gap = facts.value - base
    is_full = facts.value == facts.criterion.measure.possible_maximum
    return Outcome(gap > 0 or (not gap and is_full), base, None, gap)


WORDS: Final = RuleWords(
    goal=GoalWords(
        table="高于{base_year}年",
        sentence="高于{base_year}年的要求",
        duty="提高到{base_year}年水平以上",
    ),
    explanation=trends.EXPLANATIONS,
    phrases=trends.PHRASES,
)

RULE = RuleSpec(
    kind=RuleKind.RISE,
    label="比基期提高",
    check=check,
    against=ReasonKind.BASE,
    words=WORDS,
    situations=(*TRENDS, Situation.BASIC),
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    is_passed=True,
    sign="＞",
)
