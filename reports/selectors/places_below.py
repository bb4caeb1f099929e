"""The assessments of the places one level below that answer the same question."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from assessments.choices import AssessmentState
from assessments.core.tally import tally_from
from assessments.models import Assessment, Result
from indicators.core.quantities import Quantity
from indicators.core.vocabulary import Verdict
from reports.facts import Place

if TYPE_CHECKING:
    from collections.abc import Mapping


_Found = tuple[Verdict, Quantity | None, int | None]
"""Verdict, value with its measure, and the year the value is of."""


def places_below(assessment: Assessment) -> tuple[Place, ...]:
    """By place in the order of the codes; a finalised run goes before a draft.

    Only runs of the same round, stage, year, plans and settings are comparable. Two queries.
    """
    rows = (
        Assessment.objects.filter(
            region__parent=assessment.region,
            round=assessment.round,
            stage=assessment.stage,
            year=assessment.year,
            kind=assessment.kind,
            settings=assessment.settings,
            computed_at__isnull=False,
        )
        .select_related("region")
        .order_by("region__code", "computed_at")
    )
    chosen: dict[str, Assessment] = {}
    for row in rows:
        known = chosen.get(row.region.code)
        if known is None or known.state != AssessmentState.FINAL or row.is_final:
            chosen[row.region.code] = row
    results: defaultdict[int, dict[str, _Found]] = defaultdict(dict)
    for pk, kind, code, verdict, value, measure, of_year in Result.objects.filter(
        assessment__in=chosen.values(), whose=""
    ).values_list(
        "assessment",
        "plan_indicator__plan__kind",
        "plan_indicator__indicator__code",
        "verdict",
        "value",
        "measure",
        "reference_year",
    ):
        quantity = None if value is None else Quantity(value, measure)
        results[pk][f"{kind}.{code}"] = (Verdict(verdict), quantity, of_year)
    return tuple(_place(row, results[row.pk]) for row in chosen.values())


def _place(row: Assessment, results: Mapping[str, _Found]) -> Place:
    return Place(
        code=row.region.code,
        name=row.place,
        combined=tally_from(row.summary["combined"]),
        plans={plan["kind"]: tally_from(plan) for plan in row.summary["plans"]},
        verdicts={key: verdict for key, (verdict, _, _) in results.items()},
        values={key: value for key, (_, value, _) in results.items()},
        years={key: of_year for key, (_, _, of_year) in results.items()},
    )
