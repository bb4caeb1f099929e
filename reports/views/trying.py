"""What if, and two runs beside each other. Both only read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.core.options import options_from_json
from assessments.models import Assessment
from assessments.services.trying import TARGETED, Change, assessment_tried
from reports import messages
from reports.forms import TryForm
from reports.selectors.comparing import compared, others_of
from reports.selectors.tried import tried_rows, tried_tallies
from units.access import Ability, object_or_404, person, reach, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from assessments.selectors.plans import Sheet

_LIMIT = Decimal(10) ** 9


@requires(Ability.VIEW_ASSESSMENTS)
@require_http_methods(["GET", "POST"])
def assessment_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Other targets, values and rules; POST because there are many fields, not to store them."""
    assessment = _readable(request, pk)
    options = options_from_json(assessment.settings)
    form = TryForm(request.POST or None, initial=options.to_json())
    try:
        before, _ = assessment_tried(assessment, {})
    except ValidationError as refusal:
        raise Http404 from refusal
    changes, faults = _changes(request.POST, before.sheets)
    after = before
    if request.method == "POST" and form.is_valid() and not faults:
        after = assessment_tried(assessment, changes, form.options(options))[1]
    rows = tried_rows(before, after, changes)
    return render(
        request,
        "reports/assessment_try.html",
        {
            "assessment": assessment,
            "form": form,
            "faults": faults,
            "is_tried": after is not before,
            "tallies": tried_tallies(before.summary, after.summary),
            "rows": rows,
            "moved": [row for row in rows if row.is_moved],
        },
    )


def _changes(posted: QueryDict, sheets: list[Sheet]) -> tuple[dict[int, Change], list[str]]:
    """What was typed, and one sentence for everything that is no number."""
    changes: dict[int, Change] = {}
    faults: list[str] = []
    for sheet in sheets:
        row = sheet.row
        texts = {
            "target": posted.get(f"t{row.pk}", "") if sheet.criterion.rule in TARGETED else "",
            "value": posted.get(f"v{row.pk}", ""),
        }
        read: dict[str, Decimal | None] = {}
        for name, label in messages.TRIED_FIELDS:
            text = texts[name].strip()
            number = _number(text)
            if text and number is None:
                faults.append(
                    messages.TRIED_UNREADABLE.format(name=row.name, field=label, text=text[:30])
                )
            read[name] = number
        if any(number is not None for number in read.values()):
            changes[row.pk] = Change(read["target"], read["value"])
    return changes, faults


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= _LIMIT:
        return None
    return number


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
        "reports/assessment_compare.html",
        {
            "assessment": assessment,
            "other": other,
            "others": others,
            "comparison": comparison,
            "only": only,
            "rows": rows if only == "all" else [row for row in rows if row.is_moved],
        },
    )


def _readable(request: HttpRequest, pk: int) -> Assessment:
    rows = Assessment.objects.select_related("region", "round")
    inside = reach(person(request), Ability.VIEW_ASSESSMENTS).places()
    return object_or_404(rows, inside, pk=pk, computed_at__isnull=False)
