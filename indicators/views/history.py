"""Where a figure came from and how it changed; correcting approved ones with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.corrections import CorrectionForm
from indicators.messages import corrections as messages
from indicators.models import Observation, ObservationRevision
from indicators.selectors.reviewing import value_text, value_thread
from indicators.services.corrections import observation_correct
from indicators.views.reachable import value_or_404
from units.access import Ability, object_or_404, person, reach, requires

if TYPE_CHECKING:
    from django.http import HttpRequest


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def value_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version of what a unit said: who, when, from which file and cell."""
    value = value_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    revisions = value.revisions.select_related("by", "ledger__file").order_by("-version")
    approved = Observation.objects.filter(
        region=value.submission.unit.region,
        indicator=value.indicator,
        reference_year=value.reference_year,
        breakdown=value.breakdown,
    ).first()
    context = {
        "value": value,
        "rows": [(revision, value_text(revision)) for revision in revisions],
        "approved": approved,
        "thread": value_thread(value),
    }
    return render(request, "indicators/value_history.html", context)


@requires(Ability.VIEW_VALUES)
@require_safe
def observation_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every state of an approved figure: old, new, who, when, why, from where."""
    observation = _observation_or_404(request, pk, Ability.VIEW_VALUES)
    revisions = ObservationRevision.objects.filter(
        region=observation.region,
        indicator=observation.indicator,
        reference_year=observation.reference_year,
        breakdown=observation.breakdown,
    ).select_related("approved_by", "unit", "ledger__file")
    context = {
        "observation": observation,
        "rows": [(r, value_text(r)) for r in revisions.order_by("-revision")],
        "may_correct": reach(person(request), Ability.CORRECT).holds_in(observation.region),
    }
    return render(request, "indicators/observation_history.html", context)


@requires(Ability.CORRECT)
@require_http_methods(["GET", "POST"])
def observation_correct_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace an approved figure of any year; the old one and the reason are kept."""
    observation = _observation_or_404(request, pk, Ability.CORRECT)
    form = CorrectionForm(request.POST or None, observation=observation)
    asks = bool(request.POST.get("explanation"))
    if request.method == "POST" and form.is_valid():
        try:
            corrected = observation_correct(
                observation_id=observation.pk,
                typed=form.typed,
                seen_revision=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
                by=person(request),
            )
        except ValidationError as refusal:
            codes = {error.code for error in refusal.error_list}
            form.add_error(None, refusal)
            asks = asks or "asked" in codes
            if "stale" in codes:
                observation = _observation_or_404(request, pk, Ability.CORRECT)
                form.data = request.POST.copy()
                form.data["seen"] = str(observation.revision)
        else:
            old, new = value_text(observation), value_text(corrected)
            notes.success(request, messages.CORRECTED.format(old=old, new=new))
            return redirect("indicators:observation_history", pk=pk)
    context = {
        "observation": observation,
        "form": form,
        "text": value_text(observation),
        "asks": asks,
    }
    return render(request, "indicators/observation_correct.html", context)


def _observation_or_404(request: HttpRequest, pk: int, ability: Ability) -> Observation:
    rows = Observation.objects.select_related("indicator", "region", "unit", "approved_by")
    return object_or_404(rows, reach(person(request), ability).places("region"), pk=pk)
