""".xls through xlrd, which sees what calamine does not: formats, hidden parts, code pages."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Final

import xlrd

from indicators.core.values import MAX_DECIMALS, Raw, typed_decimal
from indicators.ledger.workbook import CellMark, LedgerSheet, MergedRange, cleaned_rows

_NO_DATE: Final = datetime(1900, 1, 1)  # noqa: DTZ001 - a cell's date has no zone


def read(path: Path) -> list[LedgerSheet]:
    with Path(os.devnull).open("w") as quiet:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=quiet)
        return [_sheet(book, grid) for grid in book.sheets()]


def _sheet(book: xlrd.book.Book, grid: xlrd.sheet.Sheet) -> LedgerSheet:
    sheet = LedgerSheet(grid.name, hidden=grid.visibility != 0)
    rows: list[list[Raw]] = []
    for row in range(grid.nrows):
        rows.append([_value(book, cell) for cell in grid.row(row)])
        for column, cell in enumerate(grid.row(row)):
            if cell.ctype == xlrd.XL_CELL_NUMBER:
                _mark(book, sheet, (row, column), cell)
    sheet.rows = cleaned_rows(rows)
    sheet.merged = [
        MergedRange(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in grid.merged_cells
    ]
    sheet.hidden_rows = {row for row, info in grid.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in grid.colinfo_map.items() if info.hidden}
    return sheet


def _value(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> Raw:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            day: datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return _NO_DATE
        return day
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    number: float | str = cell.value
    return number


def _mark(
    book: xlrd.book.Book, sheet: LedgerSheet, place: tuple[int, int], cell: xlrd.sheet.Cell
) -> None:
    style = book.xf_list[cell.xf_index]
    code = book.format_map[style.format_key].format_str
    # xlrd does not tell formulas; nobody types more decimals than these, so it was computed.
    exponent = typed_decimal(cell.value).as_tuple().exponent
    computed = isinstance(exponent, int) and -exponent > MAX_DECIMALS + 2
    if code != "General" or computed:
        sheet.marks[place] = CellMark(code, computed)
