"""The moves of a submission: 填报中 → 待审核 → 已退回 or 已通过, and back with a reason.

Each move is one conditional UPDATE from the states it is legal in, an event and
a line in the log. Moving many at once runs the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from indicators.choices import MarkState
from indicators.choices import SubmissionAct as Act
from indicators.choices import SubmissionState as State
from indicators.messages import collecting as messages
from indicators.models import Submission, SubmissionEvent, ValueMark
from indicators.selectors.completeness import missing_counts
from indicators.selectors.gates import OPEN_STATES
from indicators.selectors.review import flagged_counts, unseen_counts
from indicators.selectors.snapshots import value_snapshots
from indicators.selectors.windows import closed_reasons
from indicators.services.approval import approved_values_write
from indicators.services.observations import UpsertCounts
from units.audit import audit_record
from units.choices import AuditAction
from units.models import User
from units.text import field_text


@dataclass(frozen=True, slots=True)
class Move:
    """One legal move: from which states, into which, and how the log calls it.

    ``told``: what the log says stood before and stands now, where the state stays.
    """

    act: Act
    sources: tuple[State, ...]
    target: State
    action: AuditAction = AuditAction.REVIEW
    told: tuple[str, str] | None = None

    def words(self, submissions: Iterable[Submission]) -> dict[str, str]:
        """Old and new for the log; the rows as they were before."""
        if self.told is not None:
            old, new = self.told
        else:
            old = "、".join(sorted({State(s.state).label for s in submissions}))
            new = self.target.label
        return {"old": old, "new": new}


_SENT: Final = (State.SUBMITTED,)
_BEGUN: Final = (messages.REVIEW_NOT_BEGUN, messages.REVIEW_BEGUN)
SUBMIT: Final = Move(Act.SUBMITTED, OPEN_STATES, State.SUBMITTED, AuditAction.SUBMIT)
WITHDRAW: Final = Move(Act.WITHDRAWN, _SENT, State.DRAFT, AuditAction.SUBMIT)
START_REVIEW: Final = Move(Act.REVIEW_STARTED, _SENT, State.SUBMITTED, told=_BEGUN)
RETURN: Final = Move(Act.RETURNED, _SENT, State.RETURNED)
APPROVE: Final = Move(Act.APPROVED, _SENT, State.APPROVED)
REOPEN: Final = Move(Act.REOPENED, (State.APPROVED,), State.RETURNED)


@transaction.atomic
def submissions_submit(
    *, submissions: Sequence[Submission], by: User | None, as_office: bool = False
) -> list[Submission]:
    """送审, with a snapshot of the values. A unit's own must be complete and in its window."""
    if not as_office:
        for reason in closed_reasons(submissions).values():
            raise ValidationError(reason, code="closed")
        for count in missing_counts(submissions).values():
            if count:
                raise ValidationError(
                    messages.SUBMIT_INCOMPLETE.format(count=count), code="incomplete"
                )
    now = timezone.now()
    _move(
        SUBMIT,
        submissions,
        times_submitted=F("times_submitted") + 1,
        submitted_at=now,
        submitted_by=by,
        review_started_at=None,
    )
    return _log(SUBMIT, submissions, by=by, snapshots=value_snapshots(submissions))


@transaction.atomic
def submission_withdraw(*, submission: Submission, by: User | None) -> Submission:
    """撤回 by the unit, until the office has opened it for review."""
    for reason in closed_reasons([submission], as_draft=True).values():
        raise ValidationError(reason, code="closed")
    _move(WITHDRAW, [submission], must_be_unreviewed=True)
    return _log(WITHDRAW, [submission], by=by)[0]


@transaction.atomic
def submission_start_review(*, submission: Submission, by: User | None) -> bool:
    """The office opens it: from now on the unit cannot withdraw. False: begun before."""
    moved = Submission.objects.filter(
        pk=submission.pk, state=State.SUBMITTED, review_started_at=None
    ).update(review_started_at=timezone.now())
    if moved:
        # A flag that was answered by a new version has done its work; the thread keeps it.
        ValueMark.objects.filter(
            submission_value__submission=submission,
            state=MarkState.FLAGGED,
            version__lt=F("submission_value__version"),
        ).delete()
        _log(START_REVIEW, [submission], by=by)
    return bool(moved)


