"""Figures beside the judged one: by sex and area, of the level above, and their decimals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from indicators.core.case import Figure, judged_value
from indicators.models import Observation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from indicators.core.vocabulary import Measure
    from units.models import Region

DEFAULT_PLACES: Final = 2


def figure_of(row: Observation, scale: int) -> Figure:
    """An observation as judging sees it."""
    value = judged_value(row.value, row.numerator, row.denominator, scale)
    return Figure(row.reference_year, value, row.numerator, row.denominator, row.decimals)


def breakdowns(
    region: Region, indicators: Sequence[int], years: tuple[int, int]
) -> dict[int, dict[str, dict[int, Figure]]]:
    """By indicator, breakdown and year; totals are left out."""
    found: defaultdict[int, dict[str, dict[int, Figure]]] = defaultdict(dict)
    rows = (
        Observation.objects.filter(
            region=region, indicator_id__in=indicators, reference_year__range=years
        )
        .exclude(breakdown="")
        .select_related("indicator")
    )
    for row in rows:
        parts = found[row.indicator_id].setdefault(row.breakdown, {})
        parts[row.reference_year] = figure_of(row, row.indicator.scale)
    return dict(found)


def figures_above(
    codes: Sequence[str], indicators: Sequence[int], year: int
) -> dict[int, tuple[str, Decimal]]:
    """The same year's figure of the nearest place above that has one, with its name."""
    rank = {code: number for number, code in enumerate(codes)}
    best: dict[int, tuple[int, str, Decimal]] = {}
    rows = Observation.objects.filter(
        region__code__in=codes,
        indicator_id__in=indicators,
        reference_year=year,
        breakdown="",
        is_derived=False,
    ).select_related("region", "indicator")
    for row in rows:
        value = judged_value(row.value, row.numerator, row.denominator, row.indicator.scale)
        if value is None:
            continue
        found = (rank[row.region.code], row.region.name, value)
        if row.indicator_id not in best or found[0] < best[row.indicator_id][0]:
            best[row.indicator_id] = found
    return {pk: (name, value) for pk, (_, name, value) in best.items()}


def places_of(shown: Measure, series: Mapping[int, Figure]) -> int:
    """Decimals that every year of an indicator is printed with: the most reported.

    Unknown: two for rates; for counts what the values need, at most two.
    """
    known = [
        figure.decimals
        for figure in series.values()
        if figure.value is not None and figure.decimals is not None
    ]
    if shown.is_rate:
        return min(max(known), 4) if known else DEFAULT_PLACES
    values = [figure.value for figure in series.values() if figure.value is not None]
    needed = max((_decimals(value) for value in values), default=0)
    if needed or shown.multiple == 1:
        return max(min(needed, DEFAULT_PLACES), max(known, default=0))
    return DEFAULT_PLACES


def _decimals(value: Decimal) -> int:
    """Decimals that a value needs: 323600 → 0, 32.36 → 2."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
