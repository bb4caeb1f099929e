"""A city's value from its districts, women against men, composite in the summary."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessments.selectors.aggregation import below
from tests.assessments.test_computing import asked, observed, run
from tests.assessments.views.world import reader_of
from tests.factories import IndicatorFactory, RegionFactory
from units.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return RegionFactory(code="350200", name="厦门市")


def districts(city, *figures) -> None:
    for number, figure in enumerate(figures, 1):
        place = RegionFactory(code=f"3502{number:02}", name=f"区{number}", parent=city)
        if figure:
            observed(
                "A1", 2020, figure[0], region=place, numerator=figure[1], denominator=figure[2]
            )


def test_a_rate_is_the_quotient_of_sums_never_the_mean_and_coverage_is_said(city) -> None:
    IndicatorFactory(code="A1")
    districts(city, (90, 90, 100), (50, 450, 900), None)
    told = below(city, IndicatorFactory(code="A1"), 2020)
    assert told is not None
    assert told.sentence == "所辖3个区县中2个有数据；按其分子、分母合计为54.00%（540÷1000）。"


def test_counts_are_added_and_rates_without_counts_are_not(city) -> None:
    indicator = IndicatorFactory(code="A1")
    districts(city, (90, None, None), (80, None, None))
    told = below(city, indicator, 2020)
    assert told is not None
    assert "不能由下级汇总" in told.sentence
    indicator.measure, indicator.scale = "人", 1
    indicator.save()
    told = below(city, indicator, 2020)
    assert told is not None
    assert told.sentence == "所辖2个区县都有数据；相加为170人。"
    indicator.is_addable = False
    indicator.save()
    told = below(city, indicator, 2020)
    assert told is not None
    assert told.sum.value is None


def test_nothing_is_said_where_nothing_is_below_or_known(city) -> None:
    indicator = IndicatorFactory(code="A1")
    assert below(city, indicator, 2020) is None
    districts(city, None)
    assert below(city, indicator, 2020) is None


def test_the_indicator_page_shows_the_sum_and_the_gap_by_sex(city) -> None:
    asked("A1", "at_least", 95, region=city)
    observed("A1", 2020, 54, region=city)
    observed("A1", 2020, 60, region=city, breakdown="sex:female", decimals=1)
    observed("A1", 2020, 50, region=city, breakdown="sex:male", decimals=1)
    districts(city, (90, 90, 100), (50, 450, 900))
    client = reader_of(Role.LEADER, city)
    page = client.get(reverse("reports:indicator", args=["350200", "A1"])).content.decode()
    assert "合计为54.00%（540÷1000）" in page
    assert "男性、女性分别为50.0%和60.0%，女性高10.0个百分点。" in page
    assert "女性与男性之比（男=100）为 120.0" in page


def test_the_composite_stands_in_the_summary_and_on_the_page(city) -> None:
    asked("A1", "at_least", 80, region=city, weight=3)
    asked("A2", "at_least", 80, region=city, kind="children")
    asked("A3", "at_least", 80, region=city)
    observed("A1", 2020, 40, region=city)
    observed("A2", 2020, 100, region=city)
    document = run(region="350200")
    assert document["composite"]["total"] == {
        "value": "62.5",  # (3 × 50 + 1 × 100) ÷ 4
        "measured": 2,
        "by_verdict": 0,
        "missing": 1,
    }
    zero = run(region="350200", composite_missing="zero")
    assert zero["composite"]["total"]["value"] == "50"
    client = reader_of(Role.LEADER, city)
    address = reverse("reports:assessment_detail", args=[document["assessment"]])
    page = client.get(address).content.decode()
    assert "62.50" in page
    assert "2 项按实现程度（封顶 100）" in page
