"""The archive package proves itself without the application."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assessments.services.finalising import assessment_finalise
from reports.builders.archive import csv_bytes
from reports.choices import ReportFormat, ReportKind
from reports.models import ReportFile
from reports.selectors.archive import ArchiveSheet
from reports.services.building import report_ask
from reports.services.subjects import on_assessment
from reports.tasks import report_run
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units.choices import JobState
from units.files import file_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(assessment, tmp_path) -> Path:  # noqa: F811
    type(assessment).objects.filter(pk=assessment.pk).update(job_state=JobState.DONE)
    assessment.refresh_from_db()
    assessment_finalise(assessment=assessment, user=None)
    asked = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.ARCHIVE]
    )
    report_run(asked.pk)
    made = ReportFile.objects.get(report=asked)
    with zipfile.ZipFile(file_path(made.file)) as packed:
        packed.extractall(tmp_path / "package")
    return tmp_path / "package"


def verify(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.returncode, done.stdout


def test_an_untouched_package_is_consistent(package):
    names = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert {
        "SHA256SUMS",
        "assessment.json",
        "frozen.json",
        "verify.py",
        "report/report.docx",
        "report/report.xlsx",
        "data/data.xlsx",
        "data/results.csv",
        "data/values.csv",
        "data/rules.csv",
        "data/submissions.csv",
        "data/evidence.csv",
    } <= names
    code, said = verify(package)
    assert code == 0
    assert said.splitlines() == [
        "按规则重新判定3条，另有2条缺数、定性或要看其他数据，未重新判定",
        "全部相符",
    ]
    assert {"说明.txt", "data/summaries.csv"} <= names
    assert "python3 verify.py" in (package / "说明.txt").read_text(encoding="utf-8-sig")


def test_a_changed_verdict_is_found_even_with_new_checksums(package):
    results = package / "data" / "results.csv"
    text = results.read_text(encoding="utf-8-sig")
    results.write_text(text.replace(",unmet,", ",met,", 1), encoding="utf-8-sig")
    code, said = verify(package)
    assert code == 1
    assert "文件被改动：data/results.csv" in said
    assert "汇总写的是实现目标的2项、分母3项、66.67%" in said
    assert "判定不符：妇女常见病定期筛查率（W2）应为未达标，表中为达标" in said


def test_a_changed_or_missing_file_is_named(package):
    (package / "frozen.json").write_text("{}", encoding="utf-8")
    (package / "data" / "rules.csv").unlink()
    code, said = verify(package)
    assert code == 1
    assert "文件被改动：frozen.json" in said
    assert "缺少文件：data/rules.csv" in said
    assert "与评估定稿时的校验码不符" in said


def test_no_cell_of_a_csv_file_becomes_a_formula():
    sheet = ArchiveSheet("x", ("a", "b"), [("=1+1", "-5"), ("@x", "-x"), ("+1", "-0.5")])
    text = csv_bytes(sheet).decode("utf-8-sig")
    assert text.split("\r\n")[1:4] == ["'=1+1,-5", "'@x,'-x", "'+1,-0.5"]
