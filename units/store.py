"""The private store as a whole: whether every file is there, and what nobody knows of."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from units.files import file_path
from units.models import StoredFile

SETTLED_SECONDS: Final = 24 * 60 * 60
"""A file younger than this may belong to an upload that is not committed yet."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``faults``: name and what is wrong, of files that are missing or changed.
    ``strays``: bytes without a row, as a killed process leaves them."""

    known: int
    faults: tuple[tuple[str, str], ...]
    strays: tuple[Path, ...]

    @property
    def sound(self) -> int:
        return self.known - len(self.faults)


def store_check() -> Checked:
    """Every row's bytes read and hashed; every stored file looked up."""
    root = Path(settings.PRIVATE_FILES_DIR)
    keys: set[str] = set()
    faults = []
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        keys.add(stored.key)
        fault = _fault(stored)
        if fault:
            faults.append((f"{stored.name}（{stored.key}）", fault))
    strays = (
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).as_posix() not in keys
    )
    return Checked(len(keys), tuple(faults), tuple(strays))


def _fault(stored: StoredFile) -> str:
    path = file_path(stored)
    if not path.is_file():
        return "文件不在，请从备份恢复"
    with path.open("rb") as file:
        is_same = hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256
    return "" if is_same else "内容与登记的校验码不同，请从备份恢复"


def store_tidy(strays: tuple[Path, ...]) -> int:
    """Delete the strays that have lain for a day; how many those were."""
    before = time.time() - SETTLED_SECONDS
    settled = [path for path in strays if path.stat().st_mtime < before]
    for path in settled:
        path.unlink(missing_ok=True)
    return len(settled)
