"""What the office says of single values while it reviews: accepted, flagged, discussed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import MarkState, SubmissionState
from indicators.messages import collecting as messages
from indicators.models import Submission, SubmissionValue, ValueComment, ValueMark
from indicators.selectors.review import UNSEEN
from units.audit import audit_record
from units.choices import AuditAction
from units.models import User
from units.text import field_text


@transaction.atomic
def value_mark(
    *, value: SubmissionValue, state: MarkState, version: int, by: User, reason: str = ""
) -> ValueMark:
    """Accept or flag the version that was looked at. A flag needs a reason; it joins the thread."""
    reason = field_text(ValueMark, "reason", reason)
    if state is MarkState.FLAGGED and not reason:
        raise ValidationError(messages.REASON_NEEDED, code="reason")
    _lock_submitted(value.submission_id)
    before = ValueMark.objects.filter(submission_value=value).first()
    current = SubmissionValue.objects.filter(pk=value.pk, version=version).exists()
    if not current:
        raise ValidationError(messages.MARK_STALE, code="stale")
    mark, _ = ValueMark.objects.update_or_create(
        submission_value=value,
        defaults={
            "state": state,
            "reason": reason,
            "version": version,
            "at": timezone.now(),
            "by": by,
        },
    )
    if state is MarkState.FLAGGED:
        ValueComment.objects.create(submission_value=value, text=reason, by=by)
    _record(value, by, old=_mark_text(before), new=_mark_text(mark))
    return mark


@transaction.atomic
def value_unmark(*, value: SubmissionValue, by: User) -> None:
    """Take a mark back; what was said in the thread stays."""
    _lock_submitted(value.submission_id)
    before = ValueMark.objects.filter(submission_value=value).first()
    if before is not None:
        before.delete()
        _record(value, by, old=_mark_text(before), new="")


@transaction.atomic
def missing_value_flag(
    *,
    submission: Submission,
    indicator_id: int,
    breakdown: str,
    reason: str,
    by: User,
) -> ValueMark:
    """Flag a cell that was never filled: it becomes an empty value that can be talked about."""
    _lock_submitted(submission.pk)
    value, _ = SubmissionValue.objects.get_or_create(
        submission=submission,
        indicator_id=indicator_id,
        reference_year=submission.reporting_round.reference_year,
        breakdown=breakdown,
        defaults={"version": 1, "changed_by": by},
    )
    return value_mark(
        value=value, state=MarkState.FLAGGED, version=value.version, by=by, reason=reason
    )


@transaction.atomic
def values_accept_rest(*, submission: Submission, by: User) -> int:
    """Accept all values that nobody looked at in their present version; gives their number."""
    _lock_submitted(submission.pk)
    rest = SubmissionValue.objects.filter(UNSEEN, submission=submission)
    now = timezone.now()
    marks = [
        ValueMark(submission_value_id=pk, state=MarkState.ACCEPTED, version=version, at=now, by=by)
        for pk, version in rest.values_list("pk", "version")
    ]
    ValueMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["submission_value"],
        update_fields=["state", "reason", "version", "at", "by"],
    )
    if marks:
        audit_record(
            action=AuditAction.REVIEW,
            user=by,
            region=submission.reporting_round.region,
            subject=f"{submission.unit} {submission.reporting_round.reference_year}",
            detail={
                "count": len(marks),
                "values": [m.submission_value_id for m in marks],
                "old": "",
                "new": MarkState.ACCEPTED.label,
            },
        )
    return len(marks)


@transaction.atomic
def value_comment(*, value: SubmissionValue, text: str, by: User) -> ValueComment:
    """A remark of either side in the thread of one value."""
    text = field_text(ValueComment, "text", text)
    if not text:
        raise ValidationError(messages.COMMENT_EMPTY, code="empty")
    comment = ValueComment.objects.create(submission_value=value, text=text, by=by)
    _record(value, by, comment=text)
    return comment


def _mark_text(mark: ValueMark | None) -> str:
    if mark is None:
        return ""
    return f"{MarkState(mark.state).label} {mark.reason}".strip()


def _record(value: SubmissionValue, by: User, **said: str) -> None:
    about = SubmissionValue.objects.select_related(
        "indicator", "submission__unit__region", "submission__reporting_round__region"
    ).get(pk=value.pk)
    audit_record(
        action=AuditAction.REVIEW,
        user=by,
        region=about.submission.reporting_round.region,
        subject=f"{about.submission.unit} {about.indicator.code} {about.reference_year}",
        detail={"value": about.pk, "breakdown": about.breakdown, **said},
    )


def _lock_submitted(submission_id: int) -> None:
    """Marks are made between sending and approving, and never cross a move."""
    row = (
        Submission.objects.select_for_update(no_key=True)
        .filter(pk=submission_id, state=SubmissionState.SUBMITTED)
        .values_list("pk", flat=True)
    )
    if not list(row):
        raise ValidationError(messages.MARK_STATE, code="state")
