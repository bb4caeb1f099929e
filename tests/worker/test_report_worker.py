"""A report whose worker is killed half-way: no half file, and each file once in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from reports.choices import ReportFormat, ReportKind
from reports.models import Report, ReportFile
from reports.services.building import report_ask
from reports.services.subjects import on_assessment
from tests.factories import user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from tests.worker.conftest import killed_halfway, wait_until
from units.choices import Role
from units.files import file_open
from units.models import Notice, StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from assessments.models import Assessment
    from config.demo.processes import Household

pytestmark = pytest.mark.worker

FORMATS = (ReportFormat.WORD, ReportFormat.EXCEL)
# The second of two files is being made; or both are made and the second is being kept.
PLACES = {
    "making": ("reports.services.building:excel", "build", 1),
    "keeping": ("reports.services.building:ReportFile.objects", "update_or_create", 2),
}


@pytest.fixture
def queued(
    household: Household,
    settings: SettingsWrapper,
    tmp_path: Path,
    assessment: Assessment,  # noqa: F811
) -> Report:
    settings.PRIVATE_FILES_DIR = tmp_path / "files"  # where the workers' DATA_DIR puts them
    office = user_with(Role.OFFICE, assessment.region)
    return report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=FORMATS, user=office
    )


def state_of(row: Report) -> str:
    return Report.objects.values_list("job_state", flat=True).get(pk=row.pk)


def done(row: Report) -> bool:
    return state_of(row) == "done"


@pytest.mark.parametrize("place", PLACES)
def test_a_killed_worker_leaves_no_half_report_and_the_next_builds_each_file_once(
    household: Household, queued: Report, place: str
) -> None:
    killed_halfway(household, *PLACES[place])
    assert state_of(queued) == "running"
    assert not ReportFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Notice.objects.exists()

    household.start_worker(1)
    assert wait_until(lambda: done(queued)), household.log("worker").read_text()
    queued.refresh_from_db()
    assert (queued.attempt, queued.job_error) == (2, "")
    files = {row.format: row.file for row in queued.files.select_related("file")}
    assert set(files) == {"docx", "xlsx"}
    assert StoredFile.objects.count() == 2
    with file_open(files["docx"]) as stream:
        text = "\n".join(paragraph.text for paragraph in docx.Document(stream).paragraphs)
    assert "达标率为66.67%（2/3）" in text
    with file_open(files["xlsx"]) as stream:
        first = openpyxl.load_workbook(stream).worksheets[0]
    assert first.max_row > 1
    notice = Notice.objects.get()
    assert notice.user == queued.requested_by
    assert notice.text == f"《{queued.title}》第1版已生成，可以下载。"
