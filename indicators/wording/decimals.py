"""With how many decimals the years of an indicator are printed: one number for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indicators.core.case import Figure
from indicators.core.vocabulary import Measure
from indicators.wording.numbers import USUAL_DECIMALS, decimals_of

MOST_OF_RATES: Final = 4


def series_decimals(stated: int | None, measure: Measure, figures: Iterable[Figure]) -> int:
    """What the plan or the library states; else the most that was reported of any year.

    Nothing stated or reported: two for rates; for counts what the values need, at most two. Nobody
    reports the digits of a quotient: of those kept beside their counts two are printed at most.
    """
    if stated is not None:
        return stated
    held = [figure for figure in figures if figure.value is not None]
    known = [_reported(figure, figure.decimals) for figure in held if figure.decimals is not None]
    if measure.is_rate:
        return min(max(known), MOST_OF_RATES) if known else USUAL_DECIMALS
    needed = max((decimals_of(each.value) for each in held if each.value is not None), default=0)
    if needed or measure.multiple == 1:
        return max(min(needed, USUAL_DECIMALS), min(max(known, default=0), MOST_OF_RATES))
    return USUAL_DECIMALS


def _reported(figure: Figure, decimals: int) -> int:
    is_quotient = figure.numerator is not None and figure.denominator is not None
    return min(decimals, USUAL_DECIMALS) if is_quotient else decimals


def evened(stated: int | None, measure: Measure, series: dict[int, Figure]) -> dict[int, Figure]:
    """The years of an indicator, each to be printed with the same decimals."""
    places = series_decimals(stated, measure, series.values())
    if all(figure.decimals == places for figure in series.values()):
        return series
    return {year: figure._replace(decimals=places) for year, figure in series.items()}
