"""One count of one thing: home, desk, bar and reminder add up, and messages say what was done."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import ReportingRound, Submission, SubmissionValue, ValueMark
from indicators.selectors.review import review_desk
from tests.factories import MemberUnitFactory, RegionFactory, SubmissionFactory, user_with
from tests.scenes import YEAR, Collecting, collecting_scene, many_submissions
from units.choices import Role
from units.models import Notice, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


def browse(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def late(scene: Collecting, days: int) -> None:
    ReportingRound.objects.update(closes_on=timezone.localdate() - datetime.timedelta(days=days))


def test_parts_of_a_round_add_up_on_every_page(scene: Collecting) -> None:
    many_submissions(scene.reporting_round, 3)
    states = ["approved", "submitted", "returned", "draft"]
    for row, state in zip(Submission.objects.order_by("pk"), states, strict=True):
        Submission.objects.filter(pk=row.pk).update(state=state)
    idle = MemberUnitFactory(region=scene.unit.region, name="只配合的单位")
    SubmissionFactory(reporting_round=scene.reporting_round, unit=idle)
    late(scene, 3)
    board = review_desk(scene.reporting_round)
    assert [(standing.label, count) for standing, count in board.shares] == [
        ("已通过", 1),
        ("待审核", 1),
        ("已退回", 1),
        ("填报中", 0),
        ("未开始", 1),
        ("没有要报的", 1),
    ]
    assert sum(count for _, count in board.shares) == Submission.objects.count() == 5
    assert [len(board.late), len(board.filling)] == [2, 0]  # who is asked for nothing is not late
    chased = browse(scene.office).get(
        reverse("indicators:round_chase", args=[scene.reporting_round.pk])
    )
    assert len(chased.context["rows"]) == len(board.owing) == 2
    home = browse(scene.office).get(reverse("reports:home"))
    assert home.context["review_desk"].late == 2
    assert home.context["review_desk"].newest.shares == board.shares
    assert "2019年度逾期 2 家" in home.content.decode()


def test_reminding_tells_whom_a_message_reached(scene: Collecting) -> None:
    many_submissions(scene.reporting_round, 1)  # a unit without an account
    late(scene, 3)
    address = reverse("indicators:round_chased", args=[scene.reporting_round.pk])
    answer = browse(scene.office).post(address, follow=True).content.decode()
    other = Submission.objects.exclude(pk=scene.submission.pk).get().unit
    assert (
        f"已记下今天催报 2 个单位；1 个单位的联络员收到站内消息；"
        f"1 个单位没有联络员账号，请用催报单另行联系：{other.label}。"
    ) in answer
    assert list(Notice.objects.values_list("user", flat=True)) == [scene.liaison.pk]


def test_approval_tells_numbers_and_blanks_apart(scene: Collecting) -> None:
    for indicator, said in (
        (scene.plain, {"value": 96}),
        (scene.parted, {"blank_reason": "no_data"}),
    ):
        SubmissionValue.objects.create(
            submission=scene.submission, indicator=indicator, reference_year=YEAR, **said
        )
    Submission.objects.update(state="submitted")
    ValueMark.objects.bulk_create(
        ValueMark(submission_value=value, state="accepted", version=value.version, by=scene.office)
        for value in SubmissionValue.objects.all()
    )
    address = reverse("indicators:submission_approve", args=[scene.submission.pk])
    answer = browse(scene.office).post(address, follow=True).content.decode()
    assert "教育局已通过：1 个数成为正式数据，1 项记为缺数。" in answer


def test_returning_to_a_unit_without_an_account_says_so(scene: Collecting) -> None:
    Submission.objects.update(state="submitted")
    address = reverse("indicators:submission_return", args=[scene.submission.pk])
    answer = browse(scene.office).post(address, {"reason": "请核对"}, follow=True)
    assert "已退回教育局，已发消息给联络员。" in answer.content.decode()
    Submission.objects.update(state="submitted")
    User.objects.filter(pk=scene.liaison.pk).update(is_active=False)
    answer = browse(scene.office).post(address, {"reason": "请核对"}, follow=True)
    assert "已退回教育局；这个单位没有联络员账号，请另行告知。" in answer.content.decode()


def test_opening_again_says_that_dates_were_changed(scene: Collecting) -> None:
    form = {
        "region": scene.unit.region.pk,
        "reference_year": YEAR,
        "opens_on": "2020-03-01",
        "closes_on": "2020-08-31",
    }
    answer = browse(scene.office).post(reverse("indicators:round_list"), form, follow=True)
    assert "2019年度填报原已开始：改了 1 个地区的日期，新增 0 个单位。" in answer.content.decode()


def test_a_citys_work_is_its_own_and_its_districts_stand_beside(scene: Collecting) -> None:
    Submission.objects.update(state="submitted")
    city = RegionFactory(code=scene.unit.region.code[:4] + "00", name="上级市")
    office = user_with(Role.OFFICE, city)
    home = browse(office).get(reverse("reports:home"))
    assert "没有等您审核的填报" in home.content.decode()
    assert [row.waiting for row in home.context["review_desk"].below] == [1]
    assert "由当地妇儿工委办审核，不计入您的待办。" in home.content.decode()
    assert (
        "有 1 份填报等您审核" in browse(scene.office).get(reverse("reports:home")).content.decode()
    )
