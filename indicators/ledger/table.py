"""One table of a sheet: its key columns and the groups of columns that hold a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from indicators.core.tokens import half_width
from indicators.core.values import Raw, plain, typed_decimal
from indicators.core.vocabulary import TOTAL
from indicators.core.written_measures import measure_in_line
from indicators.ledger.columns import ColumnKey
from indicators.ledger.doubts import group_doubts, table_doubts
from indicators.ledger.entries import LedgerIndicator
from indicators.ledger.heads import HeadCell
from indicators.ledger.layout import LedgerHead
from indicators.ledger.workbook import LedgerSheet

_LOOK: Final = 200
_DIGIT: Final = re.compile(r"\d")
# A cell merged downwards speaks for all its rows, but a merged value is one value.
_OWN_CELL: Final = frozenset({ColumnKey.VALUE, ColumnKey.NUMERATOR, ColumnKey.DENOMINATOR})


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """Columns of one figure. ``year`` and ``breakdown`` None: the row or the title says it.

    ``measure`` and ``kind`` are what the value's head tells of it, ``part_measures`` what the
    heads of numerator and denominator do. ``place``: another place, whose figures are not taken.
    """

    year: int | None
    breakdown: str | None
    value: int | None
    numerator: int | None = None
    denominator: int | None = None
    measure: str = ""
    kind: str = ""
    part_measures: tuple[str, str] = ("", "")
    place: str = ""

    @property
    def columns(self) -> tuple[int, ...]:
        return tuple(c for c in (self.value, self.numerator, self.denominator) if c is not None)


class LedgerTable:
    """Access to the rows below one head."""

    def __init__(self, sheet: LedgerSheet, head: LedgerHead) -> None:
        self.sheet = sheet
        self.head = head
        self.columns = {key: head.column(key) for key in ColumnKey}
        self.groups = self._without_words(_groups(head.cells))
        self.needs_year = any(group.year is None for group in self.groups)
        self._filled = self._fill_map()
        self.measure_above = _measure_above(head)
        self.group_measure = ""
        self.group_text = ""
        self.notes: list[str] = []
        self.beside = [c for c in head.cells if c.key in (ColumnKey.IGNORED, None) and c.header]
        self._doubts: dict[tuple[str, int, str], tuple[str, ...]] = {}
        self.last_indicator: LedgerIndicator | None = None

    def _without_words(self, groups: tuple[FigureColumns, ...]) -> tuple[FigureColumns, ...]:
        """Of columns that claim the same figure, those of words (是, 已完成) and those that nobody
        filled in are dropped."""
        kept = []
        for group in groups:
            rivals = [g for g in groups if g is not group and _rivals(g, group)]
            if rivals and self._is_words(group) and not all(map(self._is_words, rivals)):
                continue
            kept.append(group)
        return tuple(kept)

    def _is_words(self, group: FigureColumns) -> bool:
        if group.value is None:
            return False
        cells = [
            self.sheet.value(row, group.value)
            for row in range(self.head.first_row, len(self.sheet.rows))
        ]
        filled = [raw for raw in cells if raw is not None]
        numbers = [raw for raw in filled if not isinstance(raw, str) or _DIGIT.search(raw)]
        is_unused = not filled and group.columns == (group.value,)
        return is_unused or len(numbers) * 2 < len(filled)

    def _fill_map(self) -> dict[tuple[int, int], tuple[int, int]]:
        wanted = {cell.column for cell in self.head.cells if cell.key not in _OWN_CELL}
        return {
            (row, column): (area.top, area.left)
            for area in self.sheet.merged
            if area.bottom > area.top and area.top >= self.head.first_row
            for column in range(area.left, area.right + 1)
            if column in wanted
            for row in range(area.top + 1, min(area.bottom + 1, len(self.sheet.rows)))
        }

    def told_measure(self, row: int, group: FigureColumns, in_name: str) -> str:
        """The measure of a figure; who stands nearer to it is heard first."""
        own = in_name or self.text(row, ColumnKey.MEASURE) or group.measure
        return own or self.group_measure or self.measure_above

    def rivals(self, reference_year: int) -> tuple[FigureColumns, ...]:
        """Columns that claim the same figure of the year, so that a person has to say which."""
        values = [g for g in self.groups if g.value is not None]
        current = [g for g in values if g.year in (None, reference_year) and not g.place]
        return next(
            (
                (one, other)
                for position, one in enumerate(current)
                for other in current[position + 1 :]
                if _rivals(one, other)
            ),
            (),
        )

    def doubts(self, place: str, year: int, breakdown: str) -> tuple[str, ...]:
        """What the lines and group rows above a figure, and the sheet's name, say against it."""
        key = (self.group_text, year, breakdown)
        if key not in self._doubts:
            above = table_doubts(self.sheet.name, self.head.title, place, year, breakdown)
            self._doubts[key] = (*above, *group_doubts(self.group_text, place, year, breakdown))
        return self._doubts[key]

    def is_struck(self, row: int) -> bool:
        """Whether the code or the name of a row is struck out."""
        columns = (self.columns[ColumnKey.CODE], self.columns[ColumnKey.NAME])
        return any(c is not None and self.sheet.mark(row, c).strike == "whole" for c in columns)

    def has_value(self, row: int) -> bool:
        """Whether any column of a figure is filled."""
        return any(
            self.sheet.value(row, column) is not None
            for group in self.groups
            for column in group.columns
        )

    def unread(self) -> list[HeadCell]:
        """Columns of numbers that nobody knows: without a head, or with words nobody read."""
        return [
            cell
            for cell in self.head.cells
            if cell.key is None and not cell.place and (cell.sample or self._holds_number(cell))
        ]

    def _holds_number(self, cell: HeadCell) -> bool:
        rows = range(self.head.first_row, min(len(self.sheet.rows), self.head.first_row + _LOOK))
        return any(isinstance(self.sheet.value(row, cell.column), int | float) for row in rows)

    def tables_beside(self) -> list[HeadCell]:
        """The heads of names, where the same head stands twice: tables side by side."""
        names = [cell for cell in self.head.cells if cell.key is ColumnKey.NAME]
        values = {group.value for group in self.groups}
        same = [cell for cell in names if cell.header == names[0].header]
        apart = [c for c in same if any(v is not None and v > c.column for v in values)]
        return apart if len(apart) > 1 else []

    def is_merged_over_others(self, row: int, group: FigureColumns) -> bool:
        """Whether the value's cell is merged downwards over rows of another name."""
        for area in self.sheet.merged:
            if (area.top, area.left) == (row, group.value) and area.bottom > area.top:
                below = range(row + 1, area.bottom + 1)
                own = self.text(row, ColumnKey.NAME), self.text(row, ColumnKey.CODE)
                others = {
                    (self.text(r, ColumnKey.NAME), self.text(r, ColumnKey.CODE)) for r in below
                }
                return bool(others - {own, ("", "")})
        return False

    def comments(self, row: int, group: FigureColumns) -> list[str]:
        """The comments at a figure, and at the code and name of its row."""
        own = (self.columns[ColumnKey.CODE], self.columns[ColumnKey.NAME])
        places = ((row, column) for column in (*own, *group.columns) if column is not None)
        return [text for place in places if (text := self.sheet.comments.get(place, ""))]

    def surplus(self, row: int) -> list[Raw]:
        """Cells right of the head in a text file: a forgotten quote pushed them there."""
        if not self.sheet.is_text:
            return []
        width = max(cell.column for cell in self.head.cells) + 1
        return [cell for cell in self.sheet.rows[row][width:] if cell is not None]

    def raw(self, row: int, key: ColumnKey) -> Raw:
        """A key cell, filled from the range it is merged into."""
        column = self.columns[key]
        return None if column is None else self.filled(row, column)

    def filled(self, row: int, column: int) -> Raw:
        """A cell that holds no figure, filled from the range it is merged into."""
        return self.sheet.value(*self._filled.get((row, column), (row, column)))

    def text(self, row: int, key: ColumnKey) -> str:
        """A key cell as text, the ends bare; numbers as people see them."""
        raw = self.raw(row, key)
        return "" if raw is None else half_width(raw_text(raw))


