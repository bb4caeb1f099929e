"""A report may be on something else than an assessment; those of version 0.1 keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from assessments.models import Assessment
from reports.choices import ReportFormat, ReportKind
from reports.document import Document, Section
from reports.models import Report
from reports.numbering import numbered
from reports.services import subjects
from reports.services.building import report_ask, report_build
from reports.services.editing import report_issue, report_version_new, text_save
from reports.services.subjects import Subject, SubjectKind, on_assessment
from reports.words.writing import paragraph
from tests.factories import RegionFactory, RoundFactory, user_with
from units.choices import JobState, Role
from units.files import file_path

if TYPE_CHECKING:
    from django.test import Client

    from units.models import Region, User

SAID = "请于6月30日前补报数据。"


def letter_document(report: Report) -> Document:
    text = Section("s", "事项", 1, (paragraph("s.ask", SAID),))
    return numbered(
        Document("letter", ("关于补报数据的函",), report.region.name, "2021年6月1日", (text,))
    )


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A kind of subject that knows no assessment; ``obstacle`` is what keeps it from issue."""
    state = {"obstacle": ""}
    kind = SubjectKind(
        generate=letter_document,
        label=lambda report: f"函件 {report.subject}",
        obstacle=lambda report: state["obstacle"],
        page=lambda report: "/letters/7/",
        addresses=lambda report: lambda source: "/letters/7/",
    )
    monkeypatch.setitem(subjects.SUBJECTS, "letter", kind)
    return state


@pytest.fixture
def region(db: None) -> Region:
    return RegionFactory(code="350206")


@pytest.fixture
def office(region: Region) -> User:
    return user_with(Role.OFFICE, region)


def asked(region: Region, office: User, number: int = 7) -> Report:
    return report_ask(
        subject=Subject(f"letter:{number}", region),
        kind=ReportKind.UNIT,
        formats=[ReportFormat.WORD],
        user=office,
    )


def test_a_letter_is_built_read_changed_and_issued(
    letters: dict[str, str], region: Region, office: User, client: Client
) -> None:
    report = asked(region, office)
    assert asked(region, office) == report
    report_build(report=report)
    Report.objects.filter(pk=report.pk).update(job_state=JobState.DONE)
    report.refresh_from_db()
    made = docx.Document(str(file_path(report.files.get().file)))
    assert SAID in [p.text for p in made.paragraphs]
    client.force_login(office)
    page = client.get(reverse("reports:report", args=[report.pk])).content.decode()
    assert SAID in page
    assert '<a href="/letters/7/">函件 letter:7</a>' in page
    assert "评估档案包" not in page
    listed = client.get(reverse("reports:report_list")).content.decode()
    assert "关于补报数据的函" in listed
    text_save(report=report, key="s.ask", text="请补报。", version=0, user=office)
    letters["obstacle"] = "函件还没有签发。"
    with pytest.raises(ValidationError, match="函件还没有签发"):
        report_issue(report=report, user=office)
    letters["obstacle"] = ""
    assert report_issue(report=report, user=office).is_issued
    again = report_version_new(report=report, user=office)
    assert (again.subject, again.assessment, again.version) == ("letter:7", None, 2)


def test_another_place_does_not_see_the_letter(
    letters: dict[str, str], region: Region, office: User, client: Client
) -> None:
    report = asked(region, office)
    client.force_login(user_with(Role.OFFICE, RegionFactory(code="350205")))
    assert client.get(reverse("reports:report", args=[report.pk])).status_code == 404
    assert "letter" not in client.get(reverse("reports:report_list")).content.decode()


def test_versions_are_counted_for_each_subject(
    letters: dict[str, str], region: Region, office: User
) -> None:
    report = asked(region, office)
    assert asked(region, office, number=8).version == 1
    twin = {"subject": report.subject, "region": region, "kind": report.kind, "version": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**twin, job_state=JobState.DONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**twin | {"version": 2})


def test_only_a_report_on_an_assessment_names_one(region: Region) -> None:
    row = assessment_of(region)
    wrong = [
        {"subject": "letter:1", "assessment": row},
        {"subject": f"assessment:{row.pk}", "assessment": None},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(**fields, region=region, kind="final")
    kept = Report.objects.create(**on_assessment(row).fields, kind="final")
    assert (kept.subject, kept.region) == (f"assessment:{row.pk}", region)


def assessment_of(region: Region) -> Assessment:
    return Assessment.objects.create(
        region=region, round=RoundFactory(), stage="final", year=2020, question="q" * 64
    )


@pytest.mark.django_db(transaction=True)
def test_reports_of_version_0_1_get_their_subject() -> None:
    region = RegionFactory(code="350206")
    row = assessment_of(region)
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes("reports")
    executor.migrate([("reports", "0003_report_base")])
    try:
        old = executor.loader.project_state([("reports", "0003_report_base")]).apps
        made = old.get_model("reports", "Report").objects.create(
            assessment_id=row.pk, kind="final", version=3, title="终期评估报告"
        )
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
        kept = Report.objects.get(pk=made.pk)
        assert (kept.subject, kept.region, kept.assessment, kept.version, kept.title) == (
            f"assessment:{row.pk}",
            region,
            row,
            3,
            "终期评估报告",
        )
    finally:
        MigrationExecutor(connection).migrate(newest)
