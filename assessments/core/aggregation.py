"""A place's value from the places below it: Σ numerators ÷ Σ denominators, or a sum.

Never the mean of the parts' rates. What has neither counts nor is a count itself cannot
be added, and that is said. By sex: the gap and the ratio.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import Figure, quotient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.core.vocabulary import Measure

_PLACES: Final = Decimal("0.000001")


class Method(StrEnum):
    """How the parts made the whole."""

    QUOTIENT = "quotient"
    SUM = "sum"
    NOT_ADDABLE = "not_addable"


@dataclass(frozen=True, slots=True)
class Aggregated:
    """``value``: of the parts that have data; None when there is none or it cannot be.

    ``with_data`` of ``parts``: the coverage, said beside the value.
    """

    method: Method
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    with_data: int
    parts: int

    @property
    def is_complete(self) -> bool:
        """Whether every part has data: only then is the value that of the whole."""
        return self.with_data == self.parts


class SexGap(NamedTuple):
    """``gap``: women − men, in the measure; ``ratio``: women ÷ men × 100, six decimals."""

    female: Decimal
    male: Decimal
    gap: Decimal
    ratio: Decimal | None


def aggregated(figures: Iterable[Figure | None], measure: Measure, scale: int) -> Aggregated:
    """The whole's value from its parts' figures of one year (None: nothing reported).

    A part whose figure lacks numerator or denominator has no data for a quotient: its
    rate is never averaged in. The order of the parts does not matter.
    """
    parts = list(figures)
    counted = [
        (figure.numerator, figure.denominator)
        for figure in parts
        if figure is not None and figure.numerator is not None and figure.denominator is not None
    ]
    if measure.is_rate or scale > 1:
        if not counted:
            known = any(figure is not None and figure.value is not None for figure in parts)
            method = Method.NOT_ADDABLE if known else Method.QUOTIENT
            return Aggregated(method, None, None, None, 0, len(parts))
        top = sum((numerator for numerator, _ in counted), Decimal(0))
        bottom = sum((denominator for _, denominator in counted), Decimal(0))
        value = quotient(top, bottom, scale)
        return Aggregated(Method.QUOTIENT, value, top, bottom, len(counted), len(parts))
    values = [figure.value for figure in parts if figure is not None and figure.value is not None]
    if not measure.is_count:
        return Aggregated(Method.NOT_ADDABLE, None, None, None, len(values), len(parts))
    total = sum(values, Decimal(0)) if values else None
    return Aggregated(Method.SUM, total, None, None, len(values), len(parts))


def sex_gap(female: Decimal | None, male: Decimal | None) -> SexGap | None:
    """Gap and ratio of women's to men's value; None unless both are known."""
    if female is None or male is None:
        return None
    ratio = (female * 100 / male).quantize(_PLACES, ROUND_HALF_UP) if male else None
    return SexGap(female, male, female - male, ratio)
