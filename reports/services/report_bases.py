"""A place's own base document: checked whole before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.ledger.faults import FileRefusedError
from indicators.ledger.precheck import MAX_BYTES, check_document
from indicators.messages.ledger import FILE_FAULTS
from reports.builders.word_base import WordBase
from reports.choices import ReportFormat
from reports.models import ReportBase
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_forget, file_path, file_store

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.files.uploadedfile import UploadedFile

    from units.models import Region, User


def report_base_upload(*, region: Region, upload: UploadedFile[Any], user: User) -> ReportBase:
    """Keep the file as the place's base, in place of the one before.

    Raises ValidationError naming everything that is missing; nothing is kept then.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(FILE_FAULTS["too_big"], code="too_big")
    stored = file_store(
        chunks=upload.chunks(),
        name=upload.name or "",
        content_type=ReportFormat.WORD.content_type,
        user=user,
    )
    try:
        _check(file_path(stored))
    except ValidationError:
        file_forget(stored=stored)
        raise
    with transaction.atomic():
        before = ReportBase.objects.select_for_update().filter(region=region).first()
        base, _ = ReportBase.objects.update_or_create(region=region, defaults={"file": stored})
        if before is not None:
            file_forget(stored=before.file)
        audit_record(
            action=AuditAction.UPLOAD,
            user=user,
            region=region,
            subject=stored.name,
            detail={
                "report_base": base.pk,
                "sha256": stored.sha256,
                "size": stored.size,
                "old": before.file.name if before else "",
                "new": stored.name,
            },
        )
    return base


def report_base_remove(*, region: Region, user: User) -> bool:
    """Back to the system's base. False: there was none."""
    with transaction.atomic():
        base = ReportBase.objects.select_for_update().filter(region=region).first()
        if base is None:
            return False
        base.delete()
        file_forget(stored=base.file)
        audit_record(
            action=AuditAction.UPLOAD,
            user=user,
            region=region,
            subject=base.file.name,
            detail={"sha256": base.file.sha256, "old": base.file.name, "new": ""},
        )
    return True


def _check(path: Path) -> None:
    try:
        check_document(path)
        base = WordBase(path)
    except FileRefusedError as refusal:
        code = refusal.fault.value
        raise ValidationError(FILE_FAULTS[code], code=code) from None
    except Exception as error:
        # A package may break in as many ways as its reader has parts; none is our fault.
        raise ValidationError(FILE_FAULTS["damaged"], code="damaged") from error
    faults = base.faults()
    if faults:
        raise ValidationError(faults, code="base")
