"""Sentences about what is to be expected, and about sums of places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.core.aggregation import aggregated, sex_gap
from assessments.messages.forecasts import (
    TOO_FEW,
    coverage_text,
    forecast_sentence,
    history_sentence,
    sex_gap_sentence,
)
from indicators.core.case import Case, Figure, criterion
from indicators.core.forecast import forecast
from indicators.core.verdict_history import verdict_history
from indicators.core.vocabulary import RuleKind, measure

SCREENING = criterion(RuleKind.AT_LEAST, "%", target="95", years=(2020, 2030))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {2022: "88.8", 2023: "89.2", 2024: "89.5"},
            "按2022—2024年趋势推算，2030年预计91.6%（91.0%—92.3%），实现难度较大"
            "；要达到95%，此后每年需提高0.9个百分点，是以往年均的2.6倍。",
            id="难以实现",
        ),
        pytest.param(
            {2022: "92", 2023: "93", 2024: "94"},
            "按2022—2024年趋势推算，2030年预计100.0%（100.0%—100.0%），预期能够实现目标"
            "；要达到95%，此后每年需提高0.2个百分点。",
            id="能够实现",
        ),
        pytest.param({2023: "92", 2024: "93"}, TOO_FEW, id="不足三个值"),
    ],
)
def test_forecast(values: dict[int, str], expected: str) -> None:
    numbers = {year: Decimal(text) for year, text in values.items()}
    assert forecast_sentence(forecast(SCREENING, numbers, Decimal(95)), SCREENING) == expected


def test_course_tells_loss_and_recovery() -> None:
    values = {2021: "95", 2022: "94", 2023: "96", 2024: "97"}
    series = {year: Figure(year, Decimal(text)) for year, text in values.items()}
    told = history_sentence(verdict_history(Case(SCREENING, 2024, series)))
    assert told == "2021年首次达标，2022年回落，2023年重新达标，2023年起连续2年达标。"
    assert not history_sentence(verdict_history(Case(SCREENING, 2024, {})))


def test_coverage_is_said() -> None:
    parts = [Figure(2020, None, Decimal(1), Decimal(2))] * 5
    assert coverage_text(aggregated([*parts, None], measure("%"), 100), "区") == "6个区中5个有数据"
    assert coverage_text(aggregated(parts, measure("%"), 100), "区") == "5个区都有数据"
    rates = [Figure(2020, Decimal(50))]
    assert "不能由下级汇总" in coverage_text(aggregated(rates, measure("%"), 100), "区")


def test_gap_by_sex() -> None:
    gap = sex_gap(Decimal("98.2"), Decimal("97.9"))
    assert gap is not None
    assert sex_gap_sentence(gap, "%") == "男性、女性分别为97.9%和98.2%，女性高0.3个百分点。"
