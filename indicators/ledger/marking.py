"""Marks cells of a workbook with openpyxl. Runs in the child process only.

Before a cell is coloured its look is copied onto a very hidden sheet, its comment too; a
workbook that comes back is first put as it was.
"""

from __future__ import annotations

import os
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

# The file passed the pre-check (no document types) and this process has its limits, so the
# fast parser may be used.
os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from indicators.ledger.parsing.package import workbook_content
from indicators.ledger.results import drops_something, results_restore
from indicators.messages import ledger_files as messages

if TYPE_CHECKING:
    from io import BytesIO

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FILLS: Final = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
}
_LOOK, _STATUS_MARK = "cell", "status"
_WIDTHS: Final = (6, 16, 10, 30, 20, 10, 80)
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 120


def mark_file(path: Path, request: dict[str, Any]) -> None:
    """Open the workbook (or write it from plain data), mark it, save it as the target."""
    source = None if request.get("plain") else workbook_content(path)
    book = _plain_book(path) if source is None else _own_book(source)
    if source is None or drops_something(source):
        told = messages.WRITTEN_ANEW if source is None else messages.DRAWINGS_LOST
        request["faults"] = [*request["faults"], told]
    _unmark(book)
    before = book.create_sheet(messages.BEFORE)
    before.sheet_state = "veryHidden"
    for sheet, cell, _, _, level, text in request["cells"]:
        if sheet in book.sheetnames:
            _mark_cell(book[sheet], before, cell, level, text)
    _write_states(book, before, request["rows"], request["heads"])
    _write_list(book, request)
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == messages.TO_CHANGE
    if book.calculation is not None:
        book.calculation.fullCalcOnLoad = True
    book.save(request["target"])
    if source is not None:
        results_restore(source, Path(request["target"]))


def _own_book(source: BytesIO) -> Workbook:
    """The unit's own workbook by its content: a stored file has no extension."""
    book = openpyxl.load_workbook(source, rich_text=True)
    source.seek(0)
    return book


def _plain_book(path: Path) -> Workbook:
    """A workbook of values and number formats from JSON lines."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    from indicators.ledger.workbook import decode  # noqa: PLC0415 - most marking does without

    with path.open("rb") as lines:
        sheets = decode(lines)
    for sheet in sheets:
        target = book.create_sheet(sheet.name[:31])
        for row, cells in enumerate(sheet.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    put(target.cell(row, column), value)
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
    return book


def put(cell: Cell | MergedCell, value: Any) -> None:
    """Write a value; text stays text, even when it begins like a formula."""
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _unmark(book: Workbook) -> None:
    """Put a workbook that we marked before as it was; drop our sheets."""
    if messages.BEFORE in book.sheetnames:
        for kind, sheet, place, look, text, author in _held(book[messages.BEFORE]):
            if sheet not in book.sheetnames:
                continue
            if kind == _STATUS_MARK:
                _clear_column(book[sheet], place)
                continue
            cell = book[sheet][place]
            if isinstance(cell, Cell):
                _copy_look(look, cell)
                cell.comment = Comment(text, author) if text else None
        book.remove(book[messages.BEFORE])
    if messages.TO_CHANGE in book.sheetnames:
        book.remove(book[messages.TO_CHANGE])


def _held(before: Worksheet) -> list[tuple[str, str, str, Any, str, str]]:
    return [
        (
            str(row[0].value),
            str(row[1].value),
            str(row[2].value),
            row[3],
            str(row[4].value or ""),
            str(row[5].value or ""),
        )
        for row in before.iter_rows(min_col=1, max_col=6)
        if row[0].value
    ]


def _clear_column(sheet: Worksheet, letter: str) -> None:
    for (cell,) in sheet[f"{letter}1:{letter}{sheet.max_row}"]:
        if not isinstance(cell, MergedCell):
            cell.value = None


def _copy_look(source: Any, target: Any) -> None:
    """The whole look of a cell at once; openpyxl has no public name for it."""
    target._style = copy(source._style)


def _mark_cell(sheet: Worksheet, before: Worksheet, place: str, level: str, text: str) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        area = next(a for a in sheet.merged_cells.ranges if place in a)
        cell = sheet.cell(area.min_row, area.min_col)
    row = before.max_row + 1
    for column, value in enumerate((_LOOK, sheet.title, cell.coordinate), 1):
        put(before.cell(row, column), value)
    _copy_look(cell, before.cell(row, 4))
    old = cell.comment
    if old is not None:
        put(before.cell(row, 5), old.text)
        put(before.cell(row, 6), old.author or "")
        text += messages.KEPT_COMMENT + old.text
    cell.fill = _FILLS[level]
    cell.comment = Comment(
        text, messages.COMMENT_AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH
    )


def _write_states(
    book: Workbook, before: Worksheet, rows: list[list[Any]], heads: list[list[Any]]
) -> None:
    """A 状态 column right of each table, to filter by."""
    by_sheet: dict[str, list[tuple[int, str]]] = {}
    for sheet, row, state in rows:
        by_sheet.setdefault(sheet, []).append((row, state))
    for name, head_row in reversed(heads):  # the first head of a sheet is written last
        if name not in book.sheetnames:
            continue
        sheet = book[name]
        column = _status_column(sheet, head_row)
        letter = get_column_letter(column)
        head = sheet.cell(head_row, column)
        put(head, messages.STATUS_COLUMN)
        head.font = Font(bold=True)
        for row, state in by_sheet.get(name, ()):
            if row > head_row:
                put(sheet.cell(row, column), state)
        last = max((row for row, _ in by_sheet.get(name, ())), default=head_row)
        sheet.auto_filter.ref = f"A{head_row}:{letter}{max(last, head_row)}"
        line = before.max_row + 1
        for number, value in enumerate((_STATUS_MARK, name, letter), 1):
            put(before.cell(line, number), value)


def _status_column(sheet: Worksheet, head_row: int) -> int:
    """The first column right of the head; the one used before when it is still empty."""
    column = sheet.max_column
    while column > 1 and all(
        sheet.cell(row, column).value is None for row in range(head_row, sheet.max_row + 1)
    ):
        column -= 1
    return column + 1


def _write_list(book: Workbook, request: dict[str, Any]) -> None:
    """The first sheet: what to change, each line with a link to its cell."""
    sheet = book.create_sheet(messages.TO_CHANGE, 0)
    put(sheet.cell(1, 1), request["counts"])
    line = 2
    for fault in request["faults"]:
        put(sheet.cell(line, 1), fault)
        line += 1
    if not request["cells"] and not request["faults"]:
        put(sheet.cell(line, 1), messages.ALL_GOOD)
    head = line + 1
    for column, (label, width) in enumerate(zip(messages.TO_CHANGE_HEAD, _WIDTHS, strict=True), 1):
        cell = sheet.cell(head, column)
        put(cell, label)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, (name, place, indicator, raw, level, text) in enumerate(request["cells"], 1):
        row = head + number
        values = (number, name, place, indicator, raw, messages.STATUS[level], text)
        for column, value in enumerate(values, 1):
            put(sheet.cell(row, column), value)
        link = sheet.cell(row, 3)
        quoted = name.replace("'", "''")
        if name in book.sheetnames:
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{place}")
            link.font = Font(color="0563C1", underline="single")
        sheet.cell(row, 6).fill = _FILLS[level]
        sheet.cell(row, 7).alignment = Alignment(wrap_text=True, vertical="top")
    if request["cells"]:
        sheet.auto_filter.ref = f"A{head}:G{head + len(request['cells'])}"
    sheet.freeze_panes = sheet.cell(head + 1, 1)
