"""Cases of the field: several targets in one year, three missing rules, printed rates."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.selectors.plans import sheets_for
from indicators.core.case import Goal
from tests.assessments.test_computing import asked, observed, run
from tests.assessments.views.world import reader_of
from tests.factories import DomainFactory, RegionFactory, TargetFactory
from units.choices import Role

pytestmark = pytest.mark.django_db


def test_a_district_is_judged_in_one_year_against_2015_and_2020_targets() -> None:
    """Met by the stage target, not yet by the final one: both stand beside each other."""
    row = asked("A1", "at_least", 95)
    TargetFactory(plan_indicator=row, stage="midterm", year=2015, value=90)
    asked("A2", "at_most", 20)
    observed("A1", 2010, 85)
    observed("A1", 2015, 92)
    observed("A2", 2015, 18)
    stage = run(stage="midterm", year=2015)
    final = run(stage="midterm", year=2015, basis="final")
    assert stage["settings"]["basis"] == "midterm"
    assert [(r["verdict"], r["grade"], r["target"]) for r in stage["results"]] == [
        ("met", "on_track", "90"),
        ("met", "early", "20"),
    ]
    assert [(r["verdict"], r["grade"], r["target"]) for r in final["results"]] == [
        ("unmet", "behind", "95"),
        ("met", "early", "20"),
    ]
    assert (stage["combined"]["rate"], final["combined"]["rate"]) == ("100.00", "50.00")
    assert stage["assessment"] != final["assessment"]
    assert "没有中期目标，按时序进度判断" in stage["results"][1]["explanation"]


def test_a_year_is_judged_by_its_own_target_or_says_beside_how_that_one_stands() -> None:
    row = asked("A1", "at_least", 95)
    for year, value in ((2017, 90), (2018, 92), (2019, 97)):
        TargetFactory(plan_indicator=row, stage="annual", year=year, value=value)
    TargetFactory(plan_indicator=asked("A2", "at_least", 80), stage="annual", year=2017, value=70)
    for code, value in (("A1", "92.5"), ("A2", "79")):
        observed(code, 2018, value)
    annual = run(stage="annual", year=2018, basis="annual")
    final = run(stage="annual", year=2018)
    assert (annual["settings"]["basis"], final["settings"]["basis"]) == ("annual", "final")
    assert [(r["verdict"], r["grade"], r["target"]) for r in annual["results"]] == [
        ("met", "on_track", "92"),
        ("unmet", "behind", "80"),
    ]
    assert [r["explanation"] for r in annual["results"]] == [
        "2018年为92.50%，高于目标92%，超出0.50个百分点。",
        "2018年为79.00%，低于目标80%，还差1.00个百分点；2018年没有年度目标，按终期目标判断。",
    ]
    assert [(r["verdict"], r["target"], r["explanation"]) for r in final["results"]] == [
        (
            "unmet",
            "95",
            "2018年为92.50%，低于目标95%，还差2.50个百分点；2018年度目标92%，已达到。",
        ),
        ("unmet", "80", "2018年为79.00%，低于目标80%，还差1.00个百分点。"),
    ]
    assert (annual["combined"]["rate"], final["combined"]["rate"]) == ("50.00", "0.00")
    assert annual["assessment"] != final["assessment"]


def test_targets_of_years_are_those_of_the_plan_asked_own_or_above() -> None:
    city = RegionFactory(code="350200", name="厦门市")
    district = RegionFactory(parent=city)
    for place, value in ((city, 91), (district, 93)):
        row = asked("A1", "at_least", 95, region=place)
        TargetFactory(plan_indicator=row, stage="annual", year=2018, value=value)
    observed("A1", 2018, 92)
    document = run(stage="annual", year=2018, basis="annual", targets_of="both")
    assert [(r["whose"], r["target"], r["verdict"]) for r in document["results"]] == [
        ("", "93", "unmet"),
        ("above", "91", "met"),
    ]


def test_a_target_of_the_year_costs_no_query_of_its_own(django_assert_num_queries) -> None:
    rows = [asked(f"A{number}", "at_least", 95) for number in range(4)]
    plans = [rows[0].plan]
    with CaptureQueriesContext(connection) as before:
        sheets_for(plans)
    for row in rows:
        for year in (2018, 2019):
            TargetFactory(plan_indicator=row, stage="annual", year=year, value=year - 1930)
    with django_assert_num_queries(len(before)):
        sheets = sheets_for(plans)
    assert [len(sheet.criterion.annual) for sheet in sheets] == [2, 2, 2, 2]
    assert sheets[0].own_criterion.annual_goal(2019) == Goal(Decimal(89))


def test_a_district_is_judged_by_its_own_and_the_citys_targets() -> None:
    city = RegionFactory(code="350200", name="厦门市")
    district = RegionFactory(parent=city)
    asked("A1", "at_least", 95, region=city)
    asked("A1", "at_least", 98, region=district)
    observed("A1", 2020, 96)
    document = run(targets_of="both")
    assert [(r["whose"], r["target"], r["verdict"]) for r in document["results"]] == [
        ("", "98", "unmet"),
        ("above", "95", "met"),
    ]
    assert (document["combined"]["rate"], document["above"]["combined"]["rate"]) == (
        "0.00",
        "100.00",
    )


@pytest.mark.parametrize(
    ("missing", "denominator", "rate"),
    [("exclude", 92, "95.65"), ("unmet", 94, "93.62"), ("separate", 92, "95.65")],
)
def test_ninety_four_indicators_with_two_without_data(missing, denominator, rate) -> None:
    """金川县: 94 indicators, 4 unmet, 2 without data; the report's 96% hides its denominator."""
    for number in range(94):
        asked(f"J{number:02}", "at_least", 95)
        if number >= 2:
            observed(f"J{number:02}", 2020, 90 if number < 6 else 96)
    plan = run(missing=missing)["plans"][0]
    assert plan == {
        "kind": "women",
        "met": 88,
        "unmet": 4,
        "no_data": 2,
        "not_assessable": 0,
        "denominator": denominator,
        "rate": rate,
    }


