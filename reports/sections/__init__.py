"""The sections of each kind of report, in order: a section is one module with ``build``.

``build(writing) -> Section | None``; None leaves the section out. Annexes stand in
``reports.annexes`` in the same way.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from reports.sections import (
    annual,
    domains,
    feedback,
    highlights,
    outlook,
    overview,
    places,
    practice,
    problems,
    proposals,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.document import Section
    from reports.words.writing import Writing


class SectionPart(NamedTuple):
    """One section of a kind of report. ``title``: what an office calls it when it arranges them;
    ``is_optional``: a report may go without it."""

    key: str
    title: str
    build: Callable[[Writing], Section | None]
    is_optional: bool = False


def _whole(kind: str, *middle: SectionPart) -> tuple[SectionPart, ...]:
    """A mid-term or final report."""
    return (
        SectionPart(summary.KEY, summary.TITLE, summary.build, is_optional=True),
        SectionPart(overview.KEY, overview.TITLE, overview.build),
        SectionPart(practice.KEY, practice.TITLE, practice.build, is_optional=True),
        SectionPart(domains.KEY, domains.TITLES[kind], domains.build),
        *middle,
        SectionPart(problems.KEY, problems.TITLE, problems.build),
        SectionPart(proposals.KEY, proposals.TITLES[kind], proposals.build),
    )


SECTIONS: Final[Mapping[str, tuple[SectionPart, ...]]] = MappingProxyType(
    {
        "final": _whole(
            "final",
            SectionPart(highlights.KEY, highlights.TITLE, highlights.build, is_optional=True),
        ),
        "midterm": _whole(
            "midterm",
            SectionPart(outlook.KEY, outlook.TITLE, outlook.build, is_optional=True),
        ),
        "unit": (
            SectionPart(feedback.KEY, "总体情况", feedback.build),
            SectionPart(f"{feedback.KEY}.gaps", "需要整改和关注的指标", feedback.build_gaps),
            SectionPart(f"{feedback.KEY}.wanted", "需要反馈的事项", feedback.build_wanted),
        ),
        "regions": (
            SectionPart(places.KEY, "总体情况", places.build),
            SectionPart(f"{places.KEY}.indicators", "指标分布", places.build_indicators),
            SectionPart(f"{places.KEY}.notes", "数据情况", places.build_notes),
        ),
        "annual": (
            SectionPart(annual.KEY, annual.TITLE, annual.build),
            SectionPart(domains.KEY, domains.TITLES["annual"], domains.build),
            SectionPart(problems.CONCERNS, problems.CONCERNS_TITLE, problems.build_concerns),
            SectionPart(
                proposals.KEY, proposals.TITLES["annual"], proposals.build, is_optional=True
            ),
        ),
    }
)
ARRANGED: Final = ("midterm", "final", "annual")
"""Kinds of reports whose sections an office may put in its own order under its own headings."""
