"""Native charts in Word: parts of the package, each with its numbers in a workbook inside."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from xlsxwriter import Workbook

from reports.builders.chart import FONT_SIZE, native_chart, write_chart_data
from reports.builders.word_text import clean, paragraph_xml, run_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from assessments.charts import Chart
    from reports.builders.word_text import Marks

EMU_PER_MM: Final = 36000
WIDTH: Final = 150
HEIGHT: Final = 64
"""With its title a third of a page, which is the most that may be left white before it."""
BAR_HEIGHT: Final = 5
"""Millimetres a category of a horizontal bar chart takes."""
SHEET: Final = "Sheet1"

_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_IN_WORD: Final = (
    f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{FONT_SIZE * 100}">'
    '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
)
"""What a chart needs outside its workbook: fonts, and where its numbers are."""
_VALUE_ONLY: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
"""What is not said counts as shown, and as smooth, in a document; a workbook says only what is."""


def chart_block_xml(word: WordDocument, chart: Chart, marks: Marks) -> list[str]:
    """Adds the chart's parts to the package; its figure and title as XML texts."""
    number = marks.drawing_id()
    package = word.part.package
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        CONTENT_TYPE.DML_CHART,
        _chart_xml(chart),
        package,
    )
    sheet = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        _workbook(chart, is_drawn=False),
        package,
    )
    part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    rel_id = word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return [
        paragraph_xml("Figure", _drawing_xml(chart, number, rel_id)),
        paragraph_xml("FigureTitle", marks.named(chart.key, run_xml(chart.caption))),
    ]


def _workbook(chart: Chart, *, is_drawn: bool) -> bytes:
    """The chart's numbers as a workbook, with the chart drawn in it or without.

    It carries no time of making, so that a report built again has the same parts.
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no zone in xlsx
        page = book.add_worksheet(SHEET)
        page.set_column(0, 0, 24)
        write_chart_data(book, page, 0, chart)
        if is_drawn:
            drawn = native_chart(book, SHEET, 0, chart)
            drawn.set_title({"none": True})
            page.insert_chart(0, 0, drawn)
    return stream.getvalue()


def _chart_xml(chart: Chart) -> bytes:
    """The chart as XlsxWriter draws it in a workbook, pointed to the one inside the document."""
    with zipfile.ZipFile(BytesIO(_workbook(chart, is_drawn=True))) as package:
        xml = package.read("xl/charts/chart1.xml").decode()
    kept, printing, _ = xml.partition("<c:printSettings>")
    if not printing:
        raise ValueError(f"chart {chart.key}: no end found for fonts and numbers")
    before, line, after = kept.partition("<c:lineChart>")
    after = after.replace("</c:ser>", '<c:smooth val="0"/></c:ser>')
    spoken = f"{before}{line}{after}".replace('<c:showVal val="1"/>', _VALUE_ONLY)
    return f"{spoken}{_IN_WORD}".encode()


def _drawing_xml(chart: Chart, number: int, rel_id: str) -> str:
    height = HEIGHT
    if chart.is_bars:
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
