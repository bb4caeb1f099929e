"""Figures that were corrected after their approval, with what they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from indicators.choices import ObservationSource
from indicators.models import ObservationRevision
from reports.facts import CorrectedFigure

if TYPE_CHECKING:
    from collections.abc import Collection

    from assessments.models import Assessment


def corrections_of(assessment: Assessment, codes: Collection[str]) -> tuple[CorrectedFigure, ...]:
    """Corrections of the totals that the report stands on, oldest first. Two queries."""
    until = assessment.finalised_at or timezone.now()
    corrected = list(
        ObservationRevision.objects.filter(
            region=assessment.region,
            indicator__code__in=codes,
            reference_year__lte=assessment.year,
            breakdown="",
            source=ObservationSource.CORRECTION,
            approved_at__lte=until,
        )
        .select_related("indicator")
        .order_by("approved_at", "pk")
    )
    earlier = {
        (indicator, year, revision): value
        for indicator, year, revision, value in ObservationRevision.objects.filter(
            region=assessment.region,
            indicator__in={row.indicator_id for row in corrected},
            breakdown="",
        ).values_list("indicator", "reference_year", "revision", "value")
    }
    return tuple(
        CorrectedFigure(
            code=row.indicator.code,
            name=row.indicator.name,
            year=row.reference_year,
            before=earlier.get((row.indicator_id, row.reference_year, row.revision - 1)),
            after=row.value,
            why=row.why,
            day=timezone.localdate(row.approved_at),
        )
        for row in corrected
    )
