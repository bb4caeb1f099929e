"""逐步降低: below the base value (or last year's, or three years': a setting)."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_most, trends
from indicators.core.rules.measures import share_of_way
from indicators.core.rules.spec import Answer, Facts, Outcome, RuleSpec
from indicators.core.rules.words import TRENDS, GoalWords, RuleWords, Situation
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Below the base; equal counts only at zero."""
    if facts.goal is not None:
        return at_most.check(facts)
    base = facts.base
    if base is None:
        return ReasonKind.NO_BASE
    gap = base - facts.value
    return Outcome(gap > 0 or (not gap and not facts.value), base, None, gap)


WORDS: Final = RuleWords(
    goal=GoalWords(
        table="低于{base_year}年",
        sentence="低于{base_year}年的要求",
        duty="降到{base_year}年水平以下",
    ),
    explanation=trends.EXPLANATIONS,
    phrases=trends.PHRASES,
)

RULE = RuleSpec(
    kind=RuleKind.FALL,
    label="比基期降低",
    check=check,
    against=ReasonKind.BASE,
    words=WORDS,
    situations=(*TRENDS, Situation.BASIC),
    direction=Direction.LOWER_IS_BETTER,
    achievement=share_of_way,
    is_passed=True,
    sign="＜",
)
