"""Tables for the records on their way: kept, read and tried in the worker, shown, stored.

What people send is parsed in the worker's child process only (``TABLE_READER``), like ledgers.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.module_loading import import_string
from tablib import Dataset

from units import messages
from units.access import Reach, reach
from units.audit import audit_record
from units.choices import AuditAction, JobState, TableState
from units.files import (
    file_forget,
    file_path,
    file_store,
    files_or_nothing,
    upload_allowed,
)
from units.jobs import jobs_wake, queue_allowed, requeue
from units.leases import Lease
from units.models import TableImport, User

logger = logging.getLogger(__name__)

LARGEST: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 2_000
_STEPS: Final = 2
_WAITING: Final = (TableState.PREVIEW, TableState.REFUSED)


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What importing would do. ``rows``: line, what happens to it, cells as (old, new);
    ``faults``: line (0: the whole file) and sentence."""

    headers: list[str]
    rows: list[tuple[int, str, list[tuple[str, str]]]]
    faults: list[tuple[int, str]]
    totals: dict[str, int]


def table_upload(*, kind: str, upload: UploadedFile[Any], by: User) -> TableImport:
    """Keep the file and queue its reading. It is not opened here."""
    if (upload.size or 0) > LARGEST:
        raise ValidationError(
            messages.TABLE_TOO_LARGE.format(limit=LARGEST // 1024 // 1024), code="too_large"
        )
    upload_allowed(user=by, size=upload.size or 0)
    queue_allowed(TableImport, by)
    with files_or_nothing():
        stored = file_store(
            chunks=upload.chunks(),
            name=upload.name or "",
            content_type="application/octet-stream",
            user=by,
        )
        row = TableImport.objects.create(kind=kind, file=stored, requested_by=by)
        audit_record(
            action=AuditAction.UPLOAD,
            user=by,
            subject=stored.name,
            detail={"kind": kind, "sha256": stored.sha256, "size": stored.size},
        )
        jobs_wake(TableImport, [row.pk])
    return row


def table_work(*, row: TableImport, lease: Lease) -> None:
    """In the worker: read and try an uploaded table, or store a confirmed one."""
    try:
        lines, dataset = _dataset(row)
        lease.report(1, _STEPS, messages.TABLE_STEP)
    except ValidationError:
        _settle(row, lease, TableState.REFUSED, {})
        raise
    if row.state == TableState.STORING:
        _store(row, lease, lines, dataset)
        return
    resource = _resource(row)
    result = resource.import_data(dataset, dry_run=True, user=row.requested_by)
    preview = _preview(resource, result, lines)
    state = TableState.REFUSED if preview.faults else TableState.PREVIEW
    _settle(row, lease, state, asdict(preview))


def _settle(row: TableImport, lease: Lease, state: TableState, preview: dict[str, Any]) -> None:
    with transaction.atomic():
        lease.hold()
        TableImport.objects.filter(pk=row.pk).update(state=state, preview=preview)


def _dataset(row: TableImport) -> tuple[list[int], Dataset]:
    """The rows under the first one that is not blank, and the line of each in the file."""
    read: Callable[[Path, str], list[list[str]]] = import_string(settings.TABLE_READER)
    found = read(file_path(row.file), row.file.name)
    lines = [line for line, cells in enumerate(found, start=1) if any(c.strip() for c in cells)]
    rows = [found[line - 1] for line in lines]
    if len(rows) < 2:
        raise ValidationError(messages.TABLE_EMPTY, code="empty")
    if len(rows) > MOST_ROWS + 1:
        raise ValidationError(
            messages.TABLE_TOO_LONG.format(rows=len(rows) - 1, limit=MOST_ROWS), code="too_long"
        )
    width = len(rows[0])
    even = [[*cells[:width], *[""] * (width - len(cells))] for cells in rows[1:]]
    return lines[1:], Dataset(*even, headers=rows[0])


def _resource(row: TableImport) -> Any:
    """The resource of the row's kind, within the reach that its person has now."""
    keeper: Any = admin.site._registry[apps.get_model(row.kind)]
    held = reach(row.requested_by, keeper.ability) if row.requested_by else Reach()
    if not held:
        raise ValidationError(messages.TABLE_NO_RIGHT, code="right")
    return keeper.import_resource(held)


def _preview(resource: Any, result: Any, lines: Sequence[int]) -> TablePreview:
    """``lines``: of the rows in the file, in their order."""
    faults = [(0, _sentence(error.error)) for error in result.base_errors]
    for number, errors in result.row_errors():
        faults += [(lines[number - 1], _sentence(error.error)) for error in errors]
    for invalid in result.invalid_rows:
        sentences = [*invalid.non_field_specific_errors]
        for name, errors in invalid.field_specific_errors.items():
            column = _column(resource, name)
            sentences += [messages.TABLE_IN_COLUMN.format(column=column, fault=e) for e in errors]
        faults += [(lines[invalid.number - 1], str(sentence)) for sentence in sentences]
    rows = [] if faults else _rows(result, lines)
    return TablePreview(list(result.diff_headers or []), rows, faults, dict(result.totals))


def _column(resource: Any, name: str) -> str:
    """The head of the column that fills a field of the model."""
    fields = resource.fields.values()
    heads = [field.column_name for field in fields if name in (field.attribute or "").split("__")]
    return heads[0] if heads else str(resource._meta.model._meta.get_field(name).verbose_name)


def _rows(result: Any, lines: Sequence[int]) -> list[tuple[int, str, list[tuple[str, str]]]]:
    return [
        (line, row.import_type, row.diff or [])
        for line, row in zip(lines, result.rows, strict=True)
    ]


def _sentence(error: Exception) -> str:
    """What a person reads; the database's own words are for the server's log."""
    if isinstance(error, DatabaseError):
        logger.error("a row of a table was not stored", exc_info=error)
        return messages.TABLE_ROW_NOT_STORED
    return "".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _store(row: TableImport, lease: Lease, lines: Sequence[int], dataset: Dataset) -> None:
    with transaction.atomic():
        lease.hold()
        resource = _resource(row)
        result = resource.import_data(
            dataset, dry_run=False, user=row.requested_by, rollback_on_validation_errors=True
        )
        preview = _preview(resource, result, lines)
        if preview.faults:
            line, sentence = preview.faults[0]
            raise ValidationError(messages.TABLE_MOVED.format(line=line, sentence=sentence))
        TableImport.objects.filter(pk=row.pk).update(state=TableState.STORED)
        model: type[Model] = apps.get_model(row.kind)
        audit_record(
            action=AuditAction.CATALOGUE,
            user=row.requested_by,
            subject=messages.RECORDS_IMPORTED.format(kind=model._meta.verbose_name),
            detail={
                "totals": preview.totals,
                "sha256": row.file.sha256,
                "changes": _changes(preview),
            },
        )


def _changes(preview: TablePreview) -> list[dict[str, Any]]:
    """Every cell that says something else now, with its line in the file."""
    return [
        {"line": line, "field": head, "old": old, "new": new}
        for line, _, cells in preview.rows
        for head, (old, new) in zip(preview.headers, cells, strict=False)
        if old != new
    ]


@transaction.atomic
def table_confirm(*, row: TableImport) -> None:
    """Queue the storing of what was shown; refuses where it is not waiting for that."""
    waiting = TableImport.objects.filter(pk=row.pk, state=TableState.PREVIEW)
    queued = requeue(waiting, state=TableState.STORING)
    jobs_wake(TableImport, queued)
    if not queued:
        raise ValidationError(messages.TABLE_NOT_WAITING, code="not_waiting")


def table_discard(*, row: TableImport) -> None:
    """Give it up before it is stored; again changes nothing."""
    TableImport.objects.filter(pk=row.pk, state__in=_WAITING).update(state=TableState.DISCARDED)


def tables_ended(pks: Sequence[int]) -> None:
    """A storing that failed is shown again as it was before; a broken reading is refused."""
    failed = TableImport.objects.filter(pk__in=pks, job_state=JobState.FAILED)
    failed.filter(state=TableState.STORING).update(state=TableState.PREVIEW)
    failed.filter(state=TableState.CHECKING).update(state=TableState.REFUSED)


def tables_sweep() -> int:
    """Tables that nobody confirmed go with their files after ``FILE_GRACE_DAYS``; how many."""
    before = timezone.now() - datetime.timedelta(days=settings.FILE_GRACE_DAYS)
    old = TableImport.objects.filter(requested_at__lt=before).exclude(state=TableState.STORED)
    swept = 0
    for row in old.exclude(job_state=JobState.RUNNING).select_related("file"):
        with transaction.atomic():
            row.delete()
            file_forget(stored=row.file)
        swept += 1
    return swept
