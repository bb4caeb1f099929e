"""The report's tables as a workbook in which every rate can be recomputed.

Values are numbers, rates and differences are live formulas with the report's own
value cached beside them, charts are native. Text is never read as a formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from reports.builders.excel_chart import add_charts
from reports.document import (
    Align,
    Chart,
    Orientation,
    RowKind,
    Table,
    TextSize,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from reports.document import Cell, Column, Document, Row

MM_PER_CHAR: Final = 1.9
"""Width of a digit of the sheet's standard font."""
A4: Final = 9
MM_PER_POINT: Final = 25.4 / 72
LEAST_HEIGHT: Final = 17
SHEET_NAME_LENGTH: Final = 31
CHART_SHEET: Final = "图表"
_TOKEN: Final = re.compile(r"\{([\w.-]+)(?::([\w.-]+))?(?::([^{}:@]+))?(?:@([^{}]+))?\}")
_PRINTED: Final = re.compile(r"[−-]?\d+(?:\.(\d+))?$")
_HORIZONTAL: Final = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table on its sheet; rows are counted from 0."""

    name: str
    mark: str
    title: str
    table: Table
    orientation: Orientation

    @property
    def head(self) -> int:
        return 3 if self.table.unit else 2

    @property
    def first(self) -> int:
        return self.head + 1

    @property
    def last(self) -> int:
        return self.head + len(self.table.rows)

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


@dataclass(slots=True)
class _Formats:
    """Formats made once each."""

    book: Workbook
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def get(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self.made[key]


def build(document: Document, target: Path) -> None:
    """Writes the workbook of a numbered document to ``target``."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(str(target), options)
    book.set_properties({"title": document.title, "author": document.issuer})
    formats = _Formats(book)
    sheets = list(_sheets(document))
    charts = [b for b in walk(document.sections) if isinstance(b, Chart)]
    charts += [b for a in document.annexes for b in walk(a.blocks) if isinstance(b, Chart)]
    _contents(book, formats, document, sheets, has_charts=bool(charts))
    by_key = {sheet.table.key: sheet for sheet in sheets}
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), formats, sheet, by_key, demo=document.demo)
    if charts:
        add_charts(book, CHART_SHEET, charts)
    book.close()


def _sheets(document: Document) -> Iterator[_Sheet]:
    for block in walk(document.sections):
        if isinstance(block, Table):
            name = f"表{block.number}"
            yield _Sheet(name, name, block.title, block, Orientation.PORTRAIT)
    single = len(document.annexes) == 1
    for annex in document.annexes:
        mark = "附件" if single else f"附件{annex.number}"
        tables = [block for block in walk(annex.blocks) if isinstance(block, Table)]
        for number, table in enumerate(tables, 1):
            name = mark if number == 1 else f"{mark}（{number}）"
            title = annex.title if number == 1 else table.title
            yield _Sheet(name, mark, title, table, annex.orientation)


def _contents(
    book: Workbook, formats: _Formats, document: Document, sheets: list[_Sheet], *, has_charts: bool
) -> None:
    page = book.add_worksheet("目录")
    page.set_column(0, 0, 10)
    page.set_column(1, 1, 70)
    title = formats.get(font_name="黑体", font_size=16, align="center")
    plain = formats.get(font_name="仿宋", font_size=12)
    link = formats.get(font_name="仿宋", font_size=12, font_color="#1D4F8C", underline=1)
    page.merge_range(0, 0, 0, 1, document.title, title)
    note = f"{document.issuer}　{document.date_text}" + ("　演示数据" if document.demo else "")
    page.merge_range(1, 0, 1, 1, note, formats.get(font_name="仿宋", font_size=12, align="center"))
    rows = [(sheet.name, sheet.title) for sheet in sheets]
    if has_charts:
        rows.append((CHART_SHEET, "各图及其数据"))
    for number, (name, shown) in enumerate(rows, 3):
        page.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        page.write_string(number, 1, shown, plain)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def _write(
    page: Worksheet, formats: _Formats, sheet: _Sheet, by_key: dict[str, _Sheet], *, demo: bool
) -> None:
    table = sheet.table
    last_column = len(table.columns) - 1
    for index, column in enumerate(table.columns):
        page.set_column(index, index, column.width / MM_PER_CHAR)
    mark = sheet.mark + ("　演示数据" if demo else "")
    page.write_string(0, 0, mark, formats.get(font_name="黑体", font_size=12))
    _across(
        page,
        1,
        last_column,
        sheet.title,
        formats.get(font_name="黑体", font_size=14, align="center"),
    )
    if table.unit:
        unit = formats.get(font_name="仿宋", font_size=10.5, align="right")
        _across(page, 2, last_column, f"单位：{table.unit}", unit)
    head = formats.get(font_name="黑体", font_size=10.5, align="center", text_wrap=True, border=1)
    page.set_row(sheet.head, 30)
    for index, column in enumerate(table.columns):
        page.write_string(sheet.head, index, column.heading, head)
    for offset, row in enumerate(table.rows):
        _write_row(page, formats, sheet, sheet.first + offset, row, by_key)
    _notes(page, formats, sheet, last_column)
    _print_setup(page, sheet, last_column)


