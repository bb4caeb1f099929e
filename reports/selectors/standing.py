"""The results of one assessment as pages need them: light rows, urgent rows, full lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.core.options import options_from_json
from assessments.core.tally import Entry, Tally, count
from assessments.models import Result
from indicators.choices import ResponsibilityChoices
from indicators.core.vocabulary import PlanKind, RuleKind, Verdict
from indicators.models import Responsibility
from reports.core.runs import BOTH, Run
from reports.core.standing import Light, Rate
from units.models import MemberUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reports.core.standing import Change

_COUNTS = ("met", "unmet", "no_data", "not_assessable", "denominator", "rate")


@dataclass(frozen=True, slots=True)
class DomainTally:
    kind: str
    domain: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Counts:
    """Tallies of a page: by plan, by domain, all together."""

    plans: Mapping[str, Tally]
    domains: Sequence[DomainTally]
    combined: Tally


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result with what stands around it on a page."""

    result: Result
    lead: str
    change: Change | None

    @property
    def name(self) -> str:
        return self.result.plan_indicator.name

    @property
    def code(self) -> str:
        return self.result.plan_indicator.indicator.code

    @property
    def measure(self) -> str:
        return self.result.plan_indicator.printed_measure


def rate_of(tally: Tally) -> Rate:
    return Rate(tally.met, tally.denominator, tally.rate)


def stored_counts(run: Run, kind: str) -> Counts:
    """The counts the assessment stored; of one plan when ``kind`` names it."""
    plans = {
        entry["kind"]: _tally(entry)
        for entry in run.summary.get("plans", ())
        if kind in (BOTH, entry["kind"])
    }
    domains = [
        DomainTally(entry["kind"], entry["domain"], _tally(entry))
        for entry in run.summary.get("domains", ())
        if kind in (BOTH, entry["kind"])
    ]
    both = run.summary.get("combined")
    combined = plans.get(kind) if kind != BOTH else (_tally(both) if both else None)
    return Counts(plans, domains, combined or Tally(0, 0, 0, 0, 0, None))


def _tally(entry: Mapping[str, object]) -> Tally:
    return Tally(**{name: entry.get(name) for name in _COUNTS})  # type: ignore[arg-type]


def counted(run: Run, rows: Iterable[Light]) -> Counts:
    """The counts of some of the assessment's results, by its own rules."""
    entries = [
        Entry(PlanKind(r.kind), r.domain, RuleKind(r.rule), r.is_key, Verdict(r.verdict))
        for r in rows
    ]
    tallies = count(entries, options_from_json(run.settings).counting())
    return Counts(
        {kind.value: tally for kind, tally in tallies.plans.items()},
        [DomainTally(kind.value, name, t) for (kind, name), t in tallies.domains.items()],
        tallies.combined,
    )


def light_results(
    runs: Iterable[Run], *, kind: str = BOTH, unit: int | None = None
) -> dict[int, list[Light]]:
    """Assessment → its results against the place's own targets, in printed order. One query."""
    rows = Result.objects.filter(assessment__in=[run.pk for run in runs], whose="")
    if kind != BOTH:
        rows = rows.filter(plan_indicator__plan__kind=kind)
    if unit is not None:
        rows = rows.filter(
            plan_indicator__responsibilities__unit=unit,
            plan_indicator__responsibilities__kind=ResponsibilityChoices.LEAD,
        )
    found: defaultdict[int, list[Light]] = defaultdict(list)
    for assessment, *rest in rows.order_by("order").values_list(
        "assessment_id",
        "pk",
        "plan_indicator_id",
        "plan_indicator__indicator_id",
        "verdict",
        "grade",
        "is_counted",
        "achievement",
        "order",
        "rule",
        "plan_indicator__is_key",
        "plan_indicator__plan__kind",
        "plan_indicator__domain__name",
    ):
        found[assessment].append(Light._make(rest))
    return found


def result_rows(pks: Sequence[int], changed: Mapping[int, Change] | None = None) -> list[ResultRow]:
    """Full rows in the order of ``pks``. Two queries."""
    results = Result.objects.filter(pk__in=pks).select_related(
        "plan_indicator__indicator", "plan_indicator__domain", "plan_indicator__plan"
    )
    by_pk = {row.pk: row for row in results}
    rows = [by_pk[pk] for pk in pks if pk in by_pk]
    leads = lead_units([row.plan_indicator_id for row in rows])
    changed = changed or {}
    return [
        ResultRow(row, leads.get(row.plan_indicator_id, ""), changed.get(row.plan_indicator_id))
        for row in rows
    ]


def lead_units(plan_indicators: Iterable[int]) -> dict[int, str]:
    """Plan indicator → what tables print of its lead unit."""
    rows = Responsibility.objects.filter(
        plan_indicator__in=list(plan_indicators), kind=ResponsibilityChoices.LEAD
    ).values_list("plan_indicator_id", "unit__short_name", "unit__name")
    return {plan_indicator: short or name for plan_indicator, short, name in rows.order_by()}


def units_leading(run: Run) -> list[MemberUnit]:
    """The units that lead an indicator of the assessment's plans, for the filter."""
    return list(
        MemberUnit.objects.filter(
            responsibilities__kind=ResponsibilityChoices.LEAD,
            responsibilities__plan_indicator__plan__assessments=run.pk,
        )
        .distinct()
        .order_by("order", "code")
    )
