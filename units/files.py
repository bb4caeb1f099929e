"""The private store: files under random names in ``PRIVATE_FILES_DIR``, never in the web root."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import IO, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from units import messages
from units.models import Grant, StoredFile, User
from units.text import seen_text

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
_BLOCK = 1 << 20
_SPARE = 200 * _BLOCK
"""Free space that uploads leave to the database and the log."""
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Error numbers of a disk or a share of it that is full."""


def clean_name(name: str) -> str:
    """A file name for people: no folders, no control or unseen signs, at most 120 characters."""
    base = _UNSAFE.sub("_", seen_text(name).replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, suffix = base.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[:110] or 'file'}.{suffix}"
    return base[:120] or "file"


def file_path(stored: StoredFile) -> Path:
    return Path(settings.PRIVATE_FILES_DIR) / stored.key


_written: ContextVar[list[Path] | None] = ContextVar("files_written", default=None)


@contextmanager
def files_or_nothing() -> Iterator[None]:
    """A transaction whose new files go with it: what is refused leaves no bytes behind."""
    paths: list[Path] = []
    token = _written.set(paths)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    finally:
        _written.reset(token)


def file_store(
    *, chunks: Iterable[bytes], name: str, content_type: str, user: User | None
) -> StoredFile:
    """Write the bytes under a random name (mode 0600), then the row that knows them.

    A full disk is refused in a sentence and leaves nothing behind.
    """
    day = secrets.token_hex(1)
    key = f"{day}/{secrets.token_hex(20)}"
    path = Path(settings.PRIVATE_FILES_DIR) / key
    try:
        size, digest = _write(path, chunks)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise ValidationError(messages.DISK_FULL, code="disk_full") from error
        raise
    written = _written.get()
    if written is not None:
        written.append(path)
    return StoredFile.objects.create(
        key=key,
        name=clean_name(name),
        size=size,
        sha256=digest,
        content_type=content_type,
        uploaded_by=user,
    )


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Size and hash of what was written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def upload_allowed(*, user: User, size: int) -> None:
    """Refuses what would fill the disk, or the share of the person's unit (``UNIT_QUOTA_MB``).

    Who has no unit is limited by the disk only.
    """
    root = Path(settings.PRIVATE_FILES_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < size + _SPARE:
        raise ValidationError(messages.DISK_FULL, code="disk_full")
    units = Grant.objects.in_force().filter(user=user).exclude(unit=None).values("unit")
    if not units.exists():
        return
    colleagues = Grant.objects.filter(unit__in=units).values("user")
    rows = StoredFile.objects.filter(uploaded_by__in=colleagues)
    used = rows.aggregate(total=Sum("size"))["total"] or 0
    if used + size > settings.UNIT_QUOTA_BYTES:
        limit = settings.UNIT_QUOTA_BYTES // _BLOCK
        text = messages.QUOTA_FULL.format(used=-(-used // _BLOCK), limit=limit)
        raise ValidationError(text, code="quota")


def file_store_path(*, source: Path, name: str, content_type: str, user: User | None) -> StoredFile:
    with source.open("rb") as file:
        return file_store(
            chunks=iter(lambda: file.read(_BLOCK), b""),
            name=name,
            content_type=content_type,
            user=user,
        )


def file_forget(*, stored: StoredFile) -> None:
    """Forget a file that nothing points to any more.

    Its bytes stay for ``FILE_GRACE_DAYS`` from now: a backup taken meanwhile, database first,
    still finds them (units.store sweeps them).
    """
    path = file_path(stored)
    stored.delete()
    transaction.on_commit(partial(_age_from_now, path))


def _age_from_now(path: Path) -> None:
    with suppress(FileNotFoundError):
        os.utime(path)


def file_open(stored: StoredFile) -> IO[bytes]:
    return file_path(stored).open("rb")


def file_response(stored: StoredFile) -> FileResponse:
    """A download; the caller has checked that the person may read it."""
    response = FileResponse(file_open(stored), content_type=stored.content_type)
    return _as_download(response, stored.name)


def content_response(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download of something made just now."""
    return _as_download(HttpResponse(content, content_type=content_type), name)


def _as_download(response: ResponseT, name: str) -> ResponseT:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