def _write_row(
    page: Worksheet,
    formats: _Formats,
    sheet: _Sheet,
    line: int,
    row: Row,
    by_key: dict[str, _Sheet],
) -> None:
    size = 9 if sheet.table.size is TextSize.SMALL else 10.5
    if row.kind is RowKind.GROUP:
        form = formats.get(font_name="黑体", font_size=size, border=1)
        page.merge_range(line, 0, line, len(sheet.table.columns) - 1, row.cells[0].text, form)
        return
    page.set_row(line, _row_height(sheet.table, row, size))
    for index, (column, cell) in enumerate(zip(sheet.table.columns, row.cells, strict=True)):
        strong = cell.strong or row.kind is RowKind.TOTAL
        form = formats.get(
            font_name="黑体" if strong else "仿宋",
            font_size=size,
            align=_HORIZONTAL[column.align],
            text_wrap=column.align is not Align.RIGHT,
            border=1,
            num_format=_number_format(cell, column),
        )
        _write_cell(page, line, index, cell, form, sheet, by_key)


def _row_height(table: Table, row: Row, size: float) -> float:
    """Points for the tallest cell; not every program fits rows to wrapped text on opening."""
    lines = 1
    for column, cell in zip(table.columns, row.cells, strict=True):
        wide = sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in cell.text) * size * MM_PER_POINT
        lines = max(lines, -int(-wide // max(column.width - 2, 1)))
    return max(LEAST_HEIGHT, lines * size * 1.35 + 4)


def _write_cell(
    page: Worksheet,
    line: int,
    index: int,
    cell: Cell,
    form: Format,
    sheet: _Sheet,
    by_key: dict[str, _Sheet],
) -> None:
    if cell.formula:
        formula = resolved(cell.formula, line, sheet, by_key)
        cached = cell.text if cell.value is None else float(cell.value)
        page.write_formula(line, index, formula, form, cached)
    elif cell.value is not None:
        page.write_number(line, index, float(cell.value), form)
    else:
        page.write_string(line, index, cell.text, form)


def resolved(formula: str, line: int, sheet: _Sheet, by_key: dict[str, _Sheet]) -> str:
    """The formula with the model's names replaced by cell references."""

    def reference(match: re.Match[str]) -> str:
        name, column, group, row_key = match.groups()
        if column is None:
            row = line if row_key is None else sheet.row_of(row_key)
            return str(xl_rowcol_to_cell(row, sheet.column(name)))
        other = by_key[name]
        letter = xl_col_to_name(other.column(column), True)  # noqa: FBT003 - their signature
        first, last = other.span(group or "")
        place = "" if other is sheet else f"'{other.name}'!"
        return f"{place}{letter}${first + 1}:{letter}${last + 1}"

    return _TOKEN.sub(reference, formula)


def _number_format(cell: Cell, column: Column) -> str:
    if cell.number_format or column.number_format:
        return cell.number_format or column.number_format
    printed = _PRINTED.match(cell.text)
    if printed is None or (cell.value is None and not cell.formula):
        return "General"
    decimals = printed.group(1)
    return "0." + "0" * len(decimals) if decimals else "0"


def _notes(page: Worksheet, formats: _Formats, sheet: _Sheet, last_column: int) -> None:
    form = formats.get(font_name="仿宋", font_size=9, text_wrap=True)
    lines = ["注：" + "".join(sheet.table.notes)] if sheet.table.notes else []
    if sheet.table.source:
        lines.append(f"数据来源：{sheet.table.source}")
    per_line = sheet.table.width / 3.2
    for number, text in enumerate(lines, sheet.last + 1):
        _across(page, number, last_column, text, form)
        page.set_row(number, 13 * (1 + int(len(text) / per_line)))


def _across(page: Worksheet, line: int, last_column: int, text: str, form: Format) -> None:
    if last_column:
        page.merge_range(line, 0, line, last_column, text, form)
    else:
        page.write_string(line, 0, text, form)


def _print_setup(page: Worksheet, sheet: _Sheet, last_column: int) -> None:
    page.set_paper(A4)
    if sheet.orientation is Orientation.LANDSCAPE:
        page.set_landscape()
    else:
        page.set_portrait()
    page.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.9)
    page.repeat_rows(sheet.head)
    page.freeze_panes(sheet.first, 0)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, sheet.last + 2, last_column)
    page.center_horizontally()
    page.set_footer("&C— &P —")
