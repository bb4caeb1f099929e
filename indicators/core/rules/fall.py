"""逐步降低: below the base value (or last year's, or three years': a setting)."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_most
from indicators.core.rules.measures import share_of_way
from indicators.core.rules.spec import Answer, Facts, Outcome, RuleSpec
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


RULE = RuleSpec(
    kind=RuleKind.FALL,
    check=check,
    against=ReasonKind.BASE,
    direction=Direction.LOWER_IS_BETTER,
    achievement=share_of_way,
    is_passed=True,
)
