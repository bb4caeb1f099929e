"""Which plans judge a place: its own, else those of the nearest place above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q

from assessments.messages import Wording
from indicators.core.case import Criterion, Goal
from indicators.core.quantities import power_of_ten
from indicators.core.rules import NOT_JUDGED
from indicators.core.vocabulary import (
    Aggregate,
    Frequency,
    PlanKind,
    ResponsibilityKind,
    RuleKind,
    Stage,
    measure,
)
from indicators.models import (
    IndicatorDefinition,
    Plan,
    PlanIndicator,
    Responsibility,
    Round,
    Target,
)
from units.models import Region
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

ABOVE = "above"


class Lead(NamedTuple):
    """The unit that leads an indicator: its key, None where nobody does, and its short name."""

    unit: int | None = None
    label: str = ""


NOBODY: Final = Lead()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One plan indicator ready to judge any place by.

    ``criterion`` is for places without a plan of their own; ``own_criterion`` has the
    base value that the plan states for its own place. ``shift``: power of ten from the
    library's measure to the plan's (人 for the library's 万人: 4); ``compare_shift``: from
    that of the indicator compared with. ``wording``: what a sentence about a verdict needs
    besides its reason.
    """

    row: PlanIndicator
    kind: PlanKind
    domain: str
    criterion: Criterion
    own_criterion: Criterion
    shift: int
    compare_id: int | None
    compare_shift: int
    wording: Wording
    lead: Lead = NOBODY


class PlansByPlace:
    """The plans of a round that could judge some places, read at once."""

    def __init__(self, round_: Round, kind: str, chains: Iterable[list[str]]) -> None:
        codes = {code for chain in chains for code in chain}
        condition = Q(round=round_, region__code__in=codes)
        if kind != "both":
            condition &= Q(kind=kind)
        self.plans: dict[tuple[str, str], Plan] = {
            (plan.kind, plan.region.code): plan
            for plan in Plan.objects.filter(condition).select_related("region", "round")
        }

    def nearest(self, chain: list[str]) -> list[Plan]:
        """Of each kind the plan of the first place in the chain that has one."""
        found = []
        for kind in (PlanKind.WOMEN, PlanKind.CHILDREN):
            plan = next(
                (self.plans[kind, code] for code in chain if (kind, code) in self.plans), None
            )
            if plan is not None:
                found.append(plan)
        return found

    def judging(self, region: Region) -> list[Plan]:
        """The plans that judge the place: its own, else those of the nearest above."""
        return self.nearest([region.code, *ancestor_codes(region.code)])

    def above(self, region: Region) -> list[Plan]:
        """The plans of the nearest place above those that judge the place itself."""
        chain = ancestor_codes(region.code)
        holders = {plan.region.code for plan in self.judging(region)} - {region.code}
        after = max((chain.index(code) + 1 for code in holders), default=0)
        return self.nearest(chain[after:])


def plans_by_place(regions: Iterable[Region], round_: Round, kind: str) -> PlansByPlace:
    """Those that could judge these places. One query."""
    return PlansByPlace(
        round_, kind, ([region.code, *ancestor_codes(region.code)] for region in regions)
    )


def has_midterms(plans: Iterable[Plan]) -> bool:
    """Whether any of the plans sets a number for its mid-term. One query."""
    return _midterm_targets().filter(plan_indicator__plan__in=plans).exists()


def _midterm_targets() -> QuerySet[Target]:
    return Target.objects.filter(stage=Stage.MIDTERM, value__isnull=False)


