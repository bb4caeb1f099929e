"""Files of a report: asked for as a row, built in the worker or by the command."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from reports import messages
from reports.builders import excel, pdf, word
from reports.builders.word_base import BASE
from reports.choices import ReportFormat, ReportState
from reports.core.checking import fingerprint
from reports.core.editing import apply, paragraphs_of
from reports.core.outline import outline_to_plain
from reports.models import UNDER_WAY, Report, ReportFile
from reports.selectors.report_bases import base_path
from reports.selectors.report_editor import report_edits
from reports.selectors.report_outlines import OUTLINE, outline_of
from reports.services.archiving import archive_build
from reports.services.subjects import assessment_of, subject_kind
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_forget, file_store_path
from units.jobs import jobs_wake, requeue
from units.work_folders import work_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.choices import ReportKind
    from reports.document import Document
    from reports.services.subjects import Subject
    from units.leases import Lease
    from units.models import MemberUnit, User


@dataclass(frozen=True, slots=True)
class Built:
    """``has_page_numbers``: whether the table of contents could be filled."""

    path: Path
    has_page_numbers: bool


def report_ask(
    *,
    subject: Subject,
    kind: ReportKind,
    formats: Iterable[ReportFormat],
    unit: MemberUnit | None = None,
    user: User | None = None,
) -> Report:
    """A queued report; one that is under way already is given back instead of a second.

    Raises ValidationError for an assessment that was never computed.
    """
    run = subject.assessment
    if run is not None and not run.summary:
        raise ValidationError(messages.NOT_COMPUTED.format(assessment=run.pk), code="not_computed")
    same = Report.objects.filter(subject=subject.key, kind=kind, unit=unit)
    under_way = same.filter(job_state__in=UNDER_WAY)
    found = under_way.first()
    if found is not None:
        return found
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            report = Report.objects.create(
                **subject.fields,
                kind=kind,
                unit=unit,
                version=version,
                formats=[form.value for form in formats],
                requested_by=user,
                is_awaited=user is not None,
            )
            report_record(report, user)
            jobs_wake(Report, [report.pk])
    except IntegrityError:
        return under_way.get()
    return report


def report_record(report: Report, user: User | None, **detail: Any) -> None:
    """What was done to a report, in the log."""
    audit_record(
        action=AuditAction.REPORT,
        user=user,
        region=report.region,
        subject=str(report),
        detail={"report": report.pk, **detail},
    )


def report_build_again(*, report: Report, formats: Iterable[str], user: User) -> bool:
    """Queue a draft's files anew. False: it is issued, or already under way."""
    draft = Report.objects.filter(pk=report.pk, state=ReportState.DRAFT)
    wanted = list(formats) or report.formats
    with transaction.atomic():
        queued = requeue(
            draft.exclude(job_state__in=UNDER_WAY),
            formats=wanted,
            requested_by=user,
            requested_at=timezone.now(),
            is_awaited=True,
        )
        if queued:
            report_record(report, user, act="build", formats=wanted)
    jobs_wake(Report, queued)
    return bool(queued)


def report_build(*, report: Report, lease: Lease | None = None) -> None:
    """Builds every file asked for; the rows appear together at the end.

    Raises ValidationError with a sentence for the user when a file cannot be made.
    """
    formats = [ReportFormat(name) for name in report.formats] or [ReportFormat.WORD]
    steps = len(formats) + 2
    _step(lease, 0, steps, messages.STEP_READ)
    _step(lease, 1, steps, messages.STEP_WRITE)
    document = report_document(report)
    with work_folder() as folder:
        made: list[tuple[ReportFormat, Built]] = []
        word_file: Built | None = None
        # Word first: the PDF is made of it.
        ordered = sorted(formats, key=lambda form: form is not ReportFormat.WORD)
        for number, form in enumerate(ordered):
            _step(lease, number + 2, steps, messages.STEP_BUILD.format(format=form.label))
            target = Path(folder) / f"report.{form.value}"
            built = _build(report, document, form, target, word_file)
            word_file = built if form is ReportFormat.WORD else word_file
            made.append((form, built))
        _keep(report, document, made, lease)


def _build(
    report: Report, document: Document, form: ReportFormat, target: Path, word_file: Built | None
) -> Built:
    if form is ReportFormat.ARCHIVE:
        archive_build(assessment=assessment_of(report), document=document, target=target)
        return Built(target, has_page_numbers=True)
    base = base_path(report.region)
    return document_build(
        document=document, form=form, target=target, base=base, word_file=word_file
    )


def report_generated(report: Report) -> Document:
    """The document as the numbers of today write it, without anybody's changes."""
    return subject_kind(report).generate(report)


def report_as_issued(report: Report) -> Report:
    """The row as it will be once it is issued, to be built before it is; not kept.

    It holds the order and headings of its sections, whatever the place changes later.
    """
    outline = outline_to_plain(outline_of(report))
    final = copy(report)
    final.state = ReportState.ISSUED
    final.options = {**report.options, **({OUTLINE: outline} if outline else {})}
    return final


def report_document(report: Report) -> Document:
    """The document as it is printed: generated, then every edited paragraph as typed."""
    return apply(report_generated(report), report_edits(report))


def _step(lease: Lease | None, done: int, total: int, text: str) -> None:
    if lease is not None:
        lease.report(done, total, text)


def _keep(
    report: Report,
    document: Document,
    made: list[tuple[ReportFormat, Built]],
    lease: Lease | None,
) -> None:
    """Bytes, rows and links in one transaction: a worker killed in it leaves no row behind."""
    with transaction.atomic():
        if lease is not None:
            lease.hold()
        snapshot = [[key, part.text] for key, part in paragraphs_of(document).items()]
        Report.objects.filter(pk=report.pk).update(title=document.title, snapshot=snapshot)
        replaced = {row.format: row.file for row in report.files.select_related("file")}
        for form, built in made:
            name = messages.FILE_NAME.format(
                title=document.title, version=report.version, format=form.value
            )
            file = file_store_path(
                source=built.path,
                name=name,
                content_type=form.content_type,
                user=report.requested_by,
            )
            ReportFile.objects.update_or_create(
                report=report,
                format=form,
                defaults={
                    "file": file,
                    "has_page_numbers": built.has_page_numbers,
                    "text_hash": fingerprint(document),
                    "made_at": timezone.now(),
                },
            )
            if form in replaced:
                file_forget(stored=replaced[form])


def document_build(
    *,
    document: Document,
    form: ReportFormat,
    target: Path,
    base: Path = BASE,
    word_file: Built | None = None,
) -> Built:
    """One file of a document at ``target``; ``base``: the Word document it is poured into.
    ``word_file``: the same document's, where it is made already.

    Raises ValidationError when LibreOffice is needed and missing, fails or overruns.
    """
    try:
        if form is ReportFormat.EXCEL:
            excel.build(document, target)
            return Built(target, has_page_numbers=True)
        if form is ReportFormat.WORD:
            numbered = word.build(document, target, base=base)
            return Built(target, has_page_numbers=numbered or not document.toc)
        if word_file is not None:
            pdf.convert(word_file.path, target)
            return Built(target, has_page_numbers=word_file.has_page_numbers)
        with work_folder() as folder:
            source = Path(folder) / "report.docx"
            numbered = word.build(document, source, base=base)
            pdf.convert(source, target)
        return Built(target, has_page_numbers=numbered or not document.toc)
    except pdf.PdfError as error:
        raise ValidationError(str(error), code="pdf") from error
