"""Qualitative indicators of a place and year, with what people decided and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.choices import AssessmentState
from assessments.models import Assessment, Decision
from assessments.selectors.plans import measure_shift
from indicators.core.rules import DECIDED
from indicators.models import Observation
from indicators.selectors.duties import plan_indicators_of
from units.choices import JobState

if TYPE_CHECKING:
    from decimal import Decimal

    from indicators.models import PlanIndicator
    from units.models import Region


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """One qualitative indicator. ``history``: every decision of the year, newest first."""

    row: PlanIndicator
    value: Decimal | None
    decimals: int | None
    history: tuple[Decision, ...]

    @property
    def current(self) -> Decision | None:
        return next((decision for decision in self.history if decision.is_current), None)


def decision_cases(region: Region, year: int) -> list[DecisionCase]:
    """What is to be decided for the place and year, in the plans' order; four queries or so."""
    rows = [
        row
        for row in plan_indicators_of(region=region, year=year, with_background=False)
        if row.rule in DECIDED
    ]
    history: dict[int, list[Decision]] = {}
    decided = Decision.objects.filter(
        region=region, reference_year=year, plan_indicator__in=rows
    ).select_related("decided_by", "evidence")
    for decision in decided.order_by("-decided_at", "-pk"):
        history.setdefault(decision.plan_indicator_id, []).append(decision)
    observed = {
        row.indicator_id: row
        for row in Observation.objects.filter(
            region=region,
            reference_year=year,
            breakdown="",
            indicator__in=[row.indicator_id for row in rows],
        )
    }
    cases = []
    for row in rows:
        figure = observed.get(row.indicator_id)
        cases.append(
            DecisionCase(row, *_printed(row, figure), history=tuple(history.get(row.pk, ())))
        )
    return cases


def _printed(row: PlanIndicator, figure: Observation | None) -> tuple[Decimal | None, int | None]:
    """The approved value and its decimals in the plan's own measure (人 for 万人)."""
    if figure is None or figure.value is None:
        return None, None
    shift = measure_shift(row.indicator.measure, row.printed_measure)
    decimals = figure.decimals
    return figure.value.scaleb(shift), None if decimals is None else max(decimals - shift, 0)


def drafts_of(region: Region, year: int) -> list[int]:
    """Computed drafts of the place and year that a new decision makes stale."""
    rows = Assessment.objects.filter(
        region=region, year=year, state=AssessmentState.DRAFT, job_state=JobState.DONE
    )
    return list(rows.values_list("pk", flat=True))
