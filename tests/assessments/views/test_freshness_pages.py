"""After a correction: what it touches is listed, one click makes one's own drafts new again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.services.finalising import assessment_finalise
from indicators.choices import ObservationSource
from indicators.ledger.typed import TypedFigure
from indicators.models import Observation
from indicators.services.corrections import observation_correct
from indicators.services.observations import ApprovedFigure, observations_upsert
from tests.assessments.test_computing import asked
from tests.assessments.test_finalising import computed
from tests.factories import IndicatorFactory, RegionFactory, user_with
from units.choices import JobState, Role
from units.models import Notice, User

if TYPE_CHECKING:
    from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def draft() -> Assessment:
    asked("A1", "at_least", 95)
    place, indicator = RegionFactory().pk, IndicatorFactory(code="A1").pk
    figure = ApprovedFigure(place, indicator, 2020, value=Decimal(96), decimals=1)
    observations_upsert(figures=[figure], source=ObservationSource.SERIES, by=None)
    return computed()


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


def browse(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def corrected(value: str, by: User) -> Observation:
    row = Observation.objects.get()
    return observation_correct(
        observation_id=row.pk,
        typed=TypedFigure(value),
        seen_revision=row.revision,
        reason="复查",
        by=by,
    )


def test_the_page_of_a_stale_draft_leads_with_what_moved(draft: Assessment, office: User) -> None:
    corrected("94", office)
    client = browse(office)
    page = client.get(reverse("reports:assessment_detail", args=[draft.pk])).content.decode()
    assert "计算之后有 1 处变化，1 项结论将改变" in page
    assert "将为 <b>0.00%</b> 0/1" in page
    assert 'disabled title="数据已变，先重新计算"' in page
    listed = client.get(reverse("reports:assessment_list")).content.decode()
    assert "数据已变" in listed
    assert "重新计算这 1 次" in listed


def test_after_a_correction_its_drafts_are_listed_and_computed_again(
    draft: Assessment, office: User
) -> None:
    row = Observation.objects.get()
    client = browse(office)
    sent = {"value": "94", "reason": "复查", "seen": "1"}
    answer = client.post(
        reverse("indicators:observation_correct", args=[row.pk]), sent, follow=True
    )
    page = answer.content.decode()
    assert "已更正 1 个数：1 项结论改变，1 次评估待重新计算" in page
    assert str(draft) in page
    assert "用到这个数的评估 1 次" in page
    assert "有数" not in page
    assert '<td class="num new">94' in page
    again = {"assessment": str(draft.pk), "figure": str(row.pk)}
    answer = client.post(reverse("assessments:recompute"), again, follow=True)
    assert "1 次评估正在重新计算。" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.job_state == JobState.QUEUED


def test_a_frozen_run_is_listed_with_what_it_was_frozen_with(
    draft: Assessment, office: User
) -> None:
    assessment_finalise(assessment=draft, user=None)
    row = corrected("94", office)
    page = browse(office).get(reverse("indicators:observation_touched", args=[row.pk]))
    text = page.content.decode()
    assert "定稿时用 96.0%，不重算；与现在的数不同" in text
    assert "已更正 1 个数，用到它的结论都不变" in text
    browse(office).post(reverse("assessments:recompute"), {"assessment": str(draft.pk)})
    draft.refresh_from_db()
    assert draft.job_state == JobState.DONE


def test_another_offices_draft_is_told_and_not_touched(
    draft: Assessment,
    office: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    city = RegionFactory(code="350200", name="厦门市")
    above = user_with(Role.OFFICE, city)
    Assessment.objects.filter(pk=draft.pk).update(ordered_by=city)
    with django_capture_on_commit_callbacks(execute=True):
        row = corrected("94", office)
    told = Notice.objects.get(user=above)
    assert told.text == f"湖里区2020年“指标A1”已更正，“{draft}”的数据已变，请重新计算。"
    page = browse(office).get(reverse("indicators:observation_touched", args=[row.pk]))
    assert "由厦门市妇儿工委办计算，已告知" in page.content.decode()
    address = reverse("reports:assessment_run_again", args=[draft.pk])
    assert browse(office).post(address).status_code == 404
    assert browse(above).post(address).status_code == 302


def test_a_figure_that_was_never_corrected_tells_who_uses_it(
    draft: Assessment, office: User
) -> None:
    row = Observation.objects.get()
    page = browse(office).get(reverse("indicators:observation_touched", args=[row.pk]))
    assert "用到这个数的评估和文件" in page.content.decode()
    assert str(draft) in page.content.decode()
