"""Broker away, disk full, clock moved: said in words, nothing lost, nothing twice, no restart."""

from __future__ import annotations

import datetime
import errno
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from assessments.models import Assessment
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.services import building
from reports.services.building import report_ask
from reports.services.subjects import on_assessment
from reports.tasks import report_run
from tests.factories import RegionFactory, user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units import files, messages
from units.choices import JobState, Role
from units.leases import LeaseLost, lease_take
from units.models import StoredFile

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def report(assessment: Assessment) -> Report:  # noqa: F811
    Assessment.objects.filter(pk=assessment.pk).update(job_state=JobState.DONE)
    assessment.refresh_from_db()
    return report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(user_with(Role.OFFICE, RegionFactory()), backend=BACKEND)
    return client


def test_a_broker_that_is_away_loses_nothing_and_doubles_nothing(
    report: Report,
    office: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The page answers, the row waits, and the sweep sends it once the broker is back."""
    Report.objects.filter(pk=report.pk).update(job_state=JobState.FAILED, job_error="断电")

    def away(*_args: Any, **_options: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as broker:
        broker.setattr(report_run, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            answer = office.post(reverse("reports:report_again", args=[report.pk]))
        assert answer.status_code == 302
        report.refresh_from_db()
        assert (report.job_state, report.job_error) == (JobState.QUEUED, "")
        with django_capture_on_commit_callbacks(execute=True):
            call_command("jobs_sweep")
    sent: list[int] = []
    monkeypatch.setattr(report_run, "apply_async", lambda args, *_, **_more: sent.extend(args))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("jobs_sweep")
    assert sent == [report.pk]
    for _ in range(2):  # a wake-up that comes twice does the work once
        report_run(report.pk)
    report.refresh_from_db()
    assert (report.job_state, report.attempt, report.files.count()) == (JobState.DONE, 1, 1)


@pytest.mark.parametrize("where", ["store", "folder"])
def test_a_full_disk_is_said_and_the_office_runs_the_job_again(
    report: Report, office: Client, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        if where == "store":
            disk.setattr(files, "_write", full)
        else:
            disk.setattr(building, "_build", full)
        report_run(report.pk)
    report.refresh_from_db()
    assert report.job_state == JobState.FAILED
    assert "磁盘空间不够" in report.job_error
    assert not StoredFile.objects.exists()
    address = reverse("reports:assessment_detail", args=[report.assessment_id])
    page = office.get(address).content.decode()
    assert report.job_error in page
    assert reverse("reports:report_again", args=[report.pk]) in page
    office.post(reverse("reports:report_again", args=[report.pk]))
    report_run(report.pk)
    report.refresh_from_db()
    assert (report.job_state, report.job_error) == (JobState.DONE, "")
    assert report.files.count() == 1


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_was_moved_holds_no_job_for_ever(report: Report, hours: int) -> None:
    """The lease was taken by the other clock; whoever had it writes nothing any more."""
    first = lease_take(Report, report.pk)
    assert first is not None
    moved = timezone.now() - datetime.timedelta(hours=hours)
    Report.objects.filter(pk=report.pk).update(lease_until=moved)
    second = lease_take(Report, report.pk)
    assert second is not None
    with pytest.raises(LeaseLost):
        first.hold()
    second.end()
    report.refresh_from_db()
    assert (report.job_state, report.attempt) == (JobState.DONE, 2)


def test_a_lease_of_this_clock_stays_with_its_worker(report: Report) -> None:
    assert lease_take(Report, report.pk) is not None
    assert lease_take(Report, report.pk) is None


def test_the_page_of_a_job_that_was_given_up_says_why(report: Report, office: Client) -> None:
    for _ in range(4):
        lease_take(Report, report.pk)
        past = timezone.now() - datetime.timedelta(seconds=1)
        Report.objects.filter(pk=report.pk).update(lease_until=past)
    report.refresh_from_db()
    assert report.job_error == messages.JOB_GIVEN_UP.format(attempts=3)
    page = office.get(reverse("reports:report", args=[report.pk])).content.decode()
    assert report.job_error in page
