"""The base document that a report is poured into: styles, pages, heads and feet.

``base.docx`` can be opened and changed in Word or WPS, and an office may use its own. What its
pages say is a sample and goes; its sections give the pages of the report: one upright without
page numbers (cover, contents), one upright with them, one lying.
"""

from __future__ import annotations

from copy import deepcopy
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from reports import messages
from reports.builders.word_styles import CHARACTERS, PARAGRAPHS, TABLES
from reports.document import LANDSCAPE_WIDTH, PORTRAIT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Document

BASE: Final = Path(__file__).with_name("base.docx")
MARK: Final = "{标记}"
"""Where a head says 演示数据 and 未定稿."""
TWIPS_PER_MM: Final = 1440 / 25.4
LINE_PITCH: Final = 579
"""Twips of one of 22 lines in 225 mm, where a base has no grid of lines."""

_KEPT: Final = frozenset(
    (
        *("styles", "settings", "theme", "fontTable", "numbering"),
        *("header", "footer", "footnotes", "endnotes"),
    )
)
_STYLE_TAGS: Final = (
    (qn("w:pStyle"), "paragraph", PARAGRAPHS),
    (qn("w:rStyle"), "character", CHARACTERS),
    (qn("w:tblStyle"), "table", TABLES),
)
_REFERENCES: Final = (qn("w:headerReference"), qn("w:footerReference"))
_AFTER_NUMBERING: Final = frozenset(
    qn(f"w:{tag}")
    for tag in (
        *("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi"),
        *("rtlGutter", "docGrid", "printerSettings", "sectPrChange"),
    )
)


class PageKind(StrEnum):
    """The pages of a report; the values are how a person calls them."""

    FRONT = "没有页码的竖页"
    PORTRAIT = "有页码的竖页"
    LANDSCAPE = "横页"


_WIDTHS: Final[Mapping[PageKind, int]] = {
    PageKind.FRONT: PORTRAIT_WIDTH,
    PageKind.PORTRAIT: PORTRAIT_WIDTH,
    PageKind.LANDSCAPE: LANDSCAPE_WIDTH,
}


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


