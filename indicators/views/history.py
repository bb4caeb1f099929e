"""Where a figure came from and how it changed; correcting approved ones with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from indicators.core.values import read_count, read_value
from indicators.core.vocabulary import measure
from indicators.forms.corrections import CorrectionForm
from indicators.messages import collecting as messages
from indicators.models import Observation, ObservationRevision
from indicators.selectors.reviewing import value_text, value_thread
from indicators.services.observations import Figure, observation_correct
from indicators.views.reachable import value_or_404
from units.access import Ability, object_or_404, person, reach, requires

if TYPE_CHECKING:
    from decimal import Decimal

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
    if request.method == "POST" and form.is_valid():
        try:
            corrected = observation_correct(
                figure=_figure(observation, form),
                reason=form.cleaned_data["reason"],
                by=person(request),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notes.success(
                request,
                messages.CORRECTED.format(old=value_text(observation), new=value_text(corrected)),
            )
            return redirect("indicators:observation_history", pk=pk)
    context = {"observation": observation, "form": form, "text": value_text(observation)}
    return render(request, "indicators/observation_correct.html", context)


def _figure(observation: Observation, form: CorrectionForm) -> Figure:
    """What the form says instead; ValidationError names what is no number."""
    chosen = form.cleaned_data
    standing = Figure(
        region_id=observation.region_id,
        indicator_id=observation.indicator_id,
        reference_year=observation.reference_year,
        breakdown=observation.breakdown,
        remark=observation.remark,
    )
    if chosen["blank_reason"]:
        return replace(standing, blank_reason=chosen["blank_reason"])
    raw = chosen["value"].strip()
    reading = read_value(raw, measure(observation.indicator.measure))
    if reading.fault is not None or (reading.value is None and not reading.text):
        raise ValidationError(messages.CORRECTION_NUMBER.format(text=raw), code="number")
    return replace(
        standing,
        value=reading.value,
        text=reading.text,
        decimals=reading.decimals,
        numerator=_count(chosen["numerator"]),
        denominator=_count(chosen["denominator"]),
    )


def _count(raw: str) -> Decimal | None:
    if not raw.strip():
        return None
    reading = read_count(raw.strip())
    if reading.fault is not None or reading.value is None:
        raise ValidationError(messages.CORRECTION_NUMBER.format(text=raw), code="number")
    return reading.value


def _observation_or_404(request: HttpRequest, pk: int, ability: Ability) -> Observation:
    rows = Observation.objects.select_related("indicator", "region", "unit", "approved_by")
    return object_or_404(rows, reach(person(request), ability).places("region"), pk=pk)
