"""The pages of causes and measures: asked for, filled in, reviewed; out of reach for others."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Remedy
from indicators.core.vocabulary import Stage
from tests.assessments.test_computing import observed
from tests.assessments.test_remedies import WRITTEN, ask, computed, in_days, led, write
from tests.factories import MemberUnitFactory, RegionFactory, user_with
from units.choices import AuditAction, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from units.models import MemberUnit, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
FILLED = {
    "cause": "筛查推迟",
    "actions": "分批补查",
    "complete_by": "2021-12-31",
    "value_to_reach": "92",
    "version": "1",
}


@pytest.fixture
def unit() -> MemberUnit:
    return MemberUnitFactory(region=RegionFactory(), name="卫健局")


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


@pytest.fixture
def liaison(unit: MemberUnit) -> User:
    return user_with(Role.LIAISON, unit.region, unit)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def said(answer) -> str:
    return answer.content.decode()


def test_the_whole_way_from_asking_to_approving(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    desk, writer = signed_in(office), signed_in(liaison)
    board = reverse("assessments:remedies", args=[run.pk])
    assert "未达标 1 项，还有 1 项没有审核通过的原因和措施" in said(desk.get(board))
    answer = desk.post(
        reverse("assessments:remedies_ask", args=[run.pk]),
        {"rows": [row.pk], "answer_by": in_days(14).isoformat()},
        follow=True,
    )
    assert "已请1个单位填写1项指标的原因和措施" in said(answer)
    remedy = Remedy.objects.get()
    page = reverse("assessments:remedy", args=[remedy.pk])
    home = said(writer.get(reverse("reports:home")))
    assert "请写原因和措施 1 项" in home
    assert page in home
    assert page in said(writer.get(reverse("assessments:remedy_list")))
    assert "已保存，还没有送审。" in said(writer.post(page, FILLED, follow=True))
    answer = writer.post(page, FILLED | {"version": "2", "send": "1"}, follow=True)
    assert "已送审" in said(answer)
    assert "审核原因和措施（1）" in said(desk.get(reverse("reports:home")))
    answer = desk.post(reverse("assessments:remedy_return", args=[remedy.pk]), {"reason": "太短"})
    assert "<b>已退回：</b>太短" in said(writer.get(page))
    writer.post(page, FILLED | {"version": "3", "cause": "筛查推迟半年", "send": "1"})
    desk.post(reverse("assessments:remedy_approve", args=[remedy.pk]))
    remedy.refresh_from_db()
    assert (remedy.state, remedy.cause) == ("approved", "筛查推迟半年")
    text = said(desk.get(board))
    assert "未达标 1 项的原因和措施都已通过" in text
    assert "筛查推迟半年" in text


def test_what_was_typed_stays_when_it_is_refused(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    page = reverse("assessments:remedy", args=[remedy.pk])
    client = signed_in(liaison)
    answer = client.post(page, FILLED | {"value_to_reach": "89"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "比2020年的实际值90.00%还差" in said(answer)
    assert "筛查推迟" in said(answer)
    answer = client.post(page, FILLED | {"actions": "", "send": "1"})
    assert "请写改进措施。" in said(answer)
    assert 'name="version" value="2"' in said(answer)
    answer = client.post(page, FILLED)
    assert "刚被别人改过" in said(answer)
    assert 'name="version" value="1"' in said(answer)
    assert client.post(page, FILLED | {"version": "x"}).status_code == HTTPStatus.CONFLICT
    too_long = client.post(page, FILLED | {"cause": "因" * 401, "version": "2"})
    assert "至多" in said(too_long) or "不超过" in said(too_long)


def test_a_proposal_is_taken_over_without_being_kept(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (first,) = ask(computed(), row, by=office)
    write(first, liaison)
    (again,) = ask(computed(Stage.ANNUAL), row, by=office)
    page = reverse("assessments:remedy", args=[again.pk])
    client = signed_in(liaison)
    assert "湖里区2020年终期评估时填写的" in said(client.get(page))
    answer = client.post(page, {"take": "0", "cause": "人手少。", "value_to_reach": "93"})
    text = said(answer)
    assert "人手少。筛查推迟" in text
    assert "分批补查" in text
    assert 'value="93"' in text
    assert 'value="2021-12-31"' in text
    again.refresh_from_db()
    assert (again.cause, again.version) == ("", 1)
    assert client.post(page, {"take": "1"}).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("days", ["", "2026-02-30", "昨天"])
def test_a_day_that_cannot_be_read_is_asked_again(unit, office, days) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    address = reverse("assessments:remedies_ask", args=[run.pk])
    answer = signed_in(office).post(address, {"rows": [row.pk], "answer_by": days})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not Remedy.objects.exists()


def test_another_unit_another_place_and_the_level_above_do_not_reach_it(unit, office) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    (remedy,) = ask(run, row, by=office)
    colleague = MemberUnitFactory(region=unit.region)
    street = RegionFactory(code="350206001", name="某街道")
    strangers = (
        user_with(Role.LIAISON, unit.region, colleague),
        user_with(Role.OFFICE, RegionFactory(code="350303", name="乙区")),
        user_with(Role.OFFICE, street),
        user_with(Role.LIAISON, street, MemberUnitFactory(region=street)),
        user_with(Role.OFFICE, RegionFactory(code="350200", name="厦门市")),
    )
    page = reverse("assessments:remedy", args=[remedy.pk])
    for stranger in strangers:
        client = signed_in(stranger)
        assert client.get(page).status_code == HTTPStatus.NOT_FOUND, stranger
        assert client.post(page, FILLED).status_code == HTTPStatus.NOT_FOUND, stranger
        assert f"/remedies/{remedy.pk}/" not in said(client.get(reverse("reports:home")))
    for name in ("remedy_return", "remedy_approve"):
        for stranger in strangers:
            answer = signed_in(stranger).post(reverse(f"assessments:{name}", args=[remedy.pk]))
            assert answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN), stranger
    city = signed_in(strangers[-1])
    asked = city.post(
        reverse("assessments:remedies_ask", args=[run.pk]),
        {"rows": [row.pk], "answer_by": in_days(3).isoformat()},
    )
    assert asked.status_code == HTTPStatus.NOT_FOUND
    remedy.refresh_from_db()
    assert (remedy.cause, remedy.state) == ("", "draft")


def test_a_refused_act_leaves_its_row(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    signed_in(office).post(reverse("assessments:remedy_return", args=[remedy.pk]), {"reason": ""})
    event = AuditEvent.objects.filter(action=AuditAction.REVIEW).order_by("-pk")[0]
    assert event.detail["said"] == ["请写明退回的理由。"]
    assert WRITTEN.cause not in event.subject


def test_a_finalised_run_shows_it_and_takes_nothing(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    (remedy,) = ask(run, row, by=office)
    client = signed_in(office)
    finalise = reverse("reports:assessment_finalise", args=[run.pk])
    assert "还有 1 项没有审核通过的原因和措施" in said(client.get(finalise))
    client.post(finalise)
    page = reverse("assessments:remedy", args=[remedy.pk])
    writer = signed_in(liaison)
    assert "已定稿，原因和措施随之锁定" in said(writer.get(page))
    assert "已定稿" in said(writer.post(page, FILLED))
    remedy.refresh_from_db()
    assert remedy.cause == ""
    assert "请写原因和措施" not in said(writer.get(reverse("reports:home")))
