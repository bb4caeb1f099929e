"""Approved figures as the data page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict

from indicators.choices import ObservationSource
from indicators.models import Observation, ObservationRevision
from units.text import whole


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """What the address asks for of the approved figures."""

    region: str = ""
    year: str = ""
    source: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.region or self.year or self.source or self.text)


def figure_filters(query: QueryDict) -> FigureFilters:
    region, year, source = (query.get(name, "") for name in ("region", "year", "source"))
    return FigureFilters(
        region=region if whole(region) is not None else "",
        year=year if whole(year) is not None and len(year) == 4 else "",
        source=source if source in ObservationSource.values else "",
        text=query.get("q", "").strip(),
    )


def figures(inside: Q, filters: FigureFilters) -> QuerySet[Observation]:
    """Approved figures in reach, newest year first."""
    rows = (
        Observation.objects.filter(inside)
        .select_related("region", "indicator", "unit", "ledger__file", "approved_by")
        .order_by("-reference_year", "region__code", "indicator__code", "breakdown")
    )
    if filters.region:
        rows = rows.filter(region__code=filters.region)
    if filters.year:
        rows = rows.filter(reference_year=int(filters.year))
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.text:
        rows = rows.filter(
            Q(indicator__name__contains=filters.text)
            | Q(indicator__code__iexact=filters.text)
            | Q(unit__name__contains=filters.text)
        )
    return rows


def years_known(inside: Q) -> list[int]:
    """Years with approved figures in reach, newest first."""
    return list(
        Observation.objects.filter(inside)
        .order_by("-reference_year")
        .values_list("reference_year", flat=True)
        .distinct()
    )


def history_of(observation: Observation) -> QuerySet[ObservationRevision]:
    """Every state that the figure ever had, newest first."""
    return (
        ObservationRevision.objects.filter(
            region_id=observation.region_id,
            indicator_id=observation.indicator_id,
            reference_year=observation.reference_year,
            breakdown=observation.breakdown,
        )
        .select_related("approved_by", "unit", "ledger__file")
        .order_by("-revision")
    )
