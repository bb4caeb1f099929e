"""The catalogue as pages show it: plans with counts, indicators of a plan with filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict

from indicators.choices import ResponsibilityChoices
from indicators.models import Plan, PlanIndicator, Responsibility
from units.text import whole


def plans_with_counts(inside: Q) -> QuerySet[Plan]:
    """Plans that may be read, with the number of domains, indicators and unverified rows."""
    return (
        Plan.objects.filter(inside)
        .select_related("region", "round")
        .annotate(
            domain_count=Count("domains", distinct=True),
            indicator_count=Count("indicators", distinct=True),
            key_count=Count("indicators", filter=Q(indicators__is_key=True), distinct=True),
            open_count=Count("indicators", filter=Q(indicators__is_verified=False), distinct=True),
        )
        .order_by("-round__start_year", "region__code", "-kind")
    )


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """What the address asks for of one plan's indicators."""

    domain: str = ""
    unit: str = ""
    mark: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.domain or self.unit or self.mark or self.text)


def plan_filters(query: QueryDict) -> PlanFilters:
    mark = query.get("mark", "")
    return PlanFilters(
        domain=_digits(query.get("domain", "")),
        unit=_digits(query.get("unit", "")),
        mark=mark if mark in ("key", "open") else "",
        text=query.get("q", "").strip(),
    )


def _digits(text: str) -> str:
    return text if whole(text) is not None else ""


def plan_lines(plan: Plan, filters: PlanFilters) -> list[PlanIndicator]:
    """A plan's indicators in printed order, with targets and units. Three queries."""
    duties = Responsibility.objects.select_related("unit").order_by("kind", "order")
    rows = (
        plan.indicators.select_related("domain", "objective", "indicator")
        .prefetch_related("targets", Prefetch("responsibilities", queryset=duties))
        .order_by("domain__order", "order")
    )
    if filters.domain:
        rows = rows.filter(domain_id=int(filters.domain))
    if filters.unit:
        rows = rows.filter(responsibilities__unit_id=int(filters.unit)).distinct()
    if filters.mark == "key":
        rows = rows.filter(is_key=True)
    elif filters.mark == "open":
        rows = rows.filter(is_verified=False)
    if filters.text:
        rows = rows.filter(
            Q(name__contains=filters.text)
            | Q(indicator__name__contains=filters.text)
            | Q(indicator__code__iexact=filters.text)
        )
    return list(rows)


@dataclass(frozen=True, slots=True)
class DomainGroup:
    """Indicators of one domain, as the table groups them."""

    name: str
    lines: list[PlanIndicator]


def by_domain(lines: Iterable[PlanIndicator]) -> list[DomainGroup]:
    groups: dict[str, list[PlanIndicator]] = {}
    for line in lines:
        groups.setdefault(line.domain.name, []).append(line)
    return [DomainGroup(name, members) for name, members in groups.items()]


def lead_units(plan: Plan) -> list[tuple[int, str]]:
    """Units that lead something in the plan, for the filter."""
    rows = (
        Responsibility.objects.filter(plan_indicator__plan=plan, kind=ResponsibilityChoices.LEAD)
        .values_list("unit_id", "unit__name")
        .distinct()
        .order_by("unit__order", "unit__name")
    )
    return list(rows)
