"""The results of one assessment as pages need them: light rows, urgent rows, full lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from assessments.core.tally import Tally, TallyEntry, count, is_picked, tally_from
from assessments.core.verdict_changes import LightResult, Rate
from assessments.models import Result
from assessments.selectors.run_book import BOTH
from indicators.choices import ResponsibilityChoices
from indicators.core.vocabulary import Grade, PlanKind, RuleKind, Verdict
from indicators.models import Responsibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from assessments.core.verdict_changes import VerdictChange
    from assessments.models import Assessment

_MARKED: Final = Coalesce("is_key", "plan_indicator__is_key")
"""The mark of a key indicator as it stood; today's where none was kept (0.1)."""


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


class ResultLine(NamedTuple):
    """A result with the names it is printed under, read without building models; fields of a
    ``Result`` but for those of ``_ELSEWHERE``. ``lead``: None in what 0.1 stored."""

    pk: int
    plan_indicator_id: int
    indicator_id: int
    plan_id: int
    kind: str
    code: str
    domain: str
    order: int
    name: str
    measure: str
    rule: str
    verdict: str
    computed_verdict: str
    grade: str
    pace_state: str | None
    value: Decimal | None
    decimals: int | None
    reference_year: int | None
    base: Decimal | None
    base_year: int | None
    target: Decimal | None
    target_upper: Decimal | None
    target_text: str
    expected: Decimal | None
    gap: Decimal | None
    achievement: Decimal | None
    explanation: str
    lead: str | None
    is_key: bool
    is_verified: bool

    def has_text(self, text: str) -> bool:
        return text in self.name or text in (self.lead or "") or text == self.code


_ELSEWHERE: Final[dict[str, Any]] = {
    "indicator_id": "plan_indicator__indicator_id",
    "plan_id": "plan_indicator__plan_id",
    "kind": "plan_indicator__plan__kind",
    "code": "plan_indicator__indicator__code",
    "is_key": _MARKED,
    "is_verified": Coalesce("is_verified", "plan_indicator__is_verified"),
}


def lines_of(rows: QuerySet[Result]) -> list[ResultLine]:
    """By the run's own verdicts. One query."""
    return [ResultLine._make(row) for row in rows.values_list(*_columns(()))]


class ResultWithLead(NamedTuple):
    """A result with what stands around it on a page."""

    result: ResultLine
    lead: str
    change: VerdictChange | None

    @property
    def name(self) -> str:
        return self.result.name

    @property
    def code(self) -> str:
        return self.result.code

    @property
    def measure(self) -> str:
        return self.result.measure


def rate_of(tally: Tally) -> Rate:
    return Rate(tally.met, tally.denominator, tally.rate)


def plan_tallies(run: Assessment, kind: str) -> dict[str, Tally]:
    """Plan → the tally the assessment stored; of one plan when ``kind`` names it."""
    return {
        entry["kind"]: tally_from(entry)
        for entry in run.summary.get("plans", ())
        if kind in (BOTH, entry["kind"])
    }


def stored_counts(run: Assessment, kind: str) -> Counts:
    """The counts the assessment stored; of one plan when ``kind`` names it."""
    plans = plan_tallies(run, kind)
    domains = [
        DomainTally(entry["kind"], entry["domain"], tally_from(entry))
        for entry in run.summary.get("domains", ())
        if kind in (BOTH, entry["kind"])
    ]
    both = run.summary.get("combined")
    combined = plans.get(kind) if kind != BOTH else (tally_from(both) if both else None)
    return Counts(plans, domains, combined or Tally(0, 0, 0, 0, 0, None))


def counted(run: Assessment, rows: Iterable[LightResult]) -> Counts:
    """The counts of some of the assessment's results, by its own rules."""
    tallies = count([_entry(row) for row in rows], run.options.counting())
    return Counts(
        {kind.value: tally for kind, tally in tallies.plans.items()},
        [DomainTally(kind.value, name, t) for (kind, name), t in tallies.domains.items()],
        tallies.combined,
    )


def _entry(row: LightResult | ResultLine) -> TallyEntry:
    kind, rule = PlanKind(row.kind), RuleKind(row.rule)
    return TallyEntry(kind, row.domain, rule, row.is_key, Verdict(row.verdict))


def verdicts(
    runs: Sequence[Assessment], *, kind: str = BOTH, unit: int | None = None
) -> dict[int, dict[int, str]]:
    """Assessment → plan indicator → verdict against the place's own targets. One query."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    rows = _chosen(runs, kind, unit)
    for assessment, plan_indicator, verdict in rows.order_by().values_list(
        "assessment_id", "plan_indicator_id", _as_shown(runs)[0]
    ):
        found[assessment][plan_indicator] = verdict
    return found


def light_results(
    run: Assessment, *, kind: str = BOTH, unit: int | None = None
) -> list[LightResult]:
    """An assessment's results in printed order, as far as its counts are of them: enough to count
    and filter. One query."""
    rows = _chosen([run], kind, unit).order_by("order")
    rule = run.options.denominator
    light = [
        LightResult._make(row)
        for row in rows.values_list(
            "pk",
            "plan_indicator_id",
            _as_shown([run])[0],
            "rule",
            _MARKED,
            "plan_indicator__plan__kind",
            "domain",
        )
    ]
    return [row for row in light if is_picked(_entry(row), rule)]


def _as_shown(runs: Sequence[Assessment]) -> tuple[Case, Case]:
    """Verdict and grade as the runs tell them: of those retold by pace where the value stands on
    the line, an evaluator's own verdict apart."""
    paced = Q(assessment__in=[run.pk for run in runs if run.is_retold], computed_verdict="")
    judged = Q(verdict__in=(Verdict.MET, Verdict.UNMET))
    verdict = Case(
        When(paced & Q(pace_state__in=(Grade.EARLY, Grade.ON_TRACK)), then=Value(Verdict.MET)),
        When(paced & Q(pace_state=Grade.BEHIND), then=Value(Verdict.UNMET)),
        When(paced & judged, then=Value(Verdict.NOT_ASSESSABLE)),
        default=F("verdict"),
        output_field=CharField(),
    )
    grade = Case(When(paced, then=F("pace_state")), default=F("grade"), output_field=CharField())
    return verdict, grade


