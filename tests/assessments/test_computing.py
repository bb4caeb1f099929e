"""A place judged end to end: figures in, rows and tallies out."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment, Decision, Result
from assessments.selectors.documents import assessment_document
from tests.factories import (
    DomainFactory,
    IndicatorFactory,
    ObservationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
    RoundFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


def run(**options) -> dict:
    out = StringIO()
    chosen = {"region": "350206", "round": "2011-2020", "stage": "final", "year": 2020} | options
    call_command("run_assessment", json=True, stdout=out, **chosen)
    return json.loads(out.getvalue())


def asked(code: str, rule: str, target=None, *, kind="women", region=None, **fields):
    region = region or RegionFactory()
    plan = PlanFactory(kind=kind, region=region)
    row = PlanIndicatorFactory(
        plan=plan,
        domain=DomainFactory(plan=plan),
        indicator=IndicatorFactory(code=code),
        rule=rule,
        **fields,
    )
    if target is not None:
        TargetFactory(plan_indicator=row, value=target)
    return row


def observed(code: str, year: int, value, **fields):
    return ObservationFactory(
        indicator=IndicatorFactory(code=code),
        region=fields.pop("region", None) or RegionFactory(),
        reference_year=year,
        value=value,
        **fields,
    )


def test_one_of_each_verdict_is_counted_and_explained():
    asked("A1", "at_least", 95)
    asked("A2", "at_least", 95)
    asked("A3", "at_least", 95)
    asked("A4", "rise")
    observed("A1", 2020, 95)
    observed("A2", 2020, "94.99")
    observed("A4", 2020, 50)
    document = run()
    plan = document["plans"][0]
    assert plan == {
        "kind": "women",
        "met": 1,
        "unmet": 1,
        "no_data": 1,
        "not_assessable": 1,
        "denominator": 2,
        "rate": "50.00",
    }
    assert document["combined"]["rate"] == "50.00"
    verdicts = {r["indicator_code"]: r["verdict"] for r in document["results"]}
    assert verdicts == {"A1": "met", "A2": "unmet", "A3": "no_data", "A4": "not_assessable"}
    assert all(r["explanation"] for r in document["results"])
    assert document["settings"]["missing"] == "exclude"


def test_each_result_keeps_its_state_on_the_line_whatever_the_basis():
    """90 in 2020 from 50 in 2010: 70 in 2015."""
    for code, value in (("A1", "70"), ("A2", "69.99"), ("A3", "90"), ("A4", None)):
        asked(code, "at_least", 90)
        observed(code, 2010, 50)
        if value is not None:
            observed(code, 2015, value)
    asked("A5", "rise")
    observed("A5", 2010, 50)
    observed("A5", 2015, 51)
    asked("A6", "rise")
    told = {}
    for basis in ("final", "pace"):
        results = run(stage="annual", year=2015, basis=basis)["results"]
        told[basis] = {r["indicator_code"]: (r["verdict"], r["pace_state"]) for r in results}
    assert told["final"] == {
        "A1": ("unmet", "on_track"),
        "A2": ("unmet", "behind"),
        "A3": ("met", "early"),
        "A4": ("no_data", ""),
        "A5": ("met", "on_track"),
        "A6": ("no_data", ""),
    }
    states = {code: state for code, (_, state) in told["final"].items()}
    assert {code: state for code, (_, state) in told["pace"].items()} == states
    assert told["pace"]["A1"] == ("met", "on_track")


def test_what_an_earlier_version_stored_has_no_known_state():
    asked("A1", "at_least", 95)
    observed("A1", 2020, 95)
    document = run()
    Result.objects.update(pace_state=None)
    kept = assessment_document(Assessment.objects.get(pk=document["assessment"]))
    assert document["results"][0]["pace_state"] == "on_track"
    assert kept["results"][0]["pace_state"] is None
    assert run()["results"][0]["pace_state"] == "on_track"


def test_the_same_question_again_recomputes_in_place():
    asked("A1", "at_least", 95)
    observation = observed("A1", 2020, 90)
    first = run()
    observation.value = 96
    observation.save()
    second = run()
    assert second["assessment"] == first["assessment"]
    assert [r["verdict"] for r in second["results"]] == ["met"]
    assert Result.objects.count() == 1
    assert run(missing="unmet")["assessment"] != first["assessment"]


def test_a_quotient_of_counts_is_judged_not_the_rounded_value():
    asked("A1", "at_least", 95)
    observed("A1", 2020, "95.00", numerator=18999, denominator=20000)
    result = run()["results"][0]
    assert (result["verdict"], result["value"]) == ("unmet", "94.995")


def test_counts_beside_a_measure_without_scale_are_not_its_quotient():
    row = asked("A1", "rise")
    row.indicator.measure, row.indicator.scale = "万人", 1
    row.indicator.save()
    observed("A1", 2010, 10, numerator=10, denominator=20)
    observed("A1", 2020, 12, numerator=12, denominator=40)
    assert run()["results"][0]["verdict"] == "met"


def test_a_plan_may_print_a_count_in_another_multiple():
    row = asked("A1", "at_least", 128, measure="人")
    row.indicator.measure, row.indicator.scale = "万人", 1
    row.indicator.save()
    observed("A1", 2020, "0.0128")
    result = run()["results"][0]
    assert (result["verdict"], result["value"]) == ("met", "128")


def test_a_place_without_a_plan_is_judged_by_the_nearest_above_and_not_by_its_base_value():
    nation = RegionFactory(code="000000", name="全国")
    asked("A1", "rise", region=nation, base_value=99)
    district = RegionFactory(parent=nation)
    observed("A1", 2010, 50, region=district)
    observed("A1", 2020, 60, region=district)
    assert run()["results"][0]["verdict"] == "met"
    observed("A1", 2020, 60, region=nation)
    assert run(region="000000")["results"][0]["verdict"] == "unmet"


def test_descendants_get_one_document_each():
    city = RegionFactory(code="350200", name="厦门市")
    asked("A1", "at_least", 95, region=city)
    for code, value in (("350206", 96), ("350203", 90)):
        observed("A1", 2020, value, region=RegionFactory(code=code, name=code, parent=city))
    documents = run(region="350200", descendants=True)["assessments"]
    assert [(d["region"], d["combined"]["rate"]) for d in documents] == [
        ("350203", "0.00"),
        ("350206", "100.00"),
    ]


def test_worst_township_is_judged_and_named():
    asked("A1", "at_least", 95, aggregate="worst_part")
    district = RegionFactory()
    observed("A1", 2020, 99)
    for code, name, value in (("350206001", "殿前街道", 94), ("350206002", "禾山街道", 98)):
        observed("A1", 2020, value, region=RegionFactory(code=code, name=name, parent=district))
    result = run()["results"][0]
    assert (result["verdict"], result["value"]) == ("unmet", "94")


def test_a_decision_settles_a_qualitative_indicator():
    row = asked("A1", "qualitative")
    observed("A1", 2020, 50)
    assert run()["results"][0]["verdict"] == "not_assessable"
    Decision.objects.create(
        plan_indicator=row,
        region=row.plan.region,
        reference_year=2020,
        verdict="met",
        reason="均衡",
    )
    assert run()["results"][0]["verdict"] == "met"


def test_background_indicators_have_no_result():
    asked("A1", "at_least", 95)
    asked("A2", "background")
    observed("A2", 2020, 1)
    assert [r["indicator_code"] for r in run()["results"]] == ["A1"]


def test_a_place_without_any_plan_is_refused_in_words_and_leaves_no_row():
    RegionFactory()
    RoundFactory()
    out = StringIO()
    with pytest.raises(CommandError, match="都没有2011—2020年的规划"):
        call_command(
            "run_assessment",
            region="350206",
            round="2011-2020",
            stage="final",
            year=2020,
            json=True,
            stdout=out,
        )
    assert "规划" in json.loads(out.getvalue())["error"]
    assert not Assessment.objects.exists()


def test_a_year_outside_the_plans_is_refused():
    asked("A1", "at_least", 95)
    with pytest.raises(CommandError, match="2010—2020年之内"):
        run(year=2021)
