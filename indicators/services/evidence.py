"""Evidence files: told by their content, kept outside the web root, bound to a submission."""

from __future__ import annotations

import zipfile
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from indicators.messages import collecting as messages
from indicators.models import Evidence, Submission
from indicators.selectors.gates import OPEN_STATES
from units.audit import audit_record
from units.choices import AuditAction
from units.files import clean_name, file_forget, file_store, files_or_nothing, upload_allowed
from units.models import StoredFile, User
from units.text import field_text

_MEGA: Final = 1024 * 1024
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNS: Final = {
    b"%PDF-": ("application/pdf", ("pdf",)),
    b"\xff\xd8\xff": ("image/jpeg", ("jpg", "jpeg")),
    b"\x89PNG\r\n\x1a\n": ("image/png", ("png",)),
}
_OLD: Final = {"doc": "application/msword", "xls": "application/vnd.ms-excel"}
_PARTS: Final = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_MACROS: Final = ("word/vbaProject.bin", "xl/vbaProject.bin")


def content_type_of(file: IO[bytes], name: str) -> str:
    """The type by content; '' when it is none of ours or the name's ending says otherwise."""
    ending = name.rpartition(".")[2].lower()
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    for sign, (content_type, endings) in _SIGNS.items():
        if head.startswith(sign):
            return content_type if ending in endings else ""
    if head.startswith(_OLE):
        return _OLD.get(ending, "")
    if head.startswith(b"PK\x03\x04") and ending in _PARTS:
        part, content_type = _PARTS[ending]
        return content_type if _holds(file, part) else ""
    return ""


def upload_store(*, upload: UploadedFile[Any], user: User) -> StoredFile:
    """Check size and type, then keep the file. Each refusal is one sentence."""
    name = clean_name(upload.name or "")
    size = upload.size or 0
    if not size:
        raise ValidationError(messages.EVIDENCE_EMPTY.format(name=name), code="empty")
    if size > settings.EVIDENCE_MAX_BYTES:
        limit = settings.EVIDENCE_MAX_BYTES // _MEGA
        text = messages.EVIDENCE_SIZE.format(name=name, size=-(-size // _MEGA), limit=limit)
        raise ValidationError(text, code="size")
    if upload.file is None:
        raise ValidationError(messages.EVIDENCE_EMPTY.format(name=name), code="empty")
    content_type = content_type_of(upload.file, name)
    if not content_type:
        raise ValidationError(messages.EVIDENCE_TYPE.format(name=name), code="type")
    upload_allowed(user=user, size=size)
    upload.seek(0)
    return file_store(chunks=upload.chunks(), name=name, content_type=content_type, user=user)


def evidence_upload(
    *,
    submission: Submission,
    upload: UploadedFile[Any],
    by: User,
    indicator_id: int | None = None,
    title: str = "",
) -> Evidence:
    """Keep a file and bind it: whatever is refused leaves neither row nor bytes."""
    with files_or_nothing():
        _lock_open(submission)
        title = field_text(Evidence, "title", title)
        stored = upload_store(upload=upload, user=by)
        return evidence_add(
            submission=submission, file=stored, by=by, indicator_id=indicator_id, title=title
        )


@transaction.atomic
def evidence_add(
    *,
    submission: Submission,
    file: StoredFile,
    by: User,
    indicator_id: int | None = None,
    title: str = "",
) -> Evidence:
    """Bind a kept file to the submission, or to one of its indicators, while it is open."""
    _lock_open(submission)
    evidence = Evidence.objects.create(
        submission=submission,
        indicator_id=indicator_id,
        file=file,
        title=field_text(Evidence, "title", title),
    )
    audit_record(
        action=AuditAction.UPLOAD,
        user=by,
        region=submission.reporting_round.region,
        subject=file.name,
        detail={
            "submission": submission.pk,
            "sha256": file.sha256,
            "size": file.size,
            "old": "",
            "new": file.name,
        },
    )
    return evidence


@transaction.atomic
def evidence_remove(*, evidence: Evidence, by: User) -> None:
    """Unbind a file while the submission is open. The log keeps its name and hash."""
    _lock_open(evidence.submission)
    gone, _ = Evidence.objects.filter(pk=evidence.pk).delete()
    if gone:
        file_forget(stored=evidence.file)
    audit_record(
        action=AuditAction.UPLOAD,
        user=by,
        region=evidence.submission.reporting_round.region,
        subject=evidence.file.name,
        detail={
            "submission": evidence.submission_id,
            "sha256": evidence.file.sha256,
            "old": evidence.file.name,
            "new": "",
        },
    )


def _lock_open(submission: Submission) -> None:
    row = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    if row.state not in OPEN_STATES:
        raise ValidationError(
            messages.EVIDENCE_LOCKED.format(
                unit=submission.unit,
                year=submission.reporting_round.reference_year,
                state=row.get_state_display(),
            ),
            code="locked",
        )


def _holds(file: IO[bytes], part: str) -> bool:
    """Is it a package with that part, and without macros? Nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
    except zipfile.BadZipFile:
        return False
    return part in names and not names.intersection(_MACROS)