def _columns(runs: Sequence[Assessment]) -> list[Any]:
    """Those of a ``ResultLine``, in its order; verdict and grade as the runs tell them."""
    by_run = dict(zip(("verdict", "grade"), _as_shown(runs), strict=True))
    return [(_ELSEWHERE | by_run).get(name, name) for name in ResultLine._fields]


def _chosen(runs: Iterable[Assessment], kind: str, unit: int | None) -> QuerySet[Result]:
    rows = Result.objects.filter(assessment__in=[run.pk for run in runs], whose="")
    if kind != BOTH:
        rows = rows.filter(plan_indicator__plan__kind=kind)
    if unit is not None:
        led = Responsibility.objects.filter(unit=unit, kind=ResponsibilityChoices.LEAD)
        not_kept = Q(lead=None, plan_indicator__in=led.values("plan_indicator"))
        rows = rows.filter(Q(lead_unit=unit) | not_kept)
    return rows


def unmet_lines(run: Assessment, *, kind: str = BOTH, unit: int | None = None) -> list[ResultLine]:
    """The unmet ones that it counts, in printed order. One query."""
    lines = lines_by_run([run], kind=kind, unit=unit)[run.pk]
    unmet = (line for line in lines if line.verdict == Verdict.UNMET)
    return [line for line in unmet if is_picked(_entry(line), run.options.denominator)]


def most_urgent(unmet: Iterable[ResultLine]) -> list[ResultLine]:
    """Key indicators first, then the least of the way come, then printed order.

    An indicator of both plans is named once.
    """
    once: dict[int, ResultLine] = {}
    for row in unmet:
        once.setdefault(row.indicator_id, row)

    def rank(row: ResultLine) -> tuple[bool, bool, Decimal, int]:
        return (not row.is_key, row.achievement is None, row.achievement or Decimal(0), row.order)

    return sorted(once.values(), key=rank)


def result_lines(run: Assessment, kept: Sequence[int]) -> list[ResultLine]:
    """The lines of these primary keys, in their order. One query."""
    by_pk = {line.pk: line for line in lines_by_run([run])[run.pk]}
    return [by_pk[pk] for pk in kept if pk in by_pk]


def lines_by_run(
    runs: Sequence[Assessment], *, kind: str = BOTH, unit: int | None = None, code: str = ""
) -> dict[int, list[ResultLine]]:
    """Assessment → its lines in printed order; of one indicator when ``code`` names it. One
    query."""
    rows = _chosen(runs, kind, unit).order_by("order")
    if code:
        rows = rows.filter(plan_indicator__indicator__code=code)
    found: defaultdict[int, list[ResultLine]] = defaultdict(list)
    for assessment, *line in rows.values_list("assessment_id", *_columns(runs)):
        found[assessment].append(ResultLine._make(line))
    return found


def indicators_of(run: Assessment, kind: str) -> list[ResultLine]:
    """What the assessment judged, in printed order, an indicator of both plans once. One query."""
    once: dict[int, ResultLine] = {}
    for line in lines_by_run([run], kind=kind)[run.pk]:
        once.setdefault(line.indicator_id, line)
    return list(once.values())


class Leads(NamedTuple):
    """Who leads what in an assessment. ``units``: in their order, for the filter."""

    names: dict[int, str]
    units: list[tuple[int, str]]


def leads_today(assessment: int) -> dict[int, tuple[int, str]]:
    """Plan indicator → its lead unit and its short name, by the units' order. One query."""
    rows = Responsibility.objects.filter(
        plan_indicator__plan__assessments=assessment, kind=ResponsibilityChoices.LEAD
    ).order_by("unit__order", "unit__code")
    names = ("plan_indicator_id", "unit_id", "unit__short_name", "unit__name")
    return {row: (unit, short or name) for row, unit, short, name in rows.values_list(*names)}


def leads_of(run: Assessment) -> Leads:
    """The lead unit of every indicator the assessment judged, as it stood then; today's where
    none was kept (0.1). Two queries."""
    stored = Result.objects.filter(assessment=run.pk, whose="").values_list(
        "plan_indicator_id", "lead_unit", "lead"
    )
    kept = {row: (unit, lead) for row, unit, lead in stored if lead is not None}
    today = leads_today(run.pk)
    led = today | kept
    order = list(dict.fromkeys(unit for unit, _ in today.values()))
    units = {unit: label for unit, label in led.values() if unit is not None}
    ordered = sorted(units, key=lambda pk: order.index(pk) if pk in order else len(order))
    return Leads({row: label for row, (_, label) in led.items()}, [(u, units[u]) for u in ordered])


def result_rows(
    lines: Iterable[ResultLine], leads: Leads, changed: Mapping[int, VerdictChange] | None = None
) -> list[ResultWithLead]:
    changed = changed or {}
    return [
        ResultWithLead(
            line, leads.names.get(line.plan_indicator_id, ""), changed.get(line.plan_indicator_id)
        )
        for line in lines
    ]
