"""Where a value should stand by now, and how much of the way it has come.

Pace (时序进度) is one straight line from the base value in the base year to the final
target in the plan's last year. Achievement (实现程度) is a percentage, uncapped.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.case import PLACES, Criterion
from indicators.core.vocabulary import Direction, RuleKind

if TYPE_CHECKING:
    from indicators.core.rules import Outcome

HUNDRED: Final = Decimal(100)
LARGEST: Final = Decimal("999999999.999999")
_LARGEST_EXPONENT: Final = 8
_BANDS: Final = (RuleKind.AROUND, RuleKind.RANGE)
_SHARES: Final = (RuleKind.AT_MOST_OF_BASELINE, RuleKind.AT_LEAST_OF_BASELINE)
_HIGHER: Final = Direction.HIGHER_IS_BETTER
_LOWER: Final = Direction.LOWER_IS_BETTER


Pace = tuple[Decimal, bool]
"""Where the line stands in the year, and whether the value is on it or past it."""


def pace(
    criterion: Criterion, outcome: Outcome, value: Decimal, base: Decimal, year: int
) -> Pace | None:
    """The line from base to final target in ``year``, and whether the value is past it.

    ``outcome`` is the rule's answer under the final target. None when the line cannot be
    drawn (a plan of one year). For a band (around, range) the line leads from outside to
    the target; a value beyond the far edge is never on it.
    """
    span = criterion.end_year - criterion.baseline_year
    if span <= 0:
        return None
    elapsed = min(max(year - criterion.baseline_year, 0), span)
    final, parts = _exact_final(criterion, outcome, base)
    if parts == 1:
        steps, climbed = span, (final - base) * elapsed
    else:
        steps, climbed = span * parts, (final - base * parts) * elapsed
    expected = (base + climbed / steps).quantize(PLACES, ROUND_HALF_UP)
    # Cross-multiplied, so that no division can flip a value that lies on the line.
    lead = (value - base) * steps - climbed
    direction = criterion.direction
    if direction is _HIGHER:
        return expected, lead >= 0
    if direction is _LOWER:
        return expected, lead <= 0
    return expected, _is_past_band(criterion, outcome, value, base, lead)


def _exact_final(criterion: Criterion, outcome: Outcome, base: Decimal) -> tuple[Decimal, int]:
    """The final target as an exact fraction (top, bottom)."""
    parts = criterion.factor_parts
    if parts is not None and criterion.rule in _SHARES:
        return base * parts[0], parts[1]
    _, target, upper, _ = outcome
    if upper is not None and base > upper:
        return upper, 1
    return target, 1


def _is_past_band(
    criterion: Criterion, outcome: Outcome, value: Decimal, base: Decimal, lead: Decimal
) -> bool:
    low, high = band(criterion, outcome)
    if base < low:
        return lead >= 0 and value <= high
    if base > high:
        return lead <= 0 and value >= low
    return outcome[0]


def band(criterion: Criterion, outcome: Outcome) -> tuple[Decimal, Decimal]:
    """The two edges of what is accepted by ``around`` or ``range``."""
    _, target, upper, _ = outcome
    if upper is not None:
        return target, upper
    tolerance = criterion.tolerance or Decimal(0)
    return target - tolerance, target + tolerance


def achievement(
    criterion: Criterion, outcome: Outcome, value: Decimal, base: Decimal | None
) -> Decimal | None:
    """Percentage of the target reached, uncapped, six decimals.

    With a base short of the target: the share of the way from base to target. Without a
    base, or with one already past the target: value ÷ target, and target ÷ value where
    lower is better. A band is 100 inside, else the ratio to its nearer edge.
    None where target = base (every 逐步提高 or 降低), or the ratio has a zero below.
    """
    target = outcome[1]
    if base is not None and base == target:
        return None
    if criterion.rule in _BANDS:
        return _of_band(criterion, outcome, value)
    lower = criterion.direction is _LOWER
    if base is not None and (target < base) is lower:
        return _percent(value - base, target - base)
    if lower:
        return _percent(target, value) if value else None
    return _percent(value, target) if target else None


def _of_band(criterion: Criterion, outcome: Outcome, value: Decimal) -> Decimal | None:
    if outcome[0]:
        return HUNDRED
    low, high = band(criterion, outcome)
    if value < low:
        return _percent(value, low) if low else None
    return _percent(high, value) if value else None


def _percent(top: Decimal, bottom: Decimal) -> Decimal:
    percent = (top * HUNDRED / bottom).quantize(PLACES, ROUND_HALF_UP)
    if percent.adjusted() > _LARGEST_EXPONENT:
        return LARGEST if percent > 0 else -LARGEST
    return percent
