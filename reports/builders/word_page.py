"""Pages: sizes, margins, page numbers on both sides, the demo mark, 版记.

On a landscape page the number stands rotated at the left edge, where it lies at
the foot once the bound sheet is held upright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.builders.word_styles import LINE_PITCH
from reports.builders.word_table import twips
from reports.builders.word_text import field_xml, line_xml, paragraph_xml, run_xml
from reports.document import Orientation

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.builders.word_text import Marks
    from reports.document import Imprint

PAGE: Final = (210, 297)
MARGINS: Final = {
    Orientation.PORTRAIT: (37, 26, 35, 28),
    Orientation.LANDSCAPE: (28, 37, 26, 35),
}
"""Top, right, bottom, left in mm; landscape is portrait turned by a quarter."""
HEADER_DISTANCE: Final = 20
FOOTER_DISTANCE: Final = 23
"""The number's line begins 7 mm below the type area: 35 - 7 - the line's own 5."""
EMU_PER_MM: Final = 36000
IMPRINT_LINE: Final = 490
"""Twips of a line of the 版记 with its rule."""
IMPRINT_CHARS: Final = 29

_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_SHAPE: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


@dataclass(frozen=True, slots=True)
class Furniture:
    """Relationship ids of heads and feet: for the orientations, and empty ones."""

    feet: dict[Orientation, tuple[str, str]]
    empty: tuple[str, str]
    heads: tuple[str, str]

    def references(self, orientation: Orientation, *, with_number: bool) -> str:
        odd, even = self.feet[orientation] if with_number else self.empty
        head, even_head = self.heads
        return (
            f'<w:headerReference w:type="default" r:id="{head}"/>'
            f'<w:headerReference w:type="even" r:id="{even_head}"/>'
            f'<w:footerReference w:type="default" r:id="{odd}"/>'
            f'<w:footerReference w:type="even" r:id="{even}"/>'
        )


def make_furniture(
    word: WordDocument, marks: Marks, *, mark: str, landscape: bool, unnumbered: bool
) -> Furniture:
    """Heads and feet of a document; only those that some section of it uses."""
    number = run_xml("— ") + field_xml("PAGE", "1") + run_xml(" —")
    odd, even = paragraph_xml("PageOdd", number), paragraph_xml("PageEven", number)
    feet = {Orientation.PORTRAIT: (_footer(word, odd), _footer(word, even))}
    if landscape:
        feet[Orientation.LANDSCAPE] = (
            _footer(word, _turned(number, marks.drawing_id(), even=False)),
            _footer(word, _turned(number, marks.drawing_id(), even=True)),
        )
    empty = ("", "")
    if unnumbered:
        blank = line_xml("Footer", "")
        empty = (_footer(word, blank), _footer(word, blank))
    head = line_xml("Header", mark)
    return Furniture(
        feet=feet,
        empty=empty,
        heads=(_header(word, head), _header(word, head)),
    )


def section_xml(
    furniture: Furniture,
    orientation: Orientation,
    *,
    kind: str = "nextPage",
    with_number: bool = True,
    start: int | None = None,
) -> str:
    """``w:sectPr`` of a section; ``start`` is its first page number."""
    width, height = PAGE if orientation is Orientation.PORTRAIT else PAGE[::-1]
    turned = ' w:orient="landscape"' if orientation is Orientation.LANDSCAPE else ""
    top, right, bottom, left = (twips(side) for side in MARGINS[orientation])
    footer = FOOTER_DISTANCE if orientation is Orientation.PORTRAIT else 12
    head = HEADER_DISTANCE if orientation is Orientation.PORTRAIT else 14
    numbering = "" if start is None else f'<w:pgNumType w:start="{start}"/>'
    return (
        f"<w:sectPr {nsdecls('w', 'r')}>"
        f"{furniture.references(orientation, with_number=with_number)}"
        f'<w:type w:val="{kind}"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{twips(head)}" w:footer="{twips(footer)}" w:gutter="0"/>'
        f'{numbering}<w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE_PITCH}"/></w:sectPr>'
    )


def imprint_xml(imprint: Imprint) -> list[str]:
    """版记 at the foot of a page of its own, below as many empty lines as fit.

    A table placed by position would be shorter, but not every office draws it there.
    """
    width = twips(156)
    half = width // 2
    lines = 1 + -(-(len(imprint.copies_to) + 3) // IMPRINT_CHARS)
    empty = (twips(225) - lines * IMPRINT_LINE) // LINE_PITCH - 1
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


def _footer(word: WordDocument, inner: str) -> str:
    part, rel_id = word.part.add_footer_part()
    _fill(part.element, inner)
    return str(rel_id)


def _header(word: WordDocument, inner: str) -> str:
    part, rel_id = word.part.add_header_part()
    _fill(part.element, inner)
    return str(rel_id)


def _fill(element: BaseOxmlElement, inner: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:body {_NAMESPACES}>{inner}</w:body>")))


def _turned(number: str, drawing_id: int, *, even: bool) -> str:
    """The number in a box turned clockwise, 7 mm left of the type area.

    Upright, odd numbers stand right (here: low) and even ones left (here: high).
    """
    top, _, bottom, left = MARGINS[Orientation.LANDSCAPE]
    thick, long, char = 7, 40, 5
    x = left - 7 - thick
    y = top + char if even else PAGE[0] - bottom - char - long
    align = "TurnedEven" if even else "TurnedOdd"
    width, height = thick * EMU_PER_MM, long * EMU_PER_MM
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{paragraph_xml(align, number)}</w:txbxContent>"
        '</wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp>"
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x * EMU_PER_MM}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{y * EMU_PER_MM}'
        f'</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="{height}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{drawing_id}" name="页码 {drawing_id}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}">{shape}</a:graphicData></a:graphic></wp:anchor>'
    )
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing>'
        "</mc:Choice></mc:AlternateContent></w:r>"
    )
    return paragraph_xml("Footer", drawing)
