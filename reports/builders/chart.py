"""Native charts, drawn by the office program and editable: one drawing for Word and Excel."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from assessments.charts import ChartKind
from indicators.core.values import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from assessments.charts import Chart

COLOURS: Final = ("#1D4F8C", "#DC9422", "#44505C", "#9DB4CC")
TARGET_COLOUR: Final = "#0B6650"
GRID_COLOUR: Final = "#D3D9DF"
FONT_SIZE: Final = 9
LABELLED_POINTS: Final = 12
"""More points than this and their labels would run into each other."""


def write_chart_data(book: Workbook, page: Worksheet, head: int, chart: Chart) -> None:
    """The chart's numbers below row ``head``, laid out as ``native_chart`` expects."""
    form = book.add_format({"num_format": chart.number_format})
    page.write_column(head + 1, 0, chart.categories)
    for column, (name, values) in enumerate(_columns(chart), 1):
        page.write_string(head, column, name)
        for line, value in enumerate(values, head + 1):
            if value is not None:
                page.write_number(line, column, value, form)


def _columns(chart: Chart) -> list[tuple[str, list[float | None]]]:
    """For drawing only: charts store binary numbers, so they are rounded to what is printed."""
    columns: list[tuple[str, list[float | None]]] = [
        (
            series.name,
            [None if v is None else float(round(v, chart.decimals)) for v in series.values],
        )
        for series in chart.series
    ]
    if chart.target is not None:
        value = float(round(chart.target.value, chart.decimals))
        columns.append((chart.target.name, [value] * len(chart.categories)))
    return columns


def native_chart(book: Workbook, sheet: str, head: int, chart: Chart) -> Any:
    """XlsxWriter's chart of the numbers at ``head``; its classes carry no types."""
    drawn = book.add_chart({"type": chart.kind.value})

    def series(index: int) -> dict[str, object]:
        first, last = head + 1, head + len(chart.categories)
        return {
            "name": [sheet, head, index + 1],
            "categories": [sheet, first, 0, last, 0],
            "values": [sheet, first, index + 1, last, index + 1],
        }

    for index in range(len(chart.series)):
        drawn.add_series(series(index) | _dress(chart, COLOURS[index % len(COLOURS)]))
    if chart.target is not None:
        drawn.add_series(series(len(chart.series)) | _target_dress())
    is_alone = len(chart.series) == 1 and chart.target is None
    drawn.set_legend({"none": True} if is_alone else {"position": "bottom"})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    _axes(drawn, chart)
    return drawn


def _dress(chart: Chart, colour: str) -> dict[str, object]:
    """Colour, and labels at the points where they have room."""
    is_line = not chart.is_bars
    dress: dict[str, object] = {"fill": {"color": colour}}
    if is_line:
        dress = {
            "line": {"color": colour, "width": 2.25},
            "marker": {
                "type": "circle",
                "size": 6,
                "fill": {"color": colour},
                "border": {"color": colour},
            },
        }
    points = len(chart.series) * len(chart.categories)
    if points <= LABELLED_POINTS * (1 if is_line else 2):
        dress["data_labels"] = _labels(chart)
    return dress


def _labels(chart: Chart) -> dict[str, object]:
    labels: dict[str, object] = {
        "value": True,
        "position": "outside_end" if chart.is_bars else "above",
        "num_format": chart.number_format,
        "font": {"size": FONT_SIZE, "color": "#000000"},
    }
    if chart.kind is ChartKind.LINE:
        # Over a line a number must hide what it crosses, the dashed target above all.
        labels["fill"] = {"color": "#FFFFFF"}
    return labels


def _target_dress() -> dict[str, object]:
    return {
        "line": {"color": TARGET_COLOUR, "dash_type": "dash", "width": 1.5},
        "marker": {"type": "none"},
    }


def _axes(drawn: Any, chart: Chart) -> None:
    low, high = axis_range(chart)
    ticks: dict[str, object] = {"major_tick_mark": "outside", "minor_tick_mark": "none"}
    ends = ticks | {"min": low, "max": high, "num_format": "General"}
    if chart.is_bars:
        # The first category on top, as people read; its labels stand at the bars, where an
        # axis of values would hang above them.
        drawn.set_y_axis(ticks | {"reverse": True, "major_gridlines": {"visible": False}})
        drawn.set_x_axis(ends | {"visible": False, "major_gridlines": {"visible": False}})
        return
    lines = {"visible": True, "line": {"color": GRID_COLOUR, "width": 0.5}}
    drawn.set_x_axis(ticks)
    drawn.set_y_axis(ends | {"major_gridlines": lines})


def axis_range(chart: Chart) -> tuple[Decimal, Decimal]:
    """Ends of the value axis; bars begin at zero, lines near their values."""
    values = [value for series in chart.series for value in series.values if value is not None]
    if chart.target is not None:
        values.append(chart.target.value)
    if not values:
        return Decimal(0), Decimal(1)
    low, high = min(values), max(values)
    if chart.kind is not ChartKind.LINE:
        low = min(low, Decimal(0))
    step = _step(high - low if high > low else abs(high) or Decimal(1))
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    if chart.kind is ChartKind.LINE and bottom == low and bottom != 0:
        bottom -= step
    if top == high and top != 100:
        top += step
    return _tidy(bottom), _tidy(top if top > bottom else bottom + step)


def _tidy(value: Decimal) -> Decimal:
    return Decimal(plain(value))


def _step(span: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten, four to nine steps over the span."""
    unit = Decimal(1).scaleb(span.adjusted() - 1)
    for factor in (1, 2, 5, 10, 20, 50):
        if span / (unit * factor) <= 8:
            return unit * factor
    return unit * 100
