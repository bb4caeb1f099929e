"""Native charts for Word: drawn by the office program, editable, with their data inside."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE
from xlsxwriter import Workbook

from reports.builders.word_styles import LATIN, SONG
from reports.builders.word_text import clean, line_xml, paragraph_xml
from reports.document import ChartKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as WordDocument

    from reports.builders.word_text import Marks
    from reports.document import Chart

EMU_PER_MM: Final = 36000
WIDTH: Final = 150
HEIGHT: Final = 72
BAR_HEIGHT: Final = 9
"""Millimetres a category of a horizontal bar chart takes."""
COLOURS: Final = ("1D4F8C", "DC9422", "44505C", "9DB4CC")
TARGET_COLOUR: Final = "0B6650"
LABELLED_POINTS: Final = 12
"""More points than this and their labels would run into each other."""

_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final[Mapping[ChartKind, object]] = {
    ChartKind.COLUMN: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.STACKED_BAR: XL_CHART_TYPE.BAR_STACKED,
    ChartKind.LINE: XL_CHART_TYPE.LINE_MARKERS,
}
_HORIZONTAL: Final = (ChartKind.BAR, ChartKind.STACKED_BAR)


def chart_block_xml(word: WordDocument, chart: Chart, marks: Marks) -> list[str]:
    """Adds the chart's parts to the package; its figure and title as XML texts."""
    number = marks.drawing_id()
    package = word.part.package
    data = _chart_data(chart)
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        CONTENT_TYPE.DML_CHART,
        _chart_xml(chart, data),
        package,
    )
    sheet = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        _workbook(chart),
        package,
    )
    part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    rel_id = word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return [
        paragraph_xml("Figure", _drawing_xml(chart, number, rel_id)),
        line_xml("FigureTitle", chart.caption),
    ]


def _workbook(chart: Chart) -> bytes:
    """The chart's data sheet, laid out as the chart's references expect.

    It carries no time of making, so that a report built again has the same parts.
    """
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no zone in xlsx
    sheet = book.add_worksheet()
    form = book.add_format({"num_format": chart.number_format})
    sheet.set_column(0, 0, 24)
    sheet.write_column(1, 0, chart.categories)
    columns = [(series.name, series.values) for series in chart.series]
    if chart.target is not None:
        columns.append((chart.target.name, (chart.target.value,) * len(chart.categories)))
    for position, (name, values) in enumerate(columns, 1):
        sheet.write_string(0, position, name)
        plain = [_plain(value, chart.decimals) for value in values]
        sheet.write_column(1, position, plain, form)
    book.close()
    return stream.getvalue()


def _chart_data(chart: Chart) -> CategoryChartData:
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, [_plain(value, chart.decimals) for value in series.values])
    if chart.target is not None:
        line = [_plain(chart.target.value, chart.decimals)] * len(chart.categories)
        data.add_series(chart.target.name, line)
    return data


def _plain(value: Decimal | None, decimals: int) -> float | None:
    """For drawing only: charts store binary numbers, so round to what is printed."""
    return None if value is None else float(round(value, decimals))


def _chart_xml(chart: Chart, data: CategoryChartData) -> bytes:
    root = etree.fromstring(ChartXmlWriter(_TYPES[chart.kind], data).xml.encode())
    body = root.find(f"{{{_C}}}chart")
    area = body.find(f"{{{_C}}}plotArea")
    plot = next(child for child in area if child.find(f"{{{_C}}}ser") is not None)
    series = plot.findall(f"{{{_C}}}ser")
    target = series.pop() if chart.target is not None else None
    for index, node in enumerate(series):
        _dress(node, chart, COLOURS[index % len(COLOURS)])
    if target is not None:
        _dress_target(target, len(chart.categories))
        if chart.kind is not ChartKind.LINE:
            _move_to_line(plot, target)
    _axes(area, chart)
    _legend(body, area, shown=len(series) > 1 or target is not None)
    for old in root.findall(f"{{{_C}}}txPr"):
        root.remove(old)
    body.addnext(_text_xml())
    for old in root.findall(f"{{{_C}}}spPr"):
        root.remove(old)
    body.addnext(_node("<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"))
    root.append(_node('<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'))
    blob: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return blob


def _dress(node: etree._Element, chart: Chart, colour: str) -> None:
    """Colour, and labels at the points where they have room."""
    line = chart.kind is ChartKind.LINE
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    drawn = f'<a:ln w="28575">{fill}</a:ln>' if line else fill
    for old in node.findall(f"{{{_C}}}spPr"):
        node.remove(old)
    node.find(f"{{{_C}}}tx").addnext(_node(f"<c:spPr>{drawn}</c:spPr>"))
    if line:
        for old in node.findall(f"{{{_C}}}marker"):
            node.remove(old)
        marker = (
            '<c:marker><c:symbol val="circle"/><c:size val="6"/>'
            f"<c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>"
        )
        node.find(f"{{{_C}}}spPr").addnext(_node(marker))
    if len(chart.series) * len(chart.categories) > LABELLED_POINTS * (2 if not line else 1):
        return
    place = {ChartKind.LINE: "t", ChartKind.STACKED_BAR: "ctr"}.get(chart.kind, "outEnd")
    pale = chart.kind is ChartKind.STACKED_BAR
    node.find(f"{{{_C}}}cat").addprevious(_labels(chart, place, white=pale))


