from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from indicators.models import ReportingRound, Submission, SubmissionValue, ValueMark
from indicators.services.submissions import submission_return, submissions_submit
from tests.factories import MemberUnitFactory, RegionFactory
from tests.pages import squeezed
from tests.queries import assert_queries_do_not_grow
from tests.scenes import YEAR, Collecting, collecting_scene, many_submissions
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


@pytest.mark.parametrize("page", ["round_desk", "round_chase"])
def test_the_desk_asks_as_often_for_twelve_units_as_for_two(scene: Collecting, page: str) -> None:
    client = browse(scene.office)
    address = reverse(f"indicators:{page}", args=[scene.reporting_round.pk])
    assert_queries_do_not_grow(
        lambda count: many_submissions(scene.reporting_round, count),
        lambda: client.get(address),
    )


def test_the_review_asks_as_often_for_twelve_values_as_for_two(scene: Collecting) -> None:
    Submission.objects.update(state="submitted", review_started_at=timezone.now())
    client = browse(scene.office)
    address = reverse("indicators:review", args=[scene.submission.pk])

    def add(count: int) -> None:
        known = SubmissionValue.objects.count()
        SubmissionValue.objects.bulk_create(
            SubmissionValue(
                submission=scene.submission,
                indicator=scene.plain,
                reference_year=1950 + known + n,
                value=n,
            )
            for n in range(count)
        )

    assert_queries_do_not_grow(add, lambda: client.get(address))


def test_opening_a_round_gives_each_unit_with_duties_a_submission(scene: Collecting) -> None:
    MemberUnitFactory(region=scene.unit.region, name="没有指标的单位")
    sent = {
        "region": scene.unit.region.pk,
        "reference_year": 2018,
        "opens_on": "2019-03-01",
        "closes_on": "2019-07-31",
    }
    address = reverse("indicators:round_list")
    for _ in range(2):
        browse(scene.office).post(address, sent)
    made = ReportingRound.objects.get(reference_year=2018)
    assert [s.unit for s in made.submissions.all()] == [scene.unit]


def test_a_round_that_ends_before_it_begins_is_refused(scene: Collecting) -> None:
    sent = {
        "region": scene.unit.region.pk,
        "reference_year": 2018,
        "opens_on": "2019-07-31",
        "closes_on": "2019-03-01",
    }
    answer = browse(scene.office).post(reverse("indicators:round_list"), sent)
    assert "截止日期（2019年3月1日）不能早于开始日期" in answer.content.decode()
    assert not ReportingRound.objects.filter(reference_year=2018).exists()


def test_an_office_opens_no_round_elsewhere(scene: Collecting) -> None:
    elsewhere = RegionFactory(code="350203", name="思明区")
    sent = {
        "region": elsewhere.pk,
        "reference_year": 2018,
        "opens_on": "2019-03-01",
        "closes_on": "2019-07-31",
    }
    browse(scene.office).post(reverse("indicators:round_list"), sent)
    assert not ReportingRound.objects.filter(region=elsewhere).exists()


def test_the_reminder_names_what_is_missing_and_what_was_returned(scene: Collecting) -> None:
    submissions_submit(submissions=[scene.submission], by=None, as_office=True)
    submission_return(submission=scene.submission, reason="分母不对", by=scene.office)
    late(scene, 5)
    client = browse(scene.office)
    page = client.get(reverse("indicators:round_chase", args=[scene.reporting_round.pk]))
    text = page.content.decode()
    assert "已退回：分母不对。" in text
    assert "还有 6 项没填：" in text
    assert "近视率（女）" in text
    assert "已逾期 5 天" in text
    word = client.get(reverse("indicators:round_chase_word", args=[scene.reporting_round.pk]))
    document = Document(io.BytesIO(word.content))
    assert document.paragraphs[0].text == f"湖里区{YEAR}年度两纲监测数据催报单"
    assert [c.text for c in document.tables[0].rows[1].cells][:2] == ["教育局", "林建国"]


def test_reminding_is_remembered_and_tells_the_liaison(scene: Collecting) -> None:
    browse(scene.office).post(reverse("indicators:round_chased", args=[scene.reporting_round.pk]))
    scene.submission.refresh_from_db()
    assert scene.submission.chased_at is not None
    assert Notice.objects.get(user=scene.liaison).url == reverse(
        "indicators:submission", args=[scene.submission.pk]
    )


def test_an_extension_opens_the_grid_again_for_one_unit(scene: Collecting) -> None:
    late(scene, 5)
    page = reverse("indicators:submission", args=[scene.submission.pk])
    liaison = browse(scene.liaison)
    assert "已于" in liaison.get(page).content.decode()
    sent = {"unit": scene.unit.pk, "closes_on": timezone.localdate(), "reason": "系统升级"}
    browse(scene.office).post(
        reverse("indicators:round_extension", args=[scene.reporting_round.pk]), sent
    )
    assert "要补填，请与妇儿工委办联系延期" not in liaison.get(page).content.decode()


def test_the_form_offers_the_next_year_never_one_that_is_open(scene: Collecting) -> None:
    ReportingRound.objects.update(reference_year=timezone.localdate().year)
    text = browse(scene.office).get(reverse("indicators:round_list")).content.decode()
    year = timezone.localdate().year + 1
    assert f'name="reference_year" value="{year}"' in text
    assert f'value="{year + 1}-03-01"' in text


def test_review_prints_a_rate_without_a_further_digit_and_the_plans_name(
    scene: Collecting,
) -> None:
    scene.parted.in_plans.update(name="本地孕产妇死亡率")
    SubmissionValue.objects.update_or_create(
        submission=scene.submission,
        indicator=scene.parted,
        reference_year=YEAR,
        breakdown="",
        defaults={"value": Decimal("17.241379"), "numerator": 1, "denominator": 5800},
    )
    address = reverse("indicators:review", args=[scene.submission.pk])
    text = squeezed(browse(scene.office).get(address))
    assert '<span class="new">17.24</span><span class="unit">/10万</span>' in text
    assert "本地孕产妇死亡率</a>" in text


def test_units_that_are_approved_together_are_told_each(scene: Collecting) -> None:
    value = SubmissionValue.objects.create(
        submission=scene.submission, indicator=scene.plain, reference_year=YEAR, value=Decimal(96)
    )
    Submission.objects.update(state="submitted", submitted_at=timezone.now())
    ValueMark.objects.create(submission_value=value, state="accepted", version=value.version)
    answer = browse(scene.office).post(
        reverse("indicators:round_approve", args=[scene.reporting_round.pk]),
        {"submission": [scene.submission.pk]},
    )
    assert answer.status_code == 302
    scene.submission.refresh_from_db()
    assert scene.submission.state == "approved"
    notice = Notice.objects.get(user=scene.liaison)
    assert notice.text == f"{YEAR}年度填报已通过。"
    assert notice.url == reverse("indicators:submission", args=[scene.submission.pk])
