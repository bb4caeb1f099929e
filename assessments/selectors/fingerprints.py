"""What results were computed from, as short texts that differ as soon as any of it changes.

Taken before the figures are read and kept with the draft: equal texts later mean that nothing
moved. Different texts do not yet mean that a result would change; ``services.freshness`` tells.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum

from assessments.models import Decision, Override
from indicators.choices import ResponsibilityChoices
from indicators.models import (
    IndicatorDefinition,
    Observation,
    Plan,
    PlanIndicator,
    Responsibility,
    Target,
)
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessments.models import Assessment

_BESIDE = (
    "domain__name",
    "domain__order",
    "indicator__measure",
    "indicator__scale",
    "indicator__frequency",
    "compare_with__name",
    "compare_with__scale",
    "compare_with__frequency",
)


def fingerprints(assessments: Sequence[Assessment]) -> dict[int, dict[str, str]]:
    """Assessment → fingerprints of values, plans and decisions. A fixed number of queries."""
    values = _values(assessments)
    plans = _plans(assessments)
    decided = _decided(assessments)
    return {
        row.pk: {
            "values": _digest(each for each in values[row.region_id] if each[1] <= row.year),
            "plans": _digest(
                plans[row.round_id, code]
                for code in (row.region.code, *ancestor_codes(row.region.code))
            ),
            "decisions": _digest(decided[row.pk]),
        }
        for row in assessments
    }


def _digest(parts: Iterable[Any]) -> str:
    return hashlib.sha256(repr(list(parts)).encode()).hexdigest()[:16]


def _values(assessments: Sequence[Assessment]) -> dict[int, list[tuple[Any, ...]]]:
    """Place → how many figures of it and of the places one level below, and which revisions."""
    places = {row.region_id for row in assessments}
    counted = (
        Observation.objects.filter(
            Q(region__in=places) | Q(region__parent__in=places), breakdown=""
        )
        .order_by("region_id", "reference_year")
        .values_list("region_id", "reference_year", "region__parent_id")
        .annotate(count=Count("pk"), revisions=Sum("revision"))
    )
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for place, year, parent, count, revisions in counted:
        for owner in {place, parent} & places:
            found[owner].append((place, year, count, revisions))
    return found


def _plans(assessments: Sequence[Assessment]) -> dict[tuple[int, str], list[Any]]:
    """Round and place → everything of its plans that judging or a result's words rest on."""
    codes = {
        code for row in assessments for code in (row.region.code, *ancestor_codes(row.region.code))
    }
    plans = list(
        Plan.objects.filter(round__in={row.round_id for row in assessments}, region__code__in=codes)
        .order_by("pk")
        .values_list("round_id", "region__code", "pk", "kind", "baseline_year", "end_year")
    )
    keys = [plan[2] for plan in plans]
    content: defaultdict[int, list[Any]] = defaultdict(list)
    columns = [field.attname for field in PlanIndicator._meta.concrete_fields]
    rows = PlanIndicator.objects.filter(plan__in=keys).order_by("pk")
    for plan, *rest in rows.values_list("plan_id", *columns, *_BESIDE):
        content[plan].append(rest)
    for plan, *rest in _beside(keys):
        content[plan].append(rest)
    found: defaultdict[tuple[int, str], list[Any]] = defaultdict(list)
    for round_id, code, pk, *rest in plans:
        found[round_id, code].append((pk, rest, _digest(content[pk])))
    return found


def _beside(plans: list[int]) -> Iterable[tuple[Any, ...]]:
    """Targets, breaks of definitions and leads, each row with its plan first."""
    yield from (
        Target.objects.filter(plan_indicator__plan__in=plans)
        .order_by("pk")
        .values_list(
            "plan_indicator__plan_id", "plan_indicator_id", "stage", "year", "value", "upper"
        )
    )
    yield from (
        IndicatorDefinition.objects.filter(indicator__in_plans__plan__in=plans, breaks_series=True)
        .order_by("pk", "indicator__in_plans__plan_id")
        .values_list("indicator__in_plans__plan_id", "indicator_id", "valid_from")
    )
    yield from (
        Responsibility.objects.filter(
            plan_indicator__plan__in=plans, kind=ResponsibilityChoices.LEAD
        )
        .order_by("pk")
        .values_list(
            "plan_indicator__plan_id",
            "plan_indicator_id",
            "unit_id",
            "unit__name",
            "unit__short_name",
        )
    )


def _decided(assessments: Sequence[Assessment]) -> dict[int, list[Any]]:
    """Assessment → decisions of its place up to its year, and its overrides."""
    places = {row.region_id for row in assessments}
    decisions = list(
        Decision.objects.filter(region__in=places, is_current=True)
        .order_by("pk")
        .values_list("region_id", "reference_year", "pk")
    )
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in assessments:
        found[row.pk] += [
            each for each in decisions if each[0] == row.region_id and each[1] <= row.year
        ]
    overrides = Override.objects.filter(assessment__in=[row.pk for row in assessments])
    for pk, *rest in overrides.order_by("pk").values_list(
        "assessment_id", "plan_indicator_id", "whose", "verdict", "reason"
    ):
        found[pk].append(rest)
    return found