def _labels(chart: Chart, place: str, *, white: bool) -> etree._Element:
    colour = "FFFFFF" if white else "000000"
    code = "0;;" if chart.kind is ChartKind.STACKED_BAR else chart.number_format
    # Over a line a number must hide what it crosses, the dashed target above all.
    paper = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    ground = paper if chart.kind is ChartKind.LINE else "<a:noFill/>"
    return _node(
        f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/><c:spPr>{ground}'
        "<a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="900"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
    )


def _dress_target(node: etree._Element, points: int) -> None:
    """A dashed line without markers; its value stands at the last point only."""
    for tag in ("spPr", "marker", "invertIfNegative", "smooth", "dLbls"):
        for old in node.findall(f"{{{_C}}}{tag}"):
            node.remove(old)
    style = (
        f'<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{TARGET_COLOUR}"/></a:solidFill>'
        '<a:prstDash val="dash"/></a:ln></c:spPr>'
    )
    node.find(f"{{{_C}}}tx").addnext(_node(style))
    node.find(f"{{{_C}}}spPr").addnext(_node('<c:marker><c:symbol val="none"/></c:marker>'))
    node.append(_node('<c:smooth val="0"/>'))


def _move_to_line(plot: etree._Element, target: etree._Element) -> None:
    """The target of a column chart becomes a line chart over the same axes."""
    plot.remove(target)
    line = _node('<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>')
    line.append(target)
    line.append(_node('<c:marker val="1"/>'))
    for axis in plot.findall(f"{{{_C}}}axId"):
        line.append(_node(f'<c:axId val="{axis.get("val")}"/>'))
    plot.addnext(line)


def _axes(area: etree._Element, chart: Chart) -> None:
    category, value = area.find(f"{{{_C}}}catAx"), area.find(f"{{{_C}}}valAx")
    if category is None or value is None:
        return
    scaling = value.find(f"{{{_C}}}scaling")
    low, high = axis_range(chart)
    for old in list(scaling):
        scaling.remove(old)
    scaling.append(_node('<c:orientation val="minMax"/>'))
    scaling.append(_node(f'<c:max val="{high}"/>'))
    scaling.append(_node(f'<c:min val="{low}"/>'))
    if chart.kind in _HORIZONTAL:
        # The first category on top, as people read.
        category.find(f"{{{_C}}}scaling/{{{_C}}}orientation").set("val", "maxMin")
        # Its labels stand at the bars; an axis would hang above them.
        value.find(f"{{{_C}}}delete").set("val", "1")
        for old in value.findall(f"{{{_C}}}majorGridlines"):
            value.remove(old)
    grid = value.find(f"{{{_C}}}majorGridlines")
    if grid is not None:
        grid.append(
            _node(
                '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D3D9DF"/></a:solidFill>'
                "</a:ln></c:spPr>"
            )
        )
    form = value.find(f"{{{_C}}}numFmt")
    if form is not None:
        form.set("formatCode", "General")
        form.set("sourceLinked", "0")


def axis_range(chart: Chart) -> tuple[Decimal, Decimal]:
    """Ends of the value axis; bars begin at zero, lines near their values."""
    values = [value for series in chart.series for value in series.values if value is not None]
    if chart.kind is ChartKind.STACKED_BAR:
        columns = zip(*(series.values for series in chart.series), strict=True)
        values = [sum((v for v in column if v is not None), Decimal(0)) for column in columns]
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
    if top == high and chart.kind is not ChartKind.STACKED_BAR and top != 100:
        top += step
    return _tidy(bottom), _tidy(top if top > bottom else bottom + step)


def _tidy(value: Decimal) -> Decimal:
    return Decimal(format(value.normalize(), "f"))


def _step(span: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten, four to nine steps over the span."""
    unit = Decimal(1).scaleb(span.adjusted() - 1)
    for factor in (1, 2, 5, 10, 20, 50):
        if span / (unit * factor) <= 8:
            return unit * factor
    return unit * 100


def _legend(body: etree._Element, area: etree._Element, *, shown: bool) -> None:
    for old in body.findall(f"{{{_C}}}legend"):
        body.remove(old)
    deleted = body.find(f"{{{_C}}}autoTitleDeleted")
    if deleted is not None:
        deleted.set("val", "1")
    if shown:
        area.addnext(_node('<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'))


def _text_xml() -> etree._Element:
    return _node(
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">'
        f'<a:latin typeface="{LATIN}"/><a:ea typeface="{SONG}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _node(xml: str) -> etree._Element:
    wrapped = f'<x xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">{xml}</x>'
    return etree.fromstring(wrapped)[0]


def _drawing_xml(chart: Chart, number: int, rel_id: str) -> str:
    height = HEIGHT
    if chart.kind in _HORIZONTAL:
        height = max(40, BAR_HEIGHT * len(chart.categories) + 16)
    width_emu, height_emu = WIDTH * EMU_PER_MM, min(height, 190) * EMU_PER_MM
    description = clean(_described(chart)).replace('"', "&quot;")
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width_emu}" cy="{height_emu}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图表 {number}" descr="{description}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" r:id="{rel_id}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _described(chart: Chart) -> str:
    """The alternative text: title and all values."""
    parts = [chart.title]
    for series in chart.series:
        pairs = zip(chart.categories, series.values, strict=True)
        shown = "，".join(f"{name}{'—' if v is None else v}" for name, v in pairs)
        parts.append(f"{series.name}：{shown}")
    if chart.target is not None:
        parts.append(f"{chart.target.name}：{chart.target.value}")
    return "；".join(parts)
