"""The office uploads for a unit and for many places, and may take the right rows only."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import Ledger, ReportingRound, Submission, SubmissionValue
from indicators.tasks import ledger_check
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    PlanIndicatorFactory,
    RegionFactory,
    ResponsibilityFactory,
    SubmissionFactory,
    user_with,
)
from tests.indicators.ledger.books import xlsx
from units.choices import Role
from units.models import AuditEvent, MemberUnit, Notice, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
HEAD = ["指标代码", "年份", "数值"]
BULK_HEAD = ["行政区划代码", "年份", "指标代码", "数值"]
CITY, FIRST, SECOND, ELSEWHERE = "350200", "350203", "350206", "350303"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_files(tmp_path: Path, settings: Any) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path / "private"


@pytest.fixture
def unit() -> MemberUnit:
    """A unit that leads T001 and T002 in one district; another leads T001 in a second one."""
    RegionFactory(code=CITY, name="甲市")
    first, second = RegionFactory(code=FIRST, name="甲区"), RegionFactory(code=SECOND, name="乙区")
    unit: MemberUnit = MemberUnitFactory(region=first, name="卫健", code="D01")
    indicators = [IndicatorFactory(code=code, name=f"指标{code}") for code in ("T001", "T002")]
    for indicator in indicators:
        asked = PlanIndicatorFactory(plan__region=first, indicator=indicator)
        ResponsibilityFactory(plan_indicator=asked, unit=unit, kind="lead")
    asked = PlanIndicatorFactory(plan__region=second, indicator=indicators[0])
    ResponsibilityFactory(
        plan_indicator=asked, unit=MemberUnitFactory(region=second, name="卫健"), kind="lead"
    )
    return unit


@pytest.fixture
def submission(unit: MemberUnit) -> Submission:
    made: Submission = SubmissionFactory(
        reporting_round__region=unit.region, reporting_round__reference_year=2020, unit=unit
    )
    # Long closed for the unit.
    ReportingRound.objects.update(opens_on="2021-01-01", closes_on="2021-03-31")
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def office(unit: MemberUnit) -> Client:
    return signed_in(user_with(Role.OFFICE, unit.region))


@pytest.fixture
def city(unit: MemberUnit) -> Client:
    return signed_in(user_with(Role.OFFICE, unit.region.__class__.objects.get(code=CITY)))


def sheet(tmp_path: Path, *rows: list[Any], head: list[str] = HEAD) -> bytes:
    return xlsx(tmp_path / "a.xlsx", [head, *rows]).read_bytes()


def upload(client: Client, address: str, content: bytes, **data: Any) -> Ledger:
    answer = client.post(address, {"file": SimpleUploadedFile("台账.xlsx", content), **data})
    assert answer.status_code == 302
    ledger = Ledger.objects.latest("pk")
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    return ledger


def for_unit(client: Client, submission: Submission, content: bytes) -> Ledger:
    return upload(client, reverse("indicators:ledger_list", args=[submission.pk]), content)


def for_places(client: Client, content: bytes, region: str = CITY) -> Ledger:
    place = RegionFactory._meta.model.objects.get(code=region)
    return upload(client, reverse("indicators:ledger_bulk"), content, region=place.pk)


def page(client: Client, ledger: Ledger) -> str:
    answer = client.get(reverse("indicators:ledger", args=[ledger.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, ledger: Ledger, name: str, **data: Any) -> str:
    address = reverse(f"indicators:ledger_{name}", args=[ledger.pk])
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200
    ledger.refresh_from_db()
    return answer.content.decode()


def confirmed(client: Client, ledger: Ledger, **data: Any) -> str:
    """The page of a bulk file that was confirmed, when the worker is through with it."""
    act(client, ledger, "confirm", **data)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    return page(client, ledger)


def stored() -> dict[tuple[str, str, int], Decimal | None]:
    rows = SubmissionValue.objects.values_list(
        "submission__unit__region__code", "indicator__code", "reference_year", "value"
    )
    return {(region, code, year): value for region, code, year, value in rows}


def test_office_uploads_for_a_unit_after_the_closing_day(
    office: Client, submission: Submission, tmp_path: Path
) -> None:
    listing = office.get(reverse("indicators:ledger_list", args=[submission.pk]))
    assert "您是代卫健上传" in listing.content.decode()
    ledger = for_unit(office, submission, sheet(tmp_path, ["T001", 2020, 95], ["T002", 2020, 91]))
    assert (ledger.state, ledger.submission_id) == ("preview", submission.pk)
    text = page(office, ledger)
    assert "2 行 = 新增 2" in text
    assert "只导入正确的行" not in text
    assert "写入 2 项" in act(office, ledger, "confirm")
    value = SubmissionValue.objects.get(indicator__code="T001")
    assert value.changed_by is not None
    assert value.value == 95
    assert value.changed_by.grants.get().role == "office"
    assert "恢复 2 项" in act(office, ledger, "undo")
    assert set(stored().values()) == {None}


def told(user: User) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", "url"))


def test_the_units_liaisons_hear_who_did_what(
    office: Client, submission: Submission, tmp_path: Path
) -> None:
    unit = submission.unit
    liaisons = [user_with(Role.LIAISON, unit.region, unit) for _ in range(2)]
    former = user_with(Role.LIAISON, unit.region, unit)
    former.grants.update(starts_on="2019-01-01", ends_on="2020-01-01")
    neighbour = user_with(
        Role.LIAISON, unit.region, MemberUnitFactory(region=unit.region, name="教育")
    )
    ledger = for_unit(office, submission, sheet(tmp_path, ["T001", 2020, 95], ["T002", 2020, 91]))
    assert ledger.requested_by is not None
    who = ledger.requested_by.display_name
    assert told(liaisons[0]) == []
    act(office, ledger, "confirm")
    act(office, ledger, "confirm")
    act(office, ledger, "undo")
    page_of_it = reverse("indicators:submission", args=[submission.pk])
    for liaison in liaisons:
        assert told(liaison) == [
            (
                f"妇儿工委办（{who}）代卫健导入了2020年度台账“台账.xlsx”，写入 2 项，请核对。",
                page_of_it,
            ),
            (
                f"妇儿工委办（{who}）撤销了卫健2020年度台账“台账.xlsx”的导入，恢复 2 项。",
                page_of_it,
            ),
        ]
    assert told(former) == told(neighbour) == []
    assert [text for text, _ in told(ledger.requested_by)] == [
        "台账“台账.xlsx”已读完，请核对后确认导入。"
    ]


def test_a_units_own_ledger_is_no_news_to_it(submission: Submission, tmp_path: Path) -> None:
    ReportingRound.objects.update(closes_on="2099-01-01")
    user = user_with(Role.LIAISON, submission.unit.region, submission.unit)
    colleague = user_with(Role.LIAISON, submission.unit.region, submission.unit)
    ledger = for_unit(signed_in(user), submission, sheet(tmp_path, ["T001", 2020, 95]))
    assert "写入 1 项" in act(signed_in(user), ledger, "confirm")
    assert told(colleague) == []


def test_every_unit_of_a_bulk_file_hears_of_its_own_values(
    city: Client, unit: MemberUnit, tmp_path: Path
) -> None:
    other = MemberUnit.objects.exclude(pk=unit.pk).get()
    first = user_with(Role.LIAISON, unit.region, unit)
    second = user_with(Role.LIAISON, other.region, other)
    rows = [[FIRST, 2019, "T001", 94], [FIRST, 2019, "T002", 91], [SECOND, 2020, "T001", "98.5%"]]
    ledger = for_places(city, sheet(tmp_path, *rows, head=BULK_HEAD))
    confirmed(city, ledger)
    ((text, url),) = told(first)
    assert "代卫健导入了2019年度台账“台账.xlsx”，写入 2 项" in text
    assert url == reverse("indicators:submission", args=[Submission.objects.get(unit=unit).pk])
    ((text, _),) = told(second)
    assert "导入了2020年度台账“台账.xlsx”，写入 1 项" in text


def test_only_the_right_rows_are_the_offices_and_are_recorded(
    office: Client, submission: Submission, tmp_path: Path
) -> None:
    content = sheet(tmp_path, ["T001", 2020, "若干"], ["T002", 2020, 91])
    ledger = for_unit(office, submission, content)
    assert "只导入正确的行" in page(office, ledger)
    assert "1处错误" in act(office, ledger, "confirm")
    assert stored() == {}
    assert "里正确的行，写入 1 项" in act(office, ledger, "confirm", partial="1")
    assert stored() == {(FIRST, "T002", 2020): 91}
    assert ledger.is_partial
    assert "只导入了正确的行" in page(office, ledger)
    entry = AuditEvent.objects.filter(detail__ledger=ledger.pk, detail__has_key="stored").get()
    assert {k: entry.detail[k] for k in ("partial", "as_office", "stored", "errors")} == {
        "partial": True,
        "as_office": True,
        "stored": 1,
        "errors": 1,
    }


def test_of_the_right_rows_doubtful_ones_go_in_with_a_reason_only(
    office: Client, submission: Submission, tmp_path: Path
) -> None:
    content = sheet(tmp_path, ["T001", 2020, "约95"], ["T002", 2020, "≥91"])
    ledger = for_unit(office, submission, content)
    data = {"partial": "1", "place": ["台账!C2", "台账!C3"], "why": ["抽样推算", ""]}
    assert "写入 1 项" in act(office, ledger, "confirm", **data)
    assert stored() == {(FIRST, "T001", 2020): 95}
    assert SubmissionValue.objects.get().warning_reason == "抽样推算"


def test_nothing_right_is_not_stored(
    office: Client, submission: Submission, tmp_path: Path
) -> None:
    ledger = for_unit(office, submission, sheet(tmp_path, ["T001", 2020, "若干"]))
    assert "只导入正确的行" not in page(office, ledger)
    assert "没有可以导入的行" in act(office, ledger, "confirm", partial="1")
    assert ledger.state == "preview"


def test_a_liaison_may_not_take_the_right_rows_only(submission: Submission, tmp_path: Path) -> None:
    ReportingRound.objects.update(closes_on="2099-01-01")
    liaison = signed_in(user_with(Role.LIAISON, submission.unit.region, submission.unit))
    content = sheet(tmp_path, ["T001", 2020, "若干"], ["T002", 2020, 91])
    ledger = for_unit(liaison, submission, content)
    assert "只导入正确的行" not in page(liaison, ledger)
    address = reverse("indicators:ledger_confirm", args=[ledger.pk])
    assert liaison.post(address, {"partial": "1"}).status_code == 403
    assert stored() == {}
    assert liaison.get(reverse("indicators:ledger_bulk")).status_code == 403


def test_bulk_file_goes_to_the_leads_of_its_places_and_years(
    city: Client, unit: MemberUnit, tmp_path: Path
) -> None:
    rows = [[FIRST, 2019, "T001", 94], [FIRST, 2020, "T002", 91], [SECOND, 2020, "T001", "98.5%"]]
    ledger = for_places(city, sheet(tmp_path, *rows, head=BULK_HEAD))
    assert (ledger.state, ledger.unit_id, ledger.region.code) == ("preview", None, CITY)
    text = page(city, ledger)
    assert "3 行 = 新增 3" in text
    assert "甲市汇总" in text
    assert "已导入，写入 3 项" in confirmed(city, ledger)
    filled = {
        (FIRST, "T001", 2019): Decimal(94),
        (FIRST, "T002", 2020): Decimal(91),
        (SECOND, "T001", 2020): Decimal("98.5"),
    }
    assert stored() == filled
    Submission.objects.filter(unit=unit, reporting_round__reference_year=2020).update(
        state="submitted"
    )
    assert "已经送审" in act(city, ledger, "undo")
    assert (ledger.state, stored()) == ("stored", filled)
    Submission.objects.update(state="draft")
    assert "恢复 3 项" in act(city, ledger, "undo")
    listing = city.get(reverse("indicators:ledger_bulk")).content.decode()
    assert "台账.xlsx" in listing
    assert "已撤销" in listing


def test_bulk_file_is_all_or_nothing_unless_the_office_says_otherwise(
    city: Client, unit: MemberUnit, tmp_path: Path
) -> None:
    rows = [[FIRST, 2020, "T001", 94], [ELSEWHERE, 2020, "T001", 91]]
    ledger = for_places(city, sheet(tmp_path, *rows, head=BULK_HEAD))
    assert f"行政区划代码读到“{ELSEWHERE}”" in page(city, ledger)
    assert "1处错误" in confirmed(city, ledger)
    assert (ledger.state, stored()) == ("preview", {})
    confirmed(city, ledger, partial="1")
    assert stored() == {(FIRST, "T001", 2020): 94}


def test_a_file_without_region_codes_is_no_bulk_file(
    city: Client, unit: MemberUnit, tmp_path: Path
) -> None:
    ledger = for_places(city, sheet(tmp_path, ["T001", 2020, 95]))
    assert (ledger.state, ledger.job_state) == ("refused", "failed")
    assert "没有“行政区划代码”一列" in page(city, ledger)


def test_only_the_office_above_sees_a_bulk_file(
    city: Client, office: Client, unit: MemberUnit, tmp_path: Path
) -> None:
    content = sheet(tmp_path, [FIRST, 2020, "T001", 94], head=BULK_HEAD)
    ledger = for_places(city, content)
    liaison = signed_in(user_with(Role.LIAISON, unit.region, unit))
    for client in (office, liaison):
        for name in ("ledger", "ledger_progress"):
            assert client.get(reverse(f"indicators:{name}", args=[ledger.pk])).status_code == 404
        address = reverse("indicators:ledger_confirm", args=[ledger.pk])
        assert client.post(address).status_code == 404
    place = ledger.region_id
    answer = office.post(
        reverse("indicators:ledger_bulk"),
        {"region": place, "file": SimpleUploadedFile("a.xlsx", content)},
        follow=True,
    )
    assert "请选择地区和文件" in answer.content.decode()
    assert Ledger.objects.count() == 1
