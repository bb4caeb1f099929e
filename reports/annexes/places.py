"""附件：分地区指标值对照表: values of every indicator in every place, unmet ones marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from indicators.core.quantities import readable
from indicators.core.vocabulary import Verdict, measure
from indicators.wording import numbers
from indicators.wording.goals import goal_in_table
from indicators.wording.standings import asked_text
from reports.document import LANDSCAPE_WIDTH, Annex, Orientation
from reports.words.standings import aim_of
from units.printed_table import Align, Cell, Column, TextSize, table_of

if TYPE_CHECKING:
    from reports.facts import Item, Place
    from reports.words.writing import Writing
    from units.printed_table import Table

KEY: Final = "place-values"
PLACES_PER_TABLE: Final = 8
NAME_WIDTH: Final = 57
DIFFERENT: Final = "各地区不同"


def build(writing: Writing) -> list[Annex]:
    places = writing.facts.places
    if not places:
        return []
    tables = tuple(
        _table(writing, places[start : start + PLACES_PER_TABLE], start)
        for start in range(0, len(places), PLACES_PER_TABLE)
    )
    return [Annex(KEY, "分地区指标值对照表", Orientation.LANDSCAPE, tables)]


def _table(writing: Writing, places: tuple[Place, ...], start: int) -> Table:
    free = LANDSCAPE_WIDTH - 9 - NAME_WIDTH - 15 - 24
    width, rest = divmod(free, len(places))
    every = writing.facts.places

    def goal(item: Item) -> Cell:
        return Cell(_goal(item, every))

    columns: list[Column[Item]] = [
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", NAME_WIDTH + rest, show=lambda item: Cell(item.name)),
        Column("measure", "单位", 15, Align.CENTRE, show=lambda item: Cell(_measure(item, every))),
        Column("target", "目标", 24, Align.CENTRE, show=goal),
        *(_column(place, every, width) for place in places),
    ]
    unmet = writing.words.unmet
    return table_of(
        f"{KEY}-{start}",
        "分地区指标值对照表",
        columns,
        writing.facts.distinct(),
        notes=[
            f"黑体为该地区{unmet}；“—”为无数据。",
            "目标为各地区判定时所对照的；由各地区基期值推算而不同的，列判定规则。",
        ],
        size=TextSize.SMALL,
        captioned=False,
    )


def _measure(item: Item, places: tuple[Place, ...]) -> str:
    """One multiple for the whole row, in which the values of all places read well."""
    found = (place.values.get(item.key) for place in places)
    values = [value.converted(item.measure.text) for value in found if value is not None]
    return readable(item.measure.text, [value for value in values if value is not None])


def _goal(item: Item, places: tuple[Place, ...]) -> str:
    """What all places were held against; the rule where that is another number in each."""
    aim, shown = aim_of(item), _measure(item, places)
    if aim.form.is_trend or not aim.form.has_number:
        return goal_in_table(aim)
    limits = [place.targets.get(item.key) for place in places]
    found = {each.converted(shown) for each in limits if each is not None}
    if len(found) > 1:
        return asked_text(item.criterion) or DIFFERENT
    criterion = replace(item.criterion, measure=measure(shown))
    target = found.pop() if found else None
    return goal_in_table(replace(aim, criterion=criterion, target=target))


def _column(place: Place, every: tuple[Place, ...], width: int) -> Column[Item]:
    def show(item: Item) -> Cell:
        return _cell(item, place, _measure(item, every))

    return Column(f"p{place.code}", place.name, width, Align.RIGHT, show=show)


def _cell(item: Item, place: Place, shown: str) -> Cell:
    """``shown``: the measure of the row."""
    quantity = place.values.get(item.key)
    if quantity is None:
        return Cell(numbers.DASH)
    unmet = place.verdicts.get(item.key) is Verdict.UNMET
    value = quantity.converted(shown)
    of_year = place.years.get(item.key)
    if value is None:  # another measure altogether: said as it is, never under a false heading
        return Cell(numbers.quantity(quantity.value, quantity.measure), strong=unmet)
    is_plain = shown != item.measure.text or (item.measure.is_count and not value)
    places = None if is_plain else item.places
    text = numbers.number(value, places)
    if of_year is not None and of_year != item.year:
        return Cell(f"{text}（{of_year}年）", strong=unmet)
    return Cell(text, strong=unmet, value=value)
