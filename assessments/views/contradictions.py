"""Contradictions of a place's figures, listed before an evaluation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.selectors.contradictions import contradictions
from assessments.views.reachable import place_of, places_near, year_of, years_of
from units.access import Ability, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Ability.MARK, Ability.DECIDE)
@require_safe
def contradiction_list(request: HttpRequest) -> HttpResponse:
    """What does not fit, by kind; the address keeps place, year and kind."""
    region = place_of(request, Ability.VIEW_SUBMISSIONS)
    years = years_of(region) if region else []
    year = year_of(request, years)
    found = contradictions(region, year) if region and year else []
    kind = request.GET.get("kind", "")
    counts = Counter((each.kind, each.title) for each in found)
    return render(
        request,
        "assessments/contradiction_list.html",
        {
            "region": region,
            "places": places_near(request, Ability.VIEW_SUBMISSIONS, region),
            "year": year,
            "years": years,
            "kind": kind,
            "kinds": [(key, title, count) for (key, title), count in counts.items()],
            "total": len(found),
            "found": [each for each in found if kind in ("", each.kind)],
        },
    )
