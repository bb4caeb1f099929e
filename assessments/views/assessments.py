"""Assessments: list, result, start, run again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.columns.rechecked import difference_lines
from assessments.columns.words import headline
from assessments.forms.assessing import AssessmentForm
from assessments.messages import DISCARDED
from assessments.messages import freshness as fresh_words
from assessments.messages import pages as messages
from assessments.messages.settings import unusual_words
from assessments.models import Assessment
from assessments.selectors import results
from assessments.selectors.remedies import remedy_board
from assessments.services import finalising
from assessments.services.deciding import drafts_queue
from assessments.services.discarding import draft_discard
from assessments.services.freshness import FRESH, freshness_by_run, freshness_of
from assessments.services.requests import assessments_ask
from indicators.wording import numbers
from indicators.wording.verdicts import words_of
from units.access import Ability, can, object_or_404, own_places, person, reach, requires
from units.choices import AuditAction, JobState
from units.job_progress import job_progress, quiet_view
from units.refusals import refusals_shown
from units.selectors import is_keeper
from units.services.job_acts import job_again
from units.text import whole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from assessments.services.freshness import Freshness
    from units.models import User

PAGE_SIZE = 30


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def assessment_list(request: HttpRequest) -> HttpResponse:
    user = person(request)
    rows = (
        Assessment.objects.filter(reach(user, Ability.VIEW_ASSESSMENTS).places())
        .select_related("region", "round", "requested_by", "ordered_by")
        .listed()
    )
    stage = request.GET.get("stage", "")
    text = request.GET.get("q", "").strip()
    if stage:
        rows = rows.filter(stage=stage)
    if text:
        rows = rows.filter(region__name__contains=text)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    moved = freshness_by_run(page)
    mine = own_places(user, Ability.RUN_ASSESSMENT)
    return render(
        request,
        "assessments/assessment_list.html",
        {
            "page": page,
            "rows": [(row, unusual_words(row.settings), moved.get(row.pk)) for row in page],
            "own_stale": [r.pk for r in page if r.pk in moved and r.keeper.code in mine],
            "stage": stage,
            "text": text,
            "can_run": bool(reach(user, Ability.RUN_ASSESSMENT)),
            "can_check": can(user, Ability.MARK) or can(user, Ability.DECIDE),
        },
    )


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def assessment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    assessment = _readable(user, pk)
    whose = "above" if request.GET.get("whose") == "above" else ""
    summary = (assessment.summary.get("above") if whose else assessment.summary) or {}
    rows = results.result_rows(assessment, whose)
    filters = results.filters_from(request.GET)
    words = words_of(assessment.settings)
    fitting = [row for row in rows if filters.fits(row)]
    can_run = reach(user, Ability.RUN_ASSESSMENT).holds_in(assessment.region)
    is_kept = keeps(user, assessment)
    fresh = FRESH if assessment.is_running else freshness_of(assessment)
    return render(
        request,
        "assessments/assessment_detail.html",
        {
            "fresh": fresh,
            "moved": {move.code for move in fresh.moves},
            "then": _then(fresh, whose),
            "keeps": is_kept,
            "assessment": assessment,
            "combined": summary.get("combined"),
            "headline": headline(assessment, summary.get("combined"), len(rows)),
            "groups": results.domain_groups(summary),
            "composite": results.composite_of(summary),
            "has_above": bool(assessment.summary.get("above")),
            "whose": whose,
            "filters": filters,
            "rows": [results.printed(row, words) for row in fitting],
            "uneven": numbers.UNEVEN if results.has_uneven(fitting, words) else "",
            "total": len(rows),
            "verdicts": results.verdict_choices(rows, filters, words),
            "tells_pace": assessment.year < assessment.end_year and not words.is_pace,
            "can_run": can_run,
            "can_finalise": is_kept and reach(user, Ability.FINALISE).holds_in(assessment.region),
            "overriding": _overriding(user, assessment),
            "is_failed": assessment.job_state == JobState.FAILED,
        },
    )


def _then(fresh: Freshness, whose: str) -> dict[str, Any]:
    """The counts as they would be: of all, and of each plan by its kind."""
    now = fresh.summary or {}
    side = (now.get("above") if whose else now) or {}
    return {"combined": side.get("combined"), **{p["kind"]: p for p in side.get("plans", ())}}


def _overriding(user: User, assessment: Assessment) -> str:
    """Address of overriding up to the plan indicator, empty where the person may not.

    Made once: a hundred rows asking for theirs would cost as much as reading them.
    """
    if assessment.is_final or not reach(user, Ability.OVERRIDE).holds_in(assessment.region):
        return ""
    any_row = {"pk": assessment.pk, "plan_indicator": 0}
    return reverse("assessments:override", kwargs=any_row).removesuffix("0/")


@quiet_view
@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def assessment_progress(request: HttpRequest, pk: int) -> HttpResponse:
    return job_progress(_readable(person(request), pk))


@requires(Ability.RUN_ASSESSMENT)
@require_http_methods(["GET", "POST"])
def assessment_start(request: HttpRequest) -> HttpResponse:
    """Ask; the same question again leads to the same draft, computed anew."""
    user = person(request)
    form = AssessmentForm(request.POST or None, user=user, initial=_as_before(request, user))
    if request.method == "POST" and form.is_valid():
        try:
            [pk] = assessments_ask(
                requests=[form.question()],
                user=user,
                is_confirmed=form.cleaned_data["confirmed"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return redirect("reports:assessment_detail", pk=pk)
    return render(request, "assessments/assessment_start.html", {"form": form})


@requires(Ability.RUN_ASSESSMENT)
@require_POST
def assessment_run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A failed job, or a draft whose data moved, goes back into the queue; someone may have
    been faster, which is fine."""
    user = person(request)
    assessment = _kept_or_404(user, Ability.RUN_ASSESSMENT, pk)
    if not job_again(row=assessment, action=AuditAction.ASSESS, by=user):
        drafts_queue(pks=[assessment.pk], by=user)
    return redirect("reports:assessment_detail", pk=pk)


