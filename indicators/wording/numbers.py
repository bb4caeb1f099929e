"""Numbers as they are printed: half up, with their unit, one minus sign, decimals as asked.

Differences are computed from unrounded values and rounded when printed. What is not zero is
never printed as zero. ``measure`` is always the measure's text (%, ‰, 1/10万, 元/人·月, 人).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from indicators.core.vocabulary import measure as meaning_of

MINUS: Final = "−"
"""The one minus sign of every text; digits for machines have the plain hyphen."""
DASH: Final = "—"
"""Printed where there is no number: never 0."""
MOST_DECIMALS: Final = 6
USUAL_DECIMALS: Final = 2
PERCENT: Final = "%"
YES_NO: Final = "有/无"
_RELATIVE: Final = ("1/10万", "1/万")
_LENGTHS: Final = ("岁", "年")
_SUFFIXES: Final[Mapping[str, str]] = {
    "1/10万": "/10万",
    "1/万": "/万",
    "百分点": "个百分点",
    "女=100": "",
    YES_NO: "",
    "比": "",
}
_DIFFERENCES: Final[Mapping[str, str]] = {
    PERCENT: "个百分点",
    "百分点": "个百分点",
    "‰": "个千分点",
    "1/万": "个万分点",
    "1/10万": "个十万分点",
    "元/人·月": "元",
    "分钟/天": "分钟",
    "女=100": "",
    YES_NO: "",
    "比": "",
}
_PER: Final[Mapping[str, tuple[str, str]]] = {
    "元/人·月": ("每人每月", "元"),
    "分钟/天": ("每天", "分钟"),
}


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up to so many decimals."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def decimals_of(value: Decimal) -> int:
    """How many decimals a value has, zeros at the end apart."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def places_for(value: Decimal, decimals: int | None = None) -> int:
    """How many decimals to print: as told, else what is there, at most two."""
    return min(decimals_of(value), USUAL_DECIMALS) if decimals is None else decimals


def telling_places(value: Decimal, decimals: int | None = None) -> int:
    """As many as told, more where the value would else be printed as zero."""
    places = places_for(value, decimals)
    while value and places < MOST_DECIMALS and not rounded(value, places):
        places += 1
    return places


def apart(value: Decimal, decimals: int | None, other: Decimal | None) -> int:
    """As many decimals as keep a printed value apart from another that it is held against."""
    places = places_for(value, decimals)
    if other is not None and value != other:
        while places < MOST_DECIMALS and rounded(value, places) == other:
            places += 1
    return places


def number(value: Decimal, decimals: int | None = None, *, grouped: bool = False) -> str:
    """``96.20``, ``−0.77``; ``grouped``: thousands separated, as pages print them."""
    shown = rounded(value, places_for(value, decimals))
    return _text(shown if shown else abs(shown), grouped=grouped)


def exact(value: Decimal, *, grouped: bool = False) -> str:
    """Every digit that is kept, without zeros at the end."""
    shown = value.normalize()
    return _text(shown if shown else abs(shown), grouped=grouped)


def _text(value: Decimal, *, grouped: bool) -> str:
    return format(value, ",f" if grouped else "f").replace("-", MINUS)


def is_shortened(value: Decimal, decimals: int | None) -> bool:
    """Whether more digits are kept than are printed, so that a page shows them on demand."""
    return rounded(value, places_for(value, decimals)) != value


def suffix(measure: str) -> str:
    """What stands behind a number of the measure: ``1/10万`` would read as a further digit."""
    return _SUFFIXES.get(measure, measure)


def quantity(
    value: Decimal, measure: str, decimals: int | None = None, *, grouped: bool = False
) -> str:
    """A value with its unit: ``14.66/10万``, ``96.24%``, ``83.12岁``; 有 or 无."""
    if measure == YES_NO:
        return "有" if value else "无"
    return number(value, decimals, grouped=grouped) + suffix(measure)


def spoken(value: Decimal, measure: str, decimals: int | None = None) -> str:
    """A value inside a sentence: ``每人每月2100元``; a full hundred per cent without decimals."""
    if measure == PERCENT and value == 100:
        decimals = 0
    return (
        worded(number(value, decimals), measure) if measure != YES_NO else quantity(value, YES_NO)
    )


def worded(digits: str, measure: str) -> str:
    """Printed digits with their measure, as a sentence says it."""
    if measure in _PER:
        before, noun = _PER[measure]
        return f"{before}{digits}{noun}"
    return digits + suffix(measure)


def target_number(value: Decimal) -> str:
    """A target as plans print it: no zeros at the end, at most two decimals, never a false 0."""
    if decimals_of(value) <= USUAL_DECIMALS:
        return exact(value)
    return number(value, telling_places(value, USUAL_DECIMALS))


def target(value: Decimal, measure: str) -> str:
    """A target with its unit: ``95%``, ``20/10万``."""
    return target_number(value) + suffix(measure)


def bounded_sign(sign: str, value: Decimal, measure: str) -> str:
    """The sign before a target; none where the target is the best that can be."""
    best = meaning_of(measure).possible_maximum if measure else None
    if (sign == "≥" and best is not None and value >= best) or (sign == "≤" and not value):
        return ""
    return sign


def difference(
    size: Decimal, measure: str, decimals: int | None = None, *, grouped: bool = False
) -> str:
    """The size of a difference in the words of its measure: ``1.4个百分点``, ``35人``."""
    amount = abs(size)
    return number(amount, telling_places(amount, decimals), grouped=grouped) + _DIFFERENCES.get(
        measure, measure
    )


UNEVEN: Final = "差值按修约前数值计算，个别与表内两数直接相减略有出入。"
"""Differences are computed from unrounded values; said where a reader would reckon another."""


def is_uneven(value: Decimal, other: Decimal, places: int) -> bool:
    """Whether the printed difference of two printed numbers is not what is printed for it."""
    return rounded(value, places) - rounded(other, places) != rounded(value - other, places)


def difference_unit(measure: str) -> str:
    """What differences of a measure are counted in: 百分点 for %."""
    return _DIFFERENCES.get(measure, measure).removeprefix("个")


def signed(change: Decimal | None, decimals: int | None = None, *, grouped: bool = False) -> str:
    """``+1.8``, ``−1.8``, ``0``: a difference in a table always has its sign."""
    if change is None:
        return DASH
    text = number(change, telling_places(change, decimals), grouped=grouped)
    return f"+{text}" if change > 0 else text


def is_relative(measure: str) -> bool:
    """Measures whose change is said in per cent of the earlier value."""
    return measure in _RELATIVE


def change_verb(change: Decimal, measure: str, *, higher_is_better: bool) -> str:
    """The verb of a change; 提高 is only said of the good direction."""
    if measure in _LENGTHS:
        return "增加" if change > 0 else "减少"
    if measure.startswith("元"):
        return "提高" if change > 0 else "降低"
    if measure in _DIFFERENCES:
        if change > 0:
            return "提高" if higher_is_better else "上升"
        return "下降"
    return "增加" if change > 0 else "减少"
