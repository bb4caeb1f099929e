"""An assessment as the JSON document of the command contract (design.md "Commands")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments.models import Result
from indicators.core.values import plain
from indicators.wording.verdicts import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from assessments.models import Assessment


def decimal_text(value: Decimal | None) -> str | None:
    """Plain digits without trailing zeros; None stays None."""
    return None if value is None else plain(value)


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """Settings, tallies and every result of one assessment."""
    return next(assessment_documents([assessment]))


def assessment_documents(assessments: Sequence[Assessment]) -> Iterator[dict[str, Any]]:
    """The documents of some assessments in their order. One query for all results."""
    by_assessment: dict[int, list[dict[str, Any]]] = {}
    words = {each.pk: words_of(each.settings) for each in assessments}
    rows = (
        Result.objects.filter(assessment__in=[each.pk for each in assessments])
        .select_related("plan_indicator__indicator", "plan_indicator__plan")
        .defer("reason")
    )
    for row in rows.order_by("assessment", "whose", "order"):
        text = words[row.assessment_id].verdict(row.verdict, row.grade)
        by_assessment.setdefault(row.assessment_id, []).append(
            {**result_document(row), "verdict_text": text}
        )
    for each in assessments:
        yield {
            "assessment": each.pk,
            "region": each.region.code,
            "stage": each.stage,
            "year": each.year,
            "settings": each.settings,
            **each.summary,
            "results": by_assessment.get(each.pk, []),
        }


def result_document(row: Result) -> dict[str, Any]:
    """``pace_state``: early, on_track or behind; "" where not judged, null where 0.1 kept none."""
    plan_indicator = row.plan_indicator
    return {
        "indicator_code": plan_indicator.indicator.code,
        "kind": plan_indicator.plan.kind,
        "domain": row.domain,
        "name": row.name,
        "whose": row.whose,
        "verdict": row.verdict,
        "grade": row.grade or None,
        "pace_state": row.pace_state,
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
