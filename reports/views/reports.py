"""Reports: list, asking for one, progress, download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Assessment
from assessments.services.freshness import freshness_by_run
from reports import messages
from reports.choices import ReportFormat, ReportKind
from reports.forms import ReportForm
from reports.models import Report, ReportFile
from reports.selectors import report_editor as editor
from reports.services.building import report_ask
from reports.services.subjects import on_assessment
from units.access import Ability, NotYours, object_or_404, own_places, person, reach, requires
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_response
from units.job_progress import job_progress, quiet_view
from units.models import Region
from units.refusals import refusals_shown
from units.selectors import is_keeper
from units.services.job_acts import job_again

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from units.models import User

PAGE_SIZE = 30
_PLACE = "region"


def kept_or_404(user: User, report: Report) -> Report:
    """The report, to the office that keeps it; to those above it is only there to be read."""
    if not is_keeper(user, report.keeper, Ability.EDIT_REPORTS):
        raise NotYours
    return report


@requires(Ability.VIEW_REPORTS)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    user = person(request)
    rows = editor.reports_in(reach(user, Ability.VIEW_REPORTS).places(_PLACE))
    kind = request.GET.get("kind", "")
    if kind in ReportKind.values:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    drafts = [(row.pk, row.assessment) for row in page if row.assessment and not row.is_issued]
    moved = freshness_by_run({run.pk: run for _, run in drafts}.values())
    return render(
        request,
        "reports/report_list.html",
        {
            "page": page,
            "stale": {pk: moved.get(run.pk) for pk, run in drafts},
            "kind": kind,
            "kinds": ReportKind.choices,
            "can_edit": bool(reach(user, Ability.EDIT_REPORTS)),
            "own_places": Region.objects.filter(code__in=own_places(user, Ability.EDIT_REPORTS)),
        },
    )


@requires(Ability.EDIT_REPORTS)
def report_start(request: HttpRequest) -> HttpResponse:
    """Ask for a report on an assessment; it is built in the worker."""
    user = person(request)
    form = ReportForm(
        request.POST or None,
        assessments=Assessment.objects.filter(
            reach(user, Ability.EDIT_REPORTS).places(),
            Q(ordered_by=None) | Q(ordered_by__code__in=own_places(user, Ability.EDIT_REPORTS)),
        ).select_related("region", "round", "ordered_by"),
        initial={"assessment": request.GET.get("assessment"), "kind": request.GET.get("kind")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        keeper = data["assessment"].keeper
        if is_keeper(user, keeper, Ability.EDIT_REPORTS):
            try:
                report = report_ask(
                    subject=on_assessment(data["assessment"]),
                    kind=ReportKind(data["kind"]),
                    unit=data["unit"],
                    formats=[ReportFormat(name) for name in data["formats"]],
                    user=user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("reports:report", pk=report.pk)
        else:
            form.add_error("assessment", messages.NOT_KEPT.format(place=keeper))
    return render(request, "reports/report_start.html", {"form": form})


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the report of an assessment; the worker builds the files chosen."""
    user = person(request)
    rows = Assessment.objects.select_related("region", "round", "ordered_by")
    assessment = object_or_404(rows, reach(user, Ability.EDIT_REPORTS).places(), pk=pk)
    if not is_keeper(user, assessment.keeper, Ability.EDIT_REPORTS):
        raise NotYours
    chosen = [form for form in ReportFormat if form.value in request.POST.getlist("formats")]
    with refusals_shown(request):
        report_ask(
            subject=on_assessment(assessment),
            kind=ReportKind(assessment.stage),
            formats=chosen or [ReportFormat.WORD],
            user=user,
        )
    return redirect("reports:assessment_detail", pk=pk)


@quiet_view
@requires(Ability.VIEW_REPORTS)
@require_safe
def report_progress(request: HttpRequest, pk: int) -> HttpResponse:
    inside = reach(person(request), Ability.VIEW_REPORTS).places(_PLACE)
    return job_progress(object_or_404(Report.objects.all(), inside, pk=pk))


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A failed building goes back into the queue."""
    user = person(request)
    inside = reach(user, Ability.EDIT_REPORTS).places(_PLACE)
    report = kept_or_404(user, object_or_404(Report.objects.with_subject(), inside, pk=pk))
    if not job_again(row=report, action=AuditAction.REPORT, by=user):
        notes.warning(request, messages.NOT_QUEUED)
    if report.assessment_id is None:
        return redirect("reports:report", pk=report.pk)
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
        region=found.report.region,
        subject=found.file.name,
    )
    return file_response(found.file)
