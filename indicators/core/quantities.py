"""A value with its measure: what crosses from one plan or place to another travels as a pair."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from indicators.core.vocabulary import measure as meaning_of
from indicators.core.vocabulary import multiples_of


class Quantity(NamedTuple):
    """``measure``: the text of the measure that the value is in (%, 人, 亿人)."""

    value: Decimal
    measure: str

    def converted(self, wanted: str) -> Decimal | None:
        """The same amount in another measure, exactly; None where the two do not convert.

        Multiples of one thing counted (人, 万人, 亿人) and rates of another scale (%, ‰)
        convert; everything else does not, and must not be compared.
        """
        if self.measure == wanted:
            return self.value
        own, other = meaning_of(self.measure), meaning_of(wanted)
        if own.is_rate and other.is_rate:
            ratio = Fraction(other.scale, own.scale)
        elif own.is_rate or other.is_rate or own.base != other.base:
            return None
        else:
            ratio = Fraction(own.multiple, other.multiple)
        return self.value.scaleb(power_of_ten(ratio))


def readable(measure: str, values: Iterable[Decimal]) -> str:
    """The multiple that all of the values read well in: the largest in which the smallest that is
    not zero is one at least (4200人 for 0.42万人); rates and the like stay as they are."""
    meaning = meaning_of(measure)
    sizes = [abs(value) * meaning.multiple for value in values if value]
    if not meaning.is_count or not sizes:
        return measure
    fitting = [name for name, size in multiples_of(meaning.base) if min(sizes) >= size]
    return fitting[-1] if fitting else meaning.base


def power_of_ten(ratio: Fraction) -> int:
    """All multiples and scales of the field are powers of ten."""
    power = 0
    while ratio > 1:
        ratio /= 10
        power += 1
    while ratio < 1:
        ratio *= 10
        power -= 1
    return power
