"""Targets of single years, typed by the office among its records."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import PlanIndicator
from tests.factories import PlanFactory, PlanIndicatorFactory
from tests.units.conftest import seen_on
from units import messages
from units.choices import AuditAction
from units.models import AuditEvent, Region, User

pytestmark = pytest.mark.django_db


def typed_targets(
    client: Client, line: PlanIndicator, *rows: dict[str, object], seen: str | None = None
):
    """The record of a plan indicator sent back with these targets, each new or with its id."""
    address = reverse("admin:indicators_planindicator_change", args=[line.pk])
    data: dict[str, object] = {
        "plan": line.plan_id,
        "domain": line.domain_id,
        "indicator": line.indicator_id,
        "order": line.order,
        "name": line.name,
        "rule": line.rule,
        "baseline_year": line.baseline_year,
        "weight": "1",
        "responsibilities-TOTAL_FORMS": 0,
        "responsibilities-INITIAL_FORMS": 0,
        "targets-TOTAL_FORMS": len(rows),
        "targets-INITIAL_FORMS": sum("id" in row for row in rows),
    }
    for number, row in enumerate(rows):
        data[f"targets-{number}-plan_indicator"] = line.pk
        data |= {f"targets-{number}-{name}": value for name, value in row.items()}
    data["_seen"] = seen or seen_on(client, address)
    return client.post(address, data)


def yearly(line: PlanIndicator) -> list[tuple[int, str]]:
    rows = line.targets.filter(stage="annual").order_by("year")
    return [(row.year, format(row.value.normalize(), "f")) for row in rows]


def test_the_office_types_targets_of_years_changes_and_removes_them(
    client: Client, office: User
) -> None:
    line = PlanIndicatorFactory(plan=PlanFactory(region=Region.objects.get()))
    page = client.get(reverse("admin:indicators_planindicator_change", args=[line.pk]))
    assert "年度目标写它管的那一年" in page.content.decode()
    typed = (
        {"stage": "annual", "year": 2018, "value": "90.5"},
        {"stage": "annual", "year": 2019, "value": "92"},
    )
    assert typed_targets(client, line, *typed).status_code == 302
    assert yearly(line) == [(2018, "90.5"), (2019, "92")]
    logged = AuditEvent.objects.filter(action=AuditAction.CATALOGUE).latest("pk")
    assert logged.user == office
    assert line.name in logged.subject
    assert "2019年" in str(logged.detail)
    first, second = line.targets.order_by("year")
    answer = typed_targets(
        client,
        line,
        {"id": first.pk, "stage": "annual", "year": 2018, "value": "91"},
        {"id": second.pk, "stage": "annual", "year": 2019, "value": "92", "DELETE": "on"},
    )
    assert answer.status_code == 302
    assert yearly(line) == [(2018, "91")]


@pytest.mark.parametrize(
    ("rule", "rows", "sentence"),
    [
        (
            "at_least",
            [{"year": 2010, "value": "90"}],
            "年份写的是“2010”，不在规划的2011—2020年之内",
        ),
        (
            "at_least",
            [{"year": 2021, "value": "90"}],
            "年份写的是“2021”，不在规划的2011—2020年之内",
        ),
        ("at_least", [{"year": 2019}], "2019年度目标没有填数"),
        ("range", [{"year": 2019, "value": "103"}], "2019年度目标没有填区间上限"),
        ("at_least", [{"year": 2019, "value": "90"}, {"year": 2019, "value": "91"}], "重复"),
    ],
)
def test_a_target_of_a_year_that_cannot_stand_is_refused_and_nothing_is_kept(
    client: Client, office: User, rule: str, rows: list[dict[str, object]], sentence: str
) -> None:
    line = PlanIndicatorFactory(plan=PlanFactory(region=Region.objects.get()), rule=rule)
    answer = typed_targets(client, line, *({"stage": "annual"} | row for row in rows))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert yearly(line) == []


def test_the_first_and_the_last_year_of_a_plan_may_have_a_target(
    client: Client, office: User
) -> None:
    line = PlanIndicatorFactory(plan=PlanFactory(region=Region.objects.get()))
    rows = ({"stage": "annual", "year": year, "value": "90"} for year in (2011, 2020))
    assert typed_targets(client, line, *rows).status_code == 302
    assert yearly(line) == [(2011, "90"), (2020, "90")]


def test_a_form_opened_before_somebody_elses_change_overwrites_nothing(
    client: Client, office: User
) -> None:
    line = PlanIndicatorFactory(plan__region=Region.objects.get())
    address = reverse("admin:indicators_planindicator_change", args=[line.pk])
    older = seen_on(client, address)
    first = {"stage": "annual", "year": 2015, "value": "85"}
    assert typed_targets(client, line, first).status_code == 302
    second = {"stage": "annual", "year": 2015, "value": "92"}
    answer = typed_targets(client, line, second, seen=older)
    assert messages.RECORD_MOVED in answer.content.decode()
    assert yearly(line) == [(2015, "85")]
    assert older != seen_on(client, address)


@pytest.mark.parametrize(
    ("rule", "rows", "sentence"),
    [
        ("rise", [{"stage": "final", "year": 2020, "value": "90"}], "终期目标写的是“90”"),
        ("range", [{"stage": "final", "year": 2020, "value": "103"}], "必须有终期目标的区间上限"),
        (
            "range",
            [
                {"stage": "final", "year": 2020, "value": "103", "upper": "107"},
                {"stage": "midterm", "year": 2015, "value": "108"},
            ],
            "中期目标写的是“108”，比区间上限“107”还高",
        ),
        ("change_at_least", [], "必须有应提高的点数"),
    ],
)
def test_what_judging_could_not_use_is_refused_in_a_record_too(
    client: Client, office: User, rule: str, rows: list[dict[str, object]], sentence: str
) -> None:
    line = PlanIndicatorFactory(plan=PlanFactory(region=Region.objects.get()), rule=rule)
    answer = typed_targets(client, line, *rows)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not line.targets.exists()
