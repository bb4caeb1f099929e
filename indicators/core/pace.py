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

_ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
LARGEST: Final = Decimal("999999999.999999")
_LARGEST_EXPONENT: Final = 8
_BANDS: Final = (RuleKind.AROUND, RuleKind.RANGE)
_HIGHER: Final = Direction.HIGHER_IS_BETTER
_LOWER: Final = Direction.LOWER_IS_BETTER


Line = tuple[Decimal, int]
"""What the line has climbed since the base year, as an exact fraction: top and bottom."""


def line(criterion: Criterion, outcome: Outcome, base: Decimal, year: int) -> Line | None:
    """The way from base to final target that lies behind in ``year``.

    ``outcome`` is the rule's answer under the final target. None when the line cannot be
    drawn (a plan of one year).
    """
    start = criterion.baseline_year
    span = criterion.end_year - start
    if span <= 0:
        return None
    elapsed = year - start
    if elapsed > span:
        elapsed = span
    elif elapsed < 0:
        elapsed = 0
    share = criterion.factor_parts
    if share is not None:
        top, bottom = share
        return (base * top - base * bottom) * elapsed, span * bottom
    _, final, upper, _ = outcome
    if upper is not None and base > upper:
        final = upper
    return (final - base) * elapsed, span


def expected(base: Decimal, line: Line) -> Decimal:
    """Where the line stands, six decimals."""
    climbed, steps = line
    return (base + climbed / steps).quantize(PLACES, ROUND_HALF_UP)


def is_on_line(
    criterion: Criterion, outcome: Outcome, value: Decimal, base: Decimal, line: Line
) -> bool:
    """Whether the value is on the line or past it.

    For a band (around, range) the line leads from outside to the target; a value beyond
    the far edge is never on it.
    """
    climbed, steps = line
    # Cross-multiplied, so that no division can flip a value that lies on the line.
    lead = (value - base) * steps - climbed
    direction = criterion.direction
    if direction is _HIGHER:
        return lead >= _ZERO
    if direction is _LOWER:
        return lead <= _ZERO
    return _is_past_band(criterion, outcome, value, base, lead)


def _is_past_band(
    criterion: Criterion, outcome: Outcome, value: Decimal, base: Decimal, lead: Decimal
) -> bool:
    low, high = band(criterion, outcome)
    if base < low:
        return lead >= _ZERO and value <= high
    if base > high:
        return lead <= _ZERO and value >= low
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
