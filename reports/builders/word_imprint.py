"""版记: who gets copies, who printed it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import nsdecls

from reports.builders.word_base import twips
from reports.builders.word_text import line_xml
from reports.document import PORTRAIT_WIDTH

if TYPE_CHECKING:
    from reports.builders.word_base import WordBase
    from reports.document import Imprint

IMPRINT_LINE: Final = 490
"""Twips of a line of the 版记 with its rule."""
IMPRINT_CHARS: Final = 29


def imprint_xml(imprint: Imprint, base: WordBase) -> list[str]:
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
