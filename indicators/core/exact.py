"""Exact arithmetic that every part of the core shares."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

MICRO: Final = 1_000_000
PLACES: Final = Decimal("0.000001")
"""What is kept: six decimals."""
ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
LARGEST: Final = Decimal("999999999.999999")
"""The largest number that is kept; a ratio beyond it is cut to it."""
_LARGEST_EXPONENT: Final = 8


def not_above(value: Decimal) -> Decimal:
    """Six decimals, rounded down: a six-decimal number is ≤ it just when it is ≤ ``value``."""
    return value.quantize(PLACES, ROUND_FLOOR)


def not_below(value: Decimal) -> Decimal:
    """Six decimals, rounded up: a six-decimal number is ≥ it just when it is ≥ ``value``."""
    return value.quantize(PLACES, ROUND_CEILING)


def percent(top: Decimal, bottom: Decimal) -> Decimal | None:
    """``top ÷ bottom × 100``, six decimals, cut to what can be kept; None for a bottom of zero."""
    if not bottom:
        return None
    share = (top * HUNDRED / bottom).quantize(PLACES, ROUND_HALF_UP)
    if share.adjusted() > _LARGEST_EXPONENT:
        return LARGEST if share > 0 else -LARGEST
    return share
