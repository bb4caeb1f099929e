"""The frame of every page, error pages, help."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from config import messages, views
from reports.views.help import SLUGS
from tests.factories import GrantFactory, PlanFactory, RegionFactory, UserFactory, user_with
from units.choices import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def home(client: Client) -> str:
    answer = client.get(reverse("reports:home"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_menu_holds_what_the_role_may_open(client: Client) -> None:
    client.force_login(user_with(Role.OFFICE, RegionFactory()), backend=BACKEND)
    page = home(client)
    assert "湖里区" in page
    assert reverse("admin:index") in page
    client.force_login(user_with(Role.LEADER, RegionFactory()), backend=BACKEND)
    assert reverse("admin:index") not in home(client)


def test_an_account_without_a_grant_is_told_what_to_do(client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)
    assert "请系统管理员给您分配角色和范围" in home(client)


def test_unread_messages_are_counted_and_marked_read(client: Client) -> None:
    user = GrantFactory().user
    Notice.objects.create(user=user, text="评估已完成")
    client.force_login(user, backend=BACKEND)
    assert '<span class="count">1</span>' in home(client)
    assert "评估已完成" in client.get(reverse("units:notices")).content.decode()
    client.post(reverse("units:notices_read"))
    assert Notice.objects.get().read_at is not None
    assert '<span class="count">' not in home(client)


def test_type_size_comes_from_the_cookie(client: Client) -> None:
    client.force_login(GrantFactory().user, backend=BACKEND)
    assert "data-size=" not in home(client).split("<body>")[0]
    client.cookies["type_size"] = "large"
    assert '<html lang="zh-CN" data-size="large">' in home(client)
    client.cookies["type_size"] = "x onload=1"
    assert "onload" not in home(client)


def test_unknown_address_is_a_page_of_ours_with_a_number(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
    assert "编号 <b>404-" in answer.content.decode()


def test_missing_token_is_told_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("units:sign_in"), {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "页面放得太久" in answer.content.decode()


def lost(request: HttpRequest) -> HttpResponse:
    def view() -> HttpResponse:
        raise OperationalError

    try:
        return view()
    except OperationalError:
        return views.server_error(request)


def test_a_lost_database_is_503_and_tries_again(rf: RequestFactory) -> None:
    answer = lost(rf.get("/plans/"))
    assert (answer.status_code, answer["Refresh"]) == (503, "10")
    assert "数据库暂时连不上" in answer.content.decode()


def test_what_was_sent_to_a_lost_database_may_not_be_saved(rf: RequestFactory) -> None:
    answer = lost(rf.post("/plans/"))
    assert answer.status_code == 503
    assert not answer.has_header("Refresh")
    assert "刚才提交的内容可能没有保存" in answer.content.decode()
    assert "自动重试" not in answer.content.decode()


def test_a_script_and_the_api_hear_of_a_lost_database_in_json(rf: RequestFactory) -> None:
    cells = lost(rf.post("/submissions/1/values/", "{}", content_type="application/json"))
    assert cells.status_code == 503
    assert json.loads(cells.content) == {"error": messages.DATABASE_AWAY_UNSAVED}
    read = lost(rf.get("/api/v1/results/"))
    assert read.status_code == 503
    assert json.loads(read.content) == {"detail": messages.DATABASE_AWAY}


def test_any_other_fault_is_500(rf: RequestFactory) -> None:
    answer = views.server_error(rf.get("/plans/"))
    assert answer.status_code == 500
    assert "已保存的数据没有受影响" in answer.content.decode()


@pytest.mark.parametrize("slug", SLUGS)
def test_help_pages_open(client: Client, slug: str) -> None:
    client.force_login(UserFactory(), backend=BACKEND)
    assert client.get(reverse("reports:help_page", kwargs={"slug": slug})).status_code == 200
    assert client.get(reverse("reports:help")).status_code == 200


@pytest.mark.statement("S03")
def test_a_page_that_polls_does_not_keep_its_session_alive(client: Client) -> None:
    region = RegionFactory()
    client.force_login(user_with(Role.OFFICE, region), backend=BACKEND)
    plan = PlanFactory(region=region)
    job = Assessment.objects.create(
        region=region, round=plan.round, stage="final", year=2020, question="q" * 64
    )
    before = timezone.now() + datetime.timedelta(minutes=5)
    Session.objects.update(expire_date=before)
    client.get(reverse("reports:assessment_progress", kwargs={"pk": job.pk}))
    assert Session.objects.get().expire_date == before
    client.get(reverse("reports:assessment_detail", kwargs={"pk": job.pk}))
    assert Session.objects.get().expire_date > before
