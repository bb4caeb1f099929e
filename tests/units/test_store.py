"""The store of files is held against its table; nothing young or known is deleted."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from units.files import file_path, file_store
from units.models import StoredFile

GRACE_SECONDS = 7 * 24 * 60 * 60

pytestmark = pytest.mark.django_db


def kept(name: str, content: bytes) -> StoredFile:
    return file_store(chunks=[content], name=name, content_type="text/plain", user=None)


def told(*options: str) -> str:
    out = StringIO()
    call_command("files_check", *options, stdout=out)
    return out.getvalue()


def stray(name: str, *, age: int) -> Path:
    path = Path(settings.PRIVATE_FILES_DIR) / "ab" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left over")
    moment = path.stat().st_mtime - age
    os.utime(path, (moment, moment))
    return path


def test_a_sound_store_is_said_to_be_sound() -> None:
    kept("台账.xlsx", b"one")
    kept("佐证.pdf", b"two")
    assert "登记的文件：2 个，完好 2 个\n没有登记的文件：0 个" in told()


def test_missing_and_changed_files_are_named_with_what_to_do() -> None:
    gone, changed = kept("台账.xlsx", b"one"), kept("佐证.pdf", b"two")
    kept("说明.docx", b"three")
    file_path(gone).unlink()
    file_path(changed).write_bytes(b"other")
    with pytest.raises(CommandError) as refusal:
        told()
    assert str(refusal.value).splitlines() == [
        f"台账.xlsx（{gone.key}）：文件不在，请从备份恢复",
        f"佐证.pdf（{changed.key}）：内容与登记的校验码不同，请从备份恢复",
    ]


def test_only_settled_strays_are_deleted_and_only_when_asked() -> None:
    known = kept("台账.xlsx", b"one")
    old, young = stray("old", age=GRACE_SECONDS + 60), stray("young", age=GRACE_SECONDS - 60)
    assert "没有登记的文件：2 个" in told()
    assert old.exists()
    assert "已删除：1 个" in told("--tidy")
    assert (old.exists(), young.exists(), file_path(known).exists()) == (False, True, True)
