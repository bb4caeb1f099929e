"""Numbers with their units, as official reports print them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_DECIMALS: Final = 6
USUAL_DECIMALS: Final = 2

_VALUE_SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {"1/10万": "/10万", "1/万": "/万", "女=100": "", "有/无": "", "比": ""}
)
_DIFFERENCE_SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "%": "个百分点",
        "‰": "个千分点",
        "1/万": "个万分点",
        "1/10万": "个十万分点",
        "百分点": "个百分点",
        "女=100": "",
        "有/无": "",
        "比": "",
    }
)
_LENGTHS: Final = ("岁", "年")


def decimals_of(value: Decimal, decimals: int | None = None) -> int:
    """How many decimals to print: as reported, else what is there, at most two."""
    if decimals is not None:
        return decimals
    exponent = value.normalize().as_tuple().exponent
    return min(-exponent, USUAL_DECIMALS) if isinstance(exponent, int) and exponent < 0 else 0


def number_text(value: Decimal, decimals: int | None = None) -> str:
    """A number rounded half up to so many decimals; zeros at the end are kept."""
    places = decimals_of(value, decimals)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return format(rounded if rounded else abs(rounded), "f")


def exact_text(value: Decimal) -> str:
    """A number without zeros at the end, as plans print their targets."""
    return format(value.normalize(), "f")


def quantity_text(value: Decimal, measure: str, decimals: int | None = None) -> str:
    """A value with its unit: ``14.66/10万``, ``96.24%``, ``83.12岁``."""
    if measure == "有/无":
        return "有" if value else "无"
    return number_text(value, decimals) + _VALUE_SUFFIXES.get(measure, measure)


def value_suffix(measure: str) -> str:
    """What stands behind a number of the measure: ``1/10万`` would read as a further digit."""
    return _VALUE_SUFFIXES.get(measure, measure)


def target_text(value: Decimal, measure: str) -> str:
    """A target with its unit, without zeros at the end; at most two decimals."""
    text = exact_text(value)
    if len(text.partition(".")[2]) > USUAL_DECIMALS:
        text = number_text(value, USUAL_DECIMALS)
    return text + _VALUE_SUFFIXES.get(measure, measure)


def difference_text(difference: Decimal, measure: str, decimals: int | None = None) -> str:
    """The size of a difference in the words of its measure: ``1.4个百分点``.

    What is not zero is never printed as zero: decimals are added until a digit shows.
    """
    size = abs(difference)
    places = decimals_of(size, decimals)
    while size and places < MOST_DECIMALS and not Decimal(number_text(size, places)):
        places += 1
    return number_text(size, places) + _DIFFERENCE_SUFFIXES.get(measure, measure)


def difference_unit(measure: str) -> str:
    """What differences of a measure are counted in: 百分点 for %."""
    return _DIFFERENCE_SUFFIXES.get(measure, measure).removeprefix("个")


def change_verb(change: Decimal, measure: str, *, higher_is_better: bool) -> str:
    """The verb of a change; 提高 is only said of the good direction."""
    if measure in _LENGTHS:
        return "增加" if change > 0 else "减少"
    if measure in _DIFFERENCE_SUFFIXES:
        if change > 0:
            return "提高" if higher_is_better else "上升"
        return "下降"
    if measure.startswith("元"):
        return "提高" if change > 0 else "降低"
    return "增加" if change > 0 else "减少"
