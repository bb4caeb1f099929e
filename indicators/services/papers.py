"""年初计划 and 年终总结 of a unit: written, sent, returned or approved like a submission."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from indicators.choices import SubmissionAct, SubmissionState, WorkPaperKind
from indicators.messages import collecting as messages
from indicators.models import ReportingRound, WorkPaper
from indicators.selectors.gates import OPEN_STATES
from units.audit import audit_record
from units.choices import AuditAction
from units.models import MemberUnit, StoredFile, User
from units.text import field_text


@transaction.atomic
def papers_ensure(*, reporting_round: ReportingRound, unit: MemberUnit) -> list[WorkPaper]:
    """Both papers of a unit in a round, made when missing."""
    if unit.region_id != reporting_round.region_id:
        raise ValidationError(
            messages.UNIT_ELSEWHERE.format(unit=unit, region=reporting_round.region),
            code="unit_elsewhere",
        )
    WorkPaper.objects.bulk_create(
        [
            WorkPaper(reporting_round=reporting_round, unit=unit, kind=kind)
            for kind in WorkPaperKind
        ],
        ignore_conflicts=True,
    )
    return list(WorkPaper.objects.filter(reporting_round=reporting_round, unit=unit))


@transaction.atomic
def paper_save(
    *, paper: WorkPaper, text: str, file: StoredFile | None, seen_version: int, by: User
) -> WorkPaper:
    """Keep text and file of an open paper; a version not seen is not overwritten.

    ``file`` None keeps the file there is.
    """
    changes = {"file": file} if file is not None else {}
    before = WorkPaper.objects.select_related("file").get(pk=paper.pk)
    saved = WorkPaper.objects.filter(
        pk=paper.pk, version=seen_version, state__in=OPEN_STATES
    ).update(
        text=text.strip(),
        version=F("version") + 1,
        changed_at=timezone.now(),
        changed_by=by,
        **changes,
    )
    rows = WorkPaper.objects.select_related("file", "unit", "reporting_round__region")
    fresh = rows.get(pk=paper.pk)
    if not saved and fresh.state not in OPEN_STATES:
        raise _refusal(fresh, SubmissionAct.OPENED)
    if not saved:
        raise ValidationError(messages.PAPER_STALE, code="stale")
    audit_record(
        action=AuditAction.ENTER,
        user=by,
        region=fresh.reporting_round.region,
        subject=str(fresh),
        detail={"paper": fresh.pk, "old": _content(before), "new": _content(fresh)},
    )
    return fresh


def _content(paper: WorkPaper) -> dict[str, str]:
    """For the log: the words, and of the file its name and hash."""
    file = paper.file
    return {"text": paper.text, "file": f"{file.name} {file.sha256}" if file else ""}


@transaction.atomic
def paper_submit(*, paper: WorkPaper, by: User) -> WorkPaper:
    filled = WorkPaper.objects.filter(pk=paper.pk).exclude(text="", file=None).exists()
    if not filled:
        raise ValidationError(messages.PAPER_EMPTY, code="empty")
    return _move(paper, SubmissionAct.SUBMITTED, OPEN_STATES, SubmissionState.SUBMITTED, by=by)


@transaction.atomic
def paper_return(*, paper: WorkPaper, reason: str, by: User) -> WorkPaper:
    reason = field_text(WorkPaper, "return_reason", reason)
    if not reason:
        raise ValidationError(messages.REASON_NEEDED, code="reason")
    sources = (SubmissionState.SUBMITTED, SubmissionState.APPROVED)
    return _move(
        paper, SubmissionAct.RETURNED, sources, SubmissionState.RETURNED, by=by, reason=reason
    )


@transaction.atomic
def paper_approve(*, paper: WorkPaper, by: User) -> WorkPaper:
    sources = (SubmissionState.SUBMITTED,)
    return _move(paper, SubmissionAct.APPROVED, sources, SubmissionState.APPROVED, by=by)


def _move(
    paper: WorkPaper,
    act: SubmissionAct,
    sources: tuple[SubmissionState, ...],
    target: SubmissionState,
    *,
    by: User,
    reason: str = "",
) -> WorkPaper:
    moved = WorkPaper.objects.filter(pk=paper.pk, state__in=sources).update(
        state=target, return_reason=reason
    )
    fresh = WorkPaper.objects.select_related("unit", "reporting_round__region").get(pk=paper.pk)
    if not moved:
        raise _refusal(fresh, act)
    audit_record(
        action=AuditAction.SUBMIT if act is SubmissionAct.SUBMITTED else AuditAction.REVIEW,
        user=by,
        region=fresh.reporting_round.region,
        subject=str(fresh),
        detail={
            "act": act.value,
            "paper": fresh.pk,
            "reason": reason,
            "old": paper.get_state_display(),
            "new": fresh.get_state_display(),
        },
    )
    return fresh


def _refusal(paper: WorkPaper, act: SubmissionAct) -> ValidationError:
    text = messages.PAPER_STATE.format(
        state=paper.get_state_display(), act=messages.PAPER_ACTS[act]
    )
    return ValidationError(text, code="illegal_move")