def _measure_above(head: LedgerHead) -> str:
    """The measure told above the table, or in the head of the names."""
    lines = [*head.title.split("\n"), *(c.header for c in head.cells if c.key is ColumnKey.NAME)]
    return next((found for line in lines if (found := measure_in_line(line))), "")


def raw_text(raw: Raw) -> str:
    """A cell as text for people: 98.5, not 98.5000000001 or a Python object."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        finite = raw - raw == 0
        return plain(typed_decimal(raw)) if finite else str(raw)
    if isinstance(raw, date):
        return f"{raw:%Y-%m-%d}"
    return str(raw)


def _groups(cells: tuple[HeadCell, ...]) -> tuple[FigureColumns, ...]:
    groups = [
        FigureColumns(
            c.year, c.breakdown, c.column, measure=c.measure, kind=c.kind_of_figure, place=c.place
        )
        for c in cells
        if c.key is ColumnKey.VALUE
    ]
    for key in (ColumnKey.NUMERATOR, ColumnKey.DENOMINATOR):
        for cell in (c for c in cells if c.key is key):
            _attach(groups, key, cell)
    return tuple(groups)


def _rivals(one: FigureColumns, other: FigureColumns) -> bool:
    same_year = one.year == other.year or one.year is None or other.year is None
    return (
        same_year
        and one.place == other.place
        and (one.breakdown or TOTAL) == (other.breakdown or TOTAL)
    )


def _attach(groups: list[FigureColumns], key: ColumnKey, cell: HeadCell) -> None:
    """Put a numerator or denominator column to the figure it belongs to."""
    for position, group in enumerate(groups):
        free = getattr(group, key.value) is None
        same_year = group.year == cell.year or cell.year is None
        same_part = (group.breakdown or TOTAL) == (cell.breakdown or TOTAL)
        if free and same_year and same_part:
            groups[position] = _with(group, key, cell)
            return
    groups.append(_with(FigureColumns(cell.year, cell.breakdown, None), key, cell))


def _with(group: FigureColumns, key: ColumnKey, cell: HeadCell) -> FigureColumns:
    top, bottom = group.part_measures
    if key is ColumnKey.NUMERATOR:
        return replace(group, numerator=cell.column, part_measures=(cell.measure, bottom))
    return replace(group, denominator=cell.column, part_measures=(top, cell.measure))
