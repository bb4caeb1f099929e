"""Freezing an assessment, and proving later that it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.core.freezing import case_from_plain, case_to_plain, content_hash
from assessments.messages import freshness as words
from assessments.models import Assessment, Override, Result
from assessments.options import Options
from assessments.selectors.documents import result_document
from assessments.selectors.remedies import remedies_stamp
from assessments.services.computing import assessment_judge
from assessments.services.freshness import freshness_of
from assessments.services.frozen_parts import frozen_parts, frozen_records
from indicators.core.judging import judge
from units.audit import audit_record
from units.choices import AuditAction, JobState
from units.digests import digest_name

if TYPE_CHECKING:
    from assessments.services.judging import Judged
    from units.models import User

# Of the frozen content; a later layout gets the next number. What may be absent and is then
# read as it was before (``annual`` of a criterion, ``parts``) is no other layout.
FORMAT = 1

COMPARED = ("verdict", "grade", "counted", "value", "reference_year", "base", "target")


@dataclass(frozen=True, slots=True)
class RecheckDifference:
    """One field of one indicator that is not what was frozen."""

    indicator_code: str
    name: str
    field: str
    frozen: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Recheck:
    """``is_intact``: the frozen content has its hash. ``by_rules``: what judging the frozen
    inputs again gives differently. ``by_data``: what today's data and catalogue give
    differently; such corrections want a new run."""

    is_intact: bool
    by_rules: tuple[RecheckDifference, ...]
    by_data: tuple[RecheckDifference, ...]

    @property
    def is_consistent(self) -> bool:
        return self.is_intact and not self.by_rules


def assessment_finalise(*, assessment: Assessment, user: User | None) -> Assessment:
    """Freeze the draft as it was shown. Refuses when the data moved since it was computed."""
    if assessment.is_final:
        raise ValidationError(messages.FINAL_IS_FIXED, code="final")
    if assessment.computed_at is None or assessment.job_state != JobState.DONE:
        raise ValidationError(messages.NOT_COMPUTED, code="not_computed")
    fresh = freshness_of(assessment)
    if not fresh.is_fresh:
        text = words.REFUSED.format(names=fresh.names())
        raise ValidationError(text, code="data_moved")
    written = remedies_stamp(assessment)
    judged = assessment_judge(assessment)
    stored = _stored_results(assessment)
    content = _content(assessment, judged, stored)
    records = frozen_records(assessment)
    digest = content_hash(content, digest_name())
    with transaction.atomic():
        frozen = Assessment.objects.filter(
            pk=assessment.pk,
            state=AssessmentState.DRAFT,
            job_state=JobState.DONE,
            computed_at=assessment.computed_at,
        ).update(
            state=AssessmentState.FINAL,
            frozen=content,
            content_hash=digest,
            hash_algorithm=digest_name(),
            finalised_at=timezone.now(),
            finalised_by=user,
            place_name=assessment.region.name,
            round_title=str(assessment.round),
            round_end=assessment.round.end_year,
            records=records,
        )
        # A cause approved while the content was made would be missing in it.
        if not frozen or remedies_stamp(assessment) != written:
            raise ValidationError(messages.FASTER, code="faster")
        audit_record(
            action=AuditAction.FINALISE,
            user=user,
            region=assessment.region,
            subject=str(assessment),
            detail={
                "assessment": assessment.pk,
                "hash": digest,
                "old": AssessmentState.DRAFT.label,
                "new": AssessmentState.FINAL.label,
            },
        )
    assessment.refresh_from_db()
    return assessment


def assessment_recheck(assessment: Assessment) -> Recheck:
    """Judge the frozen inputs again, and today's data beside them."""
    if not assessment.is_final or assessment.frozen is None:
        raise ValidationError(messages.NOT_FINAL, code="not_final")
    content = assessment.frozen
    settings = Options.from_json(content["settings"]).judging()
    overridden = {_key(override) for override in content["overrides"]}
    by_rules = []
    for frozen, case in zip(content["results"], content["cases"], strict=True):
        judgement = judge(case_from_plain(case), settings)
        field = "computed_verdict" if _key(frozen) in overridden else "verdict"
        if frozen[field] != judgement.verdict.value:
            now = judgement.verdict.value
            by_rules.append(_difference(frozen, field, frozen[field], now))
    today = [_result_content(row) for row in assessment_judge(assessment).results(assessment)]
    return Recheck(
        is_intact=content_hash(content, assessment.hash_algorithm) == assessment.content_hash,
        by_rules=tuple(by_rules),
        by_data=tuple(_differences(content["results"], today)),
    )


def _stored_results(assessment: Assessment) -> list[dict[str, Any]]:
    rows = Result.objects.filter(assessment=assessment).select_related(
        "plan_indicator__indicator", "plan_indicator__plan"
    )
    return [_result_content(row) for row in rows.order_by("whose", "order")]


def _result_content(row: Result) -> dict[str, Any]:
    return {
        **result_document(row),
        "computed_verdict": row.computed_verdict,
        "reason": row.reason,
        "observation_revision": row.observation_revision,
    }


def _content(
    assessment: Assessment, judged: Judged, results: list[dict[str, Any]]
) -> dict[str, Any]:
    overrides = Override.objects.filter(assessment=assessment).select_related(
        "plan_indicator__indicator", "plan_indicator__plan"
    )
    return {
        "format": FORMAT,
        "region": assessment.region.code,
        "region_name": assessment.region.name,
        "round": assessment.round.name,
        "kind": assessment.kind,
        "stage": assessment.stage,
        "year": assessment.year,
        "settings": assessment.settings,
        "plans": [
            {"region": plan.region.code, "kind": plan.kind, "title": plan.title}
            for plan in judged.plans
        ],
        "summary": judged.summary,
        "parts": frozen_parts(assessment),
        "results": results,
        "cases": [case_to_plain(case) for case in judged.cases],
        "overrides": [
            {
                "indicator_code": o.plan_indicator.indicator.code,
                "kind": o.plan_indicator.plan.kind,
                "whose": o.whose,
                "verdict": o.verdict,
                "reason": o.reason,
            }
            for o in overrides.order_by("plan_indicator__indicator__code", "whose")
        ],
    }


def _differences(
    frozen: list[dict[str, Any]], now: list[dict[str, Any]]
) -> list[RecheckDifference]:
    """Field by field, matched by indicator, plan and whose target; explanations apart."""
    current = {_key(row): row for row in now}
    found = []
    for row in frozen:
        other = current.pop(_key(row), None)
        if other is None:
            found.append(_difference(row, "verdict", row["verdict"], None))
            continue
        found += [
            _difference(row, field, row[field], other[field])
            for field in COMPARED
            if row[field] != other[field]
        ]
    found += [_difference(row, "verdict", None, row["verdict"]) for row in current.values()]
    return found


def _difference(row: dict[str, Any], field: str, frozen: Any, now: Any) -> RecheckDifference:
    return RecheckDifference(row["indicator_code"], row["name"], field, frozen, now)


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return (row["indicator_code"], row["kind"], row["whose"])
