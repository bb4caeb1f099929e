"""After a correction: what it touches is listed, one click makes one's own drafts new again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.finalising import assessment_finalise
from indicators.choices import ObservationSource
from indicators.ledger.typed import TypedFigure
from indicators.models import Observation
from indicators.services.corrections import observation_correct
from indicators.services.observations import ApprovedFigure, observations_upsert
from indicators.services.touching import touched_by
from reports.models import Report
from tests.assessments.test_computing import asked
from tests.assessments.test_finalising import computed
from tests.factories import IndicatorFactory, RegionFactory, user_with
from tests.pages import squeezed
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
    page = squeezed(client.get(reverse("reports:assessment_detail", args=[draft.pk])))
    assert "计算之后有 1 处变化，1 项结论将改变" in page
    assert "将为 <b>0.00%</b> 0/1" in page
    assert 'disabled title="数据已变，先重新计算"' in page
    listed = squeezed(client.get(reverse("reports:assessment_list")))
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
    page = squeezed(answer)
    assert "已更正 1 个数：1 项结论改变，1 次评估待重新计算" in page
    assert str(draft) in page
    assert "用到这个数的评估 1 次" in page
    assert "有数" not in page
    assert '<td class="num new">94' in page
    again = {"assessment": str(draft.pk), "figure": str(row.pk)}
    answer = client.post(reverse("assessments:recompute"), again, follow=True)
    assert "1 次评估正在重新计算。" in squeezed(answer)
    draft.refresh_from_db()
    assert draft.job_state == JobState.QUEUED


def test_a_frozen_run_is_listed_with_what_it_was_frozen_with(
    draft: Assessment, office: User
) -> None:
    assessment_finalise(assessment=draft, user=None)
    row = corrected("94", office)
    page = browse(office).get(reverse("indicators:observation_touched", args=[row.pk]))
    text = squeezed(page)
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
    notice = Notice.objects.get(user=above)
    assert notice.text == f"湖里区2020年“指标A1”已更正，“{draft}”的数据已变，请重新计算。"
    page = browse(office).get(reverse("indicators:observation_touched", args=[row.pk]))
    assert "由厦门市妇儿工委办计算，已告知" in squeezed(page)
    address = reverse("reports:assessment_run_again", args=[draft.pk])
    assert browse(office).post(address).status_code == 404
    assert browse(above).post(address).status_code == 302


def test_a_figure_that_was_never_corrected_tells_who_uses_it(
    draft: Assessment, office: User
) -> None:
    row = Observation.objects.get()
    page = browse(office).get(reverse("indicators:observation_touched", args=[row.pk]))
    assert "用到这个数的评估和文件" in squeezed(page)
    assert str(draft) in squeezed(page)


def test_every_page_that_shows_a_stale_run_says_so(draft: Assessment, office: User) -> None:
    report = Report.objects.create(
        region=draft.region,
        assessment=draft,
        subject=f"assessment:{draft.pk}",
        kind="final",
        job_state=JobState.DONE,
    )
    issued = Report.objects.create(
        region=draft.region,
        assessment=draft,
        subject=f"assessment:{draft.pk}",
        kind="final",
        version=2,
        state="issued",
        issued_at=timezone.now(),
        issued_hash="0" * 64,
        job_state=JobState.DONE,
    )
    client = browse(office)
    pages = {  # on the indicator's page in its head and in the chain of its number
        reverse("reports:home"): 1,
        reverse("reports:dashboard"): 1,
        reverse("reports:dashboard_indicators"): 1,
        reverse("reports:report_list"): 1,
        reverse("reports:indicator", args=[draft.region.code, "A1"]): 2,
    }
    for url in pages:
        assert "数据已变" not in squeezed(client.get(url)), url
    row = corrected("94", office)
    for url, times in pages.items():
        assert squeezed(client.get(url)).count("数据已变") == times, url
    found = {each.url: each for each in touched_by(row) if each.group == "报告"}
    assert found[reverse("reports:report", args=[report.pk])].is_stale
    frozen = found[reverse("reports:report", args=[issued.pk])]
    assert (frozen.is_stale, frozen.is_frozen) == (False, True)
    page = squeezed(client.get(reverse("indicators:observation_touched", args=[row.pk])))
    assert "用到这个数的报告 2 份" in page
    assert "已印发的文件不变" in page


def test_two_runs_of_one_place_are_told_apart_after_a_correction(
    draft: Assessment, office: User
) -> None:
    above = RegionFactory(code="350200", name="厦门市")
    other = Assessment.objects.create(
        region=draft.region,
        round=draft.round,
        stage=draft.stage,
        year=draft.year,
        settings={**draft.settings, "basis": "pace"},
        question="other",
        computed_at=draft.computed_at,
        ordered_by=above,
    )
    other.plans.set(draft.plans.all())
    titles = {each.run: each.apart for each in touched_by(corrected("94", office))}
    assert titles == {draft.pk: "对照终期目标", other.pk: "对照时序进度；厦门市另算"}
