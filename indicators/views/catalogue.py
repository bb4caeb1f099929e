"""Plans, domains and indicators; the approved figures."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.choices import ObservationSource
from indicators.models import Plan
from indicators.selectors import catalogue, figures
from units.access import Ability, home_region, object_or_404, person, reach, requires
from units.models import Region, User

PAGE_SIZE = 50


@requires(Ability.VIEW_CATALOGUE)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    inside = reach(person(request), Ability.VIEW_CATALOGUE).plans("region")
    return render(
        request, "indicators/plan_list.html", {"plans": catalogue.plans_with_counts(inside)}
    )


@requires(Ability.VIEW_CATALOGUE)
@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    inside = reach(user, Ability.VIEW_CATALOGUE).plans("region")
    plan = object_or_404(Plan.objects.select_related("region", "round"), inside, pk=pk)
    filters = catalogue.plan_filters(request.GET)
    lines = catalogue.plan_lines(plan, filters)
    return render(
        request,
        "indicators/plan_detail.html",
        {
            "plan": plan,
            "filters": filters,
            "groups": catalogue.by_domain(lines),
            "shown": len(lines),
            "domains": plan.domains.order_by("order"),
            "units": catalogue.lead_units(plan),
            "place": _place_of_values(user, plan.region),
            "total": plan.indicators.count(),
            "unverified": plan.indicators.filter(is_verified=False).count(),
        },
    )


@requires(Ability.VIEW_VALUES)
@require_safe
def value_list(request: HttpRequest) -> HttpResponse:
    inside = reach(person(request), Ability.VIEW_VALUES).places()
    filters = figures.figure_filters(request.GET)
    rows = figures.figures(inside, filters)
    return render(
        request,
        "indicators/value_list.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "filters": filters,
            "years": figures.years_known(inside),
            "sources": ObservationSource.choices,
            "regions": Region.objects.filter(
                reach(person(request), Ability.VIEW_VALUES).places("")
            )[:200],
        },
    )


def _place_of_values(user: User, region: Region) -> Region | None:
    """Whose values the indicator links show: the plan's place, else the reader's own."""
    held = reach(user, Ability.VIEW_VALUES)
    if held.holds_in(region):
        return region
    home = home_region(user)
    if home is not None and held.holds_in(home):
        return home
    return Region.objects.filter(held.places("") & ~Q(pk=region.pk)).first() if held else None
