"""Pace (时序进度): where a value should stand by now.

One straight line from the base value in the base year to the final target in the plan's
last year. Nobody is asked to get worse: where the base is already past the target there is
no line, and what counts is that the target is kept.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from indicators.core.case import Criterion
from indicators.core.exact import not_above, not_below
from indicators.core.rules.spec import Outcome
from indicators.core.vocabulary import Direction


class Line(NamedTuple):
    """How far the line has come since the base year, as the exact fraction
    ``climbed ÷ steps``."""

    base: Decimal
    climbed: Decimal
    steps: int
    direction: Direction

    @property
    def expected(self) -> Decimal:
        """Where it stands, six decimals, rounded to the strict side: a value is on the line
        or past it just when it is at this number or past it."""
        stands = self.base + self.climbed / self.steps
        lower = self.direction is Direction.LOWER_IS_BETTER
        return not_above(stands) if lower else not_below(stands)

    def is_reached_by(self, value: Decimal) -> bool:
        """On the line or past it; cross-multiplied, so that no division flips a verdict."""
        lead = (value - self.base) * self.steps - self.climbed
        return lead <= 0 if self.direction is Direction.LOWER_IS_BETTER else lead >= 0


def is_past(criterion: Criterion, value: Decimal, target: Decimal) -> bool:
    """Whether the value is at the target or on its good side."""
    lower = criterion.direction is Direction.LOWER_IS_BETTER
    return value <= target if lower else value >= target


def line(criterion: Criterion, outcome: Outcome, base: Decimal, year: int) -> Line | None:
    """The line as far as ``year``; ``outcome`` is the rule's answer under the final target.

    None where none can be drawn: the rule ends in no number, the base is past the target
    already, or the plan has but one year.
    """
    start = criterion.baseline_year
    span = criterion.end_year - start
    way = criterion.spec.way
    if way is None or span <= 0 or is_past(criterion, base, outcome.target):
        return None
    elapsed = min(max(year - start, 0), span)
    whole = way(criterion, outcome, base)
    return Line(base, whole.top * elapsed, whole.bottom * span, criterion.direction)
