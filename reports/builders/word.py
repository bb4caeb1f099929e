"""A Word file from the document model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assessments.charts import Chart
from reports.builders import pdf
from reports.builders.word_base import BASE, PageKind, WordBase, twips
from reports.builders.word_chart import chart_block_xml
from reports.builders.word_links import WordLinks
from reports.builders.word_table import table_block_xml
from reports.builders.word_text import Marks, block_xml, line_xml, paragraph_xml, run_xml
from reports.builders.word_toc import LEVELS, TOC_MARK, Entry, fill_pages, heading_pages, toc_xml
from reports.document import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    Orientation,
    Paragraph,
    Section,
    walk,
)
from units.printed_table import Table
from units.work_folders import work_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument

    from reports.document import Annex, Block, Document, Imprint

DEMO_MARK: Final = "演示数据"
DRAFT_MARK: Final = "未定稿"
WIDTHS: Final = {
    Orientation.PORTRAIT: PORTRAIT_WIDTH,
    Orientation.LANDSCAPE: LANDSCAPE_WIDTH,
}
PAGES: Final = {
    Orientation.PORTRAIT: PageKind.PORTRAIT,
    Orientation.LANDSCAPE: PageKind.LANDSCAPE,
}
IMPRINT_LINE: Final = 490
"""Twips of a line of the 版记 with its rule."""
IMPRINT_CHARS: Final = 29
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


@dataclass(slots=True)
class _Build:
    """One document in the making: XML texts of the body, in order."""

    base: WordBase
    marks: Marks
    entries: Iterator[Entry]
    parts: list[str] = field(default_factory=list)

    def end_section(self, properties: str) -> None:
        """Closes a section in its last paragraph, so that it costs no line."""
        self.parts[-1] = self.parts[-1].replace("</w:pPr>", f"{properties}</w:pPr>", 1)

    def heading(self, style: str, text: str, *, listed: bool) -> None:
        inner = run_xml(text)
        if listed:
            inner = self.marks.bookmark(next(self.entries).bookmark, inner)
        self.parts.append(paragraph_xml(style, inner))


def build(
    document: Document, target: Path, *, page_numbers: bool = True, base: Path = BASE
) -> bool:
    """Writes the document, already numbered, to ``target``; ``base`` says how it looks.

    With ``page_numbers`` and LibreOffice at hand the table of contents gets its
    page numbers; the answer says whether it did. Without them Word fills the
    field on opening.
    """
    word, entries = compose(document, base)
    word.save(str(target))
    if not (document.toc and page_numbers and pdf.is_available()):
        return False
    with work_folder() as folder:
        first_pass = Path(folder) / "first.pdf"
        pdf.convert(target, first_pass)
        pages = heading_pages(first_pass, entries)
    if pages is None:
        return False
    fill_pages(word, pages)
    word.save(str(target))
    return True


def compose(document: Document, base: Path = BASE) -> tuple[WordDocument, list[Entry]]:
    """The Word document in memory, and what its table of contents lists."""
    entries = list(_entries(document))
    made = _Build(WordBase(base), Marks(WordLinks(document)), iter(entries))
    has_front = document.cover or document.toc
    if has_front:
        _front(made, document, entries)
        made.end_section(made.base.section_xml(PageKind.FRONT))
    _main(made, document)
    last = _annexes(made, document, has_front=has_front)
    marks = ((DEMO_MARK, document.demo), (DRAFT_MARK, document.draft))
    mark = "　".join([document.header] * bool(document.header) + [text for text, on in marks if on])
    body = parse_xml(f"<w:body {_NAMESPACES}>{''.join(made.parts)}{last}</w:body>")
    made.base.fill(body, document, mark)
    return made.base.word, entries


def _entries(document: Document) -> Iterator[Entry]:
    number = 0
    for block in walk(document.sections):
        if isinstance(block, Section) and block.level <= LEVELS:
            number += 1
            yield Entry(f"{TOC_MARK}{number:06d}", block.level, block.heading, block.heading)
    for annex in document.annexes:
        number += 1
        shown = f"{document.mark_of(annex)}　{annex.title}"
        yield Entry(f"{TOC_MARK}{number:06d}", 1, annex.title, shown)


def _front(made: _Build, document: Document, entries: list[Entry]) -> None:
    if document.cover:
        made.parts.append(line_xml("CoverSpace", DEMO_MARK if document.demo else ""))
        made.parts += [line_xml("CoverTitle", line) for line in document.title_lines]
        made.parts.append(line_xml("CoverGap", ""))
        made.parts.append(line_xml("CoverLine", document.issuer))
        made.parts.append(line_xml("CoverLine", document.date_text))
    if document.toc:
        made.parts.append(line_xml("TOCHeading", "目　　录"))
        made.parts += toc_xml(entries)


def _main(made: _Build, document: Document) -> None:
    if document.number:
        made.parts.append(line_xml("ReportCentre", document.number))
    *lines, last = document.title_lines
    made.parts += [line_xml("Title", line) for line in lines]
    made.parts.append(line_xml("TitleEnd", last))
    if not document.cover:
        if document.demo:
            made.parts.append(line_xml("DemoMark", f"（{DEMO_MARK}）"))
        if not document.addressee:
            made.parts.append(line_xml("Issuer", document.issuer))
            made.parts.append(line_xml("IssueDate", document.date_text))
    if document.addressee:
        made.parts.append(line_xml("ReportFlush", f"{document.addressee}："))
    for section in document.sections:
        _block(made, section, Orientation.PORTRAIT)
    _annex_list(made, document)
    if document.addressee:
        made.parts.append(line_xml("ReportRight", document.issuer))
        made.parts.append(line_xml("ReportRight", document.date_text))


def _annex_list(made: _Build, document: Document) -> None:
    single = len(document.annexes) == 1
    for index, annex in enumerate(document.annexes):
        name = annex.title if single else f"{annex.number}. {annex.title}"
        # The first and the last never stand alone on a page.
        keep = "Keep" if not single and index in (0, len(document.annexes) - 2) else ""
        if index == 0:
            made.parts.append(line_xml(f"AnnexFirst{keep}", f"附件：{name}"))
        else:
            made.parts.append(line_xml(f"AnnexNext{keep}", name))


def _annexes(made: _Build, document: Document, *, has_front: bool) -> str:
    """Adds annexes and 版记; the properties of the last section."""
    orientation, starts, number = Orientation.PORTRAIT, "nextPage", None
    if has_front:
        starts, number = "oddPage", 1

    def properties() -> str:
        return made.base.section_xml(PAGES[orientation], starts=starts, first_number=number)

    for annex in document.annexes:
        if annex.orientation is not orientation:
            made.end_section(properties())
            orientation, starts, number = annex.orientation, "nextPage", None
        _annex(made, document, annex)
    if document.imprint is None:
        return properties()
    made.end_section(properties())
    made.parts += _imprint_xml(document.imprint, made.base)
    return made.base.section_xml(PageKind.FRONT, starts="evenPage")


def _annex(made: _Build, document: Document, annex: Annex) -> None:
    mark = made.marks.named(annex.key, run_xml(document.mark_of(annex)))
    made.parts.append(paragraph_xml("AnnexMark", mark))
    made.heading("AnnexTitle", annex.title, listed=True)
    for block in annex.blocks:
        _block(made, block, annex.orientation)


def _block(made: _Build, block: Block, orientation: Orientation) -> None:
    match block:
        case Section():
            style = f"Heading{min(block.level, 3)}" if block.numbered else "HeadingPlain"
            made.heading(style, block.heading, listed=block.level <= LEVELS)
            for inner in block.blocks:
                _block(made, inner, orientation)
        case Paragraph():
            made.parts.append(block_xml(block, made.marks))
        case Table():
            made.parts += table_block_xml(block, made.marks, WIDTHS[orientation])
        case Chart():
            made.parts += chart_block_xml(made.base.word, block, made.marks)
        case _:
            assert_never(block)


def _imprint_xml(imprint: Imprint, base: WordBase) -> list[str]:
    """版记 at the foot of a page of its own, below as many empty lines as fit.

    A table placed by position would be shorter, but not every office draws it there.
    """
    width = twips(PORTRAIT_WIDTH)
    half = width // 2
    lines = 1 + -(-(len(imprint.copies_to) + 3) // IMPRINT_CHARS)
    empty = (base.height - lines * IMPRINT_LINE) // base.line_pitch - 1
    copies = _imprint_cell(width, "ImprintText", f"抄送：{imprint.copies_to}", span=2)
    printed = _imprint_cell(half, "ImprintText", imprint.printed_by) + _imprint_cell(
        width - half, "ImprintRight", f"{imprint.printed_on}印发"
    )
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="ImprintTable"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{half}"/><w:gridCol w:w="{width - half}"/></w:tblGrid>'
        f"<w:tr>{copies}</w:tr><w:tr>{printed}</w:tr></w:tbl>"
    )
    return [line_xml("ReportFlush", "")] * empty + [table, line_xml("SectionEnd", "")]


def _imprint_cell(width: int, style: str, text: str, *, span: int = 1) -> str:
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}</w:tcPr>'
        f"{line_xml(style, text)}</w:tc>"
    )
