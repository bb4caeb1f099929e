"""What a report may be about, and what the desk must know of it.

A new kind of subject is one entry of ``SUBJECTS``: the rows stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from reports import messages
from reports.choices import ReportKind
from reports.models import ASSESSMENT, Report
from reports.selectors.report_editor import NumberAddresses
from reports.selectors.report_facts import facts_for
from reports.selectors.report_outlines import outline_of
from reports.services.composing import report_compose
from reports.words.paper import Paper, on_paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.models import Assessment
    from reports.document import Document
    from units.models import Region

SHORT_KINDS = (ReportKind.UNIT, ReportKind.REGIONS)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to report on. ``assessment`` is set when it is one."""

    key: str
    region: Region
    assessment: Assessment | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of a report that say what it is on."""
        return {"subject": self.key, "region": self.region, "assessment": self.assessment}


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """``generate``: the document as it reads now. ``label``: what the subject is called.

    ``obstacle``: why a report on it cannot be issued yet, empty when it can. ``page``: that of the
    subject; ``addresses``: of a report, gives the page where a number of its text comes from.
    """

    generate: Callable[[Report], Document]
    label: Callable[[Report], str]
    obstacle: Callable[[Report], str]
    page: Callable[[Report], str]
    addresses: Callable[[Report], Callable[[str], str]]


def on_assessment(assessment: Assessment) -> Subject:
    return Subject(f"{ASSESSMENT}:{assessment.pk}", assessment.region, assessment)


def subject_of(report: Report) -> Subject:
    return Subject(report.subject, report.region, report.assessment)


def subject_kind(report: Report) -> SubjectKind:
    return SUBJECTS[report.subject_kind]


def assessment_of(report: Report) -> Assessment:
    """Raises ValueError for a report on something else."""
    if report.assessment is None:
        raise ValueError(f"report {report.pk} is on {report.subject}")
    return report.assessment


def _assessment_document(report: Report) -> Document:
    facts = facts_for(
        assessment_of(report),
        today=timezone.localdate(report.requested_at),
        unit=report.unit,
        with_places=report.kind == ReportKind.REGIONS,
    )
    document = report_compose(facts=facts, kind=report.kind, outline=outline_of(report))
    # 未定稿 is said of the paper, not of the run: a draft of a finalised run is a draft.
    document = replace(document, draft=not report.is_issued)
    return on_its_paper(document, report.kind, report.options)


def on_its_paper(document: Document, kind: str, options: dict[str, Any]) -> Document:
    """With the form that the office gave it; short papers have no cover and contents."""
    return on_paper(document, Paper.from_options(options), is_long=kind not in SHORT_KINDS)


def _assessment_obstacle(report: Report) -> str:
    return "" if assessment_of(report).is_final else messages.ISSUE_NEEDS_FINAL


def _assessment_page(report: Report) -> str:
    return reverse("reports:assessment_detail", args=[assessment_of(report).pk])


def _assessment_addresses(report: Report) -> Callable[[str], str]:
    return NumberAddresses(assessment_of(report)).address


SUBJECTS: dict[str, SubjectKind] = {
    ASSESSMENT: SubjectKind(
        generate=_assessment_document,
        label=lambda report: str(report.assessment),
        obstacle=_assessment_obstacle,
        page=_assessment_page,
        addresses=_assessment_addresses,
    )
}
