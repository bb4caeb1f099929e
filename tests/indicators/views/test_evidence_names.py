"""佐证材料名称 of the ledger: kept with the value, matched with the files that were uploaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.messages import ledger_files
from indicators.models import Submission, SubmissionValue, SubmissionValueRevision
from indicators.selectors.ledger_templates import ledger_template
from indicators.services.evidence import evidence_upload
from indicators.services.grid_saving import grid_save
from indicators.services.ledger_undo import ledger_undo
from indicators.services.ledger_uploads import ledger_upload
from indicators.tasks import ledger_check
from tests.indicators.ledger.books import xlsx
from tests.scenes import YEAR, Collecting, collecting_scene

pytestmark = pytest.mark.django_db

HEAD = ["指标代码", "指标名称", "年份", "数值", "备注", "佐证材料名称"]
PDF = b"%PDF-1.7\n1 0 obj"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene(tmp_path: Path, settings: Any) -> Collecting:
    settings.PRIVATE_FILES_DIR = tmp_path / "private"
    return collecting_scene()


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def send(scene: Collecting, content: bytes) -> Any:
    """Upload as the liaison and confirm what was read."""
    ledger = ledger_upload(
        submission=scene.submission,
        chunks=[content],
        name="台账.xlsx",
        size=len(content),
        by=scene.liaison,
    )
    ledger_check(ledger.pk)
    client = client_of(scene.liaison)
    client.post(reverse("indicators:ledger_confirm", args=[ledger.pk]), {"reason": "核实过"})
    ledger.refresh_from_db()
    assert ledger.state == "stored", ledger.job_error
    return ledger


def sheet(tmp_path: Path, *rows: list[Any], head: list[Any] = HEAD) -> bytes:
    return xlsx(tmp_path / "a.xlsx", [head, *rows]).read_bytes()


def names(scene: Collecting) -> str:
    return SubmissionValue.objects.get(indicator=scene.plain).evidence_names


def add(scene: Collecting, name: str, **more: Any) -> None:
    evidence_upload(
        submission=scene.submission,
        upload=SimpleUploadedFile(name, PDF),
        by=scene.liaison,
        **more,
    )


def evidence_page(scene: Collecting, user: Any = None) -> str:
    address = reverse("indicators:evidence_list", args=[scene.submission.pk])
    return client_of(user or scene.liaison).get(address).content.decode()


def test_names_are_kept_with_the_value_and_its_history(scene: Collecting, tmp_path: Path) -> None:
    send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报；统计公报"]))
    assert names(scene) == "教育年报；统计公报"
    assert SubmissionValueRevision.objects.get().evidence_names == "教育年报；统计公报"


@pytest.mark.parametrize(
    ("head", "row", "kept"),
    [
        (HEAD, ["C001", None, YEAR, 94.6, None, None], "教育年报"),
        (HEAD, ["C001", None, YEAR, 94.6, None, "  "], "教育年报"),
        (HEAD[:5], ["C001", None, YEAR, 94.6, None], "教育年报"),
        (HEAD, ["C001", None, YEAR, 94.5, None, "新年报"], "新年报"),
        (HEAD, ["C001", None, YEAR, 94.5, None, "无"], ""),
        (HEAD, ["C001", None, YEAR, 94.5, None, "——"], ""),
    ],
)
def test_names_stay_on_another_upload_unless_the_file_says_otherwise(
    scene: Collecting, tmp_path: Path, head: list[Any], row: list[Any], kept: str
) -> None:
    send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报"]))
    send(scene, sheet(tmp_path, row, head=head))
    assert names(scene) == kept


def test_the_same_file_again_changes_nothing(scene: Collecting, tmp_path: Path) -> None:
    content = sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报"])
    send(scene, content)
    again = send(scene, content)
    assert again.counts["unchanged"] == 1
    assert SubmissionValueRevision.objects.count() == 1


def test_a_column_of_evidence_may_be_named_by_hand(scene: Collecting, tmp_path: Path) -> None:
    head = ["指标代码", "指标名称", "年份", "某数", "备注", "依据文件"]
    content = sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报"], head=head)
    ledger = ledger_upload(
        submission=scene.submission, chunks=[content], name="a", size=1, by=scene.liaison
    )
    ledger_check(ledger.pk)
    client = client_of(scene.liaison)
    client.post(
        reverse("indicators:ledger_columns", args=[ledger.pk]),
        {"header": ["某数", "依据文件"], "letter": ["D", "F"], "key": ["value", "evidence"]},
    )
    ledger_check(ledger.pk)
    client.post(reverse("indicators:ledger_confirm", args=[ledger.pk]))
    assert names(scene) == "教育年报"


def test_saving_in_the_grid_and_undoing_a_ledger_keep_them(
    scene: Collecting, tmp_path: Path
) -> None:
    send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报"]))
    key = f"{scene.plain.pk}||{YEAR}"
    cells = [{"key": key, "value": "94.7", "seen": 1}]
    saved = grid_save(submission=scene.submission, cells=cells, by=scene.liaison)
    assert saved.answers[0]["status"] == "changed"
    assert names(scene) == "教育年报"
    other = send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.8, None, "别的"]))
    assert names(scene) == "别的"
    ledger_undo(ledger=other, by=scene.liaison)
    assert names(scene) == "教育年报"


def test_the_template_brings_them_back(scene: Collecting, tmp_path: Path) -> None:
    send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报\n公报"]))
    _, content = ledger_template(unit=scene.unit, reference_year=YEAR)
    path = tmp_path / "模板.xlsx"
    path.write_bytes(content)
    cells = [c.value for row in openpyxl.load_workbook(path)[ledger_files.SHEET] for c in row]
    assert "教育年报\n公报" in cells


def test_marking_leaves_them_in_their_cell(scene: Collecting, tmp_path: Path) -> None:
    content = sheet(tmp_path, ["C001", None, YEAR, "约94", None, "教育年报"])
    ledger = send(scene, content)
    assert ledger.marked_file is not None
    client = client_of(scene.liaison)
    answer = client.get(reverse("indicators:ledger_file", args=[ledger.pk, "marked"]))
    marked = b"".join(answer)  # type: ignore[call-overload]
    path = tmp_path / "标.xlsx"
    path.write_bytes(marked)
    assert openpyxl.load_workbook(path)["台账"]["F2"].value == "教育年报"
    send(scene, marked)
    assert names(scene) == "教育年报"


def test_too_long_names_are_refused_with_their_length(scene: Collecting, tmp_path: Path) -> None:
    content = sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "报" * 301])
    ledger = ledger_upload(
        submission=scene.submission, chunks=[content], name="a", size=1, by=scene.liaison
    )
    ledger_check(ledger.pk)
    page = client_of(scene.liaison).get(reverse("indicators:ledger", args=[ledger.pk]))
    assert "佐证材料名称有301个字，最多300个字，请删短。" in page.content.decode()


def test_the_evidence_page_says_what_is_missing_and_what_nobody_names(
    scene: Collecting, tmp_path: Path
) -> None:
    send(
        scene,
        sheet(
            tmp_path,
            ["C001", None, YEAR, 94.5, None, "教育 年报.docx；统计公报"],
            ["C004", None, YEAR, "有", None, "教育年报"],
        ),
    )
    page = evidence_page(scene)
    assert "还没有上传的佐证材料：2 个值" in page
    assert "<td>教育 年报.docx；统计公报</td><td>台账 D2</td>" in page
    add(scene, "教育年报.pdf")
    add(scene, "照片.pdf")
    add(scene, "通知.pdf", indicator_id=scene.plain.pk)
    page = evidence_page(scene)
    assert "还没有上传的佐证材料：1 个值" in page
    assert "<td>统计公报</td><td>台账 D2</td>" in page
    assert "<td>义务教育巩固率、防控机制</td>" in page
    assert "没有哪个值写到的文件 1 份：照片.pdf" in page
    add(scene, "gb-2019.pdf", title="统计公报")
    assert "还没有上传的佐证材料" not in evidence_page(scene)


def test_the_review_says_it_too(scene: Collecting, tmp_path: Path) -> None:
    send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.5, None, "教育年报；统计公报"]))
    add(scene, "统计公报.pdf", indicator_id=scene.sexed.pk)
    add(scene, "照片.pdf")
    Submission.objects.update(state="submitted", times_submitted=1)
    client = client_of(scene.office)
    page = client.get(reverse("indicators:review", args=[scene.submission.pk])).content.decode()
    assert "写明的佐证没有上传：教育年报<" in page
    assert "没有哪个值写到的佐证材料 1 份：照片.pdf" in page
    value = SubmissionValue.objects.get(indicator=scene.plain)
    panel = client.get(reverse("indicators:review_value", args=[value.pk])).content.decode()
    assert "台账里写的：教育年报；统计公报" in panel
    assert "没有上传：教育年报<" in panel
    assert "统计公报.pdf" in panel
    attention = client.get(
        reverse("indicators:review", args=[scene.submission.pk]), {"show": "attention"}
    )
    assert "写明的佐证没有上传：教育年报<" in attention.content.decode()


def test_without_names_nothing_is_said(scene: Collecting, tmp_path: Path) -> None:
    send(scene, sheet(tmp_path, ["C001", None, YEAR, 94.5, None, None]))
    add(scene, "照片.pdf")
    page = evidence_page(scene)
    assert "没有哪个值写到" not in page
    assert "还没有上传的佐证材料" not in page
