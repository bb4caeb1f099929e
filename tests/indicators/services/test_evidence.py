from __future__ import annotations

import io
import zipfile

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import Evidence, Submission
from indicators.services.evidence import content_type_of, evidence_add, upload_store
from tests.factories import MemberUnitFactory, user_with
from tests.scenes import Collecting, collecting_scene
from units.choices import Role
from units.models import AuditEvent

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "<x/>")  # no date of today: it would name the test
    return buffer.getvalue()


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


@pytest.mark.parametrize(
    ("name", "content", "known"),
    [
        ("a.pdf", PDF, True),
        ("a.PDF", PDF, True),
        ("a.docx", package("word/document.xml"), True),
        ("a.xlsx", package("xl/workbook.xml"), True),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 8, True),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 8, True),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 8, True),
        ("a.exe", PDF, False),
        ("a.pdf", b"MZ\x90\0" + b"\0" * 12, False),
        ("a.pdf", b"<html><script>", False),
        ("a.docx", package("xl/workbook.xml"), False),
        ("a.docx", package("word/document.xml", "word/vbaProject.bin"), False),
        ("a.docm", package("word/document.xml"), False),
        ("a.zip", package("a.txt"), False),
        ("a.docx", b"PK\x03\x04 broken", False),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>", False),
    ],
)
def test_a_file_is_told_by_its_content(name: str, content: bytes, known: bool) -> None:
    assert bool(content_type_of(io.BytesIO(content), name)) is known


def test_size_and_emptiness_are_refused_in_words(scene: Collecting, settings: LazySettings) -> None:
    settings.EVIDENCE_MAX_BYTES = 10
    for content, code in ((PDF, "size"), (b"", "empty")):
        with pytest.raises(ValidationError) as refused:
            upload_store(upload=SimpleUploadedFile("a.pdf", content), user=scene.liaison)
        assert refused.value.code == code


@pytest.mark.statement("S15")
def test_upload_then_download_as_an_attachment(scene: Collecting) -> None:
    client = Client()
    client.force_login(scene.liaison, backend=BACKEND)
    address = reverse("indicators:evidence_list", args=[scene.submission.pk])
    sent = {
        "file": SimpleUploadedFile("../年报 盖章.pdf", PDF),
        "indicator": scene.plain.pk,
        "title": "盖章",
    }
    client.post(address, sent)
    evidence = Evidence.objects.get()
    assert (evidence.indicator, evidence.file.name) == (scene.plain, "年报 盖章.pdf")
    answer = client.get(reverse("indicators:evidence", args=[evidence.pk]))
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "upload",
        "download",
    ]


def test_indicators_are_called_as_the_plan_calls_them(scene: Collecting) -> None:
    scene.plain.in_plans.update(name="九年义务教育巩固率")
    file = upload_store(upload=SimpleUploadedFile("a.pdf", PDF), user=scene.liaison)
    evidence_add(
        submission=scene.submission, file=file, by=scene.liaison, indicator_id=scene.plain.pk
    )
    client = Client()
    client.force_login(scene.liaison, backend=BACKEND)
    address = reverse("indicators:evidence_list", args=[scene.submission.pk])
    text = client.get(address).content.decode()
    assert f'<option value="{scene.plain.pk}">九年义务教育巩固率</option>' in text
    assert "<td>九年义务教育巩固率</td>" in text
    assert text.index("九年义务教育巩固率") < text.index("孕产妇死亡率") < text.index("近视率")


def test_another_unit_does_not_learn_that_it_exists(scene: Collecting) -> None:
    stored = upload_store(upload=SimpleUploadedFile("a.pdf", PDF), user=scene.liaison)
    evidence = evidence_add(submission=scene.submission, file=stored, by=scene.liaison)
    other = MemberUnitFactory(region=scene.unit.region)
    client = Client()
    client.force_login(user_with(Role.LIAISON, other.region, other), backend=BACKEND)
    for name, pk in (("evidence", evidence.pk), ("evidence_list", scene.submission.pk)):
        assert client.get(reverse(f"indicators:{name}", args=[pk])).status_code == 404


def test_nothing_is_added_or_removed_once_it_is_sent(scene: Collecting) -> None:
    stored = upload_store(upload=SimpleUploadedFile("a.pdf", PDF), user=scene.liaison)
    Submission.objects.update(state="submitted")
    with pytest.raises(ValidationError, match="不能增减佐证材料"):
        evidence_add(submission=scene.submission, file=stored, by=scene.liaison)
    assert not Evidence.objects.exists()
