"""Which unit reports which indicator of a year, for places with and without plans of their own.

The indicators of year N are those of all plans with baseline year ≤ N ≤ end year.
A place without a plan for a round and kind takes the nearest ancestor's; the
duties of the ancestor's units then fall to the place's own units of the same
name, or, where it has a single unit, to that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indicators.choices import ResponsibilityChoices
from indicators.core.rules import NOT_JUDGED
from indicators.models import Plan, PlanIndicator, Responsibility
from units.models import MemberUnit, Region
from units.models.region import ancestor_codes
from units.services.member_units import unit_names

LEAD = ResponsibilityChoices.LEAD
SUPPORT = ResponsibilityChoices.SUPPORT


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """Who reports one indicator of a place in a year: the leads and the supporting units."""

    leads: frozenset[int]
    supports: frozenset[int]


@dataclass(slots=True)
class DutyBook:
    """The duties of some places in some years, read once. Keys: (region, year, indicator)."""

    duties: dict[tuple[int, int, int], ReportingDuty] = field(default_factory=dict)
    regions_of_units: dict[int, int] = field(default_factory=dict)

    def duty(self, region_id: int, year: int, indicator_id: int) -> ReportingDuty | None:
        """None: no plan in force asks for the indicator."""
        return self.duties.get((region_id, year, indicator_id))

    def lead(self, region_id: int, year: int, indicator_id: int) -> int | None:
        duty = self.duty(region_id, year, indicator_id)
        return min(duty.leads) if duty and duty.leads else None

    def kind(self, unit_id: int, year: int, indicator_id: int) -> ResponsibilityChoices | None:
        """What the unit is to the indicator; None: neither leads nor supports."""
        duty = self.duty(self.regions_of_units.get(unit_id, 0), year, indicator_id)
        if duty is None:
            return None
        if unit_id in duty.leads:
            return LEAD
        return SUPPORT if unit_id in duty.supports else None

    def has_duty(self, unit_id: int, year: int) -> bool:
        return bool(self.indicators_of(unit_id, year) or self.indicators_of(unit_id, year, SUPPORT))

    def indicators_of(
        self, unit_id: int, year: int, kind: ResponsibilityChoices = LEAD
    ) -> set[int]:
        """Primary keys of the indicators the unit leads (or supports) in the year."""
        region_id = self.regions_of_units.get(unit_id, 0)
        return {
            indicator_id
            for (region, asked, indicator_id), duty in self.duties.items()
            if region == region_id
            and asked == year
            and unit_id in (duty.leads if kind is LEAD else duty.supports)
        }


def plans_in_force(*, region: Region, year: int) -> list[Plan]:
    """The plans that ask for values of the year: own ones, else the nearest ancestor's."""
    return _choose(_candidate_plans([region]), region, year)


def plan_indicators_of(
    *, region: Region, year: int, with_background: bool = True
) -> list[PlanIndicator]:
    """What the plans in force ask for, in the plans' order, with targets and definitions."""
    rows = (
        PlanIndicator.objects.filter(plan__in=plans_in_force(region=region, year=year))
        .select_related("plan__round", "plan__region", "domain", "indicator", "compare_with")
        .prefetch_related("targets", "indicator__definitions")
        .order_by("-plan__kind", "-plan__round__start_year", "domain__order", "order")
    )
    if not with_background:
        rows = rows.exclude(rule__in=NOT_JUDGED)
    return list(rows)


def plan_names(*, region: Region, year: int) -> dict[int, str]:
    """Indicator → its name as the plans in force print it, in the plans' order."""
    rows = PlanIndicator.objects.filter(plan__in=plans_in_force(region=region, year=year))
    ordered = rows.order_by("-plan__kind", "-plan__round__start_year", "domain__order", "order")
    names: dict[int, str] = {}
    for indicator_id, name in ordered.values_list("indicator_id", "name"):
        names.setdefault(indicator_id, name)
    return names


