"""Causes and measures: what a run asks for, what a unit writes, what the office reviews."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.remedies import RemediesAskForm, RemedyForm
from assessments.messages import remedies as messages
from assessments.models import Assessment
from assessments.selectors import remedies as selectors
from assessments.services import remedies as services
from assessments.views.assessments import keeps
from indicators.messages.collecting import day
from units.access import Ability, object_or_404, person, reach, requires
from units.refusals import refusals_shown
from units.text import whole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from assessments.models import Remedy
    from assessments.services.remedies import RemediesAsked
    from units.access import Reach
    from units.models import User

USUAL_DAYS = 14


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def remedy_board_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Unmet indicators of a run and what their units wrote; its office asks for the rest."""
    return _board(request, _run_or_404(person(request), Ability.VIEW_ASSESSMENTS, pk))


@requires(Ability.RUN_ASSESSMENT)
@require_POST
def remedies_ask_view(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    assessment = _run_or_404(user, Ability.RUN_ASSESSMENT, pk)
    if not keeps(user, assessment):
        raise Http404
    form = RemediesAskForm(request.POST)
    if not form.is_valid():
        return _board(request, assessment, form, status=409)
    chosen = [whole(text) for text in request.POST.getlist("rows")]
    try:
        asked = services.remedies_ask(
            assessment=assessment,
            plan_indicators=[key for key in chosen if key is not None],
            answer_by=form.cleaned_data["answer_by"],
            by=user,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _board(request, assessment, form, status=409)
    notes.success(request, _asked_said(asked, form.cleaned_data["answer_by"]))
    return redirect("assessments:remedies", pk=pk)


@requires(Ability.ENTER)
@require_safe
def remedy_list(request: HttpRequest) -> HttpResponse:
    """What the person's units are to write, and for an office what waits for its review."""
    user = person(request)
    own = _inside(reach(user, Ability.FILL))
    waiting = selectors.remedies_waiting(_inside(reach(user, Ability.APPROVE)))
    return render(
        request,
        "assessments/remedy_list.html",
        {
            "to_write": selectors.remedies_open(own),
            "handed_in": selectors.remedies_waiting(own),
            "waiting": [row for row in waiting if keeps(user, row.assessment)],
            "is_office": bool(reach(user, Ability.APPROVE)),
        },
    )


@requires(Ability.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def remedy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator's cause and measures: written while open, read and reviewed afterwards."""
    user = person(request)
    remedy = _remedy_or_404(user, Ability.ENTER, pk)
    if request.method != "POST":
        return _page(request, remedy, RemedyForm(remedy=remedy))
    proposal = whole(request.POST.get("take", ""))
    if proposal is not None:
        return _with_proposal(request, remedy, proposal)
    form = RemedyForm(request.POST, remedy=remedy)
    if not form.is_valid():
        return _page(request, remedy, form, status=409)
    seen = form.cleaned_data["version"]
    try:
        remedy = services.remedy_save(remedy=remedy, text=form.text, seen_version=seen, by=user)
        seen = remedy.version
        if "send" in request.POST:
            services.remedy_submit(remedy=remedy, by=user)
    except ValidationError as refusal:
        # Kept but not whole: what was kept is the version to go on from.
        form = RemedyForm({**request.POST.dict(), "version": seen}, remedy=remedy)
        form.add_error(None, refusal)
        return _page(request, remedy, form, status=409)
    is_own = reach(user, Ability.FILL).holds_for(remedy.unit) if remedy.unit else False
    sent = messages.SENT if is_own else messages.SENT_OWN
    notes.success(request, sent if "send" in request.POST else messages.SAVED)
    return redirect("assessments:remedy", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def remedy_return_view(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    remedy = _kept_or_404(user, pk)
    with refusals_shown(request):
        reason = request.POST.get("reason", "")
        services.remedy_return(remedy=remedy, reason=reason, by=user)
        notes.success(request, messages.RETURNED)
    return redirect("assessments:remedy", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def remedy_approve_view(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    remedy = _kept_or_404(user, pk)
    with refusals_shown(request):
        services.remedy_approve(remedy=remedy, by=user)
        notes.success(request, messages.APPROVED)
    return redirect("assessments:remedy", pk=pk)


def _board(
    request: HttpRequest,
    assessment: Assessment,
    form: RemediesAskForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    board = selectors.remedy_board(assessment)
    usual = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
    return render(
        request,
        "assessments/remedies.html",
        {
            "assessment": assessment,
            "board": board,
            "form": form or RemediesAskForm(initial={"answer_by": usual}),
            "may_ask": keeps(user, assessment)
            and assessment.computed_at is not None
            and not assessment.is_final,
            "may_open": reach(user, Ability.APPROVE).holds_in(assessment.region)
            and keeps(user, assessment),
        },
        status=status,
    )


def _asked_said(asked: RemediesAsked, answer_by: dt.date) -> str:
    own = messages.ASKED_OWN.format(count=asked.own) if asked.own else ""
    if not asked.units:
        return own
    count = asked.count - asked.own
    told = messages.ASKED.format(units=asked.units, count=count, day=day(answer_by))
    names = "、".join(unit.label for unit in asked.untold)
    return told + (messages.ASKED_UNTOLD.format(names=names) if names else "") + own


def _page(
    request: HttpRequest, remedy: Remedy, form: RemedyForm, *, status: int = 200
) -> HttpResponse:
    user = person(request)
    is_kept = keeps(user, remedy.assessment) and bool(reach(user, Ability.APPROVE))
    is_live = not remedy.assessment.is_final
    may_write = is_live and remedy.is_open
    return render(
        request,
        "assessments/remedy.html",
        {
            "remedy": remedy,
            "result": selectors.remedy_result(remedy),
            "form": form,
            "may_write": may_write,
            "may_review": is_kept and is_live and (remedy.is_waiting or remedy.is_approved),
            "is_kept": is_kept,
            "proposals": selectors.remedy_proposals(remedy) if may_write else [],
        },
        status=status,
    )


def _with_proposal(request: HttpRequest, remedy: Remedy, number: int) -> HttpResponse:
    """The form with what was typed and a proposal taken over; nothing is kept yet."""
    offered = selectors.remedy_proposals(remedy)
    if not remedy.is_open or number >= len(offered):
        raise Http404
    form = RemedyForm.with_proposal(remedy, request.POST.dict(), offered[number])
    notes.info(request, messages.TAKEN)
    return _page(request, remedy, form)


def _inside(within: Reach) -> Q:
    """Rows of units in reach; those that nobody leads are the office's of their place."""
    return within.member_units("unit") | (Q(unit=None) & within.places("assessment__region"))


def _run_or_404(user: User, ability: Ability, pk: int) -> Assessment:
    rows = Assessment.objects.select_related("region", "round", "ordered_by").defer("frozen")
    return object_or_404(rows, reach(user, ability).places(), pk=pk)


def _remedy_or_404(user: User, ability: Ability, pk: int) -> Remedy:
    """The unit's own people, and the office that keeps the run; for others it is not there."""
    rows = selectors.remedies_with()
    remedy = object_or_404(rows, _inside(reach(user, ability)), pk=pk)
    fills = reach(user, Ability.FILL)
    if remedy.unit is not None and fills.holds_for(remedy.unit):
        return remedy
    if not keeps(user, remedy.assessment):
        raise Http404
    return remedy


def _kept_or_404(user: User, pk: int) -> Remedy:
    remedy = _remedy_or_404(user, Ability.APPROVE, pk)
    if not keeps(user, remedy.assessment):
        raise Http404
    return remedy
