"""What contradicts itself in a place's figures, before it is evaluated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.core.contradictions import (
    ComparedFigure,
    Contradiction,
    ContradictionKind,
    Said,
    parts_against_total,
    two_units,
    value_against_counts,
)
from assessments.messages.contradictions import (
    ADVICE,
    APPROVED,
    CLASH,
    PLAN_SIDE,
    STATED,
    TITLES,
    contradiction_text,
    definition_text,
)
from assessments.selectors.plans import measure_shift
from indicators.choices import BreakdownChoices
from indicators.core.vocabulary import TOTAL, measure
from indicators.models import IndicatorDefinition, Observation, SubmissionValue
from indicators.selectors.duties import plan_indicators_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from typing import Any

    from indicators.models import PlanIndicator
    from units.models import Region

_GROUPS = dict(BreakdownChoices.choices)


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction as the page lists it."""

    kind: str
    title: str
    code: str
    name: str
    year: int
    text: str
    advice: str


def contradictions(region: Region, year: int) -> list[Finding]:
    """What does not fit in the place's figures of the year; a fixed number of queries."""
    plan_indicators = plan_indicators_of(region=region, year=year)
    observed = _observed(region, year)
    found = [
        *two_units(_submitted(region, year)),
        *parts_against_total(observed, _GROUPS),
        *value_against_counts(observed),
        *_bases(region, plan_indicators),
    ]
    findings = [_finding(each, contradiction_text(each)) for each in found]
    findings += _definitions(plan_indicators, year)
    order = list(ContradictionKind)
    return sorted(findings, key=lambda f: (order.index(ContradictionKind(f.kind)), f.code, f.year))


def parts_clashes(figures: Iterable[Observation]) -> list[str]:
    """Years of approved figures whose total does not fit its parts, newest first, in words."""
    by_year: defaultdict[int, list[ComparedFigure]] = defaultdict(list)
    for row in figures:
        by_year[row.reference_year].append(_row(row, row.reference_year, _GROUPS[row.breakdown]))
    return [
        CLASH.format(year=year, title=TITLES[found.kind], text=contradiction_text(found))
        for year in sorted(by_year, reverse=True)
        for found in parts_against_total(by_year[year], _GROUPS)
    ]


def _finding(found: Contradiction, text: str) -> Finding:
    return Finding(
        kind=found.kind.value,
        title=TITLES[found.kind],
        code=found.code,
        name=found.name,
        year=found.year,
        text=text,
        advice=ADVICE[found.kind],
    )


def _row(row: Any, year: int, who: str) -> ComparedFigure:
    statistic = row.indicator
    return ComparedFigure(
        statistic.code,
        statistic.name,
        measure(statistic.measure),
        statistic.scale,
        year,
        row.breakdown,
        who,
        row.value,
        row.numerator,
        row.denominator,
        row.decimals,
    )


def _submitted(region: Region, year: int) -> list[ComparedFigure]:
    rows = SubmissionValue.objects.filter(
        submission__reporting_round__region=region, reference_year=year
    ).select_related("indicator", "submission__unit")
    return [
        _row(row, year, row.submission.unit.name)
        for row in rows.order_by("indicator__code", "submission__unit__order", "pk")
    ]


def _observed(region: Region, year: int) -> list[ComparedFigure]:
    rows = Observation.objects.filter(region=region, reference_year=year).select_related(
        "indicator"
    )
    return [
        _row(row, year, _GROUPS[row.breakdown])
        for row in rows.order_by("indicator__code", "breakdown")
    ]


def _bases(region: Region, plan_indicators: Iterable[PlanIndicator]) -> list[Contradiction]:
    """Base values of the two plans against each other and against the approved figure."""
    own = [
        row
        for row in plan_indicators
        if row.plan.region_id == region.pk and row.base_value is not None
    ]
    years = {row.baseline_year for row in own}
    approved = {
        (row.indicator_id, row.reference_year): row
        for row in Observation.objects.filter(
            region=region,
            breakdown=TOTAL,
            reference_year__in=years,
            indicator__in={row.indicator_id for row in own},
            value__isnull=False,
        )
    }
    by_fact: defaultdict[tuple[int, int], list[PlanIndicator]] = defaultdict(list)
    for row in own:
        by_fact[row.indicator_id, row.baseline_year].append(row)
    found = []
    for key, rows in by_fact.items():
        stated = [(row, _in_library(row)) for row in rows]
        if len({value for _, value in stated}) > 1:
            sides = tuple(
                Said(PLAN_SIDE.format(kind=row.plan.get_kind_display()), value)
                for row, value in stated
            )
            found.append(_base_clash(ContradictionKind.TWO_PLANS, rows[0], sides))
        kept = approved.get(key)
        row, value = stated[0]
        if kept is not None and kept.value is not None and kept.value != value:
            sides = (Said(STATED, value), Said(APPROVED, kept.value, kept.decimals))
            found.append(_base_clash(ContradictionKind.PLAN_BASE, row, sides))
    return found


def _in_library(row: PlanIndicator) -> Decimal:
    """The stated base in the library's multiple."""
    assert row.base_value is not None  # noqa: S101 - the caller chose rows that have one
    return row.base_value.scaleb(-measure_shift(row.indicator.measure, row.printed_measure))


def _base_clash(
    kind: ContradictionKind, row: PlanIndicator, sides: tuple[Said, ...]
) -> Contradiction:
    return Contradiction(
        kind, row.indicator.code, row.name, row.indicator.measure, row.baseline_year, sides
    )


def _definitions(plan_indicators: list[PlanIndicator], year: int) -> list[Finding]:
    """Definitions that broke the series between base year and year."""
    rows: dict[int, PlanIndicator] = {}
    for row in plan_indicators:
        rows.setdefault(row.indicator_id, row)
    changed = IndicatorDefinition.objects.filter(
        indicator__in=rows, breaks_series=True, valid_from__lte=year
    ).order_by("valid_from")
    findings = []
    for definition in changed:
        row = rows[definition.indicator_id]
        if definition.valid_from <= row.baseline_year:
            continue
        clash = Contradiction(
            ContradictionKind.DEFINITION,
            row.indicator.code,
            row.name,
            row.indicator.measure,
            definition.valid_from,
            (),
        )
        findings.append(_finding(clash, definition_text(definition.valid_from, definition.note)))
    return findings
