"""Keeping a plan's indicators, targets and responsibilities while its catalogue is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from indicators.choices import ResponsibilityChoices, StageChoices
from indicators.core.catalogue import CatalogueEntry
from indicators.core.vocabulary import Aggregate, PlanKind
from indicators.models import Domain, Indicator, Plan, PlanIndicator, Responsibility, Target
from units.models import MemberUnit


@dataclass(frozen=True, slots=True)
class PlanRows:
    """A catalogue's entries with what they refer to."""

    entries: Sequence[CatalogueEntry]
    plans: Mapping[PlanKind, Plan]
    domains: Mapping[tuple[PlanKind, str], Domain]
    indicators: Mapping[str, Indicator]


@dataclass(frozen=True, slots=True)
class KeptPlanIndicators:
    """The plan indicators by line of the file, and which lines were new or changed."""

    by_line: dict[int, PlanIndicator]
    new: set[int]
    changed: set[int]


def plan_indicators_keep(rows: PlanRows) -> KeptPlanIndicators:
    """Create or update one plan indicator per entry; columns the file lacks stay untouched."""
    known = {
        (row.plan_id, row.indicator_id): row
        for row in PlanIndicator.objects.filter(plan__in=rows.plans.values())
    }
    kept = KeptPlanIndicators({}, set(), set())
    fresh: list[PlanIndicator] = []
    updated: list[PlanIndicator] = []
    positions: dict[tuple[PlanKind, str], int] = {}
    for entry in rows.entries:
        key = (entry.kind, entry.domain)
        positions[key] = positions.get(key, 0) + 1
        said = _fields(entry, rows, positions[key])
        row = known.get((rows.plans[entry.kind].pk, rows.indicators[entry.code].pk))
        if row is None:
            row = _new(entry, rows, said)
            fresh.append(row)
            kept.new.add(entry.line)
        elif _apply(row, said):
            updated.append(row)
            kept.changed.add(entry.line)
        kept.by_line[entry.line] = row
    PlanIndicator.objects.bulk_create(fresh)
    PlanIndicator.objects.bulk_update(updated, [name.removesuffix("_id") for name in said])
    return kept


def _fields(entry: CatalogueEntry, rows: PlanRows, position: int) -> dict[str, Any]:
    """What the entry says; None where the file has no such column."""
    compared = entry.compare_code
    return {
        "domain_id": rows.domains[entry.kind, entry.domain].pk,
        "order": position if entry.order is None else entry.order,
        "name": entry.name,
        "measure": entry.report_measure,
        "rule": entry.rule.value,
        "target_text": entry.target_text,
        "baseline_year": entry.baseline_year,
        "aggregate": None if entry.aggregate is None else entry.aggregate.value,
        "is_key": entry.is_key,
        "source": entry.source,
        "is_verified": entry.is_verified,
        "compare_with_id": _compared(compared, rows),
        "tolerance": entry.tolerance,
        "factor": entry.factor,
        "change_points": entry.change_points,
        "base_value": entry.base_value,
    }


# Of a rule's own numbers a blank means none; of the rest None means: leave as it is.
_RULE_FIELDS: Final = ("tolerance", "change_points", "base_value", "compare_with_id")


def _compared(code: str, rows: PlanRows) -> int | None:
    if not code:
        return None
    known = rows.indicators.get(code)
    if known is not None:
        return known.pk
    return type(next(iter(rows.indicators.values()))).objects.get(code=code).pk


def _new(entry: CatalogueEntry, rows: PlanRows, said: dict[str, Any]) -> PlanIndicator:
    given = {field: value for field, value in said.items() if value is not None}
    plan = rows.plans[entry.kind]
    defaults = {"baseline_year": plan.baseline_year, "aggregate": Aggregate.WHOLE.value}
    return PlanIndicator(plan=plan, indicator=rows.indicators[entry.code], **{**defaults, **given})


def _apply(row: PlanIndicator, said: dict[str, Any]) -> bool:
    changed = False
    for field, value in said.items():
        if value is None and field not in _RULE_FIELDS:
            continue
        if getattr(row, field) != value:
            setattr(row, field, value)
            changed = True
    return changed


def targets_keep(rows: PlanRows, kept: KeptPlanIndicators) -> set[int]:
    """The final and the mid-term target of each entry; gives the lines where one changed.

    Annual targets, and mid-term targets of a file without that column, stay untouched.
    """
    known = {
        (row.plan_indicator_id, row.stage): row
        for row in Target.objects.filter(
            plan_indicator__in=kept.by_line.values(),
            stage__in=[StageChoices.FINAL, StageChoices.MIDTERM],
        )
    }
    changed: set[int] = set()
    for entry in rows.entries:
        plan = rows.plans[entry.kind]
        wanted = [
            (StageChoices.FINAL, plan.end_year, entry.target, entry.target_upper),
            (StageChoices.MIDTERM, plan.midterm_year, entry.midterm_target, _midterm_upper(entry)),
        ]
        owner = kept.by_line[entry.line]
        for stage, year, value, upper in wanted:
            if _target_keep(owner, known.get((owner.pk, stage)), stage, year, value, upper):
                changed.add(entry.line)
    return changed


def _midterm_upper(entry: CatalogueEntry) -> Decimal | None:
    """The mid-term number of a band is its lower end; the upper one is the final one's."""
    return None if entry.midterm_target is None else entry.target_upper


def _target_keep(
    owner: PlanIndicator,
    known: Target | None,
    stage: StageChoices,
    year: int,
    value: Decimal | None,
    upper: Decimal | None,
) -> bool:
    if value is None and upper is None:
        if known is None or stage is StageChoices.MIDTERM:
            return False
        known.delete()
        return True
    if known is None:
        Target.objects.create(
            plan_indicator=owner, stage=stage, year=year, value=value, upper=upper
        )
        return True
    if (known.value, known.upper) == (value, upper):
        return False
    known.value, known.upper = value, upper
    known.save(update_fields=["value", "upper"])
    return True


def responsibilities_keep(
    rows: PlanRows, kept: KeptPlanIndicators, units: Mapping[str, MemberUnit]
) -> set[int]:
    """The first department leads, the others support; gives the lines where that changed."""
    known: dict[int, list[tuple[int, str]]] = {}
    for row in Responsibility.objects.filter(plan_indicator__in=kept.by_line.values()).order_by(
        "order", "pk"
    ):
        known.setdefault(row.plan_indicator_id, []).append((row.unit_id, row.kind))
    changed: set[int] = set()
    fresh: list[Responsibility] = []
    for entry in rows.entries:
        if entry.departments is None:
            continue
        owner = kept.by_line[entry.line]
        wanted = _wanted(entry, units)
        if known.get(owner.pk, []) == wanted:
            continue
        changed.add(entry.line)
        Responsibility.objects.filter(plan_indicator=owner).delete()
        fresh += [
            Responsibility(plan_indicator=owner, unit_id=unit, kind=kind, order=order)
            for order, (unit, kind) in enumerate(wanted)
        ]
    Responsibility.objects.bulk_create(fresh)
    return changed


def _wanted(entry: CatalogueEntry, units: Mapping[str, MemberUnit]) -> list[tuple[int, str]]:
    keys = dict.fromkeys(units[name].pk for name in entry.departments or ())
    lead, support = ResponsibilityChoices.LEAD.value, ResponsibilityChoices.SUPPORT.value
    return [(key, support if place else lead) for place, key in enumerate(keys)]
