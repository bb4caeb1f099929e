"""The slots of the phrase book (§1) for one indicator; what cannot be said is absent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.pace import is_past
from indicators.core.rules.words import REACHED, Situation
from indicators.core.vocabulary import Frequency
from indicators.wording import counts, labels, numbers
from indicators.wording.goals import goal_in_sentence
from indicators.wording.standings import fraction_text, standing_slots
from reports.words.degree import NEARLY_SAME, SAME, beyond, degree, is_better, verb
from reports.words.numbers import (
    change_text,
    is_count,
    is_few,
    missing_count,
    percent_change,
    target_value_text,
    value_text,
)
from reports.words.quantifiers import streak
from reports.words.standings import final_aim, goal_phrase, share_goal, standing_of, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicators.core.standing import Standing
    from reports.facts import Item


def slots(item: Item) -> dict[str, str]:
    """All slots that the facts fill; a phrase that needs another one does not fit."""
    found = {"name": item.name, "year": str(item.year), "wish": item.target_text}
    if item.value is None:
        return found
    standing = standing_of(item)
    if standing is not None:
        found |= _standing(item, standing)
    else:
        found["value"] = value_text(item, item.value)
    if item.value == 0:
        found["zero"] = "0"
    found["when"] = _when(item)
    found["value_year"] = str(item.value_year or item.year)
    found |= dict(_since_base(item, item.value))
    found |= dict(_since_last_year(item, item.value))
    found |= dict(_counts(item))
    if standing is not None:
        found |= dict(_history(item, item.value, standing))
    found |= dict(_above(item, item.value))
    return found


def _standing(item: Item, standing: Standing) -> dict[str, str]:
    """Where the value stands, with the numbers that keep it apart from what it is held against."""
    facts = told_of(item, standing)
    found = standing_slots(facts)
    found["value"] = numbers.spoken(standing.value, facts.measure, facts.places)
    found["goal_words"] = goal_phrase(item)
    found["share_goal"] = share_goal(item)
    if standing.final is not None:
        final = goal_in_sentence(final_aim(item))
        found["final_goal"] = final.removeprefix(f"比{item.criterion.baseline_year}年")
    found |= dict(_side(item, standing))
    if item.year == item.criterion.end_year:
        found["at_end"] = str(item.year)
    if item.criterion.factor is not None:
        found["fraction"] = fraction_text(item.criterion)
        found["size_name"] = "降幅" if item.criterion.factor < 1 else "增幅"
    return found


def _when(item: Item) -> str:
    if item.value_year is None:
        return ""
    if not item.is_carried and item.frequency is not Frequency.ELECTION:
        return ""
    return f"（{item.value_year}年{labels.carried(item.frequency, item.value_year)}）"


def _since_base(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    year = item.base_year or item.criterion.baseline_year
    yield "base_year", str(year)
    if item.base is None or item.value_year == year:
        return
    if item.year - 1 == year:
        yield "last_is_base", str(year)
    if degree(item, value, item.base, since_base=True) == SAME:
        yield "same_base", SAME
        return
    yield "moved_base", verb(item, value, item.base)
    yield "since", change_text(item, value, item.base)
    yield "side_base", "高于" if value > item.base else "低于"
    better = is_better(item, value, item.base)
    if better is not None:
        yield ("gain" if better else "loss"), change_text(item, value, item.base)
    yield from _growth(item, value, item.base)


def _growth(item: Item, value: Decimal, base: Decimal) -> Iterator[tuple[str, str]]:
    growth = percent_change(value, base)
    if value == 0:
        yield "to_zero", "0"
    if growth is None:
        yield "from_zero", "0"
        if is_count(item.measure):
            yield "is_counted", "1"
    elif is_count(item.measure):
        yield "is_counted", "1"
        if is_few(item, base):
            yield "few", "1"
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


def _side(item: Item, standing: Standing) -> Iterator[tuple[str, str]]:
    if item.measure.text == "%" and standing.value == 100:
        yield "full", "100%"
        return
    if standing.place is not Situation.PAST:
        return
    side = beyond(item)
    yield "side", side
    if side.startswith("远") and item.measure.text == "%":
        yield "far", side


def _counts(item: Item) -> Iterator[tuple[str, str]]:
    noun = counts.noun_of(item.numerator_name)
    if item.numerator is None or item.denominator is None or not noun:
        return
    yield "part_name", counts.bare_name(item.numerator_name)
    yield "part", counts.count(item.numerator, noun)
    yield "whole_name", counts.bare_name(item.denominator_name)
    yield "whole", counts.count(item.denominator, counts.noun_of(item.denominator_name))
    lack = missing_count(item)
    if lack is not None and lack > 0:
        yield "lack", counts.count(Decimal(lack), noun)


def _history(item: Item, value: Decimal, standing: Standing) -> Iterator[tuple[str, str]]:
    last = item.value_year
    if last is None:
        return
    own = sorted(year for year in item.met_years if year < last)
    if standing.situation in REACHED:
        yield from _reached_before(item, last, own)
    elif own:
        yield from _lost(item, own[-1], standing)
    if item.measure.text == "%" and value == 100:
        full = last
        while item.figure(full - 1) == 100:
            full -= 1
        begins = full == item.criterion.baseline_year or item.figure(full - 1) is not None
        if last - full >= 2 and begins:
            yield "full_since", str(full)


def _lost(item: Item, year: int, standing: Standing) -> Iterator[tuple[str, str]]:
    """The last earlier year with data, where its value lay past what this one misses."""
    then = item.figure(year)
    if then is None or standing.form.is_band:
        return
    past = is_past(item.criterion, then, standing.target)
    if past and not (standing.form.is_passed and then == standing.target):
        yield "last_met", str(year)
        yield "then", value_text(item, then)


LEAST_FIRST: Final = 3
"""Fewer earlier years, every one with data, make no 首次."""


def _reached_before(item: Item, last: int, own: list[int]) -> Iterator[tuple[str, str]]:
    """An unbroken run of years that reached it, the first year that did, or a year between."""
    first = item.criterion.baseline_year
    if not item.is_carried:
        yield from _run(item, first, last)
    missed = [year for year in own if not item.met_years[year]]
    if len(missed) == last - first >= LEAST_FIRST and not item.is_carried:
        yield "first_time", str(last)
    if item.met_years.get(first) and any(year > first for year in own):
        if not missed and len(own) == last - first:
            yield "always", str(first)
        elif missed == [last - 1]:
            yield from _fell(item, missed[0])
    if missed:
        yield "missed", str(missed[-1])


def _run(item: Item, first: int, last: int) -> Iterator[tuple[str, str]]:
    """连续n年. A year without data is no miss: a run begins after one that has data and missed."""
    length = streak(item.met_years, last)
    start = last - length + 1
    if not length or start <= first:
        return
    if start - 1 in item.met_years:
        yield "first_year", str(start)
        yield "run", str(length)
    else:
        yield "recent", str(length)


def _fell(item: Item, year: int) -> Iterator[tuple[str, str]]:
    then = item.figure(year)
    if then is not None and item.base is not None:
        yield "fell_year", str(year)
        yield "fell_moved", verb(item, then, item.base)
        yield "fell_value", value_text(item, then)


def _above(item: Item, value: Decimal) -> Iterator[tuple[str, str]]:
    if item.above is None or item.is_carried or item.is_small_base:
        return
    name, other = item.above
    if is_count(item.measure) or degree(item, value, other, since_base=False) in (
        SAME,
        NEARLY_SAME,
    ):
        return
    yield "above_name", name
    # As it was published, without padded zeros.
    yield "above_value", target_value_text(item, other)
    side = "高于" if value > other else "低于"
    yield "above_side", side
    yield "above_link", "也" if beyond(item).endswith(side) else "但"