@pytest.mark.parametrize(
    ("met", "of", "rounding", "decimals", "rate"),
    [
        (26, 29, "truncate", 2, "89.65"),
        (26, 29, "half_up", 2, "89.66"),
        (31, 33, "half_up", 1, "93.9"),
    ],
)
def test_rates_as_places_print_them(met, of, rounding, decimals, rate) -> None:
    for number in range(of):
        asked(f"P{number:02}", "at_least", 95)
        observed(f"P{number:02}", 2020, 96 if number < met else 90)
    both = run(rounding=rounding, decimals=decimals)["combined"]
    assert (both["met"], both["denominator"], both["rate"]) == (met, of, rate)


def test_basic_counts_only_where_the_setting_says_so() -> None:
    asked("A1", "at_least", 100)
    observed("A1", 2020, 96)
    without = run()["results"][0]
    graded = run(basic_tolerance="5")["results"][0]
    counted = run(basic_tolerance="5", basic_counts=True)
    assert (without["verdict"], without["grade"]) == ("unmet", None)
    assert (graded["verdict"], graded["grade"]) == ("unmet", "basic")
    assert (counted["results"][0]["verdict"], counted["combined"]["rate"]) == ("met", "100.00")
    assert counted["settings"]["basic_tolerance"] == "5"


def test_judged_on_the_printed_value_where_the_setting_says_so() -> None:
    asked("A1", "at_least", 95)
    observed("A1", 2020, "95.0", numerator=18999, denominator=20000, decimals=1)
    assert run()["results"][0]["verdict"] == "unmet"
    printed = run(precision="printed")["results"][0]
    assert printed["verdict"] == "met"
    assert "按公布值（修约后）判定" in printed["explanation"]


def test_domains_add_up_to_their_plan() -> None:
    for number in range(6):
        row = asked(f"D{number}", "at_least", 95)
        row.domain = DomainFactory(plan=row.plan, name=f"领域{number % 2}", order=number % 2)
        row.save()
        observed(f"D{number}", 2020, 94 + number % 3)
    document = run()
    assert sum(d["met"] for d in document["domains"]) == document["plans"][0]["met"]
    assert sum(d["denominator"] for d in document["domains"]) == 6


@pytest.mark.parametrize(
    ("trend", "verdict", "grade", "words"),
    [
        ("base", "met", None, "比2010年（50.00%）提高8.00个百分点"),
        ("last_year", "unmet", "lost", "低于2019年（60.00%）2.00个百分点"),
        ("three_years", "met", None, "比2018年（55.00%）提高3.00个百分点"),
    ],
)
def test_rising_is_held_against_base_last_year_or_three_years(trend, verdict, grade, words) -> None:
    asked("A1", "rise")
    for year, value in ((2010, 50), (2018, 55), (2019, 60), (2020, 58)):
        observed("A1", year, value)
    result = run(trend=trend)["results"][0]
    assert (result["verdict"], result["grade"]) == (verdict, grade)
    assert words in result["explanation"]


def test_a_trend_with_a_missing_year_is_not_assessable_and_says_so() -> None:
    asked("A1", "rise")
    for year, value in ((2010, 50), (2018, 55), (2020, 58)):
        observed("A1", year, value)
    for trend in ("last_year", "three_years"):
        result = run(trend=trend)["results"][0]
        assert result["verdict"] == "not_assessable"
        assert "看不出走势" in result["explanation"]
    assert "trend" not in run()["settings"]


def test_an_assessment_has_words_of_its_own() -> None:
    asked("A1", "at_least", 95)
    observed("A1", 2020, 96)
    document = run(label_met="已实现")
    client = reader_of(Role.LEADER, RegionFactory())
    page = client.get(reverse("reports:assessment_detail", args=[document["assessment"]]))
    assert '<span class="verdict verdict-met">已实现</span>' in page.content.decode()
    assert document["results"][0]["verdict_text"] == "已实现"
    answer = client.get("/api/v1/results/", {"assessment": document["assessment"]}).json()
    assert [row["verdict_text"] for row in answer["results"]] == ["已实现"]