class WordBase:
    """A base document opened to be filled; every report opens it anew."""

    def __init__(self, source: Path = BASE) -> None:
        """Raises what python-docx raises when ``source`` is no Word document."""
        self.word: WordDocument = docx.Document(str(source))
        self._styles = {
            (style.get(qn("w:type")), _name(style)): style
            for style in self.word.styles.element.findall(qn("w:style"))
        }
        self._drop_the_rest()
        self._pages = self._found_pages()
        body = self.word.element.body
        for child in list(body):
            body.remove(child)

    def _drop_the_rest(self) -> None:
        """What only the sample text or the program it was saved with had use for."""
        package, part = self.word.part.package, self.word.part
        for rel_id, rel in list(package.rels.items()):
            if _last(rel.reltype) not in ("officeDocument", "core-properties"):
                package.rels.pop(rel_id)
        for rel_id, rel in list(part.rels.items()):
            if _last(rel.reltype) not in _KEPT:
                part.rels.pop(rel_id)
            elif _last(rel.reltype) == "settings":
                rel.target_part.rels.clear()
        settings = self.word.settings.element
        for node in settings.findall(qn("w:attachedTemplate")):
            settings.remove(node)

    def _found_pages(self) -> dict[PageKind, BaseOxmlElement]:
        """The first section of each kind; a head that is not said is that of the one before."""
        pages: dict[PageKind, BaseOxmlElement] = {}
        heads: dict[tuple[str, str], BaseOxmlElement] = {}
        for properties in self.word.element.body.iter(qn("w:sectPr")):
            own = {(n.tag, n.get(qn("w:type"))): n for n in properties if n.tag in _REFERENCES}
            heads |= own
            for number, (key, node) in enumerate(heads.items()):
                if key not in own:
                    properties.insert(number, deepcopy(node))
            pages.setdefault(self._kind(properties), deepcopy(properties))
        return pages

    def _kind(self, properties: BaseOxmlElement) -> PageKind:
        size = properties.find(qn("w:pgSz"))
        if size is not None and int(size.get(qn("w:w"))) > int(size.get(qn("w:h"))):
            return PageKind.LANDSCAPE
        feet = [node.get(qn("r:id")) for node in properties.findall(qn("w:footerReference"))]
        codes = (
            node.text or ""
            for rel_id in feet
            for node in self._part_element(rel_id).iter(qn("w:instrText"))
        )
        has_number = any("PAGE" in code for code in codes)
        return PageKind.PORTRAIT if has_number else PageKind.FRONT

    def _part_element(self, rel_id: str) -> BaseOxmlElement:
        element: BaseOxmlElement = self.word.part.related_parts[rel_id].element
        return element

    def faults(self) -> list[str]:
        """Everything that keeps a report from being poured in, as sentences for a person."""
        found = []
        missing = [
            name
            for _, kind, names in _STYLE_TAGS
            for name in names.values()
            if (kind, name.casefold()) not in self._styles
        ]
        if missing:
            found.append(messages.BASE_STYLES.format(names="、".join(missing)))
        counted = [name for name, style in self._wanted() if _holds(style, "w:numPr")]
        if counted:
            found.append(messages.BASE_NUMBERED.format(names="、".join(counted)))
        gone = [kind.value for kind in PageKind if kind not in self._pages]
        if gone:
            found.append(messages.BASE_PAGES.format(names="、".join(gone)))
        for kind, properties in self._pages.items():
            width = round(_type_area(properties)[0] / TWIPS_PER_MM)
            if width < _WIDTHS[kind]:
                found.append(
                    messages.BASE_NARROW.format(page=kind.value, width=width, least=_WIDTHS[kind])
                )
        if any(_is_foreign(part) for part in self.word.part.package.iter_parts()):
            found.append(messages.BASE_LINKED)
        return found

    def _wanted(self) -> Iterator[tuple[str, BaseOxmlElement]]:
        for _, kind, names in _STYLE_TAGS:
            for name in names.values():
                style = self._styles.get((kind, name.casefold()))
                if style is not None:
                    yield name, style

    @property
    def line_pitch(self) -> int:
        """Twips of a line of text."""
        grid = self._pages[PageKind.PORTRAIT].find(qn("w:docGrid"))
        pitch = None if grid is None else grid.get(qn("w:linePitch"))
        return int(pitch) if pitch else LINE_PITCH

    @property
    def height(self) -> int:
        """Twips of the type area of an upright page."""
        return _type_area(self._pages[PageKind.PORTRAIT])[1]

    def section_xml(
        self, kind: PageKind, *, starts: str = "nextPage", first_number: int | None = None
    ) -> str:
        """``w:sectPr`` of a section; it may begin on an odd or even page."""
        properties = deepcopy(self._pages[kind])
        for tag in ("w:type", "w:pgNumType"):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
        heads = sum(child.tag in _REFERENCES for child in properties)
        properties.insert(heads, parse_xml(f'<w:type {nsdecls("w")} w:val="{starts}"/>'))
        if first_number is not None:
            numbering = OxmlElement("w:pgNumType")
            numbering.set(qn("w:start"), str(first_number))
            later = (i for i, child in enumerate(properties) if child.tag in _AFTER_NUMBERING)
            properties.insert(next(later, len(properties)), numbering)
        return str(etree.tostring(properties, encoding="unicode"))

    def fill(self, blocks: Iterable[BaseOxmlElement], document: Document, mark: str) -> None:
        """The report's blocks as the body, their styles by the names they have here."""
        body = self.word.element.body
        body.extend(list(blocks))
        for tag, kind, names in _STYLE_TAGS:
            for node in body.iter(tag):
                name = names[node.get(qn("w:val"))].casefold()
                node.set(qn("w:val"), self._styles[kind, name].get(qn("w:styleId")))
        self._drop_unused_heads(body)
        for rel in self.word.part.rels.values():
            if _last(rel.reltype) == "header":
                self._say(rel.target_part.element, mark)
        properties = self.word.core_properties
        for node in list(properties._element):
            properties._element.remove(node)
        properties.title = document.title
        properties.author = document.issuer
        properties.subject = document.title_lines[-1]
        properties.language = "zh-CN"

    def _drop_unused_heads(self, body: BaseOxmlElement) -> None:
        used = {node.get(qn("r:id")) for tag in _REFERENCES for node in body.iter(tag)}
        rels = self.word.part.rels
        for rel_id, rel in list(rels.items()):
            if _last(rel.reltype) in ("header", "footer") and rel_id not in used:
                rels.pop(rel_id)

    def _say(self, head: BaseOxmlElement, mark: str) -> None:
        """The mark where the head keeps a place for it, else below what it says."""
        is_said = False
        for paragraph in head.iter(qn("w:p")):
            texts = list(paragraph.iter(qn("w:t")))
            whole = "".join(text.text or "" for text in texts)
            if MARK not in whole:
                continue
            is_said = True
            for text in texts:
                text.text = ""
            texts[0].text = whole.replace(MARK, mark)
        if mark and not is_said:
            style = self._styles["paragraph", PARAGRAPHS["Header"]].get(qn("w:styleId"))
            head.append(
                parse_xml(
                    f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
                    f"<w:r><w:t>{mark}</w:t></w:r></w:p>"
                )
            )


def _last(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def _name(style: BaseOxmlElement) -> str:
    """Word writes “heading 1”, other programs “Heading 1”."""
    node = style.find(qn("w:name"))
    return "" if node is None else str(node.get(qn("w:val"))).casefold()


def _holds(element: BaseOxmlElement, tag: str) -> bool:
    return next(element.iter(qn(tag)), None) is not None


def _type_area(properties: BaseOxmlElement) -> tuple[int, int]:
    """Width and height in twips."""
    size, margin = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
    if size is None or margin is None:
        return 0, 0

    def of(node: BaseOxmlElement, name: str) -> int:
        return int(node.get(qn(f"w:{name}"), "0"))

    width = of(size, "w") - of(margin, "left") - of(margin, "right") - of(margin, "gutter")
    return width, of(size, "h") - abs(of(margin, "top")) - abs(of(margin, "bottom"))


def _is_foreign(part: object) -> bool:
    """Does it fetch from elsewhere, or carry a file or control of another program?"""
    name = str(getattr(part, "partname", ""))
    rels = getattr(part, "rels", {})
    return name.startswith(("/word/embeddings", "/word/activeX", "/word/afchunk")) or any(
        rel.is_external for rel in rels.values()
    )