def duty_book(*, regions: Iterable[Region], years: Iterable[int]) -> DutyBook:
    """The duties of the places in the years, in five queries however many they are."""
    places = list(regions)
    candidates = _candidate_plans(places)
    nearest = {region.pk: _nearest(candidates, region) for region in places}
    asked = _asked({plan.pk for plans in nearest.values() for plan in plans})
    units = MemberUnit.objects.filter(region__in=places, is_active=True).order_by("order", "pk")
    own: dict[int, list[MemberUnit]] = defaultdict(list)
    for unit in units:
        own[unit.region_id].append(unit)
    book = DutyBook(regions_of_units={u.pk: u.region_id for u in units})
    for region in places:
        heirs = _Heirs.of_units(own[region.pk])
        for plan in nearest[region.pk]:
            duties = {
                indicator_id: _duty(rows, heirs, is_own=plan.region_id == region.pk)
                for indicator_id, rows in asked[plan.pk].items()
            }
            for year in set(years):
                if plan.baseline_year <= year <= plan.end_year:
                    _add(book, region.pk, year, duties)
    return book


@dataclass(frozen=True, slots=True)
class _Heirs:
    """The units of a place that take over duties written for units of a level above."""

    by_name: dict[str, frozenset[int]]
    sole: frozenset[int]

    @classmethod
    def of_units(cls, units: Sequence[MemberUnit]) -> _Heirs:
        by_name: dict[str, frozenset[int]] = {}
        for unit in units:
            for name in unit_names(unit):
                by_name[name] = by_name.get(name, frozenset()) | {unit.pk}
        return cls(by_name, frozenset(u.pk for u in units) if len(units) == 1 else frozenset())

    def of(self, unit: MemberUnit) -> frozenset[int]:
        return frozenset().union(*(self.by_name.get(n, frozenset()) for n in unit_names(unit)))


def _duty(rows: list[_Charge], heirs: _Heirs, *, is_own: bool) -> ReportingDuty:
    leads: frozenset[int] = frozenset()
    supports: frozenset[int] = frozenset()
    for row in rows:
        units = frozenset({row.unit.pk}) if is_own else heirs.of(row.unit)
        if row.kind == LEAD:
            leads |= units
        else:
            supports |= units
    leads = leads or heirs.sole
    return ReportingDuty(leads, supports - leads)


def _add(book: DutyBook, region_id: int, year: int, duties: dict[int, ReportingDuty]) -> None:
    for indicator_id, duty in duties.items():
        key = (region_id, year, indicator_id)
        before = book.duties.get(key)
        if before is None:
            book.duties[key] = duty
        else:
            leads = before.leads | duty.leads
            book.duties[key] = ReportingDuty(leads, (before.supports | duty.supports) - leads)


def _candidate_plans(regions: Sequence[Region]) -> list[Plan]:
    codes = {code for r in regions for code in (r.code, *ancestor_codes(r.code))}
    rows = Plan.objects.filter(region__code__in=codes).select_related("region", "round")
    return list(rows.order_by("-round__start_year", "-kind"))


@dataclass(frozen=True, slots=True)
class _Charge:
    kind: str
    unit: MemberUnit


def _asked(plans: set[int]) -> dict[int, dict[int, list[_Charge]]]:
    """Plan → indicator → who is charged with it (an empty list where nobody is named)."""
    asked: dict[int, dict[int, list[_Charge]]] = defaultdict(dict)
    charges: dict[int, list[_Charge]] = {}
    rows = PlanIndicator.objects.filter(plan__in=plans).order_by()
    for pk, plan_id, indicator_id in rows.values_list("pk", "plan_id", "indicator_id"):
        charges[pk] = asked[plan_id][indicator_id] = []
    named = list(
        Responsibility.objects.filter(plan_indicator__plan__in=plans)
        .order_by()
        .values_list("plan_indicator_id", "kind", "unit_id")
    )
    units = MemberUnit.objects.in_bulk({unit_id for _, _, unit_id in named})
    for plan_indicator_id, kind, unit_id in named:
        charges[plan_indicator_id].append(_Charge(kind, units[unit_id]))
    return asked


def _choose(plans: Iterable[Plan], region: Region, year: int) -> list[Plan]:
    return [p for p in _nearest(plans, region) if p.baseline_year <= year <= p.end_year]


def _nearest(plans: Iterable[Plan], region: Region) -> list[Plan]:
    """Per round and kind the plan of the place itself, else of the nearest ancestor."""
    nearness = {code: i for i, code in enumerate((region.code, *ancestor_codes(region.code)))}
    chosen: dict[tuple[int, str], Plan] = {}
    for plan in plans:
        if plan.region.code not in nearness:
            continue
        key = (plan.round_id, plan.kind)
        held = chosen.get(key)
        if held is None or nearness[plan.region.code] < nearness[held.region.code]:
            chosen[key] = plan
    return list(chosen.values())
