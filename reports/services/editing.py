"""Changing a report's text: one paragraph at a time, two people at one paragraph told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from reports import messages
from reports.choices import ReportState
from reports.core.checking import check, fingerprint, handwritten
from reports.core.editing import (
    Edit,
    apply,
    can_exchange,
    changes,
    exchange,
    numbers_of,
    paragraphs_of,
)
from reports.models import Report, ReportComment, ReportText
from reports.selectors.report_editor import edit_of, report_edits, same_report, unaccepted
from reports.selectors.report_outlines import OUTLINE
from reports.services.building import (
    report_as_issued,
    report_build,
    report_document,
    report_generated,
    report_record,
)
from reports.services.subjects import subject_kind, subject_of
from reports.words.writing import TO_COME
from units.choices import JobState
from units.jobs import jobs_wake
from units.text import field_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.core.checking import TextCheck
    from reports.core.editing import PrintedNumber
    from reports.document import Paragraph
    from reports.words.paper import Paper
    from units.models import User

LONGEST_PARAGRAPH: Final = 5_000


def text_save(*, report: Report, key: str, text: str, version: int, user: User) -> ReportText:
    """Keep a paragraph as typed. ``version``: what the editor saw, 0 for a generated one.

    Raises ValidationError when the report is issued, the paragraph is unknown, or somebody
    saved it meanwhile (code ``faster``).
    """
    _open(report)
    if len(text) > LONGEST_PARAGRAPH:
        raise ValidationError(
            messages.PARAGRAPH_TOO_LONG.format(size=len(text), limit=LONGEST_PARAGRAPH),
            code="too_long",
        )
    return _keep(report, key, Edit(text.strip(), _numbers_now(report, key)), version, user)


def text_exchange(*, report: Report, key: str, version: int, user: User) -> ReportText:
    """Only the numbers of an edited paragraph, the words stay."""
    _open(report)
    row = _row(report, key)
    now = _numbers_now(report, key)
    if not can_exchange(edit_of(row), now):
        raise ValidationError(messages.CANNOT_EXCHANGE, code="cannot_exchange")
    return _keep(report, key, exchange(edit_of(row), now), version, user)


def text_confirm(*, report: Report, key: str, version: int, user: User) -> ReportText:
    """The words stay as they are and count as written with today's numbers."""
    _open(report)
    row = _row(report, key)
    return _keep(report, key, Edit(row.text, _numbers_now(report, key)), version, user)


@transaction.atomic
def text_accept(*, report: Report, key: str, version: int, user: User) -> None:
    """Vouch for the numbers of a typed text that no fact stands behind."""
    _open(report)
    row = _row(report, key)
    numbers = handwritten(edit_of(row), paragraphs_of(report_generated(report)).get(key))
    kept = ReportText.objects.filter(pk=row.pk, version=version).update(accepted=list(numbers))
    if not kept:
        raise ValidationError(messages.TEXT_FASTER, code="faster")
    report_record(report, user, key=key, accepted="、".join(numbers))


@transaction.atomic
def text_rewrite(*, report: Report, key: str, version: int, user: User) -> None:
    """Give the paragraph back to the machine: it is generated from today's numbers."""
    _open(report)
    row = ReportText.objects.filter(report=report, key=key, version=version).first()
    if row is None or not ReportText.objects.filter(pk=row.pk, version=version).delete()[0]:
        raise ValidationError(messages.TEXT_FASTER, code="faster")
    report_record(report, user, key=key, old=row.text, new="")


def report_version_new(*, report: Report, user: User) -> Report:
    """The next version with the same changes, of a draft or an issued one, which stays as it is
    and is named as the predecessor."""
    with transaction.atomic():
        same = Report.objects.filter(same_report(report))
        last = same.aggregate(last=Max("version"))["last"]
        try:
            new = Report.objects.create(
                **subject_of(report).fields,
                kind=report.kind,
                unit=report.unit,
                version=last + 1,
                title=report.title,
                options={k: v for k, v in report.options.items() if k != OUTLINE},
                formats=report.formats,
                requested_by=user,
                is_awaited=True,
                copied_from=report,
            )
        except IntegrityError:
            raise ValidationError(messages.VERSION_UNDER_WAY, code="faster") from None
        ReportText.objects.bulk_create(
            ReportText(
                report=new,
                key=row.key,
                text=row.text,
                numbers=row.numbers,
                accepted=row.accepted,
                edited_by=row.edited_by,
                edited_at=row.edited_at,
            )
            for row in ReportText.objects.filter(report=report)
        )
        report_record(new, user, act="version", old=last, new=last + 1)
        jobs_wake(Report, [new.pk])
    return new


def report_issue(*, report: Report, user: User) -> Report:
    """Lock a report: nothing in it changes any more. What is locked are files of the text as it
    stands, without the mark of a draft; they are built first.

    Raises ValidationError naming everything that still stands in the way.
    """
    _open(report)
    final = report_as_issued(report)
    generated = report_generated(final)
    edits = report_edits(report)
    document = apply(generated, edits)
    obstacles = _obstacles(report, check(document, paragraphs_of(generated), edits, TO_COME))
    if stale := _moved(edits, paragraphs_of(generated)):
        obstacles.append(messages.ISSUE_STALE.format(count=len(stale)))
    if obstacles:
        raise ValidationError(obstacles, code="not_ready")
    text = fingerprint(document)
    if set(report.files.values_list("text_hash", flat=True)) != {text}:
        report_build(report=final)
    with transaction.atomic():
        _lock(report)
        options = Report.objects.values_list("options", flat=True).get(pk=report.pk)
        if options != report.options or fingerprint(report_document(final)) != text:
            raise ValidationError(messages.TEXT_FASTER, code="faster")
        locked = Report.objects.filter(
            pk=report.pk, state=ReportState.DRAFT, job_state=JobState.DONE
        ).update(
            state=ReportState.ISSUED,
            issued_at=timezone.now(),
            issued_by=user,
            issued_hash=text,
            options=final.options,
        )
        if not locked:
            raise ValidationError(messages.TEXT_FASTER, code="faster")
        states = {"old": ReportState.DRAFT.label, "new": ReportState.ISSUED.label}
        report_record(report, user, act="issue", text=text, **states)
    report.refresh_from_db()
    return report