@requires(Ability.RUN_ASSESSMENT)
@require_http_methods(["GET", "POST"])
def assessment_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then throw a draft away; a finalised one never."""
    user = person(request)
    assessment = _kept_or_404(user, Ability.RUN_ASSESSMENT, pk)
    if request.method != "POST":
        return render(request, "assessments/assessment_discard.html", {"assessment": assessment})
    with refusals_shown(request):
        draft_discard(assessment=assessment, user=user)
        notes.success(request, DISCARDED.format(assessment=assessment))
        return redirect("reports:assessment_list")
    return redirect("reports:assessment_detail", pk=pk)


@requires(Ability.RUN_ASSESSMENT)
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Compute some of one's own drafts again; the others are left alone."""
    user = person(request)
    inside = reach(user, Ability.RUN_ASSESSMENT).places()
    keys = [whole(text) for text in request.POST.getlist("assessment")]
    rows = Assessment.objects.filter(inside, pk__in=[pk for pk in keys if pk is not None])
    mine = own_places(user, Ability.RUN_ASSESSMENT)
    own = [
        row.pk
        for row in rows.select_related("region", "ordered_by").listed()
        if row.keeper.code in mine
    ]
    queued = drafts_queue(pks=own, by=user)
    if queued:
        notes.success(request, fresh_words.RECOMPUTING.format(count=len(queued)))
    else:
        notes.info(request, fresh_words.NOT_RECOMPUTED)
    figure = whole(request.POST.get("figure", ""))
    if figure is not None:
        return redirect("indicators:observation_touched", pk=figure)
    return redirect("reports:assessment_list")


@requires(Ability.FINALISE)
@require_http_methods(["GET", "POST"])
def assessment_finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then freeze; what was moved meanwhile is told and nothing is frozen."""
    user = person(request)
    assessment = _kept_or_404(user, Ability.FINALISE, pk)
    if request.method == "POST":
        with refusals_shown(request) as refused:
            finalising.assessment_finalise(assessment=assessment, user=user)
            notes.success(request, messages.FINALISED)
        page = "assessment_finalise" if "data_moved" in refused else "assessment_detail"
        return redirect(f"reports:{page}", pk=pk)
    is_computed = bool(assessment.computed_at) and not assessment.is_running
    return render(
        request,
        "assessments/assessment_finalise.html",
        {
            "assessment": assessment,
            "can_freeze": is_computed and not assessment.is_final,
            "wanting": remedy_board(assessment).wanting if is_computed else 0,
        },
    )


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def assessment_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge the frozen inputs again; nothing is written."""
    assessment = _readable(person(request), pk)
    if not assessment.is_final:
        return redirect("reports:assessment_detail", pk=pk)
    recheck = finalising.assessment_recheck(assessment)
    measures = results.measures_of(assessment)
    return render(
        request,
        "assessments/assessment_recheck.html",
        {
            "assessment": assessment,
            "recheck": recheck,
            "by_rules": difference_lines(recheck.by_rules, measures, assessment.words),
            "by_data": difference_lines(recheck.by_data, measures, assessment.words),
        },
    )


def keeps(user: User, assessment: Assessment) -> bool:
    """Is running, recomputing and finalising it the person's work? That of the place's own
    office; where it has none, of the nearest one above."""
    return is_keeper(user, assessment.keeper, Ability.RUN_ASSESSMENT)


def _kept_or_404(user: User, ability: Ability, pk: int) -> Assessment:
    """A run of one's own office; one that another office made is not there."""
    rows = Assessment.objects.select_related("region", "round", "ordered_by")
    assessment = object_or_404(rows, reach(user, ability).places(), pk=pk)
    if not keeps(user, assessment):
        raise Http404
    return assessment


def _readable(user: User, pk: int) -> Assessment:
    rows = Assessment.objects.select_related(
        "region", "round", "requested_by", "finalised_by", "ordered_by"
    )
    return object_or_404(rows, reach(user, Ability.VIEW_ASSESSMENTS).places(), pk=pk)


def _as_before(request: HttpRequest, user: User) -> dict[str, Any]:
    """Settings of the assessment named in the address, to change and ask again."""
    pk = whole(request.GET.get("like", ""))
    if pk is None:
        return {}
    like = _readable(user, pk)
    return {
        **like.settings,
        "region": like.region,
        "round": like.round,
        "kind": like.kind,
        "stage": like.stage,
        "year": like.year,
    }
