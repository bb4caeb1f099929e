"""The private store as a whole: whether every file is there, and what nobody knows of."""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet
from django.utils import timezone

from units.files import file_forget, file_path
from units.models import StoredFile

SETTLED_SECONDS: Final = 24 * 60 * 60
"""A row younger than this may belong to an act that is not finished yet."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``faults``: name and what is wrong, of files that are missing or changed.
    ``strays``: bytes without a row, forgotten or left by a killed process.
    ``unused``: how many rows nothing points to."""

    known: int
    faults: tuple[tuple[str, str], ...]
    strays: int
    unused: int

    @property
    def sound(self) -> int:
        return self.known - len(self.faults)


def store_check() -> Checked:
    """Every row's bytes read and hashed; every stored file looked up."""
    rows = StoredFile.objects.order_by("pk").iterator(chunk_size=500)
    found = [(stored, _fault(stored)) for stored in rows]
    faults = tuple((f"{row.name}（{row.key}）", fault) for row, fault in found if fault)
    return Checked(len(found), faults, sum(1 for _ in store_strays()), files_unused().count())


def _fault(stored: StoredFile) -> str:
    path = file_path(stored)
    if not path.is_file():
        return "文件不在，请从备份恢复"
    with path.open("rb") as file:
        is_same = hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256
    return "" if is_same else "内容与登记的校验码不同，请从备份恢复"


def store_strays() -> Iterator[Path]:
    """Stored bytes that no row knows."""
    root = Path(settings.PRIVATE_FILES_DIR)
    keys = set(StoredFile.objects.values_list("key", flat=True))
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.relative_to(root).as_posix() not in keys:
            yield path


def files_unused() -> QuerySet[StoredFile]:
    """Rows that no other row points to, whatever the room it stands in."""
    rows = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if isinstance(field, ForeignKey) and field.remote_field.model is StoredFile:
            pointing = field.model._default_manager.filter(**{field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(pointing))
    return rows


def store_tidy() -> int:
    """Forget settled rows that nothing points to, and delete the strays that have lain for
    ``FILE_GRACE_DAYS``; how many of these."""
    settled = timezone.now() - datetime.timedelta(seconds=SETTLED_SECONDS)
    for stored in files_unused().filter(uploaded_at__lt=settled):
        with transaction.atomic():
            file_forget(stored=stored)
    before = time.time() - settings.FILE_GRACE_DAYS * 24 * 60 * 60
    old = [path for path in store_strays() if _changed(path) < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another sweep was faster
        return time.time()
