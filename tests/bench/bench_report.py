"""A report of about forty pages against the same written by bare python-docx calls.

Run: python tests/bench/bench_report.py. Fails (exit 1) when ours takes more than
twice the bare time, more than 1.0 s, or more than 300 MB, or when page numbers and PDF take
more than 5 s through the LibreOffice that is open.
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from xlsxwriter import Workbook

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from assessments.charts import Chart
from reports.builders import pdf, word
from reports.document import Orientation, Paragraph, Section
from tests.reports.sample import sample_document
from units.printed_table import RowKind, Table

RUNS = 7
TIMES_BARE = 2.0
SECONDS = 1.0
OFFICE_SECONDS = 5.0
MEGABYTES = 300
DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline><wp:extent cx="5400000" cy="2600000"/><wp:docPr id="{number}" name="c{number}"/>'
    "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
    'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{rel_id}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)


class Bare:
    """The same content, as one would write it straight with python-docx."""

    def __init__(self) -> None:
        self.docx = docx.Document()
        self.charts = 0

    def build(self, document, target: Path) -> None:
        for line in document.title_lines:
            self.docx.add_paragraph(line, style="Title")
        for section in document.sections:
            self.block(section)
        for annex in document.annexes:
            section = self.docx.add_section(WD_SECTION.NEW_PAGE)
            if annex.orientation is Orientation.LANDSCAPE:
                section.orientation = WD_ORIENT.LANDSCAPE
                section.page_width, section.page_height = Mm(297), Mm(210)
            self.docx.add_heading(annex.title, 1)
            for block in annex.blocks:
                self.block(block)
        self.docx.save(target)

    def block(self, block) -> None:
        if isinstance(block, Section):
            self.docx.add_heading(block.heading, block.level)
            for inner in block.blocks:
                self.block(inner)
        elif isinstance(block, Paragraph):
            paragraph = self.docx.add_paragraph()
            for run in block.runs:
                paragraph.add_run(run.text)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Chart):
            self.chart(block)

    def table(self, block: Table) -> None:
        self.docx.add_paragraph(block.title)
        table = self.docx.add_table(rows=0, cols=len(block.columns))
        cells = table.add_row().cells
        for cell, column in zip(cells, block.columns, strict=True):
            cell.text = column.heading
        for row in block.rows:
            cells = table.add_row().cells
            if row.kind is RowKind.GROUP:
                cells[0].text = row.cells[0].text
                continue
            for cell, shown in zip(cells, row.cells, strict=True):
                cell.text = shown.text

    def chart(self, block: Chart) -> None:
        self.charts += 1
        blob = workbook_with_chart(block)
        with zipfile.ZipFile(io.BytesIO(blob)) as made:
            xml = made.read("xl/charts/chart1.xml")
        package = self.docx.part.package
        uri = PackURI(f"/word/charts/chart{self.charts}.xml")
        part = Part(uri, CONTENT_TYPE.DML_CHART, xml, package)
        uri = PackURI(f"/word/embeddings/chart{self.charts}.xlsx")
        part.relate_to(Part(uri, CONTENT_TYPE.SML_SHEET, blob, package), RELATIONSHIP_TYPE.PACKAGE)
        rel_id = self.docx.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        run = self.docx.add_paragraph().add_run()
        run._r.append(parse_xml(DRAWING.format(number=self.charts, rel_id=rel_id)))
        self.docx.add_paragraph(block.title)


def workbook_with_chart(block: Chart) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Sheet1")
        drawn = book.add_chart({"type": "column"})
        last = len(block.categories)
        page.write_column(1, 0, block.categories)
        columns = [(series.name, [float(v) for v in series.values]) for series in block.series]
        columns.append((block.target.name, [float(block.target.value)] * last))
        for place, (name, values) in enumerate(columns, 1):
            page.write_string(0, place, name)
            page.write_column(1, place, values)
            drawn.add_series(
                {
                    "name": ["Sheet1", 0, place],
                    "categories": ["Sheet1", 1, 0, last, 0],
                    "values": ["Sheet1", 1, place, last, place],
                }
            )
        page.insert_chart(0, 5, drawn)
    return stream.getvalue()


def median_seconds(act) -> float:
    act()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def with_pages(folder: Path) -> None:
    """The Word file with its page numbers, and its PDF."""
    source = folder / "paged.docx"
    word.build(sample_document(), source)
    pdf.convert(source, folder / "paged.pdf")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        paged = median_seconds(lambda: with_pages(Path(folder))) if pdf.is_available() else 0
        target = Path(folder) / "r.docx"
        ours = median_seconds(lambda: word.build(sample_document(), target, page_numbers=False))
        size = target.stat().st_size
        bare = median_seconds(lambda: Bare().build(sample_document(), target))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = ours / bare
    sys.stdout.write(f"ours {ours:.3f} s, bare python-docx {bare:.3f} s, ratio {ratio:.2f}\n")
    sys.stdout.write(f"file {size / 1024:.0f} KB, peak memory {memory:.0f} MB\n")
    said = f"{paged:.2f} s" if paged else "not measured, LibreOffice is missing"
    sys.stdout.write(f"Word with page numbers and PDF: {said}\n")
    good = ratio <= TIMES_BARE and ours <= SECONDS and memory <= MEGABYTES
    good = good and paged <= OFFICE_SECONDS
    sys.stdout.write("ok\n" if good else "too slow or too big\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
