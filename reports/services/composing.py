"""From facts to the document model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.annexes import ANNEXES
from reports.document import Document
from reports.numbering import numbered
from reports.sections import SECTIONS
from reports.words.titles import date_text, issuer, title_lines
from reports.words.writing import Writing

if TYPE_CHECKING:
    from reports.facts import ReportFacts


def report_compose(*, facts: ReportFacts, kind: str) -> Document:
    """The whole report of one assessment, numbered, ready for any builder but for its paper.

    The same facts give the same document.
    """
    writing = Writing(facts)
    sections = (build(writing) for build in SECTIONS[kind])
    annexes = tuple(annex for build in ANNEXES[kind] for annex in build(writing))
    document = Document(
        kind=kind,
        title_lines=title_lines(writing, kind),
        issuer=issuer(writing),
        date_text=date_text(writing),
        sections=tuple(section for section in sections if section is not None),
        annexes=annexes,
        demo=facts.is_demo,
        draft=not facts.is_final,
        addressee=facts.unit,
    )
    return numbered(document)
