"""What people decide: qualitative indicators, and other verdicts than the computed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessments import messages
from assessments.choices import AssessmentState
from assessments.models import Assessment, Decision, Override
from assessments.services.requests import queued_record
from indicators.core.rules import DECIDED
from indicators.core.vocabulary import Verdict
from indicators.wording.verdicts import words_of
from units.audit import audit_record
from units.choices import AuditAction, JobState
from units.jobs import jobs_wake, requeue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.models import PlanIndicator
    from indicators.wording.verdicts import Words
    from units.models import Region, StoredFile, User

RECOMPUTE: Final = "recompute"
_DECIDABLE: Final = (Verdict.MET, Verdict.UNMET)


def decision_make(
    *,
    plan_indicator: PlanIndicator,
    region: Region,
    year: int,
    verdict: Verdict,
    reason: str,
    user: User,
    evidence: StoredFile | None = None,
) -> Decision:
    """Decide a qualitative indicator for a place and year; an earlier decision is kept beside.

    Raises ValidationError for a rule that numbers decide, a verdict that is no decision, a
    missing reason, or when somebody decided the same at the same moment.
    """
    if plan_indicator.rule not in DECIDED:
        raise ValidationError(messages.DECISION_NOT_ASKED.format(name=plan_indicator), code="rule")
    if verdict not in _DECIDABLE or not reason.strip():
        raise ValidationError(messages.DECISION_INCOMPLETE, code="incomplete")
    try:
        with transaction.atomic():
            standing = Decision.objects.filter(
                plan_indicator=plan_indicator, region=region, reference_year=year, is_current=True
            )
            before = standing.first()
            standing.update(is_current=False)
            decision = Decision.objects.create(
                plan_indicator=plan_indicator,
                region=region,
                reference_year=year,
                verdict=verdict.value,
                reason=reason.strip(),
                evidence=evidence,
                decided_by=user,
            )
            audit_record(
                action=AuditAction.DECIDE,
                user=user,
                region=region,
                subject=messages.DECISION_LOG.format(
                    name=plan_indicator.name, year=year, what=decision.get_verdict_display()
                ),
                detail={
                    "decision": decision.pk,
                    "old": _said(before, words_of()),
                    "new": _said(decision, words_of()),
                    "evidence": evidence.sha256 if evidence else "",
                },
            )
    except IntegrityError as clash:
        raise ValidationError(messages.FASTER, code="faster") from clash
    return decision


def override_set(
    *,
    assessment: Assessment,
    plan_indicator: PlanIndicator,
    whose: str,
    verdict: Verdict,
    reason: str,
    user: User,
) -> Override:
    """Another verdict than the computed one, which stays beside it; the next computing counts it.

    Raises ValidationError when the assessment is finalised, does not judge the indicator, or
    the reason is missing.
    """
    if not reason.strip():
        raise ValidationError(messages.OVERRIDE_REASON, code="reason")
    if not assessment.results.filter(plan_indicator=plan_indicator, whose=whose).exists():
        raise ValidationError(messages.OVERRIDE_NOT_JUDGED.format(name=plan_indicator), code="none")
    with transaction.atomic():
        _draft_lock(assessment)
        before = _standing(assessment, plan_indicator, whose)
        override, _ = Override.objects.update_or_create(
            assessment=assessment,
            plan_indicator=plan_indicator,
            whose=whose,
            defaults={"verdict": verdict.value, "reason": reason.strip(), "made_by": user},
        )
        _queue([assessment.pk])
        what = assessment.words.plain(verdict)
        old, new = (_said(row, assessment.words) for row in (before, override))
        _record(assessment, plan_indicator, what, user, old=old, new=new)
    return override


def override_remove(
    *, assessment: Assessment, plan_indicator: PlanIndicator, whose: str, user: User
) -> bool:
    """Back to the computed verdict. False: there was no other one."""
    with transaction.atomic():
        _draft_lock(assessment)
        before = _standing(assessment, plan_indicator, whose)
        if before is not None:
            old = _said(before, assessment.words)
            before.delete()
            _queue([assessment.pk])
            what = messages.OVERRIDE_TAKEN_BACK
            _record(assessment, plan_indicator, what, user, old=old, new="")
    return before is not None


@transaction.atomic
def drafts_queue(*, pks: Iterable[int], by: User | None) -> list[int]:
    """Put computed drafts back into the queue; the keys that were. Finalised ones never."""
    keys = list(pks)
    before = dict(Assessment.objects.filter(pk__in=keys).values_list("pk", "job_state"))
    queued = _queue(keys)
    rows = Assessment.objects.filter(pk__in=queued).select_related("region").listed()
    queued_record(rows=rows, before=before, act=RECOMPUTE, by=by)
    return queued


def _draft_lock(assessment: Assessment) -> None:
    """Refuse a finalised assessment; nobody finalises it before this transaction ends."""
    draft = Assessment.objects.select_for_update().filter(
        pk=assessment.pk, state=AssessmentState.DRAFT
    )
    if not draft.exists():
        raise ValidationError(messages.FINAL_IS_FIXED, code="final")


def _queue(pks: Iterable[int]) -> list[int]:
    drafts = Assessment.objects.filter(
        pk__in=list(pks),
        state=AssessmentState.DRAFT,
        job_state__in=[JobState.DONE, JobState.FAILED],
    )
    queued = requeue(drafts)
    jobs_wake(Assessment, queued)
    return queued


def _standing(assessment: Assessment, plan_indicator: PlanIndicator, whose: str) -> Override | None:
    rows = Override.objects.filter(assessment=assessment, whose=whose)
    return rows.filter(plan_indicator=plan_indicator).first()


def _said(row: Decision | Override | None, words: Words) -> str:
    return f"{words.plain(row.verdict)}：{row.reason}" if row is not None else ""


def _record(
    assessment: Assessment, row: PlanIndicator, what: str, user: User, *, old: str, new: str
) -> None:
    audit_record(
        action=AuditAction.DECIDE,
        user=user,
        region=assessment.region,
        subject=messages.OVERRIDE_LOG.format(assessment=assessment, name=row.name, what=what),
        detail={"assessment": assessment.pk, "plan_indicator": row.pk, "old": old, "new": new},
    )
