"""Paragraphs, runs and bookmarks as WordprocessingML text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from reports.document import Number, ParagraphKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.document import Paragraph, Run

PARAGRAPH_STYLES: Final[Mapping[ParagraphKind, str]] = {
    ParagraphKind.BODY: "ReportBody",
    ParagraphKind.FLUSH: "ReportFlush",
    ParagraphKind.RIGHT: "ReportRight",
    ParagraphKind.CENTRE: "ReportCentre",
    ParagraphKind.NOTE: "TableNote",
}

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BOOKMARK_LENGTH: Final = 40


class Marks:
    """Bookmarks and drawings of one document: ids and names never repeat."""

    def __init__(self) -> None:
        self._bookmark_ids = count(1)
        self._drawing_ids = count(1)
        self._uses: Counter[str] = Counter()

    def drawing_id(self) -> int:
        return next(self._drawing_ids)

    def source(self, source: str, inner: str) -> str:
        """``inner`` inside a hidden bookmark that names where a number comes from."""
        stem = "_src_" + re.sub(r"\W", "_", source, flags=re.ASCII)
        stem = stem[: _BOOKMARK_LENGTH - 6]
        self._uses[stem] += 1
        return self.bookmark(f"{stem}_{self._uses[stem]}", inner)

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
        parts.append(inner)
    return "".join(parts)


def block_xml(paragraph: Paragraph, marks: Marks) -> str:
    return paragraph_xml(PARAGRAPH_STYLES[paragraph.kind], runs_xml(paragraph.runs, marks))
