"""Tables of a page as a workbook: the same columns, rows and words, one sheet a table."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from units.grid import Grid, Shown

A4: Final = 9
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME: Final = 31
_PRINTED: Final = re.compile(r"[-−+]?[\d,]+(?:\.(\d+))?$")


def grids_workbook(grids: Sequence[Grid], heading: str, chosen: str) -> bytes:
    """``heading`` and ``chosen`` (the filter in words) stand above every table."""
    buffer = io.BytesIO()
    with Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    ) as book:
        formats = _Formats(book)
        used: set[str] = set()
        for each in grids:
            _sheet(book.add_worksheet(_name(each.title, used)), each, heading, chosen, formats)
    return buffer.getvalue()


class _Formats:
    """Cell formats by what they are for."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#44505C"})
        self.head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EEF2F6", "text_wrap": True}
        )
        self.text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        self.right = book.add_format({"border": 1, "align": "right", "valign": "vcenter"})
        self._numbers: dict[tuple[int, str], Format] = {}

    def number(self, decimals: int, unit: str) -> Format:
        """The unit stands behind the number as on the page; the cell stays a number."""
        key = decimals, unit
        if key not in self._numbers:
            pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
            if unit:
                pattern += '"' + unit.replace('"', "") + '"'
            self._numbers[key] = self.book.add_format(
                {"border": 1, "align": "right", "valign": "vcenter", "num_format": pattern}
            )
        return self._numbers[key]


def _name(title: str, used: set[str]) -> str:
    base = _FORBIDDEN.sub(" ", title).strip()[:_SHEET_NAME] or "1"
    name, number = base, 1
    while name in used:
        number += 1
        name = f"{base[: _SHEET_NAME - 3]} {number}"
    used.add(name)
    return name


def _sheet(page: Worksheet, each: Grid, heading: str, chosen: str, formats: _Formats) -> None:
    page.write_string(0, 0, f"{heading} {each.title}".strip(), formats.title)
    page.write_string(1, 0, chosen, formats.note)
    head = 3
    for index, column in enumerate(each.columns):
        page.write_string(head, index, column.heading, formats.head)
        page.set_column(index, index, column.width)
    line = head
    for line, row in enumerate(each.rows, head + 1):
        for index, (column, cell) in enumerate(row.cells):
            _write(page, line, index, cell, formats, is_numeric=column.is_numeric)
    for number, note in enumerate(each.notes, line + 2):
        page.write_string(number, 0, note, formats.note)
    page.freeze_panes(head + 1, 1)
    page.autofilter(head, 0, max(line, head + 1), len(each.columns) - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)


def _write(
    page: Worksheet, line: int, index: int, cell: Shown, formats: _Formats, *, is_numeric: bool
) -> None:
    printed = _PRINTED.match(cell.text)
    if cell.number is not None and printed is not None:
        form = formats.number(len(printed.group(1) or ""), cell.unit)
        page.write_number(line, index, float(cell.number), form)
    else:
        form = formats.right if is_numeric else formats.text
        page.write_string(line, index, cell.text + cell.unit, form)
