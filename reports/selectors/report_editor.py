"""One report as its editors see it: every paragraph, what people changed, what is out of date."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from assessments.models import Result
from indicators.core.vocabulary import TOTAL
from indicators.models import Observation
from reports import messages
from reports.core.checking import check, fingerprint
from reports.core.editing import (
    Change,
    Edit,
    PrintedNumber,
    apply,
    can_exchange,
    changes,
    numbers_of,
    paragraphs_of,
)
from reports.core.sources import parse
from reports.models import Report, ReportComment, ReportText
from reports.words.writing import TO_COME

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from assessments.models import Assessment
    from reports.core.checking import TextCheck
    from reports.document import Document, Paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph that somebody changed. ``is_gone``: it is no longer generated."""

    row: ReportText
    changes: tuple[Change, ...]
    can_exchange: bool
    is_gone: bool

    @property
    def is_stale(self) -> bool:
        return self.is_gone or bool(self.changes)


@dataclass(frozen=True, slots=True)
class ReportEditor:
    report: Report
    document: Document
    generated: dict[str, Paragraph]
    pieces: dict[str, Piece]
    comments: list[ReportComment]
    check: TextCheck
    unaccepted: tuple[str, ...]
    text_hash: str

    @property
    def headline(self) -> str:
        found = self.check
        return messages.compared(found.agreeing, found.handwritten_count, len(found.open))

    @property
    def is_file_older(self) -> bool:
        """Does a file say something else than the text? One of 0.1 kept no fingerprint; its
        paragraphs are compared."""
        now = [[key, part.text] for key, part in paragraphs_of(self.document).items()]
        return any(
            file.text_hash != self.text_hash if file.text_hash else self.report.snapshot != now
            for file in self.report.files.all()
        )

    @property
    def next_open(self) -> str:
        """The next part that a person must fill; '' where none is left."""
        return next(iter(self.check.open), "")

    @property
    def stale(self) -> list[Piece]:
        """Changed paragraphs whose numbers moved, in reading order."""
        order = {key: place for place, key in enumerate(self.generated)}
        found = [piece for piece in self.pieces.values() if piece.is_stale]
        return sorted(found, key=lambda p: order.get(p.row.key, len(order)))

    @property
    def unanswered(self) -> int:
        return sum(not comment.answer for comment in self.comments)

    def text_now(self, key: str) -> str:
        """What the editor starts from: the typed text, else the generated one; nothing where a
        person owes the whole."""
        if key in self.pieces:
            return self.pieces[key].row.text
        paragraph = self.generated.get(key)
        text = paragraph.text if paragraph is not None else ""
        return "" if text == TO_COME else text

    def version_of(self, key: str) -> int:
        return self.pieces[key].row.version if key in self.pieces else 0


def reports_in(inside: Q) -> QuerySet[Report]:
    """Reports of the places, newest first, with what a list prints."""
    return (
        Report.objects.filter(inside)
        .with_subject()
        .select_related("requested_by")
        .prefetch_related("files__file")
    )


def same_report(report: Report) -> Q:
    """All versions of the same report."""
    return Q(subject=report.subject, kind=report.kind, unit=report.unit)


def report_editor(report: Report, generated: Document) -> ReportEditor:
    """``generated``: the document as the numbers of today write it."""
    paragraphs = paragraphs_of(generated)
    pieces = {}
    for row in ReportText.objects.filter(report=report).select_related("edited_by"):
        paragraph = paragraphs.get(row.key)
        now = numbers_of(paragraph) if paragraph is not None else ()
        edit = edit_of(row)
        pieces[row.key] = Piece(
            row=row,
            changes=changes(edit, now) if paragraph is not None else (),
            can_exchange=paragraph is not None and can_exchange(edit, now),
            is_gone=paragraph is None,
        )
    comments = ReportComment.objects.filter(report=report).select_related("by", "answered_by")
    edits = {key: edit_of(piece.row) for key, piece in pieces.items()}
    document = apply(generated, edits)
    found = check(document, paragraphs, edits, TO_COME)
    return ReportEditor(
        report=report,
        document=document,
        check=found,
        unaccepted=tuple(unaccepted(report, found)),
        text_hash=fingerprint(document),
        generated=paragraphs,
        pieces=pieces,
        comments=list(comments),
    )


class NumberAddresses:
    """The pages where the numbers of an assessment's text come from."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        results = Result.objects.filter(assessment=assessment)
        self._judged = {
            (plan, code): year
            for plan, code, year in results.values_list(
                "plan_indicator__plan__kind", "plan_indicator__indicator__code", "reference_year"
            )
        }
        observed = Observation.objects.filter(region=assessment.region, breakdown=TOTAL)
        self._observed = set(observed.values_list("indicator__code", "reference_year"))

    def address(self, source: str) -> str:
        """A value's chain, or its line in the years where only the plan states it; the result
        page for a rate."""
        origin, run = parse(source), self.assessment
        if not origin.code:
            page = reverse("reports:assessment_detail", args=[run.pk])
            return f"{page}?plan={origin.plan}" if origin.plan else page
        year = origin.year or self._judged.get((origin.plan, origin.code)) or run.year
        page = reverse("reports:indicator", args=[run.region.code, origin.code])
        query = urlencode({"round": run.round.name, "plan": origin.plan, "year": year})
        place = "chain" if (origin.code, year) in self._observed else "years"
        return f"{page}?{query}#{place}"


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """One paragraph in two versions; ``words``: (kind, text) with kind same, old or new."""

    key: str
    words: tuple[tuple[str, str], ...]


def versions_compared(old: Report, new: Report) -> list[VersionDifference]:
    """Paragraphs that differ between the files of two versions, in the newer one's order."""
    before = dict(old.snapshot)
    after = dict(new.snapshot)
    order = [*after, *(key for key in before if key not in after)]
    return [
        VersionDifference(key, tuple(_words(before.get(key, ""), after.get(key, ""))))
        for key in order
        if before.get(key, "") != after.get(key, "")
    ]


def _words(old: str, new: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("same", old[a:b]))
            continue
        if b > a:
            parts.append(("old", old[a:b]))
        if d > c:
            parts.append(("new", new[c:d]))
    return parts


def edit_of(row: ReportText) -> Edit:
    return Edit(row.text, tuple(PrintedNumber(source, text) for source, text in row.numbers))


def report_edits(report: Report) -> dict[str, Edit]:
    """The edits of a report by paragraph key."""
    return {row.key: edit_of(row) for row in ReportText.objects.filter(report=report)}


def unaccepted(report: Report, check: TextCheck) -> list[str]:
    """Handwritten numbers that nobody vouched for, in the order of their parts."""
    vouched = dict(ReportText.objects.filter(report=report).values_list("key", "accepted"))
    return [
        number
        for key, numbers in check.handwritten.items()
        for number in (Counter(numbers) - Counter(vouched.get(key, []))).elements()
    ]
