"""Rates and differences as they are printed: integer arithmetic, two roundings."""

from __future__ import annotations

from typing import Final

from indicators.core.vocabulary import Rounding

MOST_DECIMALS: Final = 6


def rate_text(part: int, whole: int, decimals: int, rounding: Rounding) -> str | None:
    """``part`` of ``whole`` in per cent without the sign: 98 of 102 → ``"96.08"``.

    None when ``whole`` is 0. Raises ``ValueError`` for counts that cannot be, or for
    decimals outside 0 to 6.
    """
    if not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(f"decimals must be 0 to {MOST_DECIMALS}, not {decimals}")
    if not 0 <= part <= max(whole, 0):
        raise ValueError(f"{part} of {whole} is no share")
    if whole == 0:
        return None
    unit: int = 10**decimals
    scaled = 100 * unit * part
    if rounding is Rounding.HALF_UP:
        digits = (2 * scaled + whole) // (2 * whole)
    else:
        digits = scaled // whole
    if not decimals:
        return str(digits)
    return f"{digits // unit}.{digits % unit:0{decimals}d}"
