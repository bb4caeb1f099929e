"""A year that cannot be meant is asked about; a draft asked by a slip can be thrown away."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from assessments.models import Assessment
from assessments.selectors.run_book import run_book
from assessments.services.discarding import draft_discard
from assessments.services.finalising import assessment_finalise
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from reports.models import Report
from tests.asking import assessment_asked
from tests.assessments.views.world import asked, assess, page, reader_of
from tests.factories import PlanFactory, RegionFactory, RoundFactory, user_with
from units.choices import AuditAction, JobState, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from units.models import Region

pytestmark = pytest.mark.django_db

WRONG = "选的是终期评估，评估年份2018年却不是规划的终期年（2020年）。"


@pytest.fixture
def region() -> Region:
    place = RegionFactory(code="350206", name="湖里区")
    asked(place, "A1", values={2015: 94, 2018: 96, 2020: 97})
    return place


def ask(region: Region, stage: Stage, year: int, **how: bool) -> Assessment:
    return assessment_asked(AssessmentRequest(region, RoundFactory(), stage, year), **how)


@pytest.mark.parametrize(
    ("stage", "year", "sentence"),
    [
        (Stage.FINAL, 2018, WRONG),
        (Stage.FINAL, 2020, ""),
        (Stage.MIDTERM, 2016, "选的是中期评估，评估年份2016年却不是规划的中期年（2015年）。"),
        (Stage.MIDTERM, 2015, ""),
        (Stage.ANNUAL, 2018, ""),
    ],
)
def test_a_year_that_does_not_fit_the_stage_is_asked_about(
    region: Region, stage: Stage, year: int, sentence: str
) -> None:
    if not sentence:
        assert ask(region, stage, year).year == year
        return
    with pytest.raises(ValidationError) as caught:
        ask(region, stage, year)
    assert caught.value.messages[0] == sentence
    assert not Assessment.objects.exists()
    assert ask(region, stage, year, is_confirmed=True).year == year


def running_round(years_ahead: int) -> tuple[AssessmentRequest, int]:
    """An annual question of a round that runs, so many years from this one."""
    now = timezone.localdate().year
    place = RegionFactory(code="350203", name="思明区")
    round_ = RoundFactory(name=f"{now - 4}-{now + 5}", start_year=now - 4, end_year=now + 5)
    years = {"start_year": now - 4, "midterm_year": now, "end_year": now + 5}
    PlanFactory(region=place, round=round_, baseline_year=now - 5, **years)
    return AssessmentRequest(place, round_, Stage.ANNUAL, now + years_ahead), now


def test_a_year_that_has_not_come_is_refused_whoever_asks() -> None:
    question, now = running_round(1)
    sentence = f"{now + 1}年还没有到，不能评估；评估年份应不晚于今年（{now}年），请改年份。"
    with pytest.raises(ValidationError) as caught:
        assessment_asked(question, is_confirmed=True)
    assert caught.value.messages == [sentence]
    answer = io.StringIO()
    with pytest.raises(CommandError, match="还没有到"):
        call_command(
            "run_assessment",
            *("--region", "350203", "--round", question.round.name),
            *("--stage", "annual", "--year", str(now + 1), "--json"),
            stdout=answer,
        )
    assert json.loads(answer.getvalue()) == {"error": sentence}
    assert not Assessment.objects.exists()


def test_a_year_that_still_runs_is_asked_about() -> None:
    question, now = running_round(0)
    with pytest.raises(ValidationError) as caught:
        assessment_asked(question)
    assert caught.value.messages[0] == f"{now}年还没有结束，全年数据尚未产生。"
    assert assessment_asked(question, is_confirmed=True).year == now
    assert assessment_asked(replace(question, year=now - 1)).year == now - 1


def test_the_page_asks_and_goes_on_when_confirmed(region: Region) -> None:
    client = reader_of(Role.OFFICE, region)
    address = reverse("reports:assessment_start")
    form = client.get(address).context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    fields |= {"region": region.pk, "round": RoundFactory().pk, "kind": "both"}
    fields |= {"stage": "final", "year": 2018, "basic_counts": "", "confirmed": ""}
    text = client.post(address, fields).content.decode()
    assert WRONG in text
    assert "年份无误，就按这一年评估" in text
    assert not Assessment.objects.exists()
    client.post(address, {**fields, "confirmed": "on"})
    assert Assessment.objects.get().year == 2018


def test_the_form_knows_the_year_of_each_stage(region: Region) -> None:
    client = reader_of(Role.OFFICE, region)
    form = client.get(reverse("reports:assessment_start")).context["form"]
    assert form.stage_years == {
        str(RoundFactory().pk): {"midterm": 2015, "final": 2020, "annual": 2020}
    }


def test_the_api_takes_a_flag(region: Region) -> None:
    client = APIClient()
    client.force_authenticate(user_with(Role.OFFICE, region))
    question = {"region": "350206", "round": "2011-2020", "stage": "final", "year": 2018}
    refused = client.post("/api/v1/assessments/", question, format="json")
    assert refused.status_code == 400
    assert WRONG in json.dumps(refused.json(), ensure_ascii=False)
    accepted = client.post("/api/v1/assessments/", {**question, "confirmed": True}, format="json")
    assert accepted.status_code == 202


def test_the_command_goes_on_with_a_note(region: Region) -> None:
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "run_assessment",
        region=region.code,
        round="2011-2020",
        stage="final",
        year=2018,
        json=True,
        stdout=out,
        stderr=err,
    )
    assert json.loads(out.getvalue())["combined"]["met"] == 1
    assert err.getvalue().strip() == f"提示：{WRONG}已按这一年评估。"


def test_a_draft_is_thrown_away_with_a_line_in_the_log(region: Region) -> None:
    assess(region, 2018)
    row = Assessment.objects.get()
    client = reader_of(Role.OFFICE, region)
    address = reverse("reports:assessment_discard", args=[row.pk])
    assert "删除后不能恢复" in client.get(address).content.decode()
    assert Assessment.objects.exists()
    client.post(address)
    assert not Assessment.objects.exists()
    event = AuditEvent.objects.filter(action=AuditAction.ASSESS).latest("pk")
    assert event.subject == "湖里区2018年年度监测：删除未定稿的评估"
    assert event.detail["combined"]["met"] == 1


def test_what_must_stay_is_not_thrown_away(region: Region) -> None:
    assess(region, 2018)
    draft = Assessment.objects.get()
    Assessment.objects.update(job_state=JobState.RUNNING)
    with pytest.raises(ValidationError, match="正在计算"):
        draft_discard(assessment=draft, user=None)
    Assessment.objects.update(job_state=JobState.DONE)
    draft.refresh_from_db()
    report = Report.objects.create(
        assessment=draft, region=region, subject=f"assessment:{draft.pk}", kind="annual"
    )
    with pytest.raises(ValidationError, match="已生成报告"):
        draft_discard(assessment=draft, user=None)
    report.delete()
    assessment_finalise(assessment=draft, user=None)
    with pytest.raises(ValidationError, match="已定稿，不能删除"):
        draft_discard(assessment=draft, user=None)
    assert Assessment.objects.get().results.count() == 1


def test_a_leader_is_shown_what_is_finalised_and_drafts_only_when_asked(region: Region) -> None:
    assess(region, 2018)
    assessment_finalise(assessment=Assessment.objects.get(), user=None)
    assess(region, 2020, stage="final")
    leader = reader_of(Role.LEADER, region)
    seen = page(leader)
    assert "2018年年度监测（已定稿）" in seen
    assert "2020年（未定稿）" in seen
    assert "2020年终期评估（未定稿）" in page(leader, year=2020)
    assert "2020年终期评估（未定稿）" in page(reader_of(Role.OFFICE, region))


def test_within_a_year_a_finalised_run_stands_before_a_draft(region: Region) -> None:
    assess(region, 2020, kind="women")
    assessment_finalise(assessment=Assessment.objects.get(), user=None)
    assess(region, 2020, stage="final")
    run = run_book(region, frozenset()).pick("2011-2020", 2020)
    assert run is not None
    assert (run.is_final, run.kind) == (True, "women")


def test_a_leader_without_anything_finalised_sees_the_drafts(region: Region) -> None:
    assess(region, 2018)
    assert "2018年年度监测（未定稿）" in page(reader_of(Role.LEADER, region))
