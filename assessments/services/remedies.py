"""Causes and measures: asked for, written, handed in, returned or approved."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.messages import remedies as messages
from assessments.models import Assessment, Remedy
from assessments.selectors.remedies import remedies_with, remedy_board
from assessments.services.remedy_checks import remedy_checked, remedy_lacking
from assessments.services.remedy_notices import (
    remedies_asked_tell,
    remedy_reviewed_tell,
    remedy_sent_tell,
)
from indicators.choices import SubmissionAct, SubmissionState
from indicators.core.values import plain
from units.audit import audit_record
from units.choices import AuditAction
from units.text import field_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assessments.selectors.remedies import RemedyLine
    from assessments.services.remedy_checks import RemedyText
    from units.models import MemberUnit, User

FARTHEST_ANSWER: Final = dt.timedelta(days=366)
_OPEN: Final = (SubmissionState.DRAFT, SubmissionState.RETURNED)


@dataclass(frozen=True, slots=True)
class RemediesAsked:
    """``count`` new ones for ``units`` units; ``own`` of them for the office itself. ``untold``:
    units without an account to tell."""

    count: int
    units: int
    own: int
    untold: tuple[MemberUnit, ...]


@transaction.atomic
def remedies_ask(
    *, assessment: Assessment, plan_indicators: Collection[int], answer_by: dt.date, by: User
) -> RemediesAsked:
    """Ask the lead units for the causes and measures of these indicators of a draft.

    What was asked before stays as it is. Raises ValidationError when nothing is left to ask.
    """
    _draft_lock(assessment)
    today = timezone.localdate()
    if answer_by < today:
        raise ValidationError(messages.DAY_PAST, code="day")
    if answer_by > today + FARTHEST_ANSWER:
        raise ValidationError(messages.DAY_FAR, code="day")
    lines = _lines_chosen(assessment, plan_indicators)
    made = Remedy.objects.bulk_create(
        [
            Remedy(
                assessment=assessment,
                plan_indicator=line.result.plan_indicator,
                unit=line.unit,
                answer_by=answer_by,
                asked_by=by,
            )
            for line in lines
        ]
    )
    asked = Counter(row.unit for row in made)
    own = asked.pop(None, 0)
    by_unit = {unit: count for unit, count in asked.items() if unit is not None}
    untold = remedies_asked_tell(assessment=assessment, counts=by_unit, answer_by=answer_by, by=by)
    audit_record(
        action=AuditAction.ASSESS,
        user=by,
        region=assessment.region,
        subject=messages.LOG_ASKED.format(assessment=assessment),
        detail={
            "assessment": assessment.pk,
            "count": len(made),
            "answer_by": answer_by.isoformat(),
            "indicators": [line.result.name for line in lines],
            "units": [str(unit) for unit in by_unit],
        },
    )
    return RemediesAsked(len(made), len(by_unit), own, untold)


def _lines_chosen(assessment: Assessment, chosen: Collection[int]) -> list[RemedyLine]:
    if not chosen:
        raise ValidationError(messages.NOBODY_CHOSEN, code="none")
    board = remedy_board(assessment)
    offered = {line.result.plan_indicator_id: line for line in (*board.unmet, *board.worse)}
    if set(chosen) - offered.keys():
        raise ValidationError(messages.NOT_OF_THIS_RUN, code="not_offered")
    lines = [line for key, line in offered.items() if key in chosen and line.remedy is None]
    if not lines:
        raise ValidationError(messages.ASKED_ALREADY, code="asked")
    return lines


@transaction.atomic
def remedy_save(*, remedy: Remedy, text: RemedyText, seen_version: int, by: User) -> Remedy:
    """Keep what was written of an open one; a version not seen is not overwritten.

    Raises ValidationError with every fault of what was typed.
    """
    _draft_lock(remedy.assessment)
    before = _said(remedies_with().get(pk=remedy.pk))
    changes: dict[str, Any] = {
        name: field_text(Remedy, name, getattr(text, name)) for name in ("cause", "actions")
    }
    changes |= remedy_checked(remedy, text)
    saved = Remedy.objects.filter(pk=remedy.pk, version=seen_version, state__in=_OPEN).update(
        **changes, version=F("version") + 1, changed_at=timezone.now(), changed_by=by
    )
    fresh = remedies_with().get(pk=remedy.pk)
    if not saved and not fresh.is_open:
        raise _refusal(fresh, "save")
    if not saved:
        raise ValidationError(messages.STALE, code="stale")
    audit_record(
        action=AuditAction.ENTER,
        user=by,
        region=fresh.assessment.region,
        subject=str(fresh),
        detail={"row": fresh.pk, "old": before, "new": _said(fresh)},
    )
    return fresh


@transaction.atomic
def remedy_submit(*, remedy: Remedy, by: User) -> Remedy:
    """Hand it in. Raises ValidationError with all that is missing."""
    _draft_lock(remedy.assessment)
    standing = remedies_with().get(pk=remedy.pk)
    lacking = remedy_lacking(standing)
    if lacking:
        raise ValidationError([ValidationError(text, code="incomplete") for text in lacking])
    fresh = _move(standing, SubmissionAct.SUBMITTED, _OPEN, SubmissionState.SUBMITTED, by=by)
    remedy_sent_tell(remedy=fresh, by=by)
    return fresh


@transaction.atomic
def remedy_return(*, remedy: Remedy, reason: str, by: User) -> Remedy:
    """Back to the unit with words; an approved one too, while the run is a draft."""
    _draft_lock(remedy.assessment)
    reason = field_text(Remedy, "return_reason", reason)
    if not reason:
        raise ValidationError(messages.REASON_NEEDED, code="reason")
    sources = (SubmissionState.SUBMITTED, SubmissionState.APPROVED)
    fresh = _move(
        remedy, SubmissionAct.RETURNED, sources, SubmissionState.RETURNED, by=by, reason=reason
    )
    remedy_reviewed_tell(remedy=fresh, by=by)
    return fresh


@transaction.atomic
def remedy_approve(*, remedy: Remedy, by: User) -> Remedy:
    """From now on the reports of the run say it."""
    _draft_lock(remedy.assessment)
    sources = (SubmissionState.SUBMITTED,)
    fresh = _move(remedy, SubmissionAct.APPROVED, sources, SubmissionState.APPROVED, by=by)
    remedy_reviewed_tell(remedy=fresh, by=by)
    return fresh


def _move(
    remedy: Remedy,
    act: SubmissionAct,
    sources: Sequence[SubmissionState],
    target: SubmissionState,
    *,
    by: User,
    reason: str = "",
) -> Remedy:
    changes: dict[str, Any] = {"state": target, "return_reason": reason}
    if act is not SubmissionAct.SUBMITTED:
        changes |= {"reviewed_at": timezone.now(), "reviewed_by": by}
    moved = Remedy.objects.filter(pk=remedy.pk, state__in=sources).update(**changes)
    fresh = remedies_with().get(pk=remedy.pk)
    if not moved:
        raise _refusal(fresh, act)
    audit_record(
        action=AuditAction.SUBMIT if act is SubmissionAct.SUBMITTED else AuditAction.REVIEW,
        user=by,
        region=fresh.assessment.region,
        subject=str(fresh),
        detail={
            "act": act.value,
            "row": fresh.pk,
            "reason": reason,
            "old": remedy.get_state_display(),
            "new": fresh.get_state_display(),
        },
    )
    return fresh


def _draft_lock(assessment: Assessment) -> None:
    """Nobody finalises the run before this transaction ends; refuses a finalised one, and one
    that was never computed."""
    rows = Assessment.objects.select_for_update().filter(pk=assessment.pk)
    standing = rows.values_list("finalised_at", "computed_at").first()
    finalised, computed = standing or (None, None)
    if finalised is not None:
        raise ValidationError(messages.FINAL_IS_FIXED, code="final")
    if computed is None:
        raise ValidationError(messages.NOT_COMPUTED, code="not_computed")


def _refusal(remedy: Remedy, act: str) -> ValidationError:
    text = messages.STATE.format(state=remedy.get_state_display(), act=messages.ACTS[act])
    return ValidationError(text, code="illegal_move")


def _said(remedy: Remedy) -> dict[str, str]:
    """For the log."""
    value = remedy.value_to_reach
    return {
        "cause": remedy.cause,
        "actions": remedy.actions,
        "complete_by": remedy.complete_by.isoformat() if remedy.complete_by else "",
        "value_to_reach": "" if value is None else plain(value),
    }
