"""A backup: one folder with database, files, the log's key and a manifest; and the way back.

The database is read in one transaction, then exactly the files it names are copied: files are
deleted with grace, so all of them are still there. The manifest is keyed like the log.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import messages
from config.backup_rows import is_empty, made_rows_clear, rows_read, rows_write, tables
from config.env import env_text
from units.audit import Verification, audit_verify
from units.digests import digest_name, keyed_digest_of
from units.files import file_path
from units.models import StoredFile

MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_KEY_FILE: Final = "audit_key"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """``lost``: names of files that the database knows and the store has not, or not as kept."""

    rows: int
    files: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupRestored:
    """``log``: what going through the restored log of acts found."""

    rows: int
    files: int
    log: Verification


def backup_make(folder: Path) -> BackupMade:
    """Write the backup; the folder appears when it is whole.

    Refuses, in a sentence, a folder that is there already and a disk that is full.
    """
    if folder.exists():
        raise ValidationError(messages.BACKUP_FOLDER_THERE.format(folder=folder))
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        for place in (partial, partial / "data", partial / "files"):
            place.mkdir(mode=0o700, parents=True)
        manifest, kept = _database_copy(partial / "data")
        manifest["files"], lost = _files_copy(kept, partial / "files")
        _key_write(partial / _KEY_FILE, settings.AUDIT_KEY)
        _manifest_write(partial / MANIFEST, manifest)
        partial.rename(folder)
    except OSError as error:
        raise ValidationError(messages.BACKUP_DISK.format(folder=folder, error=error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return BackupMade(rows, len(manifest["files"]), tuple(lost))


def _database_copy(folder: Path) -> tuple[dict[str, Any], list[StoredFile]]:
    """All tables and the migration state as of one moment, and the files named by them."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = {
            name: rows_write(model, folder / f"{name}.jsonl")
            for name, model in tables(apps).items()
        }
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        kept = list(StoredFile.objects.order_by("pk"))
    manifest = {
        "format": _FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": [list(key) for key in applied],
        "tables": found,
    }
    return manifest, kept


def _files_copy(
    kept: list[StoredFile], folder: Path
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    copied: dict[str, dict[str, Any]] = {}
    lost: list[str] = []
    for stored in kept:
        source, target = file_path(stored), folder / stored.key
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not source.is_file():
            lost.append(stored.name)
            continue
        shutil.copyfile(source, target)
        digest = _sha256(target)
        copied[stored.key] = {"size": target.stat().st_size, "sha256": digest}
        if digest != stored.sha256:
            lost.append(stored.name)
    return copied, lost


def backup_restore(folder: Path) -> BackupRestored:
    """Bring a backup into an empty installation, after every file of it has been checked.

    A state older than this version is migrated afterwards; a newer one is refused, and so is an
    installation with tables of another state. A refusal leaves what was there.
    """
    manifest = _manifest_checked(folder)
    key = (folder / _KEY_FILE).read_text(encoding="utf-8")
    if key != settings.AUDIT_KEY and env_text("AUDIT_KEY"):
        raise ValidationError(messages.RESTORE_KEY)
    recorded = {(app, name) for app, name in manifest["migrations"]}
    executor = MigrationExecutor(connection)
    newer = sorted(recorded - executor.loader.graph.nodes.keys())
    if newer:
        raise ValidationError(messages.RESTORE_NEWER.format(migration=".".join(newer[0])))
    if any(Path(settings.PRIVATE_FILES_DIR).rglob("*/*")):
        raise ValidationError(messages.RESTORE_NOT_EMPTY)
    here = set(executor.loader.applied_migrations)
    if here and here != recorded:
        raise ValidationError(messages.RESTORE_OTHER_STATE)
    if here and not is_empty(tables(apps)):
        raise ValidationError(messages.RESTORE_NOT_EMPTY)
    if not here:
        executor.migrate(_ends(executor, recorded))
    rows = _database_fill(folder / "data", manifest, recorded)
    shutil.copytree(folder / "files", settings.PRIVATE_FILES_DIR, dirs_exist_ok=True)
    if key != settings.AUDIT_KEY:
        _key_write(Path(settings.DATA_DIR) / _KEY_FILE, key)
        settings.AUDIT_KEY = key
    call_command("migrate", verbosity=0, interactive=False)
    return BackupRestored(rows, len(manifest["files"]), audit_verify())


def _ends(executor: MigrationExecutor, recorded: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last recorded migration of each app."""
    graph = executor.loader.graph
    return [
        node
        for node in sorted(recorded)
        if not any(
            child.key in recorded and child.key[0] == node[0]
            for child in graph.node_map[node].children
        )
    ]


@transaction.atomic
def _database_fill(folder: Path, manifest: dict[str, Any], recorded: set[tuple[str, str]]) -> int:
    """All or nothing, into the tables as they were when the backup was made."""
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(_ends(executor, recorded))
    models = tables(state.apps)
    if set(models) != set(manifest["tables"]):
        raise ValidationError(messages.RESTORE_TABLES)
    made_rows_clear(models)
    total = 0
    for name, model in models.items():
        rows = rows_read(model, folder / f"{name}.jsonl")
        if rows != manifest["tables"][name]["rows"]:
            raise ValidationError(messages.RESTORE_ALTERED.format(name=f"data/{name}.jsonl"))
        total += rows
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)
    return total


def _manifest_checked(folder: Path) -> dict[str, Any]:
    """The manifest, when it and every file are as they were written."""
    try:
        signed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        content, algorithm, signature = signed["content"], signed["algorithm"], signed["hash"]
        key = (folder / _KEY_FILE).read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValidationError(messages.RESTORE_NO_MANIFEST.format(folder=folder)) from error
    if keyed_digest_of(_bytes(content), algorithm, key) != signature:
        raise ValidationError(messages.RESTORE_ALTERED.format(name=MANIFEST))
    if content["format"] != _FORMAT:
        raise ValidationError(messages.RESTORE_FORMAT.format(format=content["format"]))
    for name, digest in _listed(content):
        path = folder / name
        if not path.is_file() or _sha256(path) != digest:
            raise ValidationError(messages.RESTORE_ALTERED.format(name=name))
    return dict(content)


def _listed(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, table in content["tables"].items():
        yield f"data/{name}.jsonl", table["sha256"]
    for key, file in content["files"].items():
        yield f"files/{key}", file["sha256"]


def _manifest_write(path: Path, content: dict[str, Any]) -> None:
    algorithm = digest_name()
    signed = {
        "content": content,
        "algorithm": algorithm,
        "hash": keyed_digest_of(_bytes(content), algorithm, settings.AUDIT_KEY),
    }
    path.write_text(json.dumps(signed, ensure_ascii=False, indent=1), encoding="utf-8")


def _bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def _key_write(path: Path, key: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
