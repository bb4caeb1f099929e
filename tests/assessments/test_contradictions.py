"""What does not fit is listed before an evaluation, with both sides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.selectors.contradictions import contradictions
from indicators.models import IndicatorDefinition, SubmissionValue
from tests.assessments.test_computing import asked, observed
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    RegionFactory,
    ReportingRoundFactory,
    SubmissionFactory,
    user_with,
)
from tests.queries import count_queries
from units.choices import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def told(year: int = 2020) -> list[tuple[str, str, str]]:
    return [(each.kind, each.code, each.text) for each in contradictions(RegionFactory(), year)]


def test_two_units_with_two_values_for_one_fact() -> None:
    asked("A1", "at_least", 95)
    round_ = ReportingRoundFactory(region=RegionFactory())
    for name, value in (("教育局", "95"), ("统计局", "96.2")):
        unit = MemberUnitFactory(region=RegionFactory(), name=name)
        submission = SubmissionFactory(reporting_round=round_, unit=unit)
        SubmissionValue.objects.create(
            submission=submission,
            indicator=IndicatorFactory(code="A1"),
            reference_year=2020,
            value=Decimal(value),
        )
    assert told() == [("two_units", "A1", "教育局95%，统计局96.2%")]


def test_parts_that_do_not_add_up_or_leave_the_total_outside() -> None:
    count = asked("A1", "at_least", 95)
    count.indicator.measure, count.indicator.scale = "人", 1
    count.indicator.save()
    asked("A2", "at_least", 95)
    asked("A3", "at_least", 95)
    for breakdown, number in (("", 100), ("sex:female", 40), ("sex:male", 55)):
        observed("A1", 2020, number, breakdown=breakdown)
    for breakdown, number in (("", 90), ("area:urban", 92), ("area:rural", 91)):
        observed("A2", 2020, number, breakdown=breakdown)
    for breakdown, number in (("", 91), ("area:urban", 92), ("area:rural", 90)):
        observed("A3", 2020, number, breakdown=breakdown)
    assert told() == [
        ("parts_sum", "A1", "合计100，女40，男55，各部分相加为95"),
        ("parts_range", "A2", "合计90%，城镇92%，农村91%"),
    ]


def test_a_value_that_is_not_its_quotient_and_one_that_is_rounded() -> None:
    for code in ("A1", "A2"):
        asked(code, "at_least", 95)
    observed("A1", 2020, "96.5", numerator=95, denominator=100, decimals=1)
    observed("A2", 2020, "33.3", numerator=1, denominator=3, decimals=1)
    assert told() == [("quotient", "A1", "合计96.5%，按分子÷分母为95.00%")]


def test_base_values_of_the_two_plans_and_of_the_approved_figure() -> None:
    asked("A1", "rise", kind="women", base_value=80)
    asked("A1", "rise", kind="children", base_value=82)
    observed("A1", 2010, 80)
    assert told() == [("two_plans", "A1", "妇女规划80%，儿童规划82%")]
    asked("A2", "rise", base_value=70)
    observed("A2", 2010, 71)
    assert told()[-1] == ("plan_base", "A2", "规划写70%，已审核71%")


def test_a_definition_that_changed_since_the_base_year() -> None:
    row = asked("A1", "rise")
    for year, note in ((2009, "早"), (2015, "只计公办")):
        IndicatorDefinition.objects.create(
            indicator=row.indicator, valid_from=year, breaks_series=True, note=note
        )
    assert told() == [("definition", "A1", "2015年起用新口径（只计公办）")]
    assert told(2014) == []


def test_the_page_lists_and_filters_in_a_fixed_number_of_queries() -> None:
    client = Client()
    client.force_login(user_with(Role.OFFICE, RegionFactory()), backend=BACKEND)
    address = reverse("assessments:contradiction_list")

    def fill(first: int, last: int) -> int:
        for number in range(first, last):
            asked(f"A{number}", "at_least", 95)
            observed(f"A{number}", 2020, 96, numerator=1, denominator=2)
        page = client.get(address).content.decode()
        assert f"{last} 处数据疑点" in page
        return len(count_queries(lambda: client.get(address)))

    few = fill(0, 2)
    assert fill(2, 12) == few
    assert "没有要核对的" in client.get(address, {"kind": "two_units"}).content.decode()


def test_the_page_switches_between_the_places_around() -> None:
    city = RegionFactory(code="350200", name="甲市")
    RegionFactory(code="350201", name="甲区", parent=city)
    RegionFactory(code="350202", name="乙区", parent=city)
    RegionFactory(code="350300", name="别的市")
    client = Client()
    client.force_login(user_with(Role.OFFICE, city), backend=BACKEND)
    for name in ("assessments:contradiction_list", "assessments:decision_list"):
        page = client.get(reverse(name), {"region": "350202"}).content.decode()
        assert '<option value="350200">甲市</option>' in page
        assert '<option value="350201">甲区</option>' in page
        assert '<option value="350202" selected>乙区</option>' in page
        assert "别的市" not in page
