"""Files of people: whole or not at all, forgotten with grace, within a share, swept by age."""

from __future__ import annotations

import datetime
import errno
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Evidence, Ledger
from indicators.services.evidence import evidence_remove, evidence_upload
from tests.factories import MemberUnitFactory, SubmissionFactory, UserFactory, user_with
from units import messages
from units.choices import Role
from units.files import file_forget, file_path, file_store, files_or_nothing, upload_allowed
from units.models import StoredFile, TableImport
from units.services.table_imports import tables_sweep
from units.store import files_unused, store_check, store_tidy
from units.work_folders import LEFT_OVER_SECONDS, PREFIX, work_folder, work_folders_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = 24 * 60 * 60


def kept(content: bytes = b"one") -> StoredFile:
    return file_store(chunks=[content], name="a.pdf", content_type="application/pdf", user=None)


def stored_bytes(settings: SettingsWrapper) -> list[Path]:
    return [path for path in Path(settings.PRIVATE_FILES_DIR).rglob("*") if path.is_file()]


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_file_stays_for_its_grace_so_that_a_backup_is_whole(
    settings: SettingsWrapper,
) -> None:
    """Database first, files second: in between a report is built anew."""
    stored = kept()
    path = file_path(stored)
    age(path, 400 * DAY)  # it has lain long before it is forgotten
    named_by_the_database_copy = stored.key
    file_forget(stored=stored)
    assert store_tidy() == 0
    assert (Path(settings.PRIVATE_FILES_DIR) / named_by_the_database_copy).read_bytes() == b"one"
    age(path, settings.FILE_GRACE_DAYS * DAY + 60)
    assert store_tidy() == 1
    assert not path.exists()


def full_disk() -> Iterator[bytes]:
    yield b"half of it"
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_a_sentence_and_leaves_nothing(settings: SettingsWrapper) -> None:
    with pytest.raises(ValidationError) as refusal:
        file_store(chunks=full_disk(), name="a.pdf", content_type="x", user=None)
    assert refusal.value.messages == [messages.DISK_FULL]
    assert stored_bytes(settings) == []
    assert not StoredFile.objects.exists()


def test_a_browser_that_breaks_off_leaves_nothing(settings: SettingsWrapper) -> None:
    def broken_off() -> Iterator[bytes]:
        yield b"half of it"
        raise OSError("connection reset")

    with pytest.raises(OSError, match="reset"):
        file_store(chunks=broken_off(), name="a.pdf", content_type="x", user=None)
    assert stored_bytes(settings) == []


def test_what_is_undone_takes_its_file_along(settings: SettingsWrapper) -> None:
    @files_or_nothing()
    def refused() -> None:
        kept()
        raise ValidationError("no")

    with pytest.raises(ValidationError):
        refused()
    assert stored_bytes(settings) == []
    with files_or_nothing():
        kept()
    assert len(stored_bytes(settings)) == 1


@pytest.mark.parametrize("title", ["字" * 101, "好"])
def test_refused_evidence_leaves_neither_row_nor_bytes(
    settings: SettingsWrapper, title: str
) -> None:
    submission = SubmissionFactory(state="draft" if len(title) > 100 else "approved")
    client = Client()
    liaison = user_with(Role.LIAISON, submission.unit.region, submission.unit)
    client.force_login(liaison, backend=BACKEND)
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 " + b"x" * 1000)
    client.post(
        reverse("indicators:evidence_list", args=[submission.pk]), {"file": file, "title": title}
    )
    assert stored_bytes(settings) == []
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_refused_ledger_leaves_no_bytes(settings: SettingsWrapper) -> None:
    submission = SubmissionFactory()
    client = Client()
    liaison = user_with(Role.LIAISON, submission.unit.region, submission.unit)
    client.force_login(liaison, backend=BACKEND)
    file = SimpleUploadedFile("a.xlsx", b"no workbook")
    client.post(reverse("indicators:ledger_list", args=[submission.pk]), {"file": file})
    assert (stored_bytes(settings), Ledger.objects.count()) == ([], 0)


def test_evidence_that_was_taken_out_is_forgotten(settings: SettingsWrapper) -> None:
    submission = SubmissionFactory()
    liaison = user_with(Role.LIAISON, submission.unit.region, submission.unit)
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    evidence = evidence_upload(submission=submission, upload=file, by=liaison)
    evidence_remove(evidence=evidence, by=liaison)
    assert not StoredFile.objects.exists()
    assert len(stored_bytes(settings)) == 1  # for its grace


def test_a_row_that_nothing_points_to_is_found_and_forgotten_when_it_is_old() -> None:
    used, unused, young = kept(), kept(b"two"), kept(b"three")
    Evidence.objects.create(submission=SubmissionFactory(), file=used)
    yesterday = timezone.now() - datetime.timedelta(days=2)
    StoredFile.objects.filter(pk__in=[used.pk, unused.pk]).update(uploaded_at=yesterday)
    assert set(files_unused()) == {unused, young}
    assert store_check().unused == 2
    store_tidy()
    assert set(StoredFile.objects.all()) == {used, young}


def test_a_unit_has_its_share_and_others_are_not_touched(settings: SettingsWrapper) -> None:
    settings.UNIT_QUOTA_BYTES = 10
    unit = MemberUnitFactory()
    first, second = (user_with(Role.LIAISON, unit.region, unit) for _ in range(2))
    file_store(chunks=[b"x" * 6], name="a", content_type="x", user=first)
    upload_allowed(user=second, size=4)
    with pytest.raises(ValidationError) as refusal:
        upload_allowed(user=second, size=5)
    assert refusal.value.messages == [messages.QUOTA_FULL.format(used=1, limit=0)]
    elsewhere = MemberUnitFactory(region=unit.region)
    upload_allowed(user=user_with(Role.LIAISON, unit.region, elsewhere), size=10)
    upload_allowed(user=user_with(Role.OFFICE, unit.region), size=10**6)


@pytest.mark.statement("S23")
def test_tables_that_nobody_confirmed_are_swept_by_age(settings: SettingsWrapper) -> None:
    old = timezone.now() - datetime.timedelta(days=settings.FILE_GRACE_DAYS, minutes=1)
    young = timezone.now() - datetime.timedelta(days=settings.FILE_GRACE_DAYS, minutes=-1)
    user = UserFactory()

    def row(when: object, **fields: str) -> TableImport:
        return TableImport.objects.create(
            kind="units.region", file=kept(), requested_by=user, requested_at=when, **fields
        )

    row(old, state="preview")
    row(old, state="refused", job_state="failed")
    stays = [
        row(young, state="preview"),
        row(old, state="stored"),
        row(old, state="storing", job_state="running"),
    ]
    assert tables_sweep() == 2
    assert set(TableImport.objects.all()) == set(stays)


@pytest.mark.statement("S23")
def test_folders_of_killed_workers_are_swept_by_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, busy, foreign = (tmp_path / name for name in (f"{PREFIX}a", f"{PREFIX}b", "other-c"))
    for folder in (left, busy, foreign):
        folder.mkdir()
        (folder / "x").write_bytes(b"1")
        age(folder, LEFT_OVER_SECONDS + (-60 if folder is busy else 60))
    with work_folder() as mine:
        assert work_folders_sweep() == 1
        assert Path(mine).exists()
    assert (left.exists(), busy.exists(), foreign.exists()) == (False, True, True)
