"""What people do to jobs, and the tables with people's telephones that leave: rows of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, AssessmentBatch
from indicators.services.submissions import submissions_submit
from reports.models import Report
from reports.services.subjects import on_assessment
from tests.factories import RegionFactory, RoundFactory, user_with
from tests.guard.test_changes_logged import BACKEND
from tests.scenes import collecting_scene
from units.audit import audit_verify
from units.choices import AuditAction, JobState, Role
from units.models import AuditEvent
from units.table_admin import TableAdmin

if TYPE_CHECKING:
    from units.models import Region, User

pytestmark = pytest.mark.django_db
FROM = "10.20.30.40"


@pytest.fixture
def region() -> Region:
    made: Region = RegionFactory()
    return made


@pytest.fixture
def office(region: Region) -> User:
    return user_with(Role.OFFICE, region)


def run(region: Region, state: JobState, **more: Any) -> Assessment:
    return Assessment.objects.create(
        region=region,
        round=RoundFactory(),
        stage="final",
        year=2020,
        question=f"{state}{more}",
        job_state=state,
        **more,
    )


def batch_of_two(region: Region) -> AssessmentBatch:
    batch = AssessmentBatch.objects.create(region=region, title="全市")
    run(region, JobState.FAILED, batch=batch)
    run(region, JobState.CANCELLED, batch=batch)
    return batch


def report_of(region: Region, state: JobState) -> Report:
    subject = on_assessment(run(region, JobState.DONE))
    return Report.objects.create(**subject.fields, kind="final", job_state=state)


ACTS: dict[str, tuple[Any, AuditAction, dict[str, str]]] = {
    "run again": (
        lambda place: ("reports:assessment_run_again", run(place, JobState.FAILED)),
        AuditAction.ASSESS,
        {"act": "again", "old": "失败", "new": "排队中"},
    ),
    "compute anew": (
        lambda place: ("reports:assessment_run_again", run(place, JobState.DONE)),
        AuditAction.ASSESS,
        {"act": "recompute", "old": "已完成", "new": "排队中"},
    ),
    "batch again": (
        lambda place: ("reports:batch_again", batch_of_two(place)),
        AuditAction.ASSESS,
        {"act": "again", "old": "失败、已取消", "new": "排队中"},
    ),
    "report again": (
        lambda place: ("reports:report_again", report_of(place, JobState.CANCELLED)),
        AuditAction.REPORT,
        {"act": "again", "old": "已取消", "new": "排队中"},
    ),
    "report cancelled": (
        lambda place: ("reports:report_cancel", report_of(place, JobState.RUNNING)),
        AuditAction.REPORT,
        {"act": "cancel", "old": "进行中", "new": "已取消"},
    ),
}


@pytest.mark.statement("S11")
@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_on_a_job_says_what_it_was_and_what_it_is(
    act: str, region: Region, office: User
) -> None:
    make, action, told = ACTS[act]
    name, row = make(region)
    client = signed_in(office)
    client.post(reverse(name, args=[row.pk]), REMOTE_ADDR=FROM)
    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.address, event.region) == (action, office, FROM, region)
    assert {key: event.detail.get(key) for key in told} == told
    assert str(told["new"]) in event.detail_text
    assert told["act"] not in event.detail_text  # said in Chinese
    assert audit_verify().equal
    if act != "compute anew":  # nothing left to do: tried, and nothing moved
        client.post(reverse(name, args=[row.pk]), REMOTE_ADDR=FROM)
        assert "old" not in AuditEvent.objects.latest("pk").detail


@pytest.mark.statement("S11")
def test_opening_a_review_says_that_it_has_begun() -> None:
    scene = collecting_scene()
    submissions_submit(submissions=[scene.submission], by=scene.liaison, as_office=True)
    sent = AuditEvent.objects.latest("pk")
    assert (sent.detail["old"], sent.detail["new"]) == ("填报中", "待审核")
    address = reverse("indicators:review_begin", args=[scene.submission.pk])
    signed_in(scene.office).post(address)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.user) == (AuditAction.REVIEW, scene.office)
    assert event.detail["act"] == "review_started"
    assert (event.detail["old"], event.detail["new"]) == ("尚未开始审核", "已开始审核")


def exporting() -> list[str]:
    return [
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, keeper in site._registry.items()
        if isinstance(keeper, TableAdmin)
    ]


@pytest.mark.statement("S11")
@pytest.mark.parametrize("table", exporting())
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_table_of_records_leaves_as_an_export(table: str, method: str) -> None:
    scene = collecting_scene()
    address = reverse(f"admin:{table}_export")
    answer = getattr(signed_in(scene.office), method)(address, REMOTE_ADDR=FROM)
    assert answer.status_code == 200
    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.address) == (AuditAction.EXPORT, scene.office, FROM)
    assert event.subject == f"{method.upper()} {address}"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
