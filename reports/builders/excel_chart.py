"""The charts of a workbook, on one sheet with the numbers they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.builders.chart import native_chart, write_chart_data

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from reports.document import Chart

ROWS_PER_CHART: Final = 18
CHART_COLUMN: Final = 7


def add_charts(book: Workbook, name: str, charts: list[Chart]) -> None:
    """A sheet ``name`` with each chart's numbers and, beside them, the chart."""
    page = book.add_worksheet(name)
    page.set_column(0, 0, 24)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    bold = book.add_format({"font_name": "黑体", "font_size": 10.5})
    top = 0
    for chart in charts:
        page.write_string(top, 0, chart.caption, bold)
        write_chart_data(book, page, top + 1, chart)
        drawn = native_chart(book, name, top + 1, chart)
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_size({"width": 620, "height": 330})
        page.insert_chart(top, CHART_COLUMN, drawn)
        top += max(ROWS_PER_CHART, len(chart.categories) + 4)
