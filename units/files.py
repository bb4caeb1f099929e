"""The private store: files under random names in ``PRIVATE_FILES_DIR``, never in the web root."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpResponse

from units.models import StoredFile, User

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
_BLOCK = 1 << 20


def clean_name(name: str) -> str:
    """A file name for people: no folders, no control characters, at most 120 characters."""
    base = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, suffix = base.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[:110] or 'file'}.{suffix}"
    return base[:120] or "file"


def file_path(stored: StoredFile) -> Path:
    return Path(settings.PRIVATE_FILES_DIR) / stored.key


def file_store(
    *, chunks: Iterable[bytes], name: str, content_type: str, user: User | None
) -> StoredFile:
    """Write the bytes under a random name (mode 0600), then the row that knows them."""
    day = secrets.token_hex(1)
    key = f"{day}/{secrets.token_hex(20)}"
    path = Path(settings.PRIVATE_FILES_DIR) / key
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
    return StoredFile.objects.create(
        key=key,
        name=clean_name(name),
        size=size,
        sha256=digest.hexdigest(),
        content_type=content_type,
        uploaded_by=user,
    )


def file_store_path(*, source: Path, name: str, content_type: str, user: User | None) -> StoredFile:
    with source.open("rb") as file:
        return file_store(
            chunks=iter(lambda: file.read(_BLOCK), b""),
            name=name,
            content_type=content_type,
            user=user,
        )


def file_forget(*, stored: StoredFile) -> None:
    """Delete a file that nothing points to any more; its bytes go when the row is gone for good."""
    path = file_path(stored)
    stored.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def file_open(stored: StoredFile) -> IO[bytes]:
    return file_path(stored).open("rb")


def file_response(stored: StoredFile) -> FileResponse:
    """A download; the caller has checked that the person may read it."""
    response = FileResponse(file_open(stored), content_type=stored.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def content_response(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download of something made just now."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
