"""Native charts of a workbook, on one sheet with the numbers they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reports.document import ChartKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from reports.document import Chart

COLOURS: Final = ("#1D4F8C", "#DC9422", "#44505C", "#9DB4CC")
TARGET_COLOUR: Final = "#0B6650"
ROWS_PER_CHART: Final = 18
CHART_COLUMN: Final = 7
_TYPES: Final[Mapping[ChartKind, dict[str, str]]] = {
    ChartKind.COLUMN: {"type": "column"},
    ChartKind.BAR: {"type": "bar"},
    ChartKind.STACKED_BAR: {"type": "bar", "subtype": "stacked"},
    ChartKind.LINE: {"type": "line"},
}


def add_charts(book: Workbook, name: str, charts: list[Chart]) -> None:
    """A sheet ``name`` with each chart's numbers and, beside them, the chart."""
    page = book.add_worksheet(name)
    page.set_column(0, 0, 24)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    top = 0
    for chart in charts:
        _data(book, page, top, chart)
        page.insert_chart(top, CHART_COLUMN, _native(book, name, top, chart))
        top += max(ROWS_PER_CHART, len(chart.categories) + 4)


def _data(book: Workbook, page: Worksheet, top: int, chart: Chart) -> None:
    bold = book.add_format({"font_name": "黑体", "font_size": 10.5})
    form = book.add_format({"num_format": chart.number_format})
    page.write_string(top, 0, chart.caption, bold)
    page.write_column(top + 2, 0, chart.categories)
    for column, (name, values) in enumerate(_columns(chart), 1):
        page.write_string(top + 1, column, name)
        for line, value in enumerate(values, top + 2):
            if value is not None:
                page.write_number(line, column, value, form)


def _columns(chart: Chart) -> list[tuple[str, list[float | None]]]:
    columns: list[tuple[str, list[float | None]]] = [
        (
            series.name,
            [None if v is None else float(round(v, chart.decimals)) for v in series.values],
        )
        for series in chart.series
    ]
    if chart.target is not None:
        columns.append((chart.target.name, [float(chart.target.value)] * len(chart.categories)))
    return columns


def _native(book: Workbook, name: str, top: int, chart: Chart) -> Any:
    """XlsxWriter's chart object; its classes carry no types."""
    drawn = book.add_chart(dict(_TYPES[chart.kind]))
    first, last = top + 2, top + 1 + len(chart.categories)
    line = None
    for index in range(len(_columns(chart))):
        is_target = chart.target is not None and index == len(chart.series)
        series: dict[str, object] = {
            "name": [name, top + 1, index + 1],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, index + 1, last, index + 1],
        }
        if not is_target:
            drawn.add_series(series | _dress(chart, index))
            continue
        series |= {
            "line": {"color": TARGET_COLOUR, "dash_type": "dash", "width": 1.5},
            "marker": {"type": "none"},
        }
        if chart.kind is ChartKind.LINE:
            drawn.add_series(series)
        else:
            line = book.add_chart({"type": "line"})
            line.add_series(series)
    if line is not None:
        drawn.combine(line)
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 620, "height": 330})
    if chart.kind in (ChartKind.BAR, ChartKind.STACKED_BAR):
        drawn.set_y_axis({"reverse": True})
    return drawn


def _dress(chart: Chart, index: int) -> dict[str, object]:
    colour = COLOURS[index % len(COLOURS)]
    if chart.kind is ChartKind.LINE:
        return {
            "line": {"color": colour, "width": 2.25},
            "marker": {"type": "circle", "size": 6, "fill": {"color": colour}},
        }
    return {"fill": {"color": colour}, "data_labels": {"value": True}}
