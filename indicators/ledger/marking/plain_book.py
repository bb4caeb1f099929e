"""A workbook of values and number formats, for files that cannot be marked in place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from indicators.ledger.workbook import LedgerSheet, decode


def plain_book(path: Path) -> bytes:
    """The workbook that JSON lines describe, as .xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    with path.open("rb") as lines:
        sheets = decode(lines)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.name[:31]), sheet)
    if not book.worksheets:
        book.create_sheet()
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_sheet(target: Worksheet, sheet: LedgerSheet) -> None:
    for row, cells in enumerate(sheet.rows, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                _put(target.cell(row, column), value)
    for (row, column), mark in sheet.marks.items():
        target.cell(row + 1, column + 1).number_format = mark.format
    for area in sheet.merged:
        target.merge_cells(
            start_row=area.top + 1,
            start_column=area.left + 1,
            end_row=area.bottom + 1,
            end_column=area.right + 1,
        )
    if sheet.hidden:
        target.sheet_state = "hidden"


def _put(cell: Any, value: Any) -> None:
    """Write a value; text stays text, even when it begins like a formula."""
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
