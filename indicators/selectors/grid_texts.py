"""Numbers of the entry grid as they are shown: with the decimals they were reported with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from indicators.core.case import DEFAULT_DECIMALS
from indicators.core.values import plain, round_half_up


def is_quotient(shown: Any) -> bool:
    """Was the value computed from its parts, so that nobody chose its decimals?"""
    has_parts = shown.numerator is not None and shown.denominator is not None
    return has_parts and shown.decimals is None and shown.value is not None


def quotient_text(number: Decimal) -> str:
    """A computed value as it is shown; what is kept and judged is exact."""
    return plain(round_half_up(number, DEFAULT_DECIMALS))


def digits(number: Decimal, decimals: int | None) -> str:
    """The number with the decimals it was reported with."""
    text = plain(number)
    if decimals is None:
        return text
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(decimals, '0')}" if len(fraction) < decimals else text


def plain_text(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
