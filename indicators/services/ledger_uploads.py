"""An uploaded ledger on its way: queued, read, shown, given up; ``ledger_confirming`` stores it.

The file is read in the worker; what was read is kept as JSON for the preview.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import LedgerState
from indicators.core.values import plain
from indicators.ledger.columns import COLUMNS, ColumnKey
from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerReading, TableHead
from indicators.ledger.faults import FileRefusedError
from indicators.ledger.heads import head_meaning
from indicators.ledger.marks import marked_workbook
from indicators.ledger.precheck import MAX_BYTES
from indicators.ledger.sandbox import check_workbook
from indicators.ledger.survey import survey
from indicators.ledger.workbook import LedgerSheet, column_letters
from indicators.messages import ledger as messages
from indicators.messages import ledger_files
from indicators.models import ColumnMapping, Ledger, Submission
from indicators.selectors.gates import OPEN_STATES
from indicators.selectors.windows import closed_reasons
from indicators.services.ledgers import (
    LedgerPlan,
    ledger_plan,
    ledger_sheets,
    refuse_locked,
)
from indicators.wording.labels import BLANKS, PARTS
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_open, file_path, file_store, files_or_nothing, upload_allowed
from units.jobs import jobs_wake, queue_allowed, requeue
from units.leases import Lease
from units.models import Region, StoredFile, User

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAITING: Final = (LedgerState.PREVIEW, LedgerState.NEEDS_COLUMNS, LedgerState.REFUSED)
_STEPS: Final = 3


@files_or_nothing()
def ledger_upload(
    *,
    submission: Submission,
    chunks: Iterable[bytes],
    name: str,
    size: int,
    by: User,
    as_office: bool = False,
) -> Ledger:
    """Keep the file and queue its reading. Refuses what is no workbook in one sentence.

    The office (``as_office``) may upload for a unit outside the filling window too.
    """
    _refuse_closed(submission, as_office=as_office)
    ledger = Ledger.objects.create(
        region=submission.unit.region,
        unit=submission.unit,
        submission=submission,
        reference_year=submission.reporting_round.reference_year,
        file=_workbook_kept(chunks, name, size, by),
        requested_by=by,
        is_awaited=True,
    )
    _record(ledger, "uploaded", by)
    jobs_wake(Ledger, [ledger.pk])
    return ledger


@files_or_nothing()
def ledger_upload_bulk(
    *, region: Region, chunks: Iterable[bytes], name: str, size: int, by: User
) -> Ledger:
    """A file of many places at or below ``region``, told apart by their codes, and many years."""
    file = _workbook_kept(chunks, name, size, by)
    ledger = Ledger.objects.create(region=region, file=file, requested_by=by, is_awaited=True)
    _record(ledger, "uploaded", by)
    jobs_wake(Ledger, [ledger.pk])
    return ledger


def _record(ledger: Ledger, act: str, by: User | None, **detail: Any) -> None:
    audit_record(
        action=AuditAction.UPLOAD,
        user=by,
        region=ledger.region,
        subject=ledger.file.name,
        detail={
            "ledger": ledger.pk,
            "act": act,
            "sha256": ledger.file.sha256,
            "size": ledger.file.size,
            **detail,
        },
    )


def _workbook_kept(chunks: Iterable[bytes], name: str, size: int, by: User) -> StoredFile:
    if size > MAX_BYTES:
        raise ValidationError(messages.FILE_FAULTS["too_big"], code="too_big")
    upload_allowed(user=by, size=size)
    queue_allowed(Ledger, by)
    stored = file_store(chunks=chunks, name=name, content_type="application/octet-stream", user=by)
    try:
        check_workbook(file_path(stored), stored.name)
    except FileRefusedError as refusal:
        sentence = messages.file_sentence(refusal.fault.value, refusal.detail)
        raise ValidationError(sentence, code=refusal.fault.value) from None
    return stored


def _refuse_closed(submission: Submission, *, as_office: bool) -> None:
    if submission.state not in OPEN_STATES:
        raise ValidationError(
            messages.LOCKED.format(
                unit=submission.unit,
                year=submission.reporting_round.reference_year,
                state=submission.get_state_display(),
            ),
            code="locked",
        )
    for reason in {} if as_office else closed_reasons([submission]).values():
        raise ValidationError(reason, code="closed")


def ledger_read(*, ledger: Ledger, lease: Lease) -> None:
    """Read and check an uploaded file; keep what was read and the marked workbook.

    A file that cannot be read is REFUSED; the ValidationError becomes the job's error.
    """
    path = file_path(ledger.file)
    lease.report(0, _STEPS, messages.STEP_READING)
    try:
        sheets = ledger_sheets(path, ledger.file.name)
        plan = upload_plan(ledger, sheets)
    except ValidationError as refusal:
        with transaction.atomic():
            lease.hold()
            _settle(ledger, LedgerState.REFUSED, {})
            _record(ledger, "refused", ledger.requested_by, why=refusal.messages)
        raise
    lease.report(1, _STEPS, messages.STEP_MARKING)
    marked = _marked(ledger, path, sheets, plan.reading)
    lease.report(2, _STEPS, messages.STEP_KEEPING)
    with transaction.atomic():
        lease.hold()
        _keep(ledger, plan.reading, marked)
        state = _state(plan.reading, has_unit=ledger.unit is not None)
        _settle(ledger, state, plan.reading.counts)
        if state == LedgerState.REFUSED:
            why = list(plan.reading.faults)
            _record(ledger, "refused", ledger.requested_by, why=why)
    if state == LedgerState.REFUSED:
        raise ValidationError(list(plan.reading.faults), code="faults")


def preview_renew(
    *, ledger: Ledger, sheets: list[LedgerSheet], plan: LedgerPlan, lease: Lease
) -> None:
    """Show what is read now, where it is no longer what the preview showed."""
    marked = _marked(ledger, file_path(ledger.file), sheets, plan.reading)
    with transaction.atomic():
        lease.hold()
        _keep(ledger, plan.reading, marked)
        Ledger.objects.filter(pk=ledger.pk).update(counts=plan.reading.counts)


def _keep(ledger: Ledger, reading: LedgerReading, marked: StoredFile | None) -> None:
    kept = file_store(
        chunks=[json.dumps(_kept(reading), ensure_ascii=False).encode()],
        name=f"{ledger.file.name}.json",
        content_type="application/json",
        user=ledger.requested_by,
    )
    Ledger.objects.filter(pk=ledger.pk).update(reading=kept, marked_file=marked)


def upload_plan(ledger: Ledger, sheets: list[LedgerSheet]) -> LedgerPlan:
    """Read and check an uploaded file against what is stored now; refuses in one sentence."""
    if ledger.unit is None and not survey(sheets)[0]:
        raise ValidationError(messages.NO_REGION_COLUMN, code="no_region_column")
    plan = ledger_plan(
        sheets=sheets,
        region=ledger.region,
        unit=ledger.unit,
        reference_year=ledger.reference_year,
        mapping=ledger.mapping,
    )
    refuse_locked(plan)
    return plan


def _state(reading: LedgerReading, *, has_unit: bool) -> LedgerState:
    """Columns are named for a unit; a bulk file, which has none, must have known heads."""
    if not reading.faults:
        return LedgerState.PREVIEW
    can_map = has_unit and reading.needs_mapping
    return LedgerState.NEEDS_COLUMNS if can_map else LedgerState.REFUSED


def _settle(ledger: Ledger, state: LedgerState, counts: dict[str, int]) -> None:
    Ledger.objects.filter(pk=ledger.pk).update(state=state, counts=counts)


def _marked(
    ledger: Ledger, path: Path, sheets: list[LedgerSheet], reading: LedgerReading
) -> StoredFile | None:
    """The workbook to give back; none where there is nothing to change or it cannot be made."""
    counts = reading.counts
    if not counts["errors"] and not counts["warnings"]:
        return None
    try:
        content = marked_workbook(path, sheets, reading, ledger.file.name)
    except FileRefusedError:
        return None
    stem = ledger.file.name.rpartition(".")[0] or ledger.file.name
    return file_store(
        chunks=[content],
        name=ledger_files.MARKED_NAME.format(stem=stem),
        content_type=XLSX,
        user=ledger.requested_by,
    )


def _kept(reading: LedgerReading) -> dict[str, Any]:
    """What the preview needs of a reading, as JSON."""
    return {
        "rows": [_line(entry) for entry in reading.rows],
        "heads": [_head(head) for head in reading.heads],
        "faults": list(reading.faults),
        "is_by_place": reading.is_by_place,
    }


def _line(entry: LedgerEntry) -> dict[str, Any]:
    value = plain(entry.value) if entry.value is not None else entry.text
    raw = messages.shortened(entry.raw)
    stored = entry.status not in (EntryStatus.ERROR, EntryStatus.IGNORED)
    is_text = not entry.indicator_name
    return {
        "sheet": entry.sheet,
        "cell": entry.cell,
        "row": entry.row,
        "name": raw if is_text else entry.indicator_name,
        "breakdown": PARTS.get(entry.breakdown, "") if entry.breakdown else "",
        "year": entry.reference_year,
        "raw": "" if is_text else raw,
        "value": value if stored else "",
        "blank": BLANKS.get(entry.blank_reason, ""),
        "old": entry.old_value,
        "status": entry.status.value,
        "errors": list(entry.errors),
        "warnings": list(entry.warnings),
        "needs_reason": entry.needs_reason,
        "old_reason": entry.old_reason,
        "note": entry.read_as or entry.note,
    }


def _head(head: TableHead) -> dict[str, Any]:
    return {
        "sheet": head.sheet,
        "row": head.row,
        "needs_mapping": head.needs_mapping,
        "columns": [
            {
                "letter": column_letters(cell.column),
                "header": cell.header,
                "sample": messages.shortened(cell.sample),
                "key": cell.key.value if cell.key else "",
                "year": cell.year,
            }
            for cell in head.cells
        ],
    }


def ledger_reading(ledger: Ledger) -> dict[str, Any]:
    """What was read, as kept for the preview."""
    if ledger.reading is None:
        return {"rows": [], "heads": [], "faults": []}
    with file_open(ledger.reading) as stream:
        kept: dict[str, Any] = json.load(stream)
    return kept


@transaction.atomic
def ledger_columns_set(*, ledger: Ledger, mapping: Mapping[str, str], by: User) -> None:
    """Keep what the user said the columns are, for this unit until it is forgotten; read again.

    ``mapping``: every head of the table; a column without a meaning is passed over. A column
    without a head (``#F``) is known by its place alone, so what is said of it holds for this
    file only.
    """
    allowed = {column.key.value for column in COLUMNS}
    year = ledger.reference_year or 0
    said = {head: key for head, key in mapping.items() if key in allowed}
    chosen = {head_meaning(head, year): said.get(head, ColumnKey.IGNORED.value) for head in mapping}
    if not said or ledger.unit is None:
        raise ValidationError(messages.MAPPING_EMPTY, code="mapping")
    moved = requeue(
        Ledger.objects.filter(pk=ledger.pk, state=LedgerState.NEEDS_COLUMNS),
        state=LedgerState.CHECKING,
        is_awaited=True,
        mapping=chosen,
    )
    jobs_wake(Ledger, moved)
    if not moved:
        raise ValidationError(messages.NOT_WAITING, code="not_waiting")
    lasting = {head: key for head, key in chosen.items() if not head.startswith("#")}
    signature = hashlib.sha256("|".join(sorted(lasting)).encode()).hexdigest()
    ColumnMapping.objects.update_or_create(
        unit=ledger.unit, signature=signature, defaults={"mapping": lasting}
    )
    _record(ledger, "columns", by, columns=chosen)


@transaction.atomic
def column_mapping_forget(*, submission: Submission, pk: int, by: User) -> None:
    """Forget what the unit once said of its columns; such a head is asked about again."""
    found, _ = ColumnMapping.objects.filter(unit=submission.unit, pk=pk).delete()
    if not found:
        raise ValidationError(messages.MAPPING_GONE, code="gone")
    audit_record(
        action=AuditAction.UPLOAD,
        user=by,
        region=submission.unit.region,
        subject=submission.unit.label,
        detail={"forgotten_columns": pk},
    )


@transaction.atomic
def ledger_discard(*, ledger: Ledger, by: User) -> None:
    """Give an upload up before it is stored."""
    moved = Ledger.objects.filter(pk=ledger.pk, state__in=WAITING).update(
        state=LedgerState.DISCARDED, finished_at=timezone.now()
    )
    if not moved:
        raise ValidationError(messages.NOT_WAITING, code="not_waiting")
    _record(ledger, "discarded", by)
