"""Loading a place's plans of one round from a catalogue file: update, never double."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import PlanKindChoices
from indicators.core.catalogue import (
    CatalogueEntry,
    catalogue_read,
    round_years,
)
from indicators.core.loading_faults import FaultKind, RowFault
from indicators.core.rules import RULES
from indicators.core.vocabulary import PlanKind
from indicators.messages import loading as messages
from indicators.models import Domain, Indicator, Plan, PlanIndicator, Round, Target
from indicators.selectors.file_tables import FileTable
from indicators.services.catalogue_indicators import indicators_keep
from indicators.services.catalogue_plan import (
    PlanRows,
    plan_indicators_keep,
    responsibilities_keep,
    targets_keep,
)
from indicators.wording.standings import unchecked_text
from units.models import Region
from units.models.region import NATION_CODE
from units.services.member_units import units_keep
from units.services.regions import region_from_text

YEARS_TO_MIDTERM = 4


@dataclass(frozen=True, slots=True)
class CatalogueLoad:
    """What the file holds, and what became of its rows (``new``, ``changed`` and ``unchanged`` add
    up to its rows). ``doubts``: rows whose rule does not check all that their words ask."""

    plans: int
    domains: int
    indicators: int
    targets: int
    units: int
    new: int
    changed: int
    unchanged: int
    doubts: tuple[str, ...] = ()

    def as_document(self) -> dict[str, int | tuple[str, ...]]:
        """``doubts`` stands there only where there are any."""
        whole = {name: getattr(self, name) for name in self.__slots__}
        return whole if self.doubts else {k: n for k, n in whole.items() if k != "doubts"}


@transaction.atomic
def catalogue_load(*, table: FileTable, region: str, round_: str) -> CatalogueLoad:
    """Bring a place's plans of a round to what the file says; refuses the file whole.

    ``region`` is a code, or CODE:NAME to create the place; ``round_`` like 2011-2020.
    """
    years = round_years(round_)
    if years is None:
        raise ValidationError(messages.ROUND_BAD.format(text=round_), code="round")
    entries, faults = catalogue_read(table.columns, table.rows)
    faults = sorted([*faults, *_other_measures(entries)], key=lambda fault: fault.line)
    sentences = [messages.row_fault(fault) for fault in faults]
    sentences += _late_baselines(entries, years[0])
    if sentences:
        raise ValidationError(sentences, code="rows")
    place = region_from_text(region)
    plans = _plans(entries, place, _round(years))
    library = indicators_keep(entries=entries, start_year=years[0])
    rows = PlanRows(entries, plans, _domains(entries, plans), library.by_code)
    kept = plan_indicators_keep(rows)
    touched = set(kept.changed) | {row for row in library.changed_lines if row not in kept.new}
    touched |= targets_keep(rows, kept)
    units = units_keep(
        region=place,
        names=[name for entry in entries for name in entry.departments or ()],
    )
    touched |= responsibilities_keep(rows, kept, units)
    changed = touched - set(kept.new)
    return CatalogueLoad(
        plans=len(plans),
        domains=Domain.objects.filter(plan__in=plans.values()).count(),
        indicators=PlanIndicator.objects.filter(plan__in=plans.values()).count(),
        targets=Target.objects.filter(plan_indicator__plan__in=plans.values()).count(),
        units=len({unit.pk for unit in units.values()}),
        new=len(kept.new),
        changed=len(changed),
        unchanged=len(entries) - len(kept.new) - len(changed),
        doubts=tuple(_doubts(entries)),
    )


def _doubts(entries: Sequence[CatalogueEntry]) -> Iterator[str]:
    """Taken as they are, and asked about: a person must look whether the rule is the right one."""
    for entry in entries:
        told = unchecked_text(RULES[entry.rule], entry.target_text or "")
        if told:
            yield messages.TARGET_DOUBT.format(
                line=entry.line, name=entry.name, rule=entry.rule, told=told
            )


def _late_baselines(entries: Sequence[CatalogueEntry], start: int) -> list[str]:
    return [
        messages.BASELINE_AFTER_START.format(line=entry.line, year=entry.baseline_year, start=start)
        for entry in entries
        if entry.baseline_year is not None and entry.baseline_year > start
    ]


def _other_measures(entries: Sequence[CatalogueEntry]) -> list[RowFault]:
    """What a code measures is settled for good; a compared indicator must be known."""
    wanted = {entry.code for entry in entries} | {entry.compare_code for entry in entries}
    known = {i.code: i for i in Indicator.objects.filter(code__in=wanted)}
    codes = {entry.code for entry in entries} | set(known)
    faults: list[RowFault] = []
    for entry in entries:
        library = known.get(entry.code)
        for column in ("measure", "scale") if library else ():
            ours, theirs = str(getattr(entry, column)), str(getattr(library, column))
            if ours != theirs:
                faults.append(
                    RowFault(FaultKind.OTHER_THAN_LIBRARY, entry.line, column, ours, theirs)
                )
        if entry.compare_code and entry.compare_code not in codes:
            faults.append(
                RowFault(FaultKind.COMPARE_UNKNOWN, entry.line, "compare_code", entry.compare_code)
            )
    return faults


def _round(years: tuple[int, int]) -> Round:
    start, end = years
    round_, _ = Round.objects.get_or_create(
        name=f"{start}-{end}", defaults={"start_year": start, "end_year": end}
    )
    return round_


def _plans(
    entries: Sequence[CatalogueEntry], region: Region, round_: Round
) -> dict[PlanKind, Plan]:
    """The plan of each kind in the file; titles and years that exist stay as they are."""
    plans: dict[PlanKind, Plan] = {}
    for kind in dict.fromkeys(entry.kind for entry in entries):
        baselines = [e.baseline_year for e in entries if e.kind is kind and e.baseline_year]
        template = (
            messages.PLAN_TITLE_NATION if region.code == NATION_CODE else messages.PLAN_TITLE_LOCAL
        )
        title = template.format(
            region=region.name,
            kind=PlanKindChoices(kind).label,
            start=round_.start_year,
            end=round_.end_year,
        )
        plans[kind], _ = Plan.objects.get_or_create(
            region=region,
            round=round_,
            kind=kind.value,
            defaults={
                "title": title,
                "baseline_year": min(baselines, default=round_.start_year - 1),
                "start_year": round_.start_year,
                "midterm_year": min(round_.start_year + YEARS_TO_MIDTERM, round_.end_year),
                "end_year": round_.end_year,
            },
        )
    return plans


def _domains(
    entries: Sequence[CatalogueEntry], plans: dict[PlanKind, Plan]
) -> dict[tuple[PlanKind, str], Domain]:
    """Domains by plan and name, in the order the file gives or shows."""
    known = {
        (domain.plan_id, domain.name): domain
        for domain in Domain.objects.filter(plan__in=plans.values())
    }
    domains: dict[tuple[PlanKind, str], Domain] = {}
    for entry in entries:
        key = (entry.kind, entry.domain)
        if key in domains:
            continue
        plan = plans[entry.kind]
        shown = 1 + sum(kind is entry.kind for kind, _ in domains)
        order = shown if entry.domain_order is None else entry.domain_order
        domain = known.get((plan.pk, entry.domain))
        if domain is None:
            domain = Domain.objects.create(plan=plan, name=entry.domain, order=order)
        elif entry.domain_order is not None and domain.order != order:
            domain.order = order
            domain.save(update_fields=["order"])
        domains[key] = domain
    return domains
