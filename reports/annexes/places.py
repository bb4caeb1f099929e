"""附件：分地区指标值对照表: values of every indicator in every place, unmet ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from indicators.core.vocabulary import Verdict
from indicators.wording import numbers
from reports.document import LANDSCAPE_WIDTH, Annex, Orientation
from reports.words.standings import goal_table_text
from units.printed_table import Align, Cell, Column, Row, Table, TextSize

if TYPE_CHECKING:
    from reports.facts import Item, Place
    from reports.words.writing import Writing

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
    columns: tuple[Column[Any], ...] = (
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", NAME_WIDTH + rest),
        Column("measure", "单位", 15, Align.CENTRE),
        Column("target", "目标", 24, Align.CENTRE),
        *(Column(f"p{place.code}", place.name, width, Align.RIGHT) for place in places),
    )
    rows = tuple(
        Row(
            (
                Cell.whole(number),
                Cell(item.name),
                Cell(item.measure.text),
                Cell(goal_table_text(item)),
                *(_cell(item, place) for place in places),
            )
        )
        for number, item in enumerate(writing.facts.distinct(), 1)
    )
    return Table(
        key=f"{KEY}-{start}",
        title="分地区指标值对照表",
        columns=columns,
        rows=rows,
        notes=("黑体为该地区未达标；“—”为无数据。目标为本级规划目标。",),
        size=TextSize.SMALL,
        captioned=False,
    )


def _cell(item: Item, place: Place) -> Cell:
    told = place.values.get(item.key)
    if told is None:
        return Cell(numbers.DASH)
    unmet = place.verdicts.get(item.key) is Verdict.UNMET
    value = told.converted(item.measure.text)
    of_year = place.years.get(item.key)
    if value is None:  # another measure altogether: said as it is, never under a false heading
        return Cell(numbers.quantity(told.value, told.measure), strong=unmet)
    text = numbers.number(value, item.places)
    if of_year is not None and of_year != item.year:
        return Cell(f"{text}（{of_year}年）", strong=unmet)
    return Cell(text, strong=unmet, value=value)