@transaction.atomic
def submission_return(*, submission: Submission, reason: str, by: User | None) -> Submission:
    """退回 with a reason. Where values are flagged, only these can be changed by the unit."""
    reason = _reason(reason)
    _move(RETURN, [submission])
    return _log(RETURN, [submission], by=by, reason=reason)[0]


@transaction.atomic
def submissions_approve(
    *, submissions: Sequence[Submission], by: User | None, is_reviewed: bool = True
) -> UpsertCounts:
    """通过: approve all or none; their values become observations.

    ``is_reviewed``: refuse where changed values were not looked at since the last
    version; bulk imports of the office approve unseen. Flagged values always refuse.
    """
    now = timezone.now()
    _move(APPROVE, submissions, approved_at=now, approved_by=by)
    _refuse_counts(flagged_counts(submissions).values(), messages.APPROVE_FLAGGED, "flagged")
    if is_reviewed:
        _refuse_counts(unseen_counts(submissions).values(), messages.APPROVE_UNSEEN, "unseen")
    counts = approved_values_write(submissions=submissions, by=by)
    _log(APPROVE, submissions, by=by)
    return counts


@transaction.atomic
def submission_reopen(*, submission: Submission, reason: str, by: User | None) -> Submission:
    """Open an approved one again, with a reason. Its approved figures stay valid meanwhile."""
    reason = _reason(reason)
    _move(REOPEN, [submission])
    # Whatever was flagged long ago must not narrow what can be corrected now.
    ValueMark.objects.filter(
        submission_value__submission=submission, state=MarkState.FLAGGED
    ).delete()
    return _log(REOPEN, [submission], by=by, reason=reason)[0]


def _reason(text: str) -> str:
    reason = field_text(SubmissionEvent, "reason", text)
    if not reason:
        raise ValidationError(messages.REASON_NEEDED, code="reason")
    return reason


def _move(
    move: Move,
    submissions: Sequence[Submission],
    *,
    must_be_unreviewed: bool = False,
    **changes: Any,
) -> None:
    """The conditional UPDATE of all, or a refusal naming those it is not legal for."""
    ids = [s.pk for s in submissions]
    standing = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .select_related("reporting_round", "unit")
        .order_by("pk")
    )
    refused = [
        messages.MOVE_REFUSED.format(
            act=move.act.label,
            unit=s.unit,
            year=s.reporting_round.reference_year,
            state=s.get_state_display(),
        )
        for s in standing
        if s.state not in move.sources
    ]
    if refused:
        raise ValidationError([ValidationError(text, code="illegal_move") for text in refused])
    legal = Submission.objects.filter(pk__in=ids, state__in=move.sources)
    if must_be_unreviewed:
        legal = legal.filter(review_started_at=None)
    if legal.update(state=move.target, **changes) != len(ids):
        raise ValidationError(messages.WITHDRAW_REVIEWED, code="reviewed")


def _log(
    move: Move,
    submissions: Sequence[Submission],
    *,
    by: User | None,
    reason: str = "",
    snapshots: dict[int, dict[str, Any]] | None = None,
) -> list[Submission]:
    """The events and one line of the log per place; gives the rows back as they are now."""
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(
            submission=s,
            act=move.act,
            by=by,
            reason=reason,
            values=snapshots.get(s.pk, {}) if snapshots else {},
        )
        for s in submissions
    )
    rows = Submission.objects.filter(pk__in=[s.pk for s in submissions]).select_related(
        "reporting_round__region", "unit__region"
    )
    now = {s.pk: s for s in rows}
    ordered = [now[s.pk] for s in submissions]
    by_region: dict[int, list[Submission]] = {}
    for submission in ordered:
        by_region.setdefault(submission.reporting_round.region_id, []).append(submission)
    before = {s.pk: s for s in submissions}
    for group in by_region.values():
        audit_record(
            action=move.action,
            user=by,
            region=group[0].reporting_round.region,
            subject=", ".join(f"{s.unit} {s.reporting_round.reference_year}" for s in group),
            detail={
                "act": move.act.value,
                "submissions": [s.pk for s in group],
                "reason": reason,
                **move.words(before[s.pk] for s in group),
            },
        )
    return ordered


def _refuse_counts(counts: Iterable[int], sentence: str, code: str) -> None:
    total = sum(counts)
    if total:
        raise ValidationError(sentence.format(count=total), code=code)
