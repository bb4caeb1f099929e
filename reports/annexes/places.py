"""附件：分地区指标值对照表: values of every indicator in every place, unmet ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Verdict
from indicators.wording import numbers
from reports.document import LANDSCAPE_WIDTH, Annex, Orientation
from reports.words.standings import goal_table_text
from units.printed_table import Align, Cell, Column, TextSize, table_of

if TYPE_CHECKING:
    from reports.facts import Item, Place
    from reports.words.writing import Writing
    from units.printed_table import Table

KEY: Final = "place-values"
PLACES_PER_TABLE: Final = 8
NAME_WIDTH: Final = 57


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
    columns: list[Column[Item]] = [
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", NAME_WIDTH + rest, show=lambda item: Cell(item.name)),
        Column("measure", "单位", 15, Align.CENTRE, show=lambda item: Cell(item.measure.text)),
        Column("target", "目标", 24, Align.CENTRE, show=lambda item: Cell(goal_table_text(item))),
        *(_column(place, width) for place in places),
    ]
    return table_of(
        f"{KEY}-{start}",
        "分地区指标值对照表",
        columns,
        writing.facts.distinct(),
        notes=["黑体为该地区未达标；“—”为无数据。目标为本级规划目标。"],
        size=TextSize.SMALL,
        captioned=False,
    )


def _column(place: Place, width: int) -> Column[Item]:
    return Column(
        f"p{place.code}", place.name, width, Align.RIGHT, show=lambda item: _cell(item, place)
    )


def _cell(item: Item, place: Place) -> Cell:
    quantity = place.values.get(item.key)
    if quantity is None:
        return Cell(numbers.DASH)
    unmet = place.verdicts.get(item.key) is Verdict.UNMET
    value = quantity.converted(item.measure.text)
    of_year = place.years.get(item.key)
    if value is None:  # another measure altogether: said as it is, never under a false heading
        return Cell(numbers.quantity(quantity.value, quantity.measure), strong=unmet)
    text = numbers.number(value, item.places)
    if of_year is not None and of_year != item.year:
        return Cell(f"{text}（{of_year}年）", strong=unmet)
    return Cell(text, strong=unmet, value=value)
