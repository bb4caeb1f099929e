"""The report's tables as a workbook in which every rate can be recomputed.

Rates and differences are live formulas with the report's own value beside them, charts are
native.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessments.charts import Chart
from reports.builders.chart import native_chart, write_chart_data
from reports.document import Orientation, walk
from units.printed_table import Table
from units.workbook import PlacedTable, TableBook, across

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from reports.document import Document

CONTENTS: Final = "目录"
CHART_SHEET: Final = "图表"
ROWS_PER_CHART: Final = 18
CHART_COLUMN: Final = 7


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A table of the report with what stands above it."""

    name: str
    mark: str
    title: str
    table: Table
    orientation: Orientation

    @property
    def placed(self) -> PlacedTable:
        return PlacedTable(self.name, 3 if self.table.unit else 2, self.table)


def build(document: Document, target: Path) -> None:
    """Writes the workbook of a numbered document to ``target``."""
    made = TableBook(target)
    made.book.set_properties({"title": document.title, "author": document.issuer})
    sheets = list(_sheets(document))
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    _contents(made, document, sheets, has_charts=bool(charts))
    made.tables = {sheet.table.key: sheet.placed for sheet in sheets}
    for sheet in sheets:
        _write(made, sheet, demo=document.demo)
    if charts:
        _charts(made.book, charts)
    made.book.close()


def _sheets(document: Document) -> Iterator[ReportSheet]:
    for block in walk(document.sections):
        if isinstance(block, Table):
            name = f"表{block.number}"
            yield ReportSheet(name, name, block.title, block, Orientation.PORTRAIT)
    for annex in document.annexes:
        mark = document.mark_of(annex)
        tables = [block for block in walk(annex.blocks) if isinstance(block, Table)]
        for number, table in enumerate(tables, 1):
            name = mark if number == 1 else f"{mark}（{number}）"
            title = annex.title if number == 1 else table.title
            yield ReportSheet(name, mark, title, table, annex.orientation)


def _contents(
    made: TableBook, document: Document, sheets: list[ReportSheet], *, has_charts: bool
) -> None:
    page = made.sheet(CONTENTS)
    page.set_column(0, 0, 10)
    page.set_column(1, 1, 70)
    title = made.format(font_name="黑体", font_size=16, align="center")
    plain = made.format(font_name="仿宋", font_size=12)
    link = made.format(font_name="仿宋", font_size=12, font_color="#1D4F8C", underline=1)
    page.merge_range(0, 0, 0, 1, document.title, title)
    note = f"{document.issuer}　{document.date_text}" + ("　演示数据" if document.demo else "")
    page.merge_range(1, 0, 1, 1, note, made.format(font_name="仿宋", font_size=12, align="center"))
    rows = [(sheet.name, sheet.title) for sheet in sheets]
    if has_charts:
        rows.append((CHART_SHEET, "各图及其数据"))
    for number, (name, shown) in enumerate(rows, 3):
        page.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        page.write_string(number, 1, shown, plain)


def _write(made: TableBook, sheet: ReportSheet, *, demo: bool) -> None:
    page, table, placed = made.sheet(sheet.name), sheet.table, sheet.placed
    mark = sheet.mark + ("　演示数据" if demo else "")
    page.write_string(0, 0, mark, made.format(font_name="黑体", font_size=12))
    title = made.format(font_name="黑体", font_size=14, align="center")
    across(page, 1, placed.last_column, sheet.title, title)
    if table.unit:
        unit = made.format(font_name="仿宋", font_size=10.5, align="right")
        across(page, 2, placed.last_column, f"单位：{table.unit}", unit)
    made.write(page, placed)
    _notes(made, page, placed)
    _print_setup(page, sheet)


def _notes(made: TableBook, page: Worksheet, placed: PlacedTable) -> None:
    form = made.format(font_name="仿宋", font_size=9, text_wrap=True)
    table = placed.table
    lines = ["注：" + "".join(table.notes)] if table.notes else []
    if table.source:
        lines.append(f"数据来源：{table.source}")
    per_line = table.width / 3.2
    for number, text in enumerate(lines, placed.last + 1):
        across(page, number, placed.last_column, text, form)
        page.set_row(number, 13 * (1 + int(len(text) / per_line)))


def _print_setup(page: Worksheet, sheet: ReportSheet) -> None:
    if sheet.orientation is Orientation.LANDSCAPE:
        page.set_landscape()
    else:
        page.set_portrait()
    page.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.9)
    page.print_area(0, 0, sheet.placed.last + 2, sheet.placed.last_column)
    page.center_horizontally()
    page.set_footer("&C— &P —")


def _charts(book: Workbook, charts: list[Chart]) -> None:
    """A sheet with each chart's numbers and, beside them, the chart."""
    page = book.add_worksheet(CHART_SHEET)
    page.set_column(0, 0, 24)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    bold = book.add_format({"font_name": "黑体", "font_size": 10.5})
    top = 0
    for chart in charts:
        page.write_string(top, 0, chart.caption, bold)
        write_chart_data(book, page, top + 1, chart)
        drawn = native_chart(book, CHART_SHEET, top + 1, chart)
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_size({"width": 620, "height": 330})
        page.insert_chart(top, CHART_COLUMN, drawn)
        top += max(ROWS_PER_CHART, len(chart.categories) + 4)
