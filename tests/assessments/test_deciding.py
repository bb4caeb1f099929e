"""Decisions of people, and other verdicts than the computed ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Decision, Override
from assessments.options import Options
from assessments.services.deciding import decision_make, override_remove, override_set
from assessments.services.finalising import assessment_finalise
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Basis, Stage, Verdict
from tests.asking import assessment_asked, assessment_computed
from tests.assessments.test_computing import asked, observed
from tests.factories import RegionFactory, RoundFactory, user_with
from tests.pages import squeezed
from units.choices import AuditAction, JobState, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from units.models import User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def evaluator() -> User:
    return user_with(Role.EVALUATOR, RegionFactory())


@pytest.fixture
def client(evaluator: User) -> Client:
    client = Client()
    client.force_login(evaluator, backend=BACKEND)
    return client


def judged() -> Assessment:
    row = assessment_asked(AssessmentRequest(RegionFactory(), RoundFactory(), Stage.FINAL, 2020))
    Assessment.objects.filter(pk=row.pk).update(job_state=JobState.DONE)
    row.refresh_from_db()
    return assessment_computed(row)


def test_a_later_decision_replaces_the_earlier_one_and_keeps_it(evaluator: User) -> None:
    row = asked("A1", "qualitative")
    for verdict, reason in ((Verdict.UNMET, "没有机制"), (Verdict.MET, "已建机制")):
        decision_make(
            plan_indicator=row,
            region=RegionFactory(),
            year=2020,
            verdict=verdict,
            reason=reason,
            user=evaluator,
        )
    kept = Decision.objects.order_by("pk").values_list("verdict", "is_current", "decided_by")
    assert list(kept) == [("unmet", False, evaluator.pk), ("met", True, evaluator.pk)]
    events = AuditEvent.objects.filter(action=AuditAction.DECIDE)
    assert [(e.detail["old"], e.detail["new"]) for e in events.order_by("pk")] == [
        ("", "未达标：没有机制"),
        ("未达标：没有机制", "达标：已建机制"),
    ]


@pytest.mark.parametrize(
    ("rule", "verdict", "reason", "code"),
    [
        ("at_least", Verdict.MET, "好", "rule"),
        ("qualitative", Verdict.NO_DATA, "好", "incomplete"),
        ("qualitative", Verdict.MET, "  ", "incomplete"),
    ],
)
def test_what_is_no_decision_is_refused(evaluator, rule, verdict, reason, code) -> None:
    row = asked("A1", rule)
    with pytest.raises(ValidationError) as refusal:
        decision_make(
            plan_indicator=row,
            region=RegionFactory(),
            year=2020,
            verdict=verdict,
            reason=reason,
            user=evaluator,
        )
    assert refusal.value.code == code
    assert not Decision.objects.exists()


def test_the_page_takes_verdict_reason_and_file_and_computes_the_draft_again(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    row = asked("A1", "qualitative", target_text="建立机制")
    observed("A1", 2020, 1)
    assessment = judged()
    assert assessment.results.get().verdict == "not_assessable"
    address = reverse("assessments:decision", args=["350206", 2020, row.pk])
    file = SimpleUploadedFile("机制.pdf", b"%PDF-1.7 ...", "application/pdf")
    answer = client.post(
        address, {"verdict": "met", "reason": "2019年起有专门机制", "evidence": file}
    )
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert decision.evidence is not None
    page = client.get(reverse("assessments:decision_list"), {"year": 2020}).content.decode()
    assert "1 项定性指标都已认定" in page
    assert "2019年起有专门机制" in page
    assessment.refresh_from_db()
    assert assessment.job_state == JobState.QUEUED
    got = client.get(reverse("assessments:decision_evidence", args=[decision.pk]))
    assert b"".join(got.streaming_content) == b"%PDF-1.7 ..."


def test_a_file_of_another_kind_is_refused_and_nothing_decided(client: Client) -> None:
    row = asked("A1", "qualitative")
    observed("A1", 2020, 1)
    file = io.BytesIO(b"MZ....")
    file.name = "a.exe"
    address = reverse("assessments:decision", args=["350206", 2020, row.pk])
    answer = client.post(address, {"verdict": "met", "reason": "有", "evidence": file})
    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_an_override_counts_and_the_computed_verdict_stays_beside_it(evaluator: User) -> None:
    row = asked("A1", "at_least", 95)
    observed("A1", 2020, 90)
    assessment = judged()
    override_set(
        assessment=assessment,
        plan_indicator=row,
        whose="",
        verdict=Verdict.MET,
        reason="口径与上级不同",
        user=evaluator,
    )
    assessment.refresh_from_db()
    assert assessment.job_state == JobState.QUEUED
    assessment_computed(assessment)
    result = assessment.results.get()
    assert (result.verdict, result.computed_verdict, result.is_counted) == ("met", "unmet", True)
    assert result.explanation == (
        "2020年为90.00%，低于目标95%，还差5.00个百分点。结论调整为“达标”：口径与上级不同。"
    )
    assert assessment.summary["combined"]["rate"] == "100.00"
    assert override_remove(assessment=assessment, plan_indicator=row, whose="", user=evaluator)
    assessment_computed(assessment)
    assert assessment.summary["combined"]["rate"] == "0.00"
    assert not override_remove(assessment=assessment, plan_indicator=row, whose="", user=evaluator)


def test_a_run_by_pace_is_overruled_in_words_of_pace(client: Client, evaluator: User) -> None:
    row = asked("A1", "at_least", 95)
    observed("A1", 2010, 80)
    observed("A1", 2015, 85)
    asking = AssessmentRequest(
        RegionFactory(), RoundFactory(), Stage.ANNUAL, 2015, options=Options(basis=Basis.PACE)
    )
    assessment = assessment_computed(assessment_asked(asking))
    Assessment.objects.filter(pk=assessment.pk).update(job_state=JobState.DONE)
    address = reverse("assessments:override", args=[assessment.pk, row.pk])
    page = squeezed(client.get(address))
    assert ">滞后</span>" in page
    assert '<option value="met">进度正常</option>' in page
    assert "未达标" not in page.partition("<main")[2]
    client.post(address, {"verdict": "met", "reason": "上级口径"})
    assessment_computed(assessment)
    assert "结论调整为“进度正常”：上级口径。" in assessment.results.get().explanation
    event = AuditEvent.objects.filter(action=AuditAction.DECIDE).latest("pk")
    assert event.detail["new"] == "进度正常：上级口径"


def test_the_list_prints_counts_in_the_measure_of_the_plan(client: Client) -> None:
    row = asked("A1", "qualitative", measure="人")
    type(row.indicator).objects.filter(pk=row.indicator_id).update(measure="万人")
    observed("A1", 2020, "0.1148", decimals=4)
    text = client.get(reverse("assessments:decision_list"), {"year": 2020}).content.decode()
    assert '1,148<span class="unit">人' in text


def test_no_verdict_is_chosen_beforehand(client: Client) -> None:
    row = asked("A1", "qualitative")
    address = reverse("assessments:decision", args=[RegionFactory().code, 2020, row.pk])
    assert '<option value="" selected>请选择</option>' in client.get(address).content.decode()
    client.post(address, {"verdict": "", "reason": "有"})
    assert not Decision.objects.exists()


def test_a_finalised_assessment_takes_no_override(client: Client, evaluator: User) -> None:
    row = asked("A1", "at_least", 95)
    observed("A1", 2020, 90)
    assessment = judged()
    assessment_finalise(assessment=assessment, user=None)
    with pytest.raises(ValidationError, match="已定稿"):
        override_set(
            assessment=assessment,
            plan_indicator=row,
            whose="",
            verdict=Verdict.MET,
            reason="口径",
            user=evaluator,
        )
    address = reverse("assessments:override", args=[assessment.pk, row.pk])
    page = reverse("reports:assessment_detail", args=[assessment.pk])
    assert address not in client.get(page).content.decode()
    assert "不能再调整结论" in client.get(address).content.decode()
    client.post(address, {"verdict": "met", "reason": "口径"})
    assert not Override.objects.exists()
    assert assessment.results.get().verdict == "unmet"


def test_the_result_page_leads_to_overriding_each_row(client: Client, evaluator: User) -> None:
    row = asked("A1", "at_least", 95)
    assessment = judged()
    shown = client.get(reverse("reports:assessment_detail", args=[assessment.pk]))
    address = reverse("assessments:override", args=[assessment.pk, row.pk])
    assert f'<a href="{address}">调整结论</a>' in squeezed(shown)


def test_the_page_overrides_and_takes_back(client: Client) -> None:
    row = asked("A1", "at_least", 95)
    observed("A1", 2020, 90)
    assessment = judged()
    address = reverse("assessments:override", args=[assessment.pk, row.pk])
    assert "低于目标95%" in client.get(address).content.decode()
    client.post(address, {"verdict": "met", "reason": "上级口径"})
    assert Override.objects.get().reason == "上级口径"
    client.post(address, {"remove": "1"})
    assert not Override.objects.exists()
