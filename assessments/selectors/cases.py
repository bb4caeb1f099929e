"""Approved figures of many places at once, ready to judge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessments.models import Decision
from indicators.core.case import Case, Figure, Part, judged_value
from indicators.core.vocabulary import Aggregate, BlankReason
from indicators.models import Observation
from units.models import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from assessments.selectors.plans import Sheet

Series = dict[int, Figure]
_REASONS = {reason.value: reason for reason in BlankReason}


@dataclass(slots=True)
class Figures:
    """Everything the cases of some places are drawn from.

    ``series``: by (place, indicator), then year. ``parts``: by (place, indicator), then
    year. ``decisions``: by (place, plan indicator), then year. ``revisions``: of each
    observation by its primary key.
    """

    series: dict[tuple[int, int], Series] = field(default_factory=dict)
    parts: dict[tuple[int, int], dict[int, list[Part]]] = field(default_factory=dict)
    decisions: dict[tuple[int, int], dict[int, bool]] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)

    def case(self, sheet: Sheet, region: Region, year: int) -> Case:
        """The case of one plan indicator in one place."""
        own = sheet.row.plan.region_id == region.pk
        key = (region.pk, sheet.row.indicator_id)
        series = self.series.get(key, {})
        parts: Mapping[int, Sequence[Part]] = {}
        if sheet.criterion.aggregate is Aggregate.WORST_PART:
            parts = self.parts.get(key, {})
        if sheet.shift:
            series = {y: _shifted(figure, sheet.shift) for y, figure in series.items()}
        compared: Series = {}
        if sheet.compare_id is not None:
            compared = self.series.get((region.pk, sheet.compare_id), {})
        return Case(
            sheet.own_criterion if own else sheet.criterion,
            year,
            series,
            compared,
            self.decisions.get((region.pk, sheet.row.pk), {}),
            parts,
        )


def _shifted(figure: Figure, shift: int) -> Figure:
    if figure.value is None:
        return figure
    decimals = None if figure.decimals is None else max(figure.decimals - shift, 0)
    return figure._replace(value=figure.value.scaleb(shift), decimals=decimals)


def figures_for(sheets: Sequence[Sheet], regions: Iterable[Region], year: int) -> Figures:
    """All figures of the places up to the year, in a fixed number of queries."""
    places = [region.pk for region in regions]
    wanted = {sheet.row.indicator_id for sheet in sheets}
    wanted |= {sheet.compare_id for sheet in sheets if sheet.compare_id is not None}
    scales = {sheet.row.indicator_id: sheet.row.indicator.scale for sheet in sheets}
    scales |= {
        sheet.row.compare_with.pk: sheet.row.compare_with.scale
        for sheet in sheets
        if sheet.row.compare_with is not None
    }
    first = min((sheet.row.baseline_year for sheet in sheets), default=year)
    figures = Figures()
    _read_series(figures, places, wanted, scales, (first, year))
    _read_parts(figures, places, sheets, (first, year))
    _read_decisions(figures, places, sheets, year)
    return figures


def _read_series(
    figures: Figures,
    places: list[int],
    indicators: set[int],
    scales: Mapping[int, int],
    years: tuple[int, int],
) -> None:
    rows = (
        Observation.objects.filter(
            region_id__in=places,
            indicator_id__in=indicators,
            reference_year__range=years,
            breakdown="",
        )
        .order_by()
        .values_list(
            "pk",
            "revision",
            "region_id",
            "indicator_id",
            "reference_year",
            "value",
            "numerator",
            "denominator",
            "decimals",
            "blank_reason",
        )
    )
    series: defaultdict[tuple[int, int], Series] = defaultdict(dict)
    for pk, revision, region, indicator, year, value, top, bottom, decimals, blank in rows.iterator(
        chunk_size=5000
    ):
        figures.revisions[pk] = revision
        judged = judged_value(value, top, bottom, scales[indicator])
        series[region, indicator][year] = Figure(
            year, judged, top, bottom, decimals, _REASONS[blank], pk
        )
    figures.series = dict(series)


def _read_parts(
    figures: Figures, places: list[int], sheets: Sequence[Sheet], years: tuple[int, int]
) -> None:
    """Figures of the places one level below, for indicators where the worst part counts."""
    scales = {
        sheet.row.indicator_id: sheet.row.indicator.scale
        for sheet in sheets
        if sheet.criterion.aggregate is Aggregate.WORST_PART
    }
    if not scales:
        return
    below = dict(
        Region.objects.filter(parent_id__in=places).values_list("pk", "parent_id", named=False)
    )
    rows = (
        Observation.objects.filter(
            region__parent_id__in=places,
            indicator_id__in=scales,
            reference_year__range=years,
            breakdown="",
        )
        .order_by()
        .values_list(
            "pk",
            "revision",
            "region_id",
            "region__code",
            "region__name",
            "indicator_id",
            "reference_year",
            "value",
            "numerator",
            "denominator",
        )
    )
    parts: defaultdict[tuple[int, int], dict[int, list[Part]]] = defaultdict(dict)
    for pk, revision, place, code, name, indicator, year, value, top, bottom in rows:
        figures.revisions[pk] = revision
        judged: Decimal | None = judged_value(value, top, bottom, scales[indicator])
        parent = below[place]
        if parent is not None:
            group = parts[parent, indicator].setdefault(year, [])
            group.append(Part(code, name, judged, pk))
    figures.parts = dict(parts)


def _read_decisions(
    figures: Figures, places: list[int], sheets: Sequence[Sheet], year: int
) -> None:
    rows = Decision.objects.filter(
        region_id__in=places,
        plan_indicator_id__in=[sheet.row.pk for sheet in sheets],
        reference_year__lte=year,
        is_current=True,
    ).values_list("region_id", "plan_indicator_id", "reference_year", "verdict")
    for region, plan_indicator, decided_year, verdict in rows:
        decided = figures.decisions.setdefault((region, plan_indicator), {})
        decided[decided_year] = verdict == "met"
