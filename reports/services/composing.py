"""From facts to the document model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.annexes import ANNEXES
from reports.core.outline import arranged
from reports.document import Document
from reports.numbering import numbered
from reports.sections import SECTIONS
from reports.words.titles import date_text, issuer, title_lines
from reports.words.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.core.outline import Outline
    from reports.document import Section
    from reports.facts import ReportFacts


def report_compose(*, facts: ReportFacts, kind: str, outline: Outline = ()) -> Document:
    """The whole report of one assessment, numbered, ready for any builder but for its paper.

    ``outline``: the office's own order and headings of the sections. The same facts give the
    same document.
    """
    writing = Writing(facts)
    annexes = tuple(annex for build in ANNEXES[kind] for annex in build(writing))
    document = Document(
        kind=kind,
        title_lines=title_lines(writing, kind),
        issuer=issuer(writing),
        date_text=date_text(writing),
        sections=tuple(_sections(writing, kind, outline)),
        annexes=annexes,
        demo=facts.is_demo,
        draft=not facts.is_final,
        addressee=facts.unit,
    )
    return numbered(document)


def _sections(writing: Writing, kind: str, outline: Outline) -> Iterator[Section]:
    parts = {part.key: part for part in SECTIONS[kind]}
    for chosen in arranged(list(parts), outline):
        section = parts[chosen.key].build(writing) if chosen.is_shown else None
        if section is not None:
            yield replace(section, heading=chosen.heading or section.heading)
