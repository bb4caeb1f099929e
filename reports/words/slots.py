"""The slots of the phrase book (§1) for one indicator; what cannot be said is absent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.core.vocabulary import Direction, Frequency, RuleKind
from indicators.wording import counts, labels, numbers
from indicators.wording.verdicts import words_of
from reports.words.degree import NEARLY_SAME, SAME, beyond, degree, is_better, verb
from reports.words.numbers import (
    allowed_count,
    change_text,
    factor_text,
    goal_phrase,
    is_count,
    is_few,
    missing_count,
    percent_change,
    points_text,
    share_goal,
    target_value_text,
    three_years,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.facts import Item

EXACT = "刚好达到"
CARRIED = {each: labels.CARRIED[each] for each in (Frequency.ELECTION, Frequency.CENSUS)}


def slots(item: Item) -> dict[str, str]:
    """All slots that the facts fill; a phrase that needs another one does not fit."""
    found = {"name": item.name, "year": str(item.year), "target_text": item.target_text}
    if item.value is None:
        return found
    found["value"] = value_text(item, item.value)
    if item.value == 0:
        found["zero"] = "0"
    found["when"] = _when(item)
    found |= dict(_since_base(item, item.value))
    found |= dict(_since_last_year(item, item.value))
    found |= dict(_target(item, item.value))
    found |= dict(_counts(item))
    found |= dict(_history(item, item.value))
    found |= dict(_above(item, item.value))
    return found


def _when(item: Item) -> str:
    if item.value_year is None:
        return ""
    kind = CARRIED.get(item.frequency)
    if kind is None:
        return f"（{item.value_year}年数据）" if item.is_carried else ""
    if item.frequency is Frequency.CENSUS and not item.is_carried:
        return ""
    return f"（{item.value_year}年{kind}）"


def _since_base(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    year = item.criterion.baseline_year
    yield "base_year", str(year)
    if item.base is None or item.value_year == year:
        return
    yield "base", value_text(item, item.base)
    word = degree(item, value, item.base, since_base=True)
    if word == SAME:
        yield "same_base", SAME
        return
    yield "moved_base", verb(item, value, item.base)
    yield "since", change_text(item, value, item.base)
    yield "side_base", "高于" if value > item.base else "低于"
    better = is_better(item, value, item.base)
    if better is not None:
        yield ("gain" if better else "loss"), change_text(item, value, item.base)
    yield "rise_word", "提高" if item.direction is Direction.HIGHER_IS_BETTER else "降低"
    yield from _growth(item, value, item.base)


def _growth(item: Item, value: Decimal, base: Decimal) -> Iterator[tuple[str, str]]:
    growth = percent_change(value, base)
    if value == 0:
        yield "to_zero", "0"
    if growth is None:
        yield "from_zero", "0"
    elif is_count(item.measure):
        if is_few(item):
            return
        if abs(growth) >= 1:
            yield "growth", f"{'增长' if growth > 0 else '下降'}{numbers.number(abs(growth), 1)}%"
        if value / base >= Decimal("1.5"):
            yield "times", numbers.number(value / base, 1)
    else:
        yield "drop", f"{numbers.number(abs(growth), 1)}%"


def _since_last_year(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    before = item.last_year
    if before is None or item.value_year != item.year:
        return
    yield "last_year", str(item.year - 1)
    yield "before", value_text(item, before)
    word = degree(item, value, before, since_base=False)
    if word in (SAME, NEARLY_SAME):
        yield "steady", "与上年持平" if word == SAME else "与上年基本持平"
        return
    better = is_better(item, value, before)
    fell_back = better is False and item.is_met
    yield "moved", verb(item, value, before, fell_back=fell_back)
    yield "change", change_text(item, value, before)
    if better is not None:
        yield ("improved" if better else "worsened"), change_text(item, value, before)


def _at_the_end(item: Item) -> Item:
    """The item as if held against the final target, or against the base by its rule."""
    final = item.criterion.final
    if final is None:
        return replace(item, reason={})
    return replace(item, reason={}, target=final.value, upper=final.upper)


def _target(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    final = item.criterion.final
    if final is not None:
        yield "final_value", target_value_text(item, final.value)
        yield "final_gap", points_text(item, value - final.value)
    if item.expected is not None:
        yield "expected", value_text(item, item.expected)
        yield "pace_gap", points_text(item, value - item.expected)
    if item.target is None:
        return
    yield "goal", goal_phrase(item)
    if item.measure.text == "%" and item.target == 100:
        yield "whole_goal", "100%"
    yield "final_goal", goal_phrase(_at_the_end(item))
    yield "goal_value", target_value_text(item, item.target)
    yield from _side(item, value)
    if item.year == item.criterion.end_year:
        yield "at_end", str(item.year)
    yield from _distance(item, abs(value - item.target))
    tolerance = item.criterion.tolerance
    if item.rule is RuleKind.AROUND and tolerance is not None:
        yield "low", target_value_text(item, item.target - tolerance)
        yield "high", target_value_text(item, item.target + tolerance)
    if item.criterion.factor is not None:
        yield "fraction", factor_text(item).removeprefix("下降").removeprefix("提高")
        yield "share_goal", share_goal(item)


def _side(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    side = beyond(item)
    if item.measure.text == "%" and value == 100:
        yield "full", value_text(item, value)
    elif side == EXACT:
        yield "exact", side
    else:
        yield "side", side
        yield "higher", side[-2:]


def _distance(item: Item, size: Decimal) -> Iterator[tuple[str, str]]:
    if item.is_unmet:
        yield "gap", points_text(item, size)
    elif item.is_met and size:
        over = points_text(item, size)
        yield "over", over
        if item.measure.text == "%" and size >= 20:
            yield "far", over


def _counts(item: Item) -> Iterator[tuple[str, str]]:
    if item.numerator is None or item.denominator is None or not item.numerator_name:
        return
    noun = counts.noun_of(item.numerator_name)
    yield "part_name", counts.bare_name(item.numerator_name)
    yield "part", counts.count(item.numerator, noun)
    yield "whole_name", counts.bare_name(item.denominator_name)
    yield "whole", counts.count(item.denominator, counts.noun_of(item.denominator_name))
    lack = missing_count(item)
    if lack is not None and lack > 0:
        yield "lack", counts.count(Decimal(lack), noun)
        yield "at_least", "至少" if item.rule in (RuleKind.RISE, RuleKind.FALL) else ""
    most = allowed_count(item)
    if most is not None and item.is_unmet and item.is_small_base:
        yield "most", counts.count(Decimal(most), noun)
    together = three_years(item)
    if item.is_small_base and together is not None:
        first, last, rate = together
        yield "three_span", f"{first}—{last}年"
        yield "three", value_text(item, rate)
    if item.is_small_base:
        yield "small", item.numerator_name
    if item.is_small_base and item.numerator == 0 and noun == "例":
        yield "event", counts.bare_name(item.numerator_name)


def _history(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    last = item.value_year
    if last is None:
        return
    own = sorted(year for year in item.met_years if year < last)
    if item.is_met:
        yield from _met_before(item, last, own)
    elif item.is_unmet and own and item.met_years[own[-1]]:
        then = item.figure(own[-1])
        if then is not None:
            yield "last_met", str(own[-1])
            yield "turned", turned_text(item)
            yield "then", value_text(item, then)
    if item.measure.text == "%" and value == 100:
        full = last
        while item.figure(full - 1) == 100:
            full -= 1
        if last - full >= 2:
            yield "full_since", str(full)


def turned_text(item: Item) -> str:
    """“由达标转为未达标”, in the words of the stage."""
    return words_of(stage=item.stage).turned_unmet


def _met_before(item: Item, last: int, own: list[int]) -> Iterator[tuple[str, str]]:
    """An unbroken run of years that met the target, or the first year that did."""
    start = last
    while item.met_years.get(start - 1):
        start -= 1
    run = last - start + 1
    if start > item.criterion.baseline_year and run >= 3 and not item.is_carried:
        yield "first_year", str(start)
        yield "run", str(run)
    if own and not any(item.met_years[year] for year in own):
        yield "first_time", str(last)


def _above(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    if item.above is None or item.is_carried or item.is_small_base:
        return
    name, other = item.above
    if numbers.number(value, item.places) == numbers.number(other, item.places) or is_count(
        item.measure
    ):
        return
    yield "above_name", name
    yield "above_value", value_text_short(item, other)
    side = "高于" if value > other else "低于"
    yield "above_side", side
    yield "above_link", "也" if beyond(item).endswith(side) else "但"


def value_text_short(item: Item, value: Decimal) -> str:
    """A figure of another place as it was published, without padded zeros."""
    return target_value_text(item, value)
