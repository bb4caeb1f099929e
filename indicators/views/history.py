"""Where a figure came from and how it changed; correcting approved ones with a reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.corrections import CorrectionForm
from indicators.messages import corrections as messages
from indicators.models import Observation
from indicators.selectors.figures import history_of
from indicators.selectors.ledger_context import library_indicator
from indicators.selectors.reviewing import value_text, value_thread
from indicators.services.corrections import observation_correct
from indicators.services.touching import Touched, touched_by
from indicators.views.reachable import value_or_404
from units.access import (
    Ability,
    NotYours,
    object_or_404,
    own_places,
    person,
    reach,
    requires,
)
from units.models import User
from units.selectors import is_keeper


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
    revisions = history_of(observation)
    context = {
        "observation": observation,
        "rows": [(r, value_text(r)) for r in revisions],
        "may_correct": _may_correct(person(request), observation),
    }
    return render(request, "indicators/observation_history.html", context)


@requires(Ability.CORRECT)
@require_http_methods(["GET", "POST"])
def observation_correct_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace an approved figure of any year; the old one and the reason are kept."""
    observation = _observation_or_404(request, pk, Ability.CORRECT)
    if not _may_correct(person(request), observation):
        raise NotYours
    form = CorrectionForm(request.POST or None, observation=observation)
    asks = bool(request.POST.get("explanation"))
    if request.method == "POST" and form.is_valid():
        try:
            observation_correct(
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
            return redirect("indicators:observation_touched", pk=pk)
    context = {
        "observation": observation,
        "form": form,
        "text": value_text(observation),
        "asks": asks,
    }
    return render(request, "indicators/observation_correct.html", context)


@requires(Ability.VIEW_VALUES)
@require_safe
def observation_touched(request: HttpRequest, pk: int) -> HttpResponse:
    """What uses the figure: which runs and files its last correction touches, and what they do."""
    user = person(request)
    observation = _observation_or_404(request, pk, Ability.VIEW_VALUES)
    revisions = list(history_of(observation)[:2])
    own = own_places(user, Ability.CORRECT)
    seen = reach(user, Ability.VIEW_ASSESSMENTS)
    groups: dict[str, list[tuple[Touched, bool, bool]]] = {}
    turning = waiting = 0
    for each in touched_by(observation) if seen else ():
        is_own = each.keeper.code in own and each.is_stale and each.recompute is not None
        row = (each, is_own, seen.holds_in(each.place))
        groups.setdefault(each.group, []).append(row)
        turning += each.turns
        waiting += each.is_stale and each.recompute is not None
    context = {
        "observation": observation,
        "now": revisions[0] if revisions else observation,
        "before": revisions[1] if len(revisions) > 1 else None,
        "groups": groups.items(),
        "headline": messages.done(turning, waiting),
        "own_stale": sum(mine for rows in groups.values() for _, mine, _ in rows),
        "told": library_indicator(observation.indicator, observation.reference_year),
        "may_correct": _may_correct(user, observation),
    }
    return render(request, "indicators/observation_touched.html", context)


def _may_correct(user: User, observation: Observation) -> bool:
    """A place's approved figures are its own office's to change; the level above reads them."""
    held = reach(user, Ability.CORRECT).holds_in(observation.region)
    return held and is_keeper(user, observation.region)


def _observation_or_404(request: HttpRequest, pk: int, ability: Ability) -> Observation:
    rows = Observation.objects.select_related("indicator", "region", "unit", "approved_by")
    return object_or_404(rows, reach(person(request), ability).places("region"), pk=pk)
