"""Forecasts and the course of an indicator over the years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.case import Case, Criterion, Figure, criterion
from indicators.core.forecast import Outlook, forecast
from indicators.core.verdict_history import verdict_history
from indicators.core.vocabulary import RuleKind

SCREENING = criterion(RuleKind.AT_LEAST, "%", target="70", years=(2020, 2030))
MORTALITY = criterion(RuleKind.AT_MOST, "1/10万", target="12", years=(2020, 2030))
SEVENTY = Decimal(70)
# 适龄妇女宫颈癌人群筛查率 of the design's example page
EXAMPLE = {2020: "48.6", 2021: "51.9", 2022: "56.0", 2023: "54.2", 2024: "59.4", 2025: "61.2"}


def numbers(values: dict[int, str]) -> dict[int, Decimal]:
    return {year: Decimal(text) for year, text in values.items()}


def test_the_example_pages_projection_and_range() -> None:
    result = forecast(SCREENING, numbers(EXAMPLE), SEVENTY)
    assert result is not None
    assert result.projected == Decimal("73.152381")
    assert (round(result.low, 1), round(result.high, 1)) == (Decimal("68.2"), Decimal("78.1"))
    assert round(result.slope, 1) == Decimal("2.4")
    assert result.required == Decimal("1.76")
    assert result.outlook is Outlook.ACHIEVABLE


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_values_are_never_projected(count: int) -> None:
    few = dict(list(numbers(EXAMPLE).items())[:count])
    assert forecast(SCREENING, few, SEVENTY) is None


@pytest.mark.parametrize(
    ("values", "outlook"),
    [
        pytest.param({2021: "50", 2023: "54", 2025: "58"}, Outlook.WITH_EFFORT, id="经努力可实现"),
        pytest.param({2021: "50", 2023: "51", 2025: "52"}, Outlook.HARD, id="难度较大"),
        pytest.param({2021: "50", 2023: "49", 2025: "48"}, Outlook.REVERSED, id="走势相反"),
        pytest.param({2021: "50", 2023: "50", 2025: "50"}, Outlook.HARD, id="原地不动"),
        pytest.param({2021: "50", 2023: "60", 2025: "70"}, Outlook.REACHED, id="已达到"),
        pytest.param({2021: "50", 2023: "55", 2025: "60"}, Outlook.ACHIEVABLE, id="可实现"),
    ],
)
def test_outlook(values: dict[int, str], outlook: Outlook) -> None:
    result = forecast(SCREENING, numbers(values), SEVENTY)
    assert result is not None
    assert result.outlook is outlook


BAND = criterion(RuleKind.RANGE, "女=100", target="103", upper="107", years=(2020, 2030))
ABOUT = criterion(RuleKind.AROUND, "%", target="50", tolerance="5", years=(2020, 2030))


@pytest.mark.parametrize(
    ("standard", "last", "required", "outlook"),
    [
        pytest.param(BAND, ("115", "112", "109"), "-0.4", Outlook.ACHIEVABLE, id="从上方走近"),
        pytest.param(BAND, ("103", "106", "107.5"), "-0.1", Outlook.REVERSED, id="越过上限还在升"),
        pytest.param(BAND, ("109", "108", "107"), None, Outlook.REACHED, id="上限之内"),
        pytest.param(BAND, ("100", "101", "102"), "0.2", Outlook.ACHIEVABLE, id="从下方走近"),
        pytest.param(ABOUT, ("40", "43", "45"), None, Outlook.REACHED, id="左右下沿"),
        pytest.param(ABOUT, ("40", "42", "44"), "0.2", Outlook.ACHIEVABLE, id="左右以下"),
        pytest.param(ABOUT, ("60", "58", "56"), "-0.2", Outlook.ACHIEVABLE, id="左右以上"),
    ],
)
def test_a_band_is_reached_at_its_nearer_end(
    standard: Criterion, last: tuple[str, ...], required: str | None, outlook: Outlook
) -> None:
    values = dict(zip((2023, 2024, 2025), map(Decimal, last), strict=True))
    goal = standard.final
    assert goal is not None
    result = forecast(standard, values, goal.value)
    assert result is not None
    assert result.outlook is outlook
    assert result.required == (None if required is None else Decimal(required))


def test_one_odd_year_does_not_turn_the_outlook_against_the_line() -> None:
    odd = {2020: "14.66", 2021: "15.55", 2022: "16.45", 2023: "0", 2024: "16.34"}
    falling = forecast(MORTALITY, numbers(odd), Decimal("14.66"))
    assert falling is not None
    assert falling.average > 0 > falling.slope
    assert falling.outlook is Outlook.ACHIEVABLE
    odd = {2021: "50", 2022: "60", 2023: "40", 2024: "45", 2025: "51"}
    sinking = forecast(SCREENING, numbers(odd), SEVENTY)
    assert sinking is not None
    assert sinking.average > 0 > sinking.slope
    assert sinking.outlook is Outlook.REVERSED


def test_lower_is_better_and_never_below_zero() -> None:
    falling = numbers({2021: "16", 2023: "10", 2025: "4"})
    result = forecast(MORTALITY, falling, Decimal(12))
    assert result is not None
    assert (result.projected, result.low, result.outlook) == (0, 0, Outlook.REACHED)


def test_a_rate_is_never_projected_above_its_maximum() -> None:
    result = forecast(SCREENING, numbers({2021: "80", 2022: "88", 2023: "96"}), SEVENTY)
    assert result is not None
    assert result.projected == Decimal(100)


def series(values: dict[int, str]) -> dict[int, Figure]:
    return {year: Figure(year, Decimal(text)) for year, text in values.items()}


def test_met_lost_and_met_again() -> None:
    standard = criterion(RuleKind.AT_LEAST, "%", target="95")
    values = {2012: "94", 2013: "95", 2014: "96", 2016: "94.9", 2018: "95.5", 2019: "96"}
    result = verdict_history(Case(standard, 2020, series(values)))
    assert result.first_met == 2013
    assert (result.lost, result.recovered) == ((2016,), (2018,))
    assert (result.met_since, result.met_years, result.has_gaps) == (2018, 2, False)
    assert len(result.years) == 10


def test_a_run_is_counted_from_its_first_year() -> None:
    standard = criterion(RuleKind.AT_LEAST, "%", target="95")
    values = {2016: "90", 2017: "95", 2018: "96", 2019: "97", 2020: "98"}
    result = verdict_history(Case(standard, 2020, series(values)))
    assert (result.met_since, result.met_years, result.has_gaps) == (2017, 4, False)


def test_never_met_has_no_first_year() -> None:
    standard = criterion(RuleKind.AT_LEAST, "%", target="95")
    result = verdict_history(Case(standard, 2020, series({2012: "94", 2020: "90"})))
    assert (result.first_met, result.met_since, result.met_years) == (None, None, 0)
