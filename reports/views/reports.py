"""Reports: list, asking for one, progress, download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Assessment
from reports.choices import ReportFormat, ReportKind
from reports.models import Report, ReportFile
from reports.services.building import report_ask
from reports.tasks import KIND
from units.access import Ability, object_or_404, person, reach, requires
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_response
from units.jobs import job_queue_again, job_send
from units.polling import job_progress, quiet

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

PAGE_SIZE = 30
_PLACE = "assessment__region"


@requires(Ability.VIEW_REPORTS)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    rows = (
        Report.objects.filter(reach(person(request), Ability.VIEW_REPORTS).places(_PLACE))
        .select_related("assessment__region", "requested_by", "unit")
        .prefetch_related("files__file")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/report_list.html", {"page": page})


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the report of an assessment; the worker builds the files chosen."""
    user = person(request)
    rows = Assessment.objects.select_related("region", "round")
    assessment = object_or_404(rows, reach(user, Ability.EDIT_REPORTS).places(), pk=pk)
    chosen = [form for form in ReportFormat if form.value in request.POST.getlist("formats")]
    try:
        with transaction.atomic():
            report = report_ask(
                assessment=assessment,
                kind=ReportKind(assessment.stage),
                formats=chosen or [ReportFormat.WORD],
                user=user,
            )
            audit_record(
                action=AuditAction.REPORT,
                user=user,
                region=assessment.region,
                subject=str(assessment),
            )
    except ValidationError as refusal:
        notes.error(request, " ".join(refusal.messages))
    else:
        transaction.on_commit(lambda: job_send(KIND, report.pk))
    return redirect("reports:assessment_detail", pk=pk)


@quiet
@requires(Ability.VIEW_REPORTS)
@require_safe
def report_progress(request: HttpRequest, pk: int) -> HttpResponse:
    inside = reach(person(request), Ability.VIEW_REPORTS).places(_PLACE)
    return job_progress(object_or_404(Report.objects.all(), inside, pk=pk))


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A failed building goes back into the queue."""
    inside = reach(person(request), Ability.EDIT_REPORTS).places(_PLACE)
    report = object_or_404(Report.objects.all(), inside, pk=pk)
    if job_queue_again(Report, report.pk):
        transaction.on_commit(lambda: job_send(KIND, report.pk))
    return redirect("reports:assessment_detail", pk=report.assessment_id)


@requires(Ability.VIEW_REPORTS)
@require_safe
def report_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One file as a download, to those who may see the report; who took it is in the log."""
    user = person(request)
    inside = reach(user, Ability.VIEW_REPORTS).places(f"report__{_PLACE}")
    rows = ReportFile.objects.select_related("file", f"report__{_PLACE}")
    found = object_or_404(rows, inside, pk=pk)
    audit_record(
        action=AuditAction.DOWNLOAD,
        user=user,
        region=found.report.assessment.region,
        subject=found.file.name,
    )
    return file_response(found.file)