def _moved(edits: Mapping[str, Edit], now: Mapping[str, Paragraph]) -> list[str]:
    """Edited parts whose numbers are not those of today."""
    return [k for k, e in edits.items() if k in now and changes(e, numbers_of(now[k]))]


def _obstacles(report: Report, found: TextCheck) -> list[str]:
    """What stands in the way of issuing, apart from numbers that moved."""
    obstacles = []
    if obstacle := subject_kind(report).obstacle(report):
        obstacles.append(obstacle)
    if report.job_state != JobState.DONE:
        obstacles.append(messages.ISSUE_NEEDS_FILES)
    if found.open:
        obstacles.append(messages.open_parts(list(found.open.values())))
    if by_hand := unaccepted(report, found):
        obstacles.append(messages.ISSUE_HANDWRITTEN.format(numbers="、".join(by_hand[:5])))
    unanswered = ReportComment.objects.filter(report=report, answer="").count()
    if unanswered:
        obstacles.append(messages.ISSUE_COMMENTS.format(count=unanswered))
    return obstacles


@transaction.atomic
def report_paper_save(*, report: Report, paper: Paper, user: User) -> None:
    """Keep the form of the paper; an issued one keeps its own."""
    _lock(report)
    rows = Report.objects.filter(pk=report.pk)
    before = rows.values_list("options", flat=True).get()
    rows.update(options=paper.to_options())
    report_record(report, user, act="paper", old=before, new=paper.to_options())


def comment_add(*, report: Report, key: str, text: str, user: User) -> ReportComment:
    _open(report)
    if not text.strip():
        raise ValidationError(messages.COMMENT_EMPTY, code="empty")
    comment = ReportComment.objects.create(
        report=report, key=key, text=field_text(ReportComment, "text", text), by=user
    )
    report_record(report, user, key=key, comment=comment.text)
    return comment


@transaction.atomic
def comment_answer(*, comment: ReportComment, text: str, user: User) -> None:
    """Answer once; a second answer is refused so that nobody's words are overwritten."""
    _open(comment.report)
    if not text.strip():
        raise ValidationError(messages.COMMENT_EMPTY, code="empty")
    answered = ReportComment.objects.filter(pk=comment.pk, answer="").update(
        answer=field_text(ReportComment, "answer", text),
        answered_at=timezone.now(),
        answered_by=user,
    )
    if not answered:
        raise ValidationError(messages.COMMENT_ANSWERED, code="faster")
    report_record(comment.report, user, key=comment.key, comment=comment.text, answer=text)


def _open(report: Report) -> None:
    if Report.objects.filter(pk=report.pk, state=ReportState.ISSUED).exists():
        raise ValidationError(messages.ISSUED_IS_FIXED, code="issued")


def _lock(report: Report) -> None:
    """Nobody writes or issues it beside us until this transaction ends; refuses an issued one."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=report.pk, state=ReportState.DRAFT
    )
    if not list(rows.values_list("pk", flat=True)):
        raise ValidationError(messages.ISSUED_IS_FIXED, code="issued")


def _row(report: Report, key: str) -> ReportText:
    row = ReportText.objects.filter(report=report, key=key).first()
    if row is None:
        raise ValidationError(messages.TEXT_FASTER, code="faster")
    return row


def _numbers_now(report: Report, key: str) -> tuple[PrintedNumber, ...]:
    paragraph = paragraphs_of(report_generated(report)).get(key)
    if paragraph is None:
        raise ValidationError(messages.PARAGRAPH_GONE, code="gone")
    return numbers_of(paragraph)


@transaction.atomic
def _keep(report: Report, key: str, edit: Edit, version: int, user: User) -> ReportText:
    _lock(report)
    before = ReportText.objects.filter(report=report, key=key).first()
    old = before.text if before else ""
    row = _kept(report, key, edit, version, user)
    report_record(report, user, key=key, old=old, new=row.text)
    return row


def _kept(report: Report, key: str, edit: Edit, version: int, user: User) -> ReportText:
    numbers = [[known.source, known.text] for known in edit.numbers]
    if version == 0:
        try:
            with transaction.atomic():
                return ReportText.objects.create(
                    report=report, key=key, text=edit.text, numbers=numbers, edited_by=user
                )
        except IntegrityError:
            raise ValidationError(messages.TEXT_FASTER, code="faster") from None
    changed = ReportText.objects.filter(report=report, key=key, version=version).update(
        text=edit.text,
        numbers=numbers,
        version=F("version") + 1,
        edited_at=timezone.now(),
        edited_by=user,
    )
    if not changed:
        raise ValidationError(messages.TEXT_FASTER, code="faster")
    return ReportText.objects.get(report=report, key=key)
