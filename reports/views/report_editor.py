"""One report: the page where a draft is read and changed, versions, issue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.services.freshness import freshness_by_run
from reports import messages
from reports.choices import ReportFormat
from reports.core.checking import cell_names
from reports.forms import PaperForm
from reports.models import Report, ReportComment
from reports.selectors import report_editor as editor
from reports.services import editing
from reports.services.building import report_build_again, report_generated
from reports.services.subjects import subject_kind
from reports.views.reports import kept_or_404
from reports.words.paper import Paper
from units.access import Ability, object_or_404, person, reach, requires
from units.choices import AuditAction
from units.refusals import refusals_shown
from units.selectors import is_keeper
from units.services.job_acts import job_stop
from units.text import whole

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from units.models import User

PAGE_SIZE = 30
PLACE = "region"
_ACTS: Final[dict[str, tuple[Callable[..., Any], str]]] = {
    "exchange": (editing.text_exchange, messages.EXCHANGED),
    "keep": (editing.text_confirm, messages.CONFIRMED),
    "accept": (editing.text_accept, messages.ACCEPTED),
    "rewrite": (editing.text_rewrite, messages.REWRITTEN),
}
"""What may be done with a paragraph besides saving it, and what is said then."""


@requires(Ability.VIEW_REPORTS)
@require_safe
def report_editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it reads now, with what is out of date; ``?at=`` opens one paragraph."""
    user = person(request)
    report = _readable(user, pk)
    generated = report_generated(report)
    edited = editor.report_editor(report, generated)
    at = request.GET.get("at", "")
    cells = cell_names(generated)
    moved = freshness_by_run([report.assessment]) if report.assessment else {}
    may_edit = is_keeper(user, report.keeper, Ability.EDIT_REPORTS)
    return render(
        request,
        "reports/report_editor.html",
        {
            "report": report,
            "subject": subject_kind(report).label(report),
            "subject_url": subject_kind(report).page(report),
            "edited": edited,
            "number_url": subject_kind(report).addresses(report),
            "at": at if at in edited.generated or at in edited.pieces else "",
            "piece": edited.pieces.get(at),
            "text": edited.text_now(at),
            "version": edited.version_of(at),
            "stale_keys": {piece.row.key for piece in edited.stale},
            "edited_keys": set(edited.pieces),
            "open_keys": set(edited.check.open),
            "is_cell": at in cells,
            "cell_name": cells.get(at, ""),
            "by_hand": edited.check.handwritten.get(at, ()),
            "moved": moved.get(report.assessment.pk) if report.assessment else None,
            "can_edit": may_edit and not report.is_issued,
            "can_copy": may_edit and not report.is_running,
            "can_comment": reach(user, Ability.COMMENT_REPORTS).holds_in(report.region)
            and not report.is_issued,
            "versions": editor.reports_in(editor.same_report(report))
            .select_related("copied_from")
            .order_by("-version"),
            "formats": ReportFormat.offered(is_assessment=report.assessment is not None),
        },
    )


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a paragraph, or settle one whose numbers moved."""
    user = person(request)
    report = _editable(user, pk)
    key, version = request.POST.get("key", ""), _version(request)
    save = partial(editing.text_save, text=request.POST.get("text", ""))
    work, done = _ACTS.get(request.POST.get("act", ""), (save, messages.SAVED))
    with refusals_shown(request):
        work(report=report, key=key, version=version, user=user)
        notes.success(request, done)
    return _back(report, key)


@requires(Ability.EDIT_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """文号, 主送, 署名, dates, 版记, cover and header of one report."""
    user = person(request)
    report = _editable(user, pk)
    form = PaperForm(
        request.POST or None,
        document=report_generated(report),
        paper=Paper.from_options(report.options),
    )
    if request.method == "POST" and form.is_valid():
        try:
            editing.report_paper_save(report=report, paper=form.paper, user=user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notes.success(request, messages.PAPER_SAVED)
            return _back(report)
    return render(request, "reports/report_paper.html", {"report": report, "form": form})


@requires(Ability.COMMENT_REPORTS)
@require_POST
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    inside = reach(user, Ability.COMMENT_REPORTS).places(PLACE)
    report = object_or_404(_rows(), inside, pk=pk)
    key, text = request.POST.get("key", ""), request.POST.get("text", "")
    with refusals_shown(request):
        editing.comment_add(report=report, key=key, text=text, user=user)
        notes.success(request, messages.COMMENTED)
    return _back(report, key)


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    comment = object_or_404(
        ReportComment.objects.select_related(
            "report__region", "report__assessment__region", "report__assessment__ordered_by"
        ),
        reach(user, Ability.EDIT_REPORTS).places(f"report__{PLACE}"),
        pk=pk,
    )
    kept_or_404(user, comment.report)
    with refusals_shown(request):
        text = request.POST.get("text", "")
        editing.comment_answer(comment=comment, text=text, user=user)
        notes.success(request, messages.ANSWERED)
    return _back(comment.report, comment.key)


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_build(request: HttpRequest, pk: int) -> HttpResponse:
    """Build the files (again) from the text as it stands."""
    user = person(request)
    report = _editable(user, pk)
    wanted = [name for name in request.POST.getlist("formats") if name in ReportFormat.values]
    if report_build_again(report=report, formats=wanted, user=user):
        notes.success(request, messages.QUEUED)
    else:
        notes.warning(request, messages.NOT_QUEUED)
    return _back(report)


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    report = _editable(user, pk)
    if job_stop(row=report, action=AuditAction.REPORT, by=user):
        notes.success(request, messages.CANCELLED)
    return _back(report)


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version, with all changes; this one stays as it is."""
    user = person(request)
    report = _editable(user, pk)
    with refusals_shown(request):
        report = editing.report_version_new(report=report, user=user)
    return _back(report)


@requires(Ability.EDIT_REPORTS)
@require_POST
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    report = _editable(user, pk)
    with refusals_shown(request):
        editing.report_issue(report=report, user=user)
        notes.success(request, messages.ISSUED)
    return _back(report)


@requires(Ability.VIEW_REPORTS)
@require_safe
def report_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed in the words between this version and another (the one before by default)."""
    report = _readable(person(request), pk)
    others = list(editor.reports_in(editor.same_report(report)).exclude(pk=pk).order_by("-version"))
    wanted = request.GET.get("with", "")
    other = next((row for row in others if str(row.pk) == wanted), None)
    if other is None:
        other = next((row for row in others if row.version < report.version), None)
    return render(
        request,
        "reports/report_compare.html",
        {
            "report": report,
            "other": other,
            "others": others,
            "differences": editor.versions_compared(other, report) if other else [],
        },
    )


def _rows() -> QuerySet[Report]:
    return Report.objects.with_subject()


def _readable(user: User, pk: int) -> Report:
    return object_or_404(_rows(), reach(user, Ability.VIEW_REPORTS).places(PLACE), pk=pk)


def _editable(user: User, pk: int) -> Report:
    """A report of one's own office; one that another office keeps is only there to be read."""
    report = object_or_404(_rows(), reach(user, Ability.EDIT_REPORTS).places(PLACE), pk=pk)
    return kept_or_404(user, report)


def _version(request: HttpRequest) -> int:
    return whole(request.POST.get("version", "")) or 0


def _back(report: Report, key: str = "") -> HttpResponse:
    page = reverse("reports:report", args=[report.pk])
    return redirect(f"{page}?at={key}#{key}" if key else page)