def sheets_for(plans: Iterable[Plan], *, code: str = "") -> list[Sheet]:
    """All judged indicators of the plans in printed order; background ones are left out.

    ``code``: of this one indicator only.
    """
    plans = list(plans)
    rank = {plan.pk: number for number, plan in enumerate(plans)}
    chosen = PlanIndicator.objects.filter(plan__in=plans).exclude(rule__in=NOT_JUDGED)
    stated = Target.objects.filter(plan_indicator__plan__in=plans)
    if code:
        chosen = chosen.filter(indicator__code=code)
        stated = stated.filter(plan_indicator__indicator__code=code)
    in_midterm = _midterm_targets().filter(plan_indicator__plan=OuterRef("plan"))
    staged = chosen.annotate(has_midterms=Exists(in_midterm))
    rows = list(staged.select_related("plan__region", "domain", "indicator", "compare_with"))
    rows.sort(key=lambda r: (rank[r.plan_id], r.domain.order, r.order, r.pk))
    targets: dict[int, list[Target]] = {}
    for target in stated.order_by("year"):
        targets.setdefault(target.plan_indicator_id, []).append(target)
    starts = _definition_starts(rows)
    leads = _leads(rows)
    sheets = []
    for row in rows:
        theirs = targets.get(row.pk, [])
        sheet = _sheet(row, theirs, starts, has_midterms=row.has_midterms)
        sheets.append(replace(sheet, lead=leads.get(row.pk, NOBODY)))
    return sheets


def _leads(rows: Iterable[PlanIndicator]) -> dict[int, Lead]:
    """Plan indicator → its lead unit."""
    duties = Responsibility.objects.filter(
        plan_indicator__in=[row.pk for row in rows], kind=ResponsibilityKind.LEAD
    )
    return {
        row: Lead(unit, short or name)
        for row, unit, short, name in duties.order_by("-order", "-pk").values_list(
            "plan_indicator_id", "unit_id", "unit__short_name", "unit__name"
        )
    }


def _definition_starts(rows: Sequence[PlanIndicator]) -> dict[int, tuple[int, ...]]:
    wanted = {row.indicator_id for row in rows} | {row.compare_with_id for row in rows}
    starts: dict[int, tuple[int, ...]] = {}
    breaking = IndicatorDefinition.objects.filter(
        indicator_id__in=[pk for pk in wanted if pk], breaks_series=True
    )
    for indicator_id, year in breaking.order_by("valid_from").values_list(
        "indicator_id", "valid_from"
    ):
        starts[indicator_id] = (*starts.get(indicator_id, ()), year)
    return starts


def _sheet(
    row: PlanIndicator,
    targets: list[Target],
    starts: dict[int, tuple[int, ...]],
    *,
    has_midterms: bool,
) -> Sheet:
    by_stage = {target.stage: target for target in targets}
    compared = row.compare_with
    stated = Criterion(
        rule=RuleKind(row.rule),
        measure=measure(row.printed_measure),
        baseline_year=row.baseline_year,
        end_year=row.plan.end_year,
        scale=row.indicator.scale,
        final=_goal(by_stage.get(Stage.FINAL)),
        midterm=_goal(by_stage.get(Stage.MIDTERM)),
        tolerance=row.tolerance,
        factor=Fraction(row.factor) if row.factor else None,
        change_points=row.change_points,
        aggregate=Aggregate(row.aggregate),
        frequency=Frequency(row.indicator.frequency),
        definition_starts=starts.get(row.indicator_id, ()),
        compare_frequency=Frequency(compared.frequency) if compared else Frequency.YEARLY,
        compare_definition_starts=starts.get(compared.pk, ()) if compared else (),
        annual=_annual(targets),
        has_midterms=has_midterms,
    )
    return Sheet(
        row=row,
        kind=PlanKind(row.plan.kind),
        domain=row.domain.name,
        criterion=stated,
        own_criterion=replace(stated, base_value=row.base_value),
        shift=measure_shift(row.indicator.measure, row.printed_measure),
        compare_id=row.compare_with_id,
        compare_shift=measure_shift(compared.measure, row.printed_measure) if compared else 0,
        wording=Wording(stated, row.target_text, compared.name if compared else ""),
    )


def _annual(targets: Iterable[Target]) -> tuple[tuple[int, Goal], ...]:
    """The targets of single years that have a number."""
    goals = [(target.year, _goal(target)) for target in targets if target.stage == Stage.ANNUAL]
    return tuple((year, goal) for year, goal in goals if goal is not None)


def _goal(target: Target | None) -> Goal | None:
    if target is None or target.value is None:
        return None
    return Goal(target.value, target.upper)


def measure_shift(library: str, printed: str) -> int:
    """Power of ten from one multiple of a count to another (万人 to 人: 4); 0 where equal."""
    return power_of_ten(Fraction(measure(library).multiple, measure(printed).multiple))
