"""Where a place stands: counts, differences between years, what changed, what is urgent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = ("met", "unmet")


class VerdictChange(StrEnum):
    """How a verdict differs from last year's."""

    IMPROVED = "improved"
    LOST = "lost"
    FIRST = "first"
    GONE = "gone"


class LightResult(NamedTuple):
    """One result without its words: enough to count and filter."""

    pk: int
    plan_indicator: int
    verdict: str
    rule: str
    is_key: bool
    kind: str
    domain: str


def change_of(before: str | None, now: str) -> VerdictChange | None:
    """``before`` is None where last year's assessment does not have the indicator."""
    if before is None:
        return None
    if now in _DATA and before not in _DATA:
        return VerdictChange.FIRST if before == "no_data" else None
    if before in _DATA and now == "no_data":
        return VerdictChange.GONE
    if (before, now) == ("unmet", "met"):
        return VerdictChange.IMPROVED
    return VerdictChange.LOST if (before, now) == ("met", "unmet") else None


def changes(now: Mapping[int, str], before: Mapping[int, str]) -> dict[int, VerdictChange]:
    """Plan indicator → how its verdict changed; those that did not are left out."""
    found = {}
    for plan_indicator, verdict in now.items():
        change = change_of(before.get(plan_indicator), verdict)
        if change is not None:
            found[plan_indicator] = change
    return found


@dataclass(frozen=True, slots=True)
class Rate:
    """A share as it was counted; ``text``: per cent as printed, None over zero."""

    part: int
    whole: int
    text: str | None

    @property
    def exact(self) -> Fraction | None:
        """Per cent, unrounded."""
        return Fraction(100 * self.part, self.whole) if self.whole else None


def points(now: Rate, before: Rate, decimals: int) -> Decimal | None:
    """Difference in 个百分点, computed from the unrounded rates, half up; None without both."""
    if now.exact is None or before.exact is None:
        return None
    return half_up(now.exact - before.exact, decimals)


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Rounded half away from zero, exactly."""
    scaled = abs(value) * 10**decimals
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(digits if value >= 0 else -digits).scaleb(-decimals)


def ranks(rates: Mapping[str, Fraction | None]) -> dict[str, int]:
    """Place → rank, best first; equal shares stand side by side, without a rate no rank."""
    known = sorted((rate for rate in rates.values() if rate is not None), reverse=True)
    return {place: known.index(rate) + 1 for place, rate in rates.items() if rate is not None}
