"""人工认定 of qualitative indicators, and 改判 of computed verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import messages
from assessments.forms.deciding import DecisionForm, OverrideForm
from assessments.models import Assessment, Decision, Override, Result
from assessments.selectors.decisions import decision_cases, drafts_of
from assessments.selectors.plans import ABOVE
from assessments.services.deciding import (
    decision_make,
    drafts_queue,
    override_remove,
    override_set,
)
from assessments.views.reachable import place_of, places_near, year_of, years_of
from indicators.core.vocabulary import Verdict
from indicators.services.evidence import upload_store
from units.access import Ability, object_or_404, person, reach, requires
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_response, files_or_nothing
from units.models import Region
from units.refusals import refusals_shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from indicators.models import PlanIndicator
    from units.models import User


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Qualitative indicators of a place and year: decided, open, and every earlier decision."""
    region = place_of(request, Ability.VIEW_ASSESSMENTS)
    years = years_of(region) if region else []
    year = year_of(request, years)
    cases = decision_cases(region, year) if region and year else []
    within = reach(person(request), Ability.DECIDE)
    return render(
        request,
        "assessments/decision_list.html",
        {
            "region": region,
            "places": places_near(request, Ability.VIEW_ASSESSMENTS, region),
            "year": year,
            "years": years,
            "cases": cases,
            "open": sum(each.current is None for each in cases),
            "may_decide": region is not None and within.holds_in(region),
        },
    )


@requires(Ability.DECIDE)
@require_http_methods(["GET", "POST"])
def decision_page(request: HttpRequest, region: str, year: int, pk: int) -> HttpResponse:
    """Decide one; the drafts of the place and year are computed again."""
    user = person(request)
    place = object_or_404(Region.objects.all(), reach(user, Ability.DECIDE).places(""), code=region)
    case = next((each for each in decision_cases(place, year) if each.row.pk == pk), None)
    if case is None:
        raise Http404
    form = DecisionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            queued = _decide(form, case.row, place, year, user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            text = messages.DECISION_MADE if queued else messages.DECISION_MADE_ALONE
            notes.success(request, text.format(name=case.row.name, count=queued))
            address = reverse("assessments:decision_list")
            return redirect(f"{address}?region={place.code}&year={year}")
    context = {"form": form, "case": case, "region": place, "year": year}
    return render(request, "assessments/decision.html", context)


def _decide(form: DecisionForm, row: PlanIndicator, place: Region, year: int, user: User) -> int:
    """How many drafts are computed again because of it."""
    upload = form.cleaned_data["evidence"]
    with files_or_nothing():
        stored = upload_store(upload=upload, user=user) if upload else None
        decision_make(
            plan_indicator=row,
            region=place,
            year=year,
            verdict=Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            user=user,
            evidence=stored,
        )
        queued = drafts_queue(pks=drafts_of(place, year), by=user)
    return len(queued)


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def decision_evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file a decision rests on, to those who may see assessments of its place."""
    user = person(request)
    rows = Decision.objects.select_related("evidence", "region")
    decision = object_or_404(rows, reach(user, Ability.VIEW_ASSESSMENTS).places(), pk=pk)
    if decision.evidence is None:
        raise Http404
    audit_record(
        action=AuditAction.DOWNLOAD,
        user=user,
        region=decision.region,
        subject=decision.evidence.name,
        detail={"decision": decision.pk, "sha256": decision.evidence.sha256},
    )
    return file_response(decision.evidence)


@requires(Ability.OVERRIDE)
@require_http_methods(["GET", "POST"])
def override_page(request: HttpRequest, pk: int, plan_indicator: int) -> HttpResponse:
    """改判 one result of a draft, or take it back; the assessment is computed again."""
    user = person(request)
    assessment = object_or_404(
        Assessment.objects.select_related("region", "round"),
        reach(user, Ability.OVERRIDE).places(),
        pk=pk,
    )
    whose = ABOVE if request.GET.get("whose") == ABOVE else ""
    results = Result.objects.filter(assessment=assessment, whose=whose).select_related(
        "plan_indicator__indicator", "plan_indicator__domain"
    )
    result = results.filter(plan_indicator=plan_indicator).first()
    if result is None:
        raise Http404
    known = Override.objects.filter(
        assessment=assessment, plan_indicator=plan_indicator, whose=whose
    ).first()
    initial = {"verdict": known.verdict, "reason": known.reason} if known else None
    form = OverrideForm(request.POST or None, initial=initial, words=assessment.words)
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        with refusals_shown(request):
            _override(request, form, result, user)
        return redirect("reports:assessment_detail", pk=pk)
    context = {"form": form, "assessment": assessment, "result": result, "known": known}
    return render(request, "assessments/override.html", context)


def _override(request: HttpRequest, form: OverrideForm, result: Result, user: User) -> None:
    row = result.plan_indicator
    if "remove" in request.POST:
        was_there = override_remove(
            assessment=result.assessment, plan_indicator=row, whose=result.whose, user=user
        )
        text = messages.OVERRIDE_REMOVED if was_there else messages.OVERRIDE_NONE
        notes.success(request, text.format(name=row.name))
    else:
        override_set(
            assessment=result.assessment,
            plan_indicator=row,
            whose=result.whose,
            verdict=Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            user=user,
        )
        notes.success(request, messages.OVERRIDE_MADE.format(name=row.name))
