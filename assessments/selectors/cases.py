"""Approved figures of many places at once, ready to judge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from assessments.models import Decision
from indicators.core.case import Case, Figure, Part, judged_value
from indicators.core.vocabulary import Aggregate, BlankReason, Frequency
from indicators.models import Observation
from indicators.wording.decimals import evened
from units.models import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from assessments.selectors.plans import Sheet
    from indicators.models import ObservationRevision

Series = dict[int, Figure]
_REASONS = {reason.value: reason for reason in BlankReason}


@dataclass(slots=True)
class Figures:
    """Everything the cases of some places are drawn from.

    ``series``: by (place, indicator), then year. ``parts``: by (place, indicator), then
    year. ``decisions``: by (place, plan indicator), then year. ``revisions``: of each
    observation by its primary key. ``windowed``: indicators of which only the base years
    and the last years were read.
    """

    series: dict[tuple[int, int], Series] = field(default_factory=dict)
    parts: dict[tuple[int, int], dict[int, list[Part]]] = field(default_factory=dict)
    decisions: dict[tuple[int, int], dict[int, bool]] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    windowed: frozenset[int] = frozenset()

    def case(self, sheet: Sheet, region: Region, year: int) -> Case:
        """The case of one plan indicator in one place."""
        own = sheet.row.plan.region_id == region.pk
        key = (region.pk, sheet.row.indicator_id)
        series = self.series.get(key, {})
        parts: Mapping[int, Sequence[Part]] = {}
        if sheet.criterion.aggregate is Aggregate.WORST_PART:
            parts = self.parts.get(key, {})
        if sheet.shift:
            series = shifted(series, sheet.shift)
        series = evened(sheet.row.stated_decimals, sheet.criterion.measure, series)
        compared: Series = {}
        if sheet.compare_id is not None:
            compared = self.series.get((region.pk, sheet.compare_id), {})
        if sheet.compare_shift:
            compared = shifted(compared, sheet.compare_shift)
        return Case(
            sheet.own_criterion if own else sheet.criterion,
            year,
            series,
            compared,
            self.decisions.get((region.pk, sheet.row.pk), {}),
            parts,
        )


def figure_of(row: Observation | ObservationRevision, scale: int) -> Figure:
    """An approved figure as judging sees it, in the library's measure."""
    value = judged_value(row.value, row.numerator, row.denominator, scale)
    blank = _REASONS[row.blank_reason]
    year = row.reference_year
    return Figure(year, value, row.numerator, row.denominator, row.decimals, blank)


def shifted(series: Series, shift: int) -> Series:
    """Figures of the library's measure in a plan's: 人 as 万人, exactly."""
    return {year: _shifted(figure, shift) for year, figure in series.items()}


def _shifted(figure: Figure, shift: int) -> Figure:
    if figure.value is None:
        return figure
    decimals = None if figure.decimals is None else max(figure.decimals - shift, 0)
    return figure._replace(value=figure.value.scaleb(shift), decimals=decimals)


def figures_for(
    sheets: Sequence[Sheet], regions: Iterable[Region], year: int, *, last_years: int | None = None
) -> Figures:
    """All figures of the places up to the year, in a fixed number of queries.

    ``last_years``: of yearly indicators read only the base years and so many years up to the
    year asked for; ``series_complete`` reads the rest of a series that needs it.
    """
    places = [region.pk for region in regions]
    first = min((sheet.row.baseline_year for sheet in sheets), default=year)
    figures = Figures()
    wanted = {sheet.row.indicator_id for sheet in sheets}
    wanted |= {sheet.compare_id for sheet in sheets if sheet.compare_id is not None}
    condition = Q(indicator_id__in=wanted, reference_year__range=(first, year))
    if last_years is not None:
        figures.windowed = frozenset(wanted - _with_long_memory(sheets))
        years = {sheet.row.baseline_year for sheet in sheets}
        years |= set(range(year - last_years + 1, year + 1))
        condition &= Q(reference_year__in=years) | ~Q(indicator_id__in=figures.windowed)
    _read_series(figures, _scales(sheets), Q(region_id__in=places) & condition)
    _read_parts(figures, places, sheets, (first, year))
    _read_decisions(figures, places, sheets, year)
    return figures


def series_complete(figures: Figures, keys: Sequence[tuple[int, Sheet]], year: int) -> None:
    """Read every year of these (place, sheet) and add it to the figures. One query."""
    by_place: defaultdict[int, set[int]] = defaultdict(set)
    for place, sheet in keys:
        by_place[place].add(sheet.row.indicator_id)
        if sheet.compare_id is not None:
            by_place[place].add(sheet.compare_id)
    sheets = [sheet for _, sheet in keys]
    first = min(sheet.row.baseline_year for sheet in sheets)
    series = Q(pk__in=[])
    for place, indicators in by_place.items():
        series |= Q(region_id=place, indicator_id__in=indicators)
    _read_series(figures, _scales(sheets), series & Q(reference_year__range=(first, year)))


def _with_long_memory(sheets: Iterable[Sheet]) -> set[int]:
    """Indicators whose earlier years may be judged: carried forward, or by their worst part."""
    found: set[int] = set()
    for sheet in sheets:
        stated = sheet.criterion
        if stated.frequency is not Frequency.YEARLY or stated.aggregate is Aggregate.WORST_PART:
            found.add(sheet.row.indicator_id)
        if sheet.compare_id is not None:
            found |= {sheet.row.indicator_id, sheet.compare_id}
    return found


def _scales(sheets: Iterable[Sheet]) -> dict[int, int]:
    scales: dict[int, int] = {}
    for sheet in sheets:
        scales[sheet.row.indicator_id] = sheet.row.indicator.scale
        if sheet.row.compare_with is not None:
            scales[sheet.row.compare_with.pk] = sheet.row.compare_with.scale
    return scales


def _read_series(figures: Figures, scales: Mapping[int, int], condition: Q) -> None:
    rows = (
        Observation.objects.filter(condition, breakdown="")
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
    series, revisions = figures.series, figures.revisions
    for pk, revision, region, indicator, year, value, top, bottom, decimals, blank in rows.iterator(
        chunk_size=5000
    ):
        revisions[pk] = revision
        if top is not None:
            value = judged_value(value, top, bottom, scales[indicator])
        figure = Figure(year, value, top, bottom, decimals, _REASONS[blank], pk)
        years = series.get((region, indicator))
        if years is None:
            series[region, indicator] = {year: figure}
        else:
            years[year] = figure


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
