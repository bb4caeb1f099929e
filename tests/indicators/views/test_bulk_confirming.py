"""A confirmed file of many places is stored by the worker: once, or not at all."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.messages import ledger as messages
from indicators.models import (
    Indicator,
    Ledger,
    Submission,
    SubmissionValue,
    SubmissionValueRevision,
)
from indicators.services.ledger_confirming import ledger_work
from indicators.services.ledger_uploads import ledger_discard
from indicators.tasks import ledger_check
from tests.factories import ObservationFactory, RegionFactory, UserFactory, user_with
from tests.indicators.views.test_office_ledgers import (
    BULK_HEAD,
    CITY,
    FIRST,
    SECOND,
    act,
    confirmed,
    for_places,
    page,
    private_files,  # noqa: F401 - the fixture
    sheet,
    signed_in,
    stored,
    told,
    unit,  # noqa: F401 - the fixture
)
from units.choices import Role
from units.leases import MAX_ATTEMPTS, LeaseLost, lease_take
from units.models import AuditEvent, MemberUnit, User

pytestmark = pytest.mark.django_db
WHOLE = {(FIRST, "T001", 2020): 94, (SECOND, "T001", 2020): 98}


@pytest.fixture
def keeper(unit: MemberUnit) -> User:  # noqa: F811
    return user_with(Role.OFFICE, RegionFactory._meta.model.objects.get(code=CITY))


@pytest.fixture
def city(keeper: User) -> Client:
    return signed_in(keeper)


@pytest.fixture
def ledger(city: Client, tmp_path: Path) -> Ledger:
    rows = [[FIRST, 2020, "T001", 94], [SECOND, 2020, "T001", 98]]
    return for_places(city, sheet(tmp_path, *rows, head=BULK_HEAD))


def expire(row: Ledger) -> None:
    past = timezone.now() - datetime.timedelta(seconds=1)
    Ledger.objects.filter(pk=row.pk).update(lease_until=past)


def imports() -> int:
    return AuditEvent.objects.filter(detail__has_key="stored").count()


def test_it_is_queued_and_the_page_shows_the_job(city: Client, ledger: Ledger) -> None:
    text = act(city, ledger, "confirm")
    assert "导入汇总文件</h2>" in text
    assert "可以离开本页，完成后会在“消息”里告诉您" in text
    assert f'data-job="{reverse("indicators:ledger_progress", args=[ledger.pk])}"' in text
    assert "确认导入" not in text
    assert (ledger.state, ledger.job_state, stored()) == ("storing", "queued", {})
    told_of = city.get(reverse("indicators:ledger_progress", args=[ledger.pk])).json()
    assert (told_of["running"], told_of["total"]) == (True, 3)


def test_two_clicks_and_two_messages_store_once(city: Client, keeper: User, ledger: Ledger) -> None:
    act(city, ledger, "confirm")
    assert messages.STORING_NOW in act(city, ledger, "confirm")
    assert messages.NOT_WAITING in act(city, ledger, "discard")
    ledger_check(ledger.pk)
    ledger_check(ledger.pk)
    assert messages.STORED_ALREADY in act(city, ledger, "confirm")
    ledger.refresh_from_db()
    assert (ledger.state, ledger.job_state, ledger.attempt) == ("stored", "done", 1)
    assert stored() == WHOLE
    assert SubmissionValueRevision.objects.count() == 2
    assert set(SubmissionValue.objects.values_list("changed_by", flat=True)) == {keeper.pk}
    assert imports() == 1
    assert told(keeper)[1:] == [
        ("已导入“台账.xlsx”，写入 2 项。", reverse("indicators:ledger", args=[ledger.pk]))
    ]
    assert "已导入，写入 2 项" in page(city, ledger)


def test_a_worker_killed_after_storing_leaves_only_the_end_to_the_next(
    city: Client, keeper: User, ledger: Ledger
) -> None:
    act(city, ledger, "confirm")
    lease = lease_take(Ledger, ledger.pk)
    assert lease is not None
    ledger_work(ledger=ledger, lease=lease)
    expire(ledger)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.job_state, ledger.attempt) == ("stored", "done", 2)
    assert SubmissionValueRevision.objects.count() == 2
    assert imports() == 1
    assert [text for text, _ in told(keeper)][1:] == ["已导入“台账.xlsx”，写入 2 项。"]


def test_a_worker_that_lost_its_lease_writes_nothing(city: Client, ledger: Ledger) -> None:
    act(city, ledger, "confirm")
    slow = lease_take(Ledger, ledger.pk)
    assert slow is not None
    expire(ledger)
    assert lease_take(Ledger, ledger.pk) is not None
    with pytest.raises(LeaseLost):
        ledger_work(ledger=ledger, lease=slow)
    assert (stored(), Submission.objects.count()) == ({}, 0)


def test_a_question_that_came_up_meanwhile_is_shown_and_can_be_answered(
    city: Client,
    keeper: User,
    unit: MemberUnit,  # noqa: F811
    ledger: Ledger,
) -> None:
    act(city, ledger, "confirm", reason="属实")
    known = Indicator.objects.get(code="T001")
    ObservationFactory(region=unit.region, indicator=known, reference_year=2019, value=9)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.job_state, stored()) == ("preview", "failed", {})
    text = page(city, ledger)
    assert "没有导入：0处错误、1处疑问" in text
    assert "1 处待确认：写明理由才能导入" in text
    assert "2019年是9，本年是94，变动过大" in text
    assert told(keeper)[-1][0].startswith("汇总文件“台账.xlsx”的导入没有完成。没有导入：0处错误")
    assert "1 处要写明理由才能导入" in act(city, ledger, "confirm")
    assert "已导入，写入 2 项" in confirmed(city, ledger, reason="属实")
    assert (ledger.job_error, ledger.answers) == ("", {"台账!D2": "属实"})
    assert stored() == WHOLE


def test_a_storing_given_up_is_shown_again(city: Client, keeper: User, ledger: Ledger) -> None:
    act(city, ledger, "confirm", partial="1")
    for _ in range(MAX_ATTEMPTS):
        assert lease_take(Ledger, ledger.pk) is not None
        expire(ledger)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.job_state, ledger.is_partial) == ("preview", "failed", False)
    assert "工作进程连续 3 次中断" in page(city, ledger)
    assert "工作进程连续 3 次中断" in told(keeper)[-1][0]
    assert "已导入，写入 2 项" in confirmed(city, ledger)


def test_doubtful_rows_need_a_reason_before_anything_is_queued(
    city: Client, tmp_path: Path
) -> None:
    rows = [[FIRST, 2020, "T001", "约94"], [SECOND, 2020, "T001", 98]]
    ledger = for_places(city, sheet(tmp_path, *rows, head=BULK_HEAD))
    assert "1 处要写明理由才能导入" in act(city, ledger, "confirm")
    assert (ledger.state, ledger.job_state) == ("preview", "done")
    assert "已导入，写入 2 项" in confirmed(city, ledger, reason="抽样推算")
    assert SubmissionValue.objects.get(value=94).warning_reason == "抽样推算"
    assert ledger.answers == {"台账!D2": "抽样推算"}


def test_what_was_given_up_is_not_read_to_life_again(ledger: Ledger) -> None:
    ledger_discard(ledger=ledger, by=UserFactory())
    Ledger.objects.filter(pk=ledger.pk).update(job_state="running")
    expire(ledger)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.job_state) == ("discarded", "done")
