"""Paragraphs, runs and bookmarks as WordprocessingML text."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from reports.document import Number, Reference

if TYPE_CHECKING:
    from reports.builders.word_links import WordLinks
    from reports.document import Paragraph, Run
    from units.printed_table import Row

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Marks:
    """Bookmarks, links and drawings of one document: ids and names never repeat."""

    def __init__(self, links: WordLinks) -> None:
        self.links = links
        self._bookmark_ids = count(1)
        self._drawing_ids = count(1)

    def drawing_id(self) -> int:
        return next(self._drawing_ids)

    def source(self, source: str, inner: str) -> str:
        """A number linked to the row that says where it comes from; the first one of a row is
        where the row links back to."""
        row = self.links.row_of(source)
        if not row:
            return inner
        mark = self.links.first_use(row)
        linked = link_xml(row, inner)
        return self.bookmark(mark, linked) if mark else linked

    def explained(self, row: Row, inner: str) -> str:
        """The head of a row that explains numbers, with the way back to the first of them."""
        mark = self.links.row(row)
        if not mark:
            return inner
        use = self.links.use_of(mark)
        return self.bookmark(mark, link_xml(use, inner) if use else inner)

    def mention(self, target: str, inner: str) -> str:
        """“表1” linked to table 1."""
        mark = self.links.named.get(target)
        return link_xml(mark, inner) if mark else inner

    def named(self, key: str, inner: str) -> str:
        """The title of what is mentioned somewhere."""
        mark = self.links.named.get(key)
        return self.bookmark(mark, inner) if mark else inner

    def bookmark(self, name: str, inner: str) -> str:
        number = next(self._bookmark_ids)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )


def clean(text: str) -> str:
    """Text escaped for XML, without characters that XML forbids."""
    return escape(_FORBIDDEN.sub("", text))


def run_xml(text: str, style: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def link_xml(anchor: str, inner: str) -> str:
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inner}</w:hyperlink>'


def paragraph_xml(style: str, inner: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def line_xml(style: str, text: str) -> str:
    return paragraph_xml(style, run_xml(text) if text else "")


def field_char(kind: str, *, dirty: bool = False) -> str:
    mark = ' w:dirty="true"' if dirty else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{mark}/></w:r>'


def field_code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'


def field_xml(code: str, shown: str) -> str:
    return (
        field_char("begin") + field_code(code) + field_char("separate") + run_xml(shown)
    ) + field_char("end")


def runs_xml(runs: tuple[Run, ...], marks: Marks) -> str:
    parts = []
    for run in runs:
        inner = run_xml(run.text, "Lead" if run.strong else "")
        if isinstance(run, Number) and run.source:
            inner = marks.source(run.source, inner)
        elif isinstance(run, Reference):
            inner = marks.mention(run.target, inner)
        parts.append(inner)
    return "".join(parts)


def block_xml(paragraph: Paragraph, marks: Marks) -> str:
    return paragraph_xml("ReportBody", runs_xml(paragraph.runs, marks))
