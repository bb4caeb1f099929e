"""What if, and two runs beside each other. Both only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.columns.what_if import what_if_input, what_if_rows, what_if_tallies
from assessments.forms.assessing import WhatIfForm
from assessments.models import Assessment
from assessments.options import Options
from assessments.selectors.run_comparison import compared, others_of
from assessments.services.what_if import assessment_what_if
from units.access import Ability, object_or_404, person, reach, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def assessment_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Other targets, values and rules. The address keeps them, so that going back shows them."""
    assessment = _readable(request, pk)
    options = Options.from_json(assessment.settings)
    is_asked = "denominator" in request.GET
    form = WhatIfForm(request.GET if is_asked else None, initial=options.to_json())
    try:
        before, _ = assessment_what_if(assessment, {})
    except ValidationError as refusal:
        raise Http404 from refusal
    entered = what_if_input(request.GET, before.sheets)
    after = before
    if is_asked and form.is_valid() and not entered.faults:
        after = assessment_what_if(assessment, entered.changes, form.options(options))[1]
    rows = what_if_rows(before, after, entered)
    return render(
        request,
        "assessments/assessment_try.html",
        {
            "assessment": assessment,
            "form": form,
            "entered": entered,
            "is_tried": after is not before,
            "tallies": what_if_tallies(before.summary, after.summary),
            "rows": rows,
            "moved": [row for row in rows if row.is_moved],
        },
    )


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def assessment_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This run beside another of the same place, indicator by indicator."""
    assessment = _readable(request, pk)
    others = list(others_of(assessment))
    chosen = request.GET.get("with", "")
    other = next((each for each in others if str(each.pk) == chosen), None)
    if chosen and other is None:
        raise Http404
    if other is None and others:
        other = others[0]
    comparison = compared(assessment, other) if other else None
    only = request.GET.get("only", "moved")
    rows = comparison.rows if comparison else []
    return render(
        request,
        "assessments/assessment_compare.html",
        {
            "assessment": assessment,
            "other": other,
            "others": others,
            "compared": [assessment, other] if other else [],
            "comparison": comparison,
            "only": only,
            "rows": rows if only == "all" else [row for row in rows if row.is_moved],
        },
    )


def _readable(request: HttpRequest, pk: int) -> Assessment:
    rows = Assessment.objects.select_related("region", "round")
    inside = reach(person(request), Ability.VIEW_ASSESSMENTS).places()
    return object_or_404(rows, inside, pk=pk, computed_at__isnull=False)
