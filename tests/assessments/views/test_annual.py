"""Targets of single years on pages: chosen as the basis, printed, drawn, tried."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.models import Assessment, Result
from indicators.core.vocabulary import Basis
from tests.assessments.views.world import asked, assess, reader_of, sheets
from tests.factories import RegionFactory, RoundFactory, TargetFactory
from units.choices import Role

if TYPE_CHECKING:
    from django.test import Client

    from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Region:
    region = RegionFactory(code="350206", name="湖里区")
    row = asked(region, "A1", values={2010: 85, 2017: 91, 2018: "92.5", 2019: 93})
    for year, value in ((2018, 92), (2019, 94), (2020, 95)):
        TargetFactory(plan_indicator=row, stage="annual", year=year, value=value)
    asked(region, "A2", values={2018: 96})
    return region


@pytest.fixture
def client(place: Region) -> Client:
    return reader_of(Role.OFFICE, place)


def page(client: Client, name: str, query: str = "", **kwargs: object) -> str:
    answer = client.get(reverse(name, kwargs=kwargs) + query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_offers_the_basis_and_the_result_names_it(client: Client, place: Region) -> None:
    form = client.get(reverse("reports:assessment_start")).context["form"]
    assert [key for key, _ in form.fields["basis"].choices] == ["", *(b.value for b in Basis)]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"region": place.pk, "round": RoundFactory().pk, "kind": "both", "stage": "annual"}
    answer = client.post(
        reverse("reports:assessment_start"), data | {"year": 2018, "basis": "annual"}
    )
    assert answer.status_code == 302
    asked_for = Assessment.objects.get()
    assert asked_for.settings["basis"] == "annual"
    assess(place, 2018, basis="annual")
    text = page(client, "reports:assessment_detail", pk=asked_for.pk)
    assert "对照2018年度目标（没有年度目标的对照2020年终期目标）" in text
    assert "高于目标92%，超出0.50个百分点" in text
    assert "2018年没有年度目标，按终期目标判断" in text
    assert '<td class="nowrap">年度目标</td>' in page(client, "reports:assessment_list")


def test_the_api_takes_the_basis(client: Client, place: Region) -> None:
    body = {"region": place.code, "round": "2011-2020", "stage": "annual", "year": 2018}
    answer = client.post(
        reverse("api:assessment-list"), body | {"basis": "annual"}, content_type="application/json"
    )
    assert answer.status_code in (200, 201, 202), answer.content.decode()
    assert Assessment.objects.get().settings["basis"] == "annual"


def test_under_another_basis_the_sentence_says_how_the_year_stands(
    client: Client, place: Region
) -> None:
    assess(place, 2019)
    text = page(client, "reports:assessment_detail", pk=Assessment.objects.get().pk)
    assert "低于目标95%，还差2.00个百分点；2019年度目标94%，未达到。" in text
    assert "对照2020年终期目标" in text


def test_the_indicator_page_lists_and_draws_them(client: Client, place: Region) -> None:
    text = page(client, "reports:indicator", region=place.code, code="A1")
    years = re.sub(r"<[^>]+>", "", text[text.index('aria-labelledby="years"') :])
    assert [" ".join(m.split()) for m in re.findall(r"≥[\d.]+% ?\S*达到", years)] == [
        "≥94%，未达到",
        "≥92%，已达到",
    ]
    assert "没有设" in years
    goal = re.sub(r"<[^>]+>", "", text[text.index('aria-labelledby="goal"') :])
    assert "2018年度≥92%2019年度≥94%2020年度≥95%" in "".join(goal.split())
    assert '<li class="l-annual">年度目标</li>' in text
    answer = client.get(reverse("api:trend", kwargs={"region": place.code, "code": "A1"})).json()
    assert answer["annual"] == [*[None] * 8, "92", "94", "95"]
    assert "年度目标 3 个" in page(client, "indicators:plan_detail", pk=place.plans.get().pk)


def test_a_page_without_them_has_no_such_column(client: Client, place: Region) -> None:
    text = page(client, "reports:indicator", region=place.code, code="A2")
    assert "年度目标" not in text
    course = page(client, "reports:dashboard_indicator", code="A2")
    assert "年度目标" not in course


def test_who_keeps_the_plan_is_led_to_its_targets_and_others_are_not(
    client: Client, place: Region
) -> None:
    line = place.plans.get().indicators.get(indicator__code="A1")
    address = reverse("admin:indicators_planindicator_change", args=[line.pk])
    assert address in page(client, "reports:indicator", region=place.code, code="A1")
    assert client.get(address).status_code == 200
    leader = reader_of(Role.LEADER, place)
    assert address not in page(leader, "reports:indicator", region=place.code, code="A1")


def test_the_course_has_them_in_page_chart_and_file(client: Client, place: Region) -> None:
    text = page(client, "reports:dashboard_indicator", code="A1")
    assert "≥92%，已达到" in text
    assert "≥94%，未达到" in text
    data = json.loads(re.search(r'id="target-path-data"[^>]*>(.*?)</script>', text)[1])
    series = {each["role"]: each["values"] for each in data["series"]}
    assert series["annual"] == [*[None] * 8, "92", "94", "95"]
    book = sheets(client, "reports:dashboard_indicator", "A1")
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    head = next(row for row in rows if "年度目标" in row)
    below = rows[rows.index(head) + 1 :]
    assert [row[head.index("年度目标")] for row in below][:3] == [
        "≥94%，未达到",
        "≥92%，已达到",
        "没有设",
    ]


def test_a_try_replaces_the_target_that_is_judged(client: Client, place: Region) -> None:
    assess(place, 2019, basis="annual")
    assessment = Assessment.objects.get()
    line = Result.objects.get(plan_indicator__indicator__code="A1")
    assert line.verdict == "unmet"
    rules = {"denominator": "all", "missing": "exclude", "basic_tolerance_kind": "points"}
    text = client.get(
        reverse("reports:assessment_try", args=[assessment.pk]),
        {**rules, f"t{line.plan_indicator_id}": "93"},
    ).content.decode()
    assert "1 项结论会变" in text
    assert "刚好达到目标93%" in text
