"""Who asked for a report is told when its files lie ready, or why they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import tasks
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.services.building import report_ask, report_build_again
from reports.services.subjects import on_assessment
from tests.factories import user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units.choices import AuditAction, Role
from units.jobs import job_cancel, job_queue_again
from units.leases import lease_kept, lease_take
from units.models import AuditEvent, Notice

if TYPE_CHECKING:
    from django.test import Client

    from assessments.models import Assessment
    from units.models import User

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def queued(row: Assessment, user: User | None) -> Report:
    formats = [ReportFormat.EXCEL]
    return report_ask(subject=on_assessment(row), kind=ReportKind.FINAL, formats=formats, user=user)


def test_the_end_is_told_once_with_a_link(assessment: Assessment) -> None:  # noqa: F811
    office = user_with(Role.OFFICE, assessment.region)
    report = queued(assessment, office)
    tasks.report_run(report.pk)
    tasks.report_run(report.pk)
    notice = Notice.objects.get()
    title = "湖里区妇女发展规划（2011—2020年）终期评估报告"
    assert (notice.user, notice.text) == (office, f"《{title}》第1版已生成，可以下载。")
    assert notice.url == reverse("reports:report", args=[report.pk])
    other = user_with(Role.OFFICE, assessment.region)
    assert report_build_again(report=report, formats=[], user=other)
    assert not report_build_again(report=report, formats=[], user=office)  # is under way
    row = AuditEvent.objects.get(user=other)
    asked = {"report": report.pk, "act": "build", "formats": ["xlsx"]}
    assert (row.action, row.subject, row.detail) == (AuditAction.REPORT, str(report), asked)
    assert AuditEvent.objects.filter(user=office).count() == 1  # the first build's
    tasks.report_run(report.pk)
    assert Notice.objects.filter(user=other).count() == 1


def test_a_failure_is_told_and_so_is_the_end_after_running_again(
    assessment: Assessment,  # noqa: F811
) -> None:
    report = queued(assessment, user_with(Role.OFFICE, assessment.region))
    lease = lease_take(Report, report.pk)
    assert lease is not None
    with lease_kept(lease):
        raise ValidationError("没有装 LibreOffice。")
    assert told() == [f"《{report}》第1版没有生成：没有装 LibreOffice。"]
    assert job_queue_again(report)
    tasks.report_run(report.pk)
    assert len(told()) == 2
    assert told()[1].endswith("第1版已生成，可以下载。")


def test_who_cancelled_or_is_nobody_is_not_told(assessment: Assessment) -> None:  # noqa: F811
    report = queued(assessment, user_with(Role.OFFICE, assessment.region))
    assert job_cancel(Report, report.pk)
    tasks.report_run(report.pk)
    tasks.report_run(queued(assessment, None).pk)
    assert told() == []


def test_an_older_version_waits_while_a_newer_one_is_under_way(
    assessment: Assessment,  # noqa: F811
    client: Client,
) -> None:
    office = user_with(Role.OFFICE, assessment.region)
    older = queued(assessment, office)
    assert job_cancel(Report, older.pk)
    newer = queued(assessment, office)
    assert (older.version, newer.version) == (1, 2)
    assert not report_build_again(report=older, formats=[], user=office)
    assert not job_queue_again(older)
    client.force_login(office)
    for name in ("reports:report_build", "reports:report_again"):
        answer = client.post(reverse(name, args=[older.pk]), follow=True)
        assert "没有排队：这份报告已印发，或者它的某一版正在生成" in answer.content.decode()
    older.refresh_from_db()
    assert older.job_state == "cancelled"
