"""The API as a program meets it: what it shows, what it keeps to itself, how it refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from assessments.models import Assessment
from config.api_reference import resources
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    ObservationFactory,
    PlanIndicatorFactory,
    RegionFactory,
    TargetFactory,
    user_with,
)
from tests.queries import assert_queries_do_not_grow
from units.choices import AuditAction, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from pathlib import Path

    from units.models import Region, User

BACKEND = "django.contrib.auth.backends.ModelBackend"

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def city() -> Region:
    return RegionFactory(code="350200", name="某市")


@pytest.fixture
def district(city: Region) -> Region:
    return RegionFactory(code="350206", name="某区", parent=city)


def rows(client: Client, address: str, **filters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}/", filters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_schema_is_clean(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", tmp_path / "schema.yml")


def described() -> dict[str, Any]:
    generator: Any = SchemaGenerator(api_version="v1")
    found: dict[str, Any] = generator.get_schema(request=None, public=True)
    return found


def test_every_field_and_filter_says_in_chinese_what_it_is() -> None:
    unnamed = [
        f"{resource.key}.{field.name}"
        for resource in resources(described())
        for field in (
            *resource.fields,
            *(each for op in resource.operations for each in (*op.filters, *op.asked)),
        )
        if not field.label
    ]
    assert unnamed == []


def test_the_reference_tells_rows_in_rows_and_what_words_mean() -> None:
    found = {each.key: each for each in resources(described())}
    fields = {field.name: field for field in found["plan-indicators"].fields}
    assert fields["targets.stage"].choices[0] == ("midterm", "中期")
    assert fields["base_value"].kind == "小数，写成文字，可为 null"
    ask = next(op for op in found["assessments"].operations if op.method == "POST")
    asked = {field.name: field for field in ask.asked}
    assert (asked["kind"].is_required, asked["year"].is_required) == (False, True)
    assert asked["kind"].choices[-1] == ("both", "妇女和儿童")


def test_the_reference_page_shows_every_address(district: Region) -> None:
    page = signed_in(user_with(Role.LEADER, district)).get("/api/docs/").content.decode()
    for path, methods in described()["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page


def test_numbers_are_plain_text_and_missing_is_null(district: Region) -> None:
    client = signed_in(user_with(Role.LEADER, district))
    ObservationFactory(region=district, reference_year=2019, value=Decimal("98.500000"))
    ObservationFactory(region=district, reference_year=2020, value=Decimal("1000"))
    ObservationFactory(region=district, reference_year=2021, value=None, blank_reason="no_data")
    found = {row["reference_year"]: row for row in rows(client, "observations")}
    assert [found[year]["value"] for year in (2019, 2020, 2021)] == ["98.5", "1000", None]
    assert found[2021]["blank_reason"] == "no_data"


def test_total_and_parts_are_told_apart(district: Region) -> None:
    client = signed_in(user_with(Role.LEADER, district))
    statistic = IndicatorFactory()
    for breakdown in ("", "sex:female"):
        ObservationFactory(region=district, indicator=statistic, breakdown=breakdown)
    assert len(rows(client, "observations")) == 2
    assert [r["breakdown"] for r in rows(client, "observations", breakdown="total")] == [""]
    women = rows(client, "observations", breakdown="sex:female")
    assert [row["breakdown"] for row in women] == ["sex:female"]


def test_a_district_reads_the_plans_above_but_not_the_values(
    city: Region, district: Region
) -> None:
    client = signed_in(user_with(Role.LIAISON, district, MemberUnitFactory(region=district)))
    asked = PlanIndicatorFactory(plan__region=city)
    TargetFactory(plan_indicator=asked, value=Decimal("95.0"))
    ObservationFactory(region=city, indicator=asked.indicator)
    PlanIndicatorFactory(plan__region=RegionFactory(code="350303", name="别的区"))
    assert [row["code"] for row in rows(client, "regions")] == ["350200", "350206"]
    assert [row["region"] for row in rows(client, "plans")] == ["350200"]
    [indicator] = rows(client, "plan-indicators")
    assert indicator["targets"] == [{"stage": "final", "year": 2020, "value": "95", "upper": None}]
    assert rows(client, "observations") == []


def test_a_city_reads_its_districts(city: Region, district: Region) -> None:
    client = signed_in(user_with(Role.OFFICE, city))
    ObservationFactory(region=district, reference_year=2020)
    assert [row["region"] for row in rows(client, "observations", region="350206")] == ["350206"]
    assert rows(client, "observations", year_from=2021) == []


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("observations", {"reference_year": "zwanzig"}),
        ("observations", {"breakdown": "sex:none"}),
        ("results", {"verdict": "good"}),
        ("plans", {"kind": "men"}),
    ],
)
def test_a_filter_that_cannot_be_is_400(
    district: Region, address: str, filters: dict[str, str]
) -> None:
    client = signed_in(user_with(Role.OFFICE, district))
    answer = client.get(f"/api/v1/{address}/", filters)
    assert answer.status_code == 400
    assert set(answer.json()) == set(filters)


def test_numbers_beyond_the_database_are_nothing_found(district: Region) -> None:
    client = signed_in(user_with(Role.OFFICE, district))
    huge = "9" * 40
    assert rows(client, "observations", reference_year=huge) == []
    assert rows(client, "results", assessment=huge) == []
    assert client.get(f"/api/v1/plans/{huge}/").status_code == 404


def test_nothing_can_be_written(district: Region) -> None:
    client = signed_in(user_with(Role.OFFICE, district))
    observation = ObservationFactory(region=district)
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method(f"/api/v1/observations/{observation.pk}/", {"value": "1"})
        assert answer.status_code == 405
    observation.refresh_from_db()
    assert observation.value == 96


def ask(client: Client, **changes: Any) -> Any:
    body = {"region": "350206", "round": "2011-2020", "stage": "final", "year": 2020, **changes}
    return client.post("/api/v1/assessments/", body, content_type="application/json")


def test_an_assessment_is_asked_for_and_computed(
    district: Region, django_capture_on_commit_callbacks: Any
) -> None:
    office = user_with(Role.OFFICE, district)
    client = signed_in(office)
    asked = PlanIndicatorFactory(plan__region=district)
    TargetFactory(plan_indicator=asked, value=Decimal(95))
    ObservationFactory(region=district, indicator=asked.indicator, value=Decimal(96))
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(client)
    assert answer.status_code == 202
    assert answer.json()["job_state"] == "queued"
    done = client.get(f"/api/v1/assessments/{answer.json()['id']}/").json()
    assert (done["job_state"], done["summary"]["combined"]["rate"]) == ("done", "100.00")
    [result] = rows(client, "results", assessment=done["id"])
    assert (result["verdict"], result["value"], result["target"]) == ("met", "96", "95")
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(client).json()["id"] == done["id"]
    assert AuditEvent.objects.filter(action=AuditAction.ASSESS, user=office).count() == 2


def test_who_may_not_ask_is_refused(district: Region) -> None:
    PlanIndicatorFactory(plan__region=district)
    assert ask(signed_in(user_with(Role.LEADER, district))).status_code == 403
    elsewhere = RegionFactory(code="350303", name="别的区")
    refused = ask(signed_in(user_with(Role.OFFICE, elsewhere)))
    assert refused.status_code == 400
    assert set(refused.json()) == {"region", "round"}
    assert Assessment.objects.count() == 0


def test_a_question_nobody_can_answer_is_400_with_the_sentence(district: Region) -> None:
    PlanIndicatorFactory(plan__region=district)
    refused = ask(signed_in(user_with(Role.OFFICE, district)), year=2030)
    assert refused.status_code == 400
    assert "2030" in refused.json()["detail"][0]


def test_page_size_is_limited(district: Region) -> None:
    client = signed_in(user_with(Role.LEADER, district))
    for _ in range(3):
        ObservationFactory(region=district)
    first = client.get("/api/v1/observations/", {"page_size": 2}).json()
    assert len(first["results"]) == 2
    assert len(client.get(first["next"]).json()["results"]) == 1


@pytest.mark.parametrize("address", ["observations", "plan-indicators", "indicators", "plans"])
def test_queries_do_not_grow(district: Region, address: str) -> None:
    client = signed_in(user_with(Role.OFFICE, district))

    def add(count: int) -> None:
        for _ in range(count):
            asked = PlanIndicatorFactory(plan__region=district)
            TargetFactory(plan_indicator=asked)
            ObservationFactory(region=district, indicator=asked.indicator)

    assert_queries_do_not_grow(add, lambda: client.get(f"/api/v1/{address}/"))


def test_a_batch_is_asked_for_and_its_progress_told(
    django_capture_on_commit_callbacks: Any,
) -> None:
    city = RegionFactory(code="350200", name="厦门市")
    asked = PlanIndicatorFactory(plan__region=city)
    TargetFactory(plan_indicator=asked, value=Decimal(95))
    for number in (3, 6):
        place = RegionFactory(code=f"35020{number}", name=f"区{number}", parent=city)
        ObservationFactory(region=place, indicator=asked.indicator, value=Decimal(90 + number))
    client = signed_in(user_with(Role.OFFICE, city))
    body = {"region": "350200", "round": "2011-2020", "stage": "final", "year": 2020}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/api/v1/batches/",
            {**body, "basic_tolerance": "2.5", "basic_counts": True},
            content_type="application/json",
        )
    assert answer.status_code == 202
    assert (answer.json()["waiting"], answer.json()["done"]) == (2, 0)
    batch = answer.json()["id"]
    assert client.get(f"/api/v1/batches/{batch}/").json()["done"] == 2
    told = rows(client, "assessments", batch=batch)
    assert {row["summary"]["combined"]["rate"] for row in told} == {"100.00"}
    assert told[0]["settings"]["basic_tolerance"] == "2.5"
    wide = {**body, "basic_tolerance": "150", "basic_counts": True}
    for address in ("/api/v1/batches/", "/api/v1/assessments/"):
        refused = client.post(address, wide, content_type="application/json")
        assert refused.status_code == 400
        assert "要小于 100" in refused.content.decode()
    assert Assessment.objects.count() == 2
    leader = signed_in(user_with(Role.LEADER, city))
    assert leader.post("/api/v1/batches/", body, content_type="application/json").status_code == 403
