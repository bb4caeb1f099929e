"""The one page of an indicator: filters, the assessment it goes by, its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.models import Assessment, Result
from indicators.models import Observation
from indicators.wording import numbers
from tests.assessments.views.world import BACKEND, asked, assess, observe, reader_of, sheets
from tests.factories import MemberUnitFactory, RegionFactory, user_with
from tests.pages import squeezed
from units.choices import AuditAction, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from django.test import Client

    from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Region:
    region = RegionFactory(code="350200", name="厦门市")
    asked(region, "A1", values={2010: 80, 2018: 88, 2019: 91})
    RegionFactory(code="350206", name="湖里区", parent=region)
    return region


@pytest.fixture
def client(city: Region) -> Client:
    return reader_of(Role.OFFICE, city)


def address(region: str = "350200") -> str:
    return reverse("reports:indicator", args=[region, "A1"])


def test_the_former_address_leads_here_with_its_filters(client: Client, city: Region) -> None:
    assess(city, 2019)
    former = reverse("reports:dashboard_indicator", args=["A1"])
    answer = client.get(former, {"year": "2019", "plan": "women", "domain": "x"})
    assert answer.url == f"{address()}?round=2011-2020&year=2019&plan=women"
    file = client.get(former, {"download": "xlsx"})
    assert file.url.endswith("&download=xlsx")


def test_another_place_is_chosen_in_the_filter(client: Client, city: Region) -> None:
    query = {"region": "350206", "round": "2011-2020", "plan": "women", "year": "2018"}
    answer = client.get(address(), query)
    assert answer.url == f"{address('350206')}?round=2011-2020&year=2018&plan=women"
    text = client.get(answer.url).content.decode()
    assert "还没有已审核的数据" in text
    for unknown in ("110000", "a/b", "x"):
        assert client.get(address(), {"region": unknown}).status_code == 404


def test_the_page_tells_what_the_assessment_of_the_year_said(client: Client, city: Region) -> None:
    assess(city, 2018, 2019)
    pk = Assessment.objects.get(year=2018).pk
    text = squeezed(client.get(address(), {"year": "2018"}))
    assert f'<a href="{reverse("reports:assessment_detail", args=[pk])}">2018年' in text
    assert "2018年 88" in text[text.index('id="chain"') :]


def test_rules_of_an_assessment_have_a_column_where_they_say_something_else(
    client: Client, city: Region
) -> None:
    observe(city, "A1", {2020: 91})
    assess(city, 2020)
    heads = [cell.value for cell in sheets(client, "reports:dashboard_indicator", "A1").active[4]]
    assert "2020年年度监测（未定稿）" not in heads
    assess(city, 2020, stage="final", basic_tolerance="10", basic_counts=True)
    book = sheets(client, "reports:dashboard_indicator", "A1")
    rows = list(book.active.iter_rows(min_row=4, values_only=True))
    assert rows[0][7] == "2020年终期评估（未定稿）"
    assert (rows[1][6], rows[1][7]) == ("未达标", "达标")
    event = AuditEvent.objects.filter(action=AuditAction.EXPORT).latest("pk")
    assert event.subject == f"厦门市 {city.plans.get().indicators.get().name}"


def test_who_sees_values_but_no_assessments_is_led_to_none(client: Client, city: Region) -> None:
    assess(city, 2019)
    observe(city, "A1", {2019: 92}, breakdown="sex:female")
    client.force_login(user_with(Role.LIAISON, city, MemberUnitFactory(region=city)), BACKEND)
    text = client.get(address()).content.decode()
    assert "年度监测（" not in text
    assert reverse("reports:dashboard_places") not in text
    assert "2019年" in text


def test_the_page_of_a_round_ends_with_the_rounds_years(client: Client, city: Region) -> None:
    observe(city, "A1", {2024: 97})
    for query in ({"round": "2011-2020", "year": "2024"}, {"plan": city.plans.get().pk}):
        text = client.get(address(), query).content.decode()
        assert "2024年" not in text.partition("<main")[2]
        assert "2019年 91" in text[text.index('id="chain"') :]


def test_head_and_chain_go_by_one_basis_which_the_head_names(client: Client, city: Region) -> None:
    """From 80 in 2010 to 95 in 2020: 92 in 2018, 93.5 in 2019."""
    assess(city, 2018)
    text = client.get(address(), {"year": "2018"}).content.decode()
    head = text[text.index("<h1>") : text.index('class="actions"')]
    assert "厦门市，对照时序进度：2018年为88.00%" in head
    assert re.findall(r'class="verdict verdict-(\w+)"', head) == ["behind"]
    years = text[text.index('id="years"') : text.index('id="chain"')]
    assert set(re.findall(r'class="verdict verdict-(\w+)"', years)) == {"behind"}
    assert "终期目标" in years
    assert ("未达到" in years, "未达标" in years, "已达到" in years) == (True, False, False)
    chain = text[text.index('class="chain"') :]
    assert re.findall(r'class="verdict verdict-(\w+)"', chain) == ["behind"]
    assert "对照时序进度" in chain
    assert "评估对照终期目标：未达标" in chain


def test_in_the_last_year_the_page_speaks_of_the_final_target(client: Client, city: Region) -> None:
    observe(city, "A1", {2020: 95})
    assess(city, 2020)
    text = client.get(address()).content.decode()
    head = text[text.index("<h1>") : text.index('class="actions"')]
    assert "厦门市，对照2020年终期目标：2020年为95.00%" in head
    assert re.findall(r'class="verdict verdict-(\w+)"', head) == ["met"]
    years = text[text.index('id="years"') : text.index('id="chain"')]
    assert set(re.findall(r'class="verdict verdict-(\w+)"', years)) == {"met", "unmet"}
    assert "滞后" in years
    assert re.findall(r'class="verdict verdict-(\w+)"', text[text.index('class="chain"') :]) == [
        "met"
    ]


def test_the_head_names_a_runs_verdict_only_where_it_is_another(
    client: Client, city: Region
) -> None:
    """An evaluator overruled what the page itself works out."""
    observe(city, "A1", {2020: 94})
    assess(city, 2020)
    badges = r'class="verdict verdict-(\w+)"'
    for stored, seen in (("unmet", ["unmet"]), ("met", ["unmet", "met"])):
        Result.objects.update(verdict=stored, grade="")
        text = client.get(address()).content.decode()
        head = text[text.index("<h1>") : text.index('class="actions"')]
        assert re.findall(badges, head) == seen


def test_what_0_1_kept_is_told_by_its_own_basis(client: Client, city: Region) -> None:
    assess(city, 2018)
    Result.objects.update(pace_state=None)
    text = client.get(address(), {"year": "2018"}).content.decode()
    chain = text[text.index('class="chain"') :]
    assert re.findall(r'class="verdict verdict-(\w+)"', chain) == ["unmet"]
    assert "对照终期目标" in chain


def test_parts_that_do_not_fit_their_total_are_told_below_them(
    client: Client, city: Region
) -> None:
    for breakdown, value in (("sex:female", 90), ("sex:male", 92)):
        observe(city, "A1", {2018: value - 3, 2019: value}, breakdown=breakdown)
    text = squeezed(client.get(address()))
    assert "合计不在各部分之间" not in text
    observe(city, "A1", {2020: 95})
    observe(city, "A1", {2020: 90}, breakdown="sex:female")
    observe(city, "A1", {2020: 94}, breakdown="sex:male")
    text = squeezed(client.get(address()))
    assert "2020年合计不在各部分之间：合计95%，女90%，男94%。" in text


def test_a_change_that_two_printed_years_do_not_give_is_explained(
    client: Client, city: Region
) -> None:
    assert numbers.UNEVEN not in squeezed(client.get(address()))
    observe(city, "A1", {2020: "91.4949"})
    Observation.objects.filter(reference_year__gte=2019).update(decimals=2)
    Observation.objects.filter(reference_year=2019).update(value="91.1151")
    text = squeezed(client.get(address()))
    assert "91.49" in text
    assert "91.12" in text
    assert "+0.38" in text
    assert numbers.UNEVEN in text
