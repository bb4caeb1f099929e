"""Figures beside the judged one: by sex and area, of the level above, and their decimals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from assessments.selectors.cases import figure_of
from indicators.models import Observation, ObservationRevision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from django.db.models import QuerySet

    from indicators.core.case import Figure
    from units.models import Region


def observations(
    moment: datetime | None, condition: Q
) -> Iterator[Observation | ObservationRevision]:
    """Approved figures: today's, or as they stood at ``moment`` (a later one comes last)."""
    if moment is None:
        rows: QuerySet[Any] = Observation.objects.filter(condition)
    else:
        rows = ObservationRevision.objects.filter(condition, approved_at__lte=moment)
        rows = rows.order_by("revision")
    yield from rows.select_related("indicator", "region").iterator(chunk_size=5000)


def series_by_part(
    region: Region,
    indicators: Collection[int],
    years: tuple[int, int],
    moment: datetime | None,
) -> dict[int, dict[str, dict[int, Figure]]]:
    """By indicator, breakdown ("" for the total) and year."""
    condition = Q(region=region, indicator_id__in=indicators, reference_year__range=years)
    found: defaultdict[int, dict[str, dict[int, Figure]]] = defaultdict(dict)
    for row in observations(moment, condition):
        parts = found[row.indicator_id].setdefault(row.breakdown, {})
        parts[row.reference_year] = figure_of(row, row.indicator.scale)
    return dict(found)


def figures_above(
    codes: Sequence[str], indicators: Collection[int], year: int, moment: datetime | None
) -> dict[int, tuple[str, Decimal]]:
    """The same year's figure of the nearest place above that has one, with its name."""
    rank = {code: number for number, code in enumerate(codes)}
    condition = Q(
        region__code__in=codes,
        indicator_id__in=indicators,
        reference_year=year,
        breakdown="",
        is_derived=False,
    )
    found: dict[tuple[int, int], tuple[str, Decimal | None]] = {}
    for row in observations(moment, condition):
        value = figure_of(row, row.indicator.scale).value
        found[row.indicator_id, rank[row.region.code]] = (row.region.name, value)
    nearest: dict[int, tuple[str, Decimal]] = {}
    for (indicator, _), (name, value) in sorted(found.items()):
        if value is not None:
            nearest.setdefault(indicator, (name, value))
    return nearest
