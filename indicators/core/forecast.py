"""Where an indicator will stand in the plan's last year, and what it would take.

A linear trend through the recent years with its eight-in-ten range. Fewer than three
values give no forecast. All arithmetic is decimal; nothing here decides a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from typing import Final

from indicators.core.case import Criterion
from indicators.core.exact import PLACES
from indicators.core.rules.measures import edges
from indicators.core.vocabulary import Direction

LEAST_VALUES: Final = 3
EFFORT: Final = Decimal("1.5")
_ZERO: Final = Decimal(0)

# Two-sided 80 per cent quantiles of Student's t for 1, 2, 3 … degrees of freedom, × 1000.
# fmt: off
_T_80: Final = (
    3078, 1886, 1638, 1533, 1476, 1440, 1415, 1397, 1383, 1372,
    1363, 1356, 1350, 1345, 1341, 1337, 1333, 1330, 1328, 1325,
)
# fmt: on
_T_80_MANY: Final = 1282


class Outlook(StrEnum):
    """How likely the target is; the bounds are those of the phrase book (1 and 1.5)."""

    REACHED = "reached"
    ACHIEVABLE = "achievable"
    WITH_EFFORT = "with_effort"
    HARD = "hard"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Forecast:
    """``slope``: yearly change of the trend. ``average``: mean yearly change from the
    first to the last year used. ``required``: yearly change needed from the last value to
    the target, None without a target, without years left, or when it is reached.
    ``projected``, ``low``, ``high``: the trend in ``target_year``, within what is possible.
    ``target``: the number that would be enough, of a band that of its nearer end.
    ``ratio``: required ÷ average, or ÷ slope where the two point apart.
    ``outlook``: None where there is no target.
    """

    first_year: int
    last_year: int
    values: int
    target_year: int
    target: Decimal | None
    slope: Decimal
    average: Decimal
    required: Decimal | None
    projected: Decimal
    low: Decimal
    high: Decimal
    ratio: Decimal | None
    outlook: Outlook | None


def forecast(
    criterion: Criterion,
    values: Mapping[int, Decimal],
    target: Decimal | None,
) -> Forecast | None:
    """Project the values to the plan's last year; None with fewer than three of them.

    ``values``: by year, missing years left out. ``target``: the final target as a number,
    None where the plan names none.
    """
    years = sorted(values)
    if len(years) < LEAST_VALUES:
        return None
    with localcontext() as context:
        context.prec = 50
        trend = _Trend(years, values)
        end = criterion.end_year
        middle, half = trend.at(end), trend.half_range(end)
        last = values[years[-1]]
        target = _aimed(criterion, last, target)
        average = (last - values[years[0]]) / (years[-1] - years[0])
        # One odd year at either end must not turn the judgement against the line drawn.
        pace = average if (average > 0) is (trend.slope > 0) else trend.slope
        required = _required(criterion, last, target, end - years[-1])
        ratio = required / pace if required is not None and pace else None
        outlook = _outlook(criterion, last, target, required, pace)
        return Forecast(
            first_year=years[0],
            last_year=years[-1],
            values=len(years),
            target_year=end,
            target=target,
            slope=_rounded(trend.slope),
            average=_rounded(average),
            required=None if required is None else _rounded(required),
            projected=_possible(criterion, middle),
            low=_possible(criterion, middle - half),
            high=_possible(criterion, middle + half),
            ratio=None if ratio is None else _rounded(ratio),
            outlook=outlook,
        )


class _Trend:
    """Least squares through (year, value)."""

    def __init__(self, years: list[int], values: Mapping[int, Decimal]) -> None:
        count = len(years)
        self.count = count
        self.middle_year = Decimal(sum(years)) / count
        self.middle = sum((values[y] for y in years), _ZERO) / count
        self.spread = sum(((y - self.middle_year) ** 2 for y in years), _ZERO)
        covariance = sum(((y - self.middle_year) * (values[y] - self.middle) for y in years), _ZERO)
        self.slope = covariance / self.spread
        self.error = sum(((values[y] - self.at(y)) ** 2 for y in years), _ZERO)

    def at(self, year: int) -> Decimal:
        return self.middle + self.slope * (year - self.middle_year)

    def half_range(self, year: int) -> Decimal:
        """Half the width of the range in which eight of ten new values would lie."""
        freedom = self.count - 2
        away = (year - self.middle_year) ** 2 / self.spread
        variance = self.error / freedom * (1 + Decimal(1) / self.count + away)
        quantile = _T_80[freedom - 1] if freedom <= len(_T_80) else _T_80_MANY
        return variance.sqrt() * quantile / 1000


def _required(
    criterion: Criterion, last: Decimal, target: Decimal | None, years_left: int
) -> Decimal | None:
    if target is None or years_left <= 0 or _reached(criterion, last, target):
        return None
    return (target - last) / years_left


def _reached(criterion: Criterion, value: Decimal, target: Decimal) -> bool:
    if criterion.spec.is_band:
        return value == target
    return value <= target if criterion.direction is Direction.LOWER_IS_BETTER else value >= target


def _aimed(criterion: Criterion, last: Decimal, target: Decimal | None) -> Decimal | None:
    """The number that would be enough: of a band the end that the value is beyond, or the value
    itself where it is inside."""
    if target is None or not criterion.spec.is_band:
        return target
    upper = None if criterion.final is None else criterion.final.upper
    low, high = edges(criterion, (target, upper))
    return min(max(last, low), high)


def _outlook(
    criterion: Criterion,
    last: Decimal,
    target: Decimal | None,
    required: Decimal | None,
    pace: Decimal,
) -> Outlook | None:
    if target is None:
        return None
    if required is None:
        return Outlook.REACHED if _reached(criterion, last, target) else Outlook.HARD
    if not pace or (pace > 0) is not (required > 0):
        return Outlook.REVERSED if pace else Outlook.HARD
    if abs(required) <= abs(pace):
        return Outlook.ACHIEVABLE
    return Outlook.WITH_EFFORT if abs(required) <= EFFORT * abs(pace) else Outlook.HARD


def _possible(criterion: Criterion, value: Decimal) -> Decimal:
    """Cut to what can be: not below zero, not above the measure's maximum."""
    maximum = criterion.measure.possible_maximum
    if maximum is not None and value > maximum:
        value = maximum
    return _rounded(max(value, _ZERO))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(PLACES, ROUND_HALF_UP)
