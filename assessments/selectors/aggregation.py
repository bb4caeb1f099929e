"""What the places below add up to, beside what the place itself reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from assessments.core.aggregation import Aggregated, Method, SexGap, aggregated, sex_gap
from assessments.messages.forecasts import LEVEL_WORDS, below_sentence, sex_gap_sentence
from assessments.selectors.cases import figure_of
from indicators.core.vocabulary import FEMALE, MALE, TOTAL, measure
from indicators.models import Observation
from units.models import Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Below:
    """The sum of the places one level below, in the library's measure, and its sentence."""

    sum: Aggregated
    sentence: str


def below(region: Region, indicator: Indicator, year: int) -> Below | None:
    """Σ numerators ÷ Σ denominators, or the sum of counts; None without places below or any
    figure of theirs. Two queries."""
    places = dict(Region.objects.filter(parent=region).values_list("pk", "level"))
    if not places:
        return None
    rows = Observation.objects.filter(
        region__in=places, indicator=indicator, reference_year=year, breakdown=TOTAL
    )
    figures = {row.region_id: figure_of(row, indicator.scale) for row in rows}
    if not figures:
        return None
    statistic = measure(indicator.measure)
    total = aggregated((figures.get(pk) for pk in places), statistic, indicator.scale)
    if not indicator.is_addable:
        total = Aggregated(Method.NOT_ADDABLE, None, None, None, total.with_data, total.parts)
    level = min(places.values())
    decimals = max((figure.decimals or 0 for figure in figures.values()), default=0)
    return Below(total, below_sentence(total, LEVEL_WORDS[level], indicator.measure, decimals))


def newest_year_below(region: Region, indicator: Indicator) -> int | None:
    """The newest year in which a place one level below has an approved figure."""
    rows = Observation.objects.filter(
        Q(value__isnull=False) | Q(numerator__isnull=False),
        region__parent=region,
        indicator=indicator,
        breakdown=TOTAL,
    )
    year: int | None = rows.aggregate(year=Max("reference_year"))["year"]
    return year


def gap_by_sex(parts: Iterable[Observation], indicator: Indicator) -> tuple[SexGap, str] | None:
    """Women's against men's value with its sentence; None unless both are known."""
    by_group = {row.breakdown: row for row in parts}
    female, male = by_group.get(FEMALE), by_group.get(MALE)
    if female is None or male is None:
        return None
    gap = sex_gap(female.value, male.value)
    if gap is None:
        return None
    places = max(female.decimals or 0, male.decimals or 0)
    return gap, sex_gap_sentence(gap, indicator.measure, places)
