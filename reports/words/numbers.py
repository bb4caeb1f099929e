"""Numbers as the field writes them (phrase book §2): values, changes, targets, counts.

Differences are computed from unrounded values and rounded when printed.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from indicators.core.reasons import ReasonKind
from indicators.core.standing import form_of
from indicators.core.vocabulary import Direction
from indicators.wording import numbers
from indicators.wording.labels import carried

if TYPE_CHECKING:
    from indicators.core.vocabulary import Measure
    from reports.facts import Item

FEW: Final = 100
"""Of fewer people or things a change is told as a number, never in per cent."""
_WHOLE: Final = 1


def value_text(item: Item, value: Decimal) -> str:
    """A value in a sentence; a full hundred per cent is said without decimals."""
    return numbers.spoken(value, item.measure.text, item.places)


def value_said(item: Item) -> str:
    """The judged value in a sentence; one of an earlier year always with that year."""
    if item.value is None:
        return numbers.DASH
    text = value_text(item, item.value)
    if not item.is_carried:
        return text
    return f"{text}（{item.value_year}年{carried(item.frequency, item.value_year or item.year)}）"


def target_value_text(item: Item, target: Decimal) -> str:
    return numbers.worded(numbers.target_number(target), item.measure.text)


def is_relative(measure: Measure) -> bool:
    return numbers.is_relative(measure.text)


def is_count(measure: Measure) -> bool:
    """Counts and money: a difference with its measure, and growth in per cent."""
    return (
        not measure.is_rate
        and measure.text not in ("岁", "年", "有/无", "百分点", "比")
        and ("=" not in measure.text)
    )


def is_few(item: Item, before: Decimal | None) -> bool:
    """Fewer than a hundred to begin with: “由3个增加到8个”, not “增长166.7%”."""
    if before is None or not item.measure.is_count:
        return False
    return before * item.measure.multiple < FEW


def is_told_by_growth(item: Item, before: Decimal) -> bool:
    """Whether a table tells a change in per cent of the earlier value."""
    if is_relative(item.measure):
        return not item.is_small_base
    return is_count(item.measure) and not is_few(item, before)


def percent_change(new: Decimal, old: Decimal) -> Decimal | None:
    """Growth in per cent; None where the earlier value is zero."""
    if old == 0:
        return None
    return (new - old) / abs(old) * 100


def points_text(item: Item, difference: Decimal) -> str:
    """The size of a difference in points, without sign or direction."""
    return numbers.difference(difference, item.measure.text, item.places)


def change_text(item: Item, new: Decimal, old: Decimal) -> str:
    """The size of a change in the words of its measure: 0.37个百分点, 54.5%, 35人."""
    if is_relative(item.measure):
        growth = percent_change(new, old)
        if growth is not None:
            return f"{numbers.number(abs(growth), 1)}%"
    return points_text(item, new - old)


def table_change(item: Item, new: Decimal | None, old: Decimal | None) -> str:
    """The change as a table prints it: 0.37, −3.26, 下降54.5%, 增长41.8%; “—” without both."""
    if new is None or old is None or item.is_small_base:
        return "—"
    if is_told_by_growth(item, old):
        growth = percent_change(new, old)
        if growth is None:
            return "—" if new != old else "持平"
        size = numbers.number(abs(growth), 1)
        if not size.strip("0."):
            return "持平"
        up = "增长" if is_count(item.measure) else "上升"
        return f"{up if growth > 0 else '下降'}{size}%"
    if new == old and is_count(item.measure):
        return "持平"
    return numbers.number(new - old, item.places)


def _kind(item: Item) -> ReasonKind | None:
    stated = item.reason.get("kind")
    return ReasonKind(str(stated)) if stated else None


def missing_count(item: Item) -> int | None:
    """How many more (or fewer) cases would have met the target; a whole number.

    None without counts, or where the rule has no number to reach.
    """
    if item.numerator is None or item.denominator is None or item.target is None:
        return None
    if item.measure.scale <= _WHOLE or not item.is_unmet:
        return None
    form = form_of(item.criterion, _kind(item))
    if form.is_band or form.against is ReasonKind.INDICATOR:
        return None
    top = Fraction(item.target) * Fraction(item.denominator) / item.measure.scale
    beyond = 1 if form.is_passed and top.denominator == 1 else 0
    have = Fraction(item.numerator)
    if item.direction is Direction.LOWER_IS_BETTER:
        return int(have - top // 1) + beyond
    return int(-(-top // 1) - have) + beyond


def allowed_count(item: Item) -> int | None:
    """The most cases that still meet an upper limit, for small numbers."""
    if item.denominator is None or item.target is None or item.measure.scale <= _WHOLE:
        return None
    return int(Fraction(item.target) * Fraction(item.denominator) / item.measure.scale // 1)


def three_years(item: Item) -> tuple[int, int, Decimal] | None:
    """First year, last year and the rate of the three years' counts together."""
    last = item.value_year
    if last is None or item.measure.scale <= _WHOLE:
        return None
    figures = [item.series.get(year) for year in (last - 2, last - 1, last)]
    top, bottom = Decimal(0), Decimal(0)
    for figure in figures:
        if figure is None or figure.numerator is None or not figure.denominator:
            return None
        top += figure.numerator
        bottom += figure.denominator
    return last - 2, last, top * item.measure.scale / bottom
