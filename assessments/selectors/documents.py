"""An assessment as the JSON document of the command contract (design.md "Commands")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments.models import Result

if TYPE_CHECKING:
    from decimal import Decimal

    from assessments.models import Assessment


def decimal_text(value: Decimal | None) -> str | None:
    """Plain digits without trailing zeros; None stays None."""
    return None if value is None else format(value.normalize(), "f")


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """Settings, tallies and every result of one assessment."""
    rows = Result.objects.filter(assessment=assessment).select_related(
        "plan_indicator__indicator", "plan_indicator__plan", "plan_indicator__domain"
    )
    return {
        "assessment": assessment.pk,
        "region": assessment.region.code,
        "stage": assessment.stage,
        "year": assessment.year,
        "settings": assessment.settings,
        **assessment.summary,
        "results": [result_document(row) for row in rows.order_by("whose", "order")],
    }


def result_document(row: Result) -> dict[str, Any]:
    plan_indicator = row.plan_indicator
    return {
        "indicator_code": plan_indicator.indicator.code,
        "kind": plan_indicator.plan.kind,
        "domain": plan_indicator.domain.name,
        "name": plan_indicator.name,
        "whose": row.whose,
        "verdict": row.verdict,
        "grade": row.grade or None,
        "counted": row.is_counted,
        "value": decimal_text(row.value),
        "reference_year": row.reference_year,
        "base": decimal_text(row.base),
        "base_year": row.base_year,
        "target": decimal_text(row.target),
        "target_text": row.target_text,
        "achievement": decimal_text(row.achievement),
        "explanation": row.explanation,
    }
