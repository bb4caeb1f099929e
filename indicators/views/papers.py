"""年初计划 and 年终总结: list, writing, sending, reviewing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.choices import SubmissionState
from indicators.messages import collecting as messages
from indicators.models import Submission, WorkPaper
from indicators.selectors.gates import OPEN_STATES
from indicators.services.evidence import upload_store
from indicators.services.papers import (
    paper_approve,
    paper_return,
    paper_save,
    paper_submit,
    papers_ensure,
)
from indicators.views.reachable import check_duty, submission_or_404, submissions
from units.access import Ability, object_or_404, person, reach, requires
from units.files import file_response, files_or_nothing
from units.refusals import refusals_shown
from units.selectors import is_keeper
from units.text import whole

PAGE_SIZE = 60


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """Papers in reach, newest year first; a liaison finds the own units' ready to write."""
    user = person(request)
    rows = (
        WorkPaper.objects.filter(reach(user, Ability.VIEW_SUBMISSIONS).member_units("unit"))
        .select_related("reporting_round", "unit", "file", "changed_by")
        .order_by("-reporting_round__reference_year", "unit__order", "unit__pk", "kind")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    table = [(paper, SubmissionState(paper.state).tone) for paper in page]
    waiting = rows.filter(state=SubmissionState.SUBMITTED).count()
    context = {"page": page, "table": table, "waiting": waiting, "to_write": _to_write(request)}
    return render(request, "indicators/paper_list.html", context)


@requires(Ability.FILL)
@require_POST
def paper_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Both papers of a unit's year, made when missing; leads to the one that was asked for."""
    submission = submission_or_404(request, pk, Ability.FILL)
    made = papers_ensure(reporting_round=submission.reporting_round, unit=submission.unit)
    asked = request.POST.get("kind", "")
    paper = next((paper for paper in made if paper.kind == asked), made[0])
    return redirect("indicators:paper", pk=paper.pk)


@requires(Ability.VIEW_SUBMISSIONS)
@require_http_methods(["GET", "POST"])
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: written by its unit while open, read by whoever reviews."""
    paper = _paper_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    user = person(request)
    may_fill = reach(user, Ability.FILL).holds_for(paper.unit)
    if request.method == "POST":
        if not may_fill:
            return HttpResponse(status=403)
        return _save(request, paper)
    context = {
        "paper": paper,
        "typed": paper.text,
        "tone": SubmissionState(paper.state).tone,
        "may_write": may_fill and paper.state in OPEN_STATES,
        "may_review": is_keeper(user, paper.unit.region),
        "is_waiting": paper.state == SubmissionState.SUBMITTED,
        "is_approved": paper.state == SubmissionState.APPROVED,
    }
    return render(request, "indicators/paper.html", context)


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    paper = _paper_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    if paper.file is None:
        raise Http404
    return file_response(paper.file)


@requires(Ability.APPROVE)
@require_POST
def paper_return_view(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper_or_404(request, pk, Ability.APPROVE)
    with refusals_shown(request):
        paper_return(paper=paper, reason=request.POST.get("reason", ""), by=person(request))
        notes.success(request, messages.PAPER_RETURNED)
    return redirect("indicators:paper", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def paper_approve_view(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper_or_404(request, pk, Ability.APPROVE)
    with refusals_shown(request):
        paper_approve(paper=paper, by=person(request))
        notes.success(request, messages.PAPER_APPROVED)
    return redirect("indicators:paper", pk=pk)


def _save(request: HttpRequest, paper: WorkPaper) -> HttpResponse:
    """Keep what was written, and send it when that button was pressed."""
    user = person(request)
    version = request.POST.get("version", "")
    text = request.POST.get("text", "")
    with refusals_shown(request):
        upload = request.FILES.get("file")
        with files_or_nothing():
            paper = paper_save(  # kept, even where sending it is refused: the page goes on from it
                paper=paper,
                text=text,
                file=upload_store(upload=upload, user=user) if upload else None,
                seen_version=whole(version) or 0,
                by=user,
            )
        if "send" in request.POST:
            paper_submit(paper=paper, by=user)
        done = messages.PAPER_SENT if "send" in request.POST else messages.PAPER_SAVED
        notes.success(request, done)
        return redirect("indicators:paper", pk=paper.pk)
    context: dict[str, Any] = {
        "paper": paper,
        "typed": text,
        "tone": SubmissionState(paper.state).tone,
        "may_write": True,
        "may_review": False,
        "is_waiting": False,
        "is_approved": False,
    }
    return render(request, "indicators/paper.html", context, status=409)


def _to_write(request: HttpRequest) -> list[Submission]:
    """The newest year of each of the person's own units, where nothing has been begun yet."""
    newest = (
        submissions(request, Ability.FILL)
        .order_by("unit", "-reporting_round__reference_year")
        .select_related("reporting_round__region", "unit")
    )
    rows = _newest_per_unit(list(newest))
    begun = set(
        WorkPaper.objects.filter(unit__in={row.unit_id for row in rows}).values_list(
            "reporting_round", "unit"
        )
    )
    return [row for row in rows if (row.reporting_round_id, row.unit_id) not in begun]


def _newest_per_unit(rows: list[Submission]) -> list[Submission]:
    newest: dict[int, Submission] = {}
    for row in rows:
        newest.setdefault(row.unit_id, row)
    return list(newest.values())


def _paper_or_404(request: HttpRequest, pk: int, ability: Ability) -> WorkPaper:
    rows = WorkPaper.objects.select_related(
        "unit__region", "reporting_round__region", "file", "changed_by"
    )
    paper = object_or_404(rows, reach(person(request), ability).member_units("unit"), pk=pk)
    check_duty(request, paper.unit.region, ability)
    return paper
