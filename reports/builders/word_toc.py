"""The table of contents: entries with dot leaders, page numbers from a second pass.

Only a layout engine knows pages. The document is turned into a PDF once, the
pages of its headings are read from the PDF's outline, and written into the
entries. Without pages the field is marked so that Word fills it on opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdf
from docx.oxml.ns import qn
from pypdf.generic import Destination

from reports.builders.word_text import (
    field_char,
    field_code,
    field_xml,
    paragraph_xml,
    run_xml,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument

FIELD: Final = 'TOC \\o "1-2" \\h \\z \\u'
FIRST_PAGE: Final = "— 1 —"
LEVELS: Final = 2
TOC_MARK: Final = "_Toc"
"""What the bookmarks of listed headings begin with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading that the table of contents lists; ``shown`` is how it is listed."""

    bookmark: str
    level: int
    heading: str
    shown: str


def toc_xml(entries: Sequence[Entry]) -> list[str]:
    """The field's paragraphs, still without page numbers."""
    parts = []
    last = len(entries) - 1
    for index, entry in enumerate(entries):
        inner = ""
        if index == 0:
            inner = field_char("begin", dirty=True) + field_code(FIELD) + field_char("separate")
        number = field_xml(f"PAGEREF {entry.bookmark} \\h", "")
        inner += (
            f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">'
            f"{run_xml(entry.shown)}<w:r><w:tab/></w:r>{number}</w:hyperlink>"
        )
        if index == last:
            inner += field_char("end")
        parts.append(paragraph_xml(f"TOC{min(entry.level, LEVELS)}", inner))
    return parts


def fill_pages(word: WordDocument, pages: Sequence[int]) -> None:
    """Writes the page numbers into the entries and takes the update mark away."""
    body = word.element.body
    numbers = iter(pages)
    for link in body.iter(qn("w:hyperlink")):
        if not link.get(qn("w:anchor"), "").startswith(TOC_MARK):
            continue
        texts = list(link.iter(qn("w:t")))
        texts[-1].text = str(next(numbers))
    for char in body.iter(qn("w:fldChar")):
        char.attrib.pop(qn("w:dirty"), None)


def heading_pages(pdf: Path, entries: Sequence[Entry]) -> list[int] | None:
    """The printed page of each entry, or None when the PDF's outline differs."""
    reader = pypdf.PdfReader(pdf)
    found = [
        (title, reader.get_destination_page_number(item))
        for title, item in _outline(reader.outline)
    ]
    wanted = [entry.heading for entry in entries]
    found = _matching(found, wanted)
    if len(found) != len(wanted):
        return None
    first = _first_numbered(reader)
    return [page - first + 1 for _, page in found if page is not None]


def _outline(items: object) -> Iterator[tuple[str, Destination]]:
    """Titles with their places; pypdf nests deeper levels as lists."""
    if isinstance(items, list):
        for item in items:
            yield from _outline(item)
    elif isinstance(items, Destination):
        yield str(items.title).strip(), items


def _matching(
    found: list[tuple[str, int | None]], wanted: Sequence[str]
) -> list[tuple[str, int | None]]:
    """The outline's headings in the order of the entries; deeper levels are passed over."""
    matched = []
    rest = iter(found)
    for heading in wanted:
        squeezed = "".join(heading.split())
        hit = next((pair for pair in rest if "".join(pair[0].split()) == squeezed), None)
        if hit is None or hit[1] is None:
            return []
        matched.append(hit)
    return matched


def _first_numbered(reader: pypdf.PdfReader) -> int:
    """Index of the page that carries number 1; cover and contents carry none."""
    for index, page in enumerate(reader.pages):
        if FIRST_PAGE in page.extract_text():
            return index
    return 0
