""".xls through xlrd, which sees what calamine does not: formats, hidden parts, code pages."""

from __future__ import annotations

import os
import struct
from datetime import datetime
from pathlib import Path
from typing import Final

import xlrd

from indicators.core.values import Raw
from indicators.ledger.parsing.strings import TextRun, joined
from indicators.ledger.workbook import CellMark, LedgerSheet, MergedRange, cleaned_rows

_END_OF_SHEET: Final = 0x000A
_FORMULA_RECORDS: Final = (0x0006, 0x0206, 0x0406)
_DIRECTORY, _SECTOR_SHIFT, _ENTRY = 48, 30, 128
_BROKEN: Final = (xlrd.compdoc.CompDocError, xlrd.XLRDError, AssertionError, IndexError)
_NO_DATE: Final = datetime(1900, 1, 1)  # noqa: DTZ001 - a cell's date has no zone


def read(path: Path) -> list[LedgerSheet]:
    """The sheets; a directory that only needs repair is repaired while reading."""
    content = path.read_bytes()
    try:
        return _read(content, repair=False)
    except _BROKEN:
        pass
    try:
        return _read(content, repair=True)
    except _BROKEN:
        mended = _with_plain_directory(content)
        if mended is None:
            raise
        return _read(mended, repair=True)


def _with_plain_directory(content: bytes) -> bytes | None:
    """The file with a directory of two entries that matter: the root and, below it, the book.

    Its tree may point anywhere; the entries themselves say where the streams are. None where
    the book's entry does not stand in the directory's first sector.
    """
    (sector,) = struct.unpack_from("<I", content, _DIRECTORY)
    size = 1 << struct.unpack_from("<H", content, _SECTOR_SHIFT)[0]
    start = (sector + 1) * size
    for number in range(1, size // _ENTRY):
        entry = start + number * _ENTRY
        name = content[entry : entry + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name.casefold() in ("workbook", "book"):
            mended = bytearray(content)
            named = struct.pack("<HBBiii", 2 * len(name) + 2, 2, 1, -1, -1, -1)
            root = struct.pack("<HBBiii", 22, 5, 1, -1, -1, number)
            mended[entry + 64 : entry + 80] = named
            mended[start : start + 64] = "Root Entry".encode("utf-16-le").ljust(64, b"\0")
            mended[start + 64 : start + 80] = root
            return bytes(mended)
    return None


def _read(content: bytes, *, repair: bool) -> list[LedgerSheet]:
    with Path(os.devnull).open("w") as quiet:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            logfile=quiet,
            on_demand=True,
            ignore_workbook_corruption=repair,
        )
        return [_sheet(book, book.sheet_by_index(index), index) for index in range(book.nsheets)]


def _sheet(book: xlrd.book.Book, grid: xlrd.sheet.Sheet, index: int) -> LedgerSheet:
    sheet = LedgerSheet(grid.name, hidden=grid.visibility != 0)
    sheet.hides_zeros = not grid.show_zero_values
    formulas = _formulas(book, index)
    rows: list[list[Raw]] = []
    for row in range(grid.nrows):
        rows.append([_value(book, cell) for cell in grid.row(row)])
        for column, cell in enumerate(grid.row(row)):
            place = row, column
            if cell.ctype == xlrd.XL_CELL_NUMBER:
                _mark(book, sheet, place, cell, is_formula=place in formulas)
            elif cell.ctype == xlrd.XL_CELL_TEXT:
                rows[-1][column] = _text(book, grid, sheet, place, cell)
    sheet.rows = cleaned_rows(rows)
    sheet.merged = [
        MergedRange(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in grid.merged_cells
    ]
    sheet.comments = {place: note.text for place, note in grid.cell_note_map.items()}
    rows_told, columns_told = grid.rowinfo_map.items(), grid.colinfo_map.items()
    sheet.hidden_rows = {row for row, told in rows_told if told.hidden or told.height == 0}
    sheet.hidden_columns = {c for c, told in columns_told if told.hidden or told.width == 0}
    return sheet


def _formulas(book: xlrd.book.Book, index: int) -> set[tuple[int, int]]:
    """Cells with formulas, which xlrd does not tell: the records of the sheet's own stream."""
    content, place = book.mem, book._sh_abs_posn[index]  # counted from the file already
    found = set()
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _END_OF_SHEET:
            break
        if kind in _FORMULA_RECORDS and length >= 4:
            found.add(struct.unpack_from("<HH", content, place + 4))
        place += 4 + length
    return found


def _text(
    book: xlrd.book.Book,
    grid: xlrd.sheet.Sheet,
    sheet: LedgerSheet,
    place: tuple[int, int],
    cell: xlrd.sheet.Cell,
) -> str:
    """The text without what is struck out or raised; the mark tells of it."""
    own = book.xf_list[cell.xf_index].font_index
    starts = [(0, own), *grid.rich_text_runlist_map.get(place, [])]
    ends = [start for start, _ in starts[1:]] + [len(cell.value)]
    fonts = [
        (cell.value[start:end], book.font_list[font])
        for (start, font), end in zip(starts, ends, strict=True)
    ]
    rich = joined(
        [TextRun(text, bool(font.struck_out), font.escapement == 1) for text, font in fonts]
    )
    if rich.strike or rich.is_raised:
        sheet.marks[place] = CellMark(strike=rich.strike, is_raised=rich.is_raised)
    return rich.text


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
    book: xlrd.book.Book,
    sheet: LedgerSheet,
    place: tuple[int, int],
    cell: xlrd.sheet.Cell,
    *,
    is_formula: bool,
) -> None:
    style = book.xf_list[cell.xf_index]
    code = book.format_map[style.format_key].format_str
    struck = bool(book.font_list[style.font_index].struck_out)
    mark = CellMark(code or "General", is_formula, strike="whole" if struck else "")
    if mark != CellMark():
        sheet.marks[place] = mark
