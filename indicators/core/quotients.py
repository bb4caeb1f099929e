"""One truth per number: where numerator and denominator are kept, the value is theirs."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from indicators.core.case import judged_value
from indicators.core.values import MAX_DECIMALS, round_half_up


class Kept(NamedTuple):
    """A value as it is kept, and the decimals it is printed with (None: nobody chose them)."""

    value: Decimal | None
    decimals: int | None


def agrees(value: Decimal, expected: Decimal, decimals: int | None) -> bool:
    """The value is the quotient, rounded or cut to the decimals it was written with."""
    shown = min(decimals if decimals is not None else MAX_DECIMALS, MAX_DECIMALS)
    step = Decimal(1).scaleb(-shown)
    return abs(value - expected) <= (step / 2 if shown == 0 else step)


def kept_value(
    stated: Kept, numerator: Decimal | None, denominator: Decimal | None, scale: int
) -> Kept:
    """The value that is kept beside its parts, so that what is shown is what is judged.

    The quotient, rounded half up to the decimals stated where the stated value is a reading of
    it (96.07 cut from 98 ÷ 102 becomes 96.08), else with six decimals. Without both parts, or
    where the parts name no quotient, the value stays as stated.
    """
    judged = judged_value(None, numerator, denominator, scale)
    if judged is None:
        return stated
    value, decimals = stated
    if value is None or decimals is None or not agrees(value, judged, decimals):
        return Kept(judged, None)
    return Kept(round_half_up(judged, decimals), decimals)
