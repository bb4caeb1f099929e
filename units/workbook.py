"""Tables as sheets of a workbook: the same columns, rows and words as on the page and in Word.

Values are numbers, formulas are live with the printed value beside them, text is never read as
a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from units.printed_table import Align, Cell, Column, Row, RowKind, Table, TextSize

A4: Final = 9
MM_PER_CHAR: Final = 1.9
"""Width of a digit of the sheet's standard font."""
MM_PER_POINT: Final = 25.4 / 72
LEAST_HEIGHT: Final = 17
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME: Final = 31
_TOKEN: Final = re.compile(r"\{([\w.-]+)(?::([\w.-]+))?(?::([^{}:@]+))?(?:@([^{}]+))?\}")
_PRINTED: Final = re.compile(r"[-−+]?[\d,]+(?:\.(\d+))?$")
_HORIZONTAL: Final = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table on its sheet; rows are counted from 0, ``head`` is that of the headings."""

    name: str
    head: int
    table: Table

    @property
    def first(self) -> int:
        return self.head + 1

    @property
    def last(self) -> int:
        return self.head + len(self.table.rows)

    @property
    def last_column(self) -> int:
        return len(self.table.columns) - 1

    def column(self, key: str) -> int:
        return next(i for i, column in enumerate(self.table.columns) if column.key == key)

    def row_of(self, key: str) -> int:
        return self.first + next(i for i, row in enumerate(self.table.rows) if row.key == key)

    def span(self, group: str) -> tuple[int, int]:
        """First and last row of a group of body rows, or of the whole table."""
        rows = [
            self.first + index
            for index, row in enumerate(self.table.rows)
            if row.kind is RowKind.BODY and (not group or row.group == group)
        ]
        if not rows:
            raise ValueError(f"table {self.table.key} has no rows in group {group!r}")
        return rows[0], rows[-1]


class TableBook:
    """A workbook in the making. ``tables``: those that formulas may name, by key."""

    def __init__(self, target: Path | io.BytesIO) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = Workbook(target if isinstance(target, io.BytesIO) else str(target), options)
        self.tables: dict[str, PlacedTable] = {}
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._names: set[str] = set()

    def format(self, **properties: object) -> Format:
        """Made once each."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self._formats[key]

    def sheet(self, title: str) -> Worksheet:
        """A sheet called so, as far as Excel allows, on A4 and as wide as the paper."""
        base = _FORBIDDEN.sub(" ", title).strip()[:_SHEET_NAME] or "1"
        name, number = base, 1
        while name in self._names:
            number += 1
            name = f"{base[: _SHEET_NAME - 3]} {number}"
        self._names.add(name)
        page = self.book.add_worksheet(name)
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        return page

    def write(self, page: Worksheet, placed: PlacedTable, *, is_fitted: bool = True) -> None:
        """Headings and rows. ``is_fitted``: rows as high as their text, for printing unopened."""
        table = placed.table
        head = self.format(
            font_name="黑体", font_size=10.5, align="center", text_wrap=True, border=1
        )
        page.set_row(placed.head, 30)
        for index, column in enumerate(table.columns):
            page.set_column(index, index, column.width / MM_PER_CHAR)
            page.write_string(placed.head, index, column.heading, head)
        size = 9 if table.size is TextSize.SMALL else 10.5
        for line, row in enumerate(table.rows, placed.first):
            if row.kind is RowKind.GROUP:
                form = self.format(font_name="黑体", font_size=size, border=1)
                across(page, line, placed.last_column, row.cells[0].text, form)
                continue
            if is_fitted:
                page.set_row(line, _row_height(table, row, size))
            for index, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                form = self._cell_format(column, cell, row, size)
                self._write_cell(page, (line, index), cell, form, placed)
        page.freeze_panes(placed.first, 0)
        page.repeat_rows(placed.head)

    def _cell_format(self, column: Column[Any], cell: Cell, row: Row, size: float) -> Format:
        return self.format(
            font_name="黑体" if cell.strong or row.kind is RowKind.TOTAL else "仿宋",
            font_size=size,
            align=_HORIZONTAL[column.align],
            text_wrap=column.align is not Align.RIGHT,
            border=1,
            num_format=_number_format(cell),
        )

    def _write_cell(
        self, page: Worksheet, at: tuple[int, int], cell: Cell, form: Format, placed: PlacedTable
    ) -> None:
        if cell.formula:
            formula = resolved(cell.formula, at[0], placed, self.tables)
            cached = cell.text if cell.value is None else float(cell.value)
            page.write_formula(*at, formula, form, cached)
        elif cell.value is not None and form.num_format != "General":
            page.write_number(*at, float(cell.value), form)
        else:
            page.write_string(*at, cell.text + cell.unit, form)


def across(page: Worksheet, line: int, last_column: int, words: str, form: Format) -> None:
    if last_column:
        page.merge_range(line, 0, line, last_column, words, form)
    else:
        page.write_string(line, 0, words, form)


def resolved(
    formula: str, line: int, placed: PlacedTable, tables: Mapping[str, PlacedTable]
) -> str:
    """The formula with the model's names replaced by cell references."""

    def reference(match: re.Match[str]) -> str:
        name, column, group, row_key = match.groups()
        if column is None:
            row = line if row_key is None else placed.row_of(row_key)
            return str(xl_rowcol_to_cell(row, placed.column(name)))
        other = tables[name]
        letter = xl_col_to_name(other.column(column), True)  # noqa: FBT003 - their signature
        first, last = other.span(group or "")
        place = "" if other.name == placed.name else f"'{other.name}'!"
        return f"{place}{letter}${first + 1}:{letter}${last + 1}"

    return _TOKEN.sub(reference, formula)


def _number_format(cell: Cell) -> str:
    """As the number is printed: its decimals, its commas, the unit behind it."""
    if cell.number_format:
        return cell.number_format
    printed = _PRINTED.match(cell.text)
    if printed is None or (cell.value is None and not cell.formula):
        return "General"
    pattern = "#,##0" if "," in cell.text else "0"
    if decimals := printed.group(1):
        pattern += "." + "0" * len(decimals)
    return pattern + ('"' + cell.unit.replace('"', "") + '"' if cell.unit else "")


def _row_height(table: Table, row: Row, size: float) -> float:
    """Points for the tallest cell; not every program fits rows to wrapped text on opening."""
    lines = 1
    for column, cell in zip(table.columns, row.cells, strict=True):
        wide = sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in cell.text) * size * MM_PER_POINT
        lines = max(lines, -int(-wide // max(column.width - 2, 1)))
    return max(LEAST_HEIGHT, lines * size * 1.35 + 4)


def tables_workbook(tables: Sequence[Table], heading: str, chosen: str) -> bytes:
    """A page's tables, one sheet each; ``heading`` and ``chosen`` (the filter) stand above."""
    buffer = io.BytesIO()
    made = TableBook(buffer)
    title = made.format(font_name="黑体", font_size=14)
    note = made.format(font_name="仿宋", font_size=10.5, font_color="#44505C")
    for table in tables:
        page = made.sheet(table.title)
        page.write_string(0, 0, f"{heading} {table.title}".strip(), title)
        page.write_string(1, 0, chosen, note)
        placed = PlacedTable(page.name, 3, table)
        made.write(page, placed, is_fitted=False)
        for number, words in enumerate(table.notes, placed.last + 2):
            page.write_string(number, 0, words, note)
        page.autofilter(placed.head, 0, max(placed.last, placed.first), placed.last_column)
        page.set_landscape()
    made.book.close()
    return buffer.getvalue()
