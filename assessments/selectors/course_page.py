"""One indicator of a place over the plan's years: values, parts, line, verdicts, forecast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assessments.core.annual import AnnualTarget, annual_target
from assessments.options import Options
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import plans_for, sheets_for
from assessments.selectors.run_book import BOTH
from indicators.core.case import JudgingSettings, judged_value
from indicators.core.forecast import forecast
from indicators.core.judging import judge
from indicators.core.vocabulary import Basis, Verdict
from indicators.models import Observation, Round
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessments.selectors.plans import Sheet
    from assessments.selectors.run_book import Run
    from indicators.core.case import Case, Figure
    from indicators.core.forecast import Forecast
    from indicators.core.reasons import Judgement
    from indicators.models import PlanIndicator
    from units.models import Region

_PACE = JudgingSettings(basis=Basis.PACE)
_FINAL = JudgingSettings(basis=Basis.FINAL)
_JUDGED = (Verdict.MET, Verdict.UNMET)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year. ``parts``: breakdown → value in the plan's measure; ``expected``: the pace."""

    year: int
    figure: Figure | None
    observation: Observation | None
    change: Decimal | None
    judgement: Judgement | None
    expected: Decimal | None
    parts: Mapping[str, Decimal]
    annual: AnnualTarget | None

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The trend in a year to come, with its range."""

    year: int
    middle: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Course:
    """``lines``: oldest first, from the base year to the last with data. ``target``: as a
    number, None where the plan names none. ``breakdowns``: those with at least one value."""

    row: PlanIndicator
    sheet: Sheet
    lines: Sequence[YearLine]
    target: Decimal | None
    base: Decimal | None
    outlook: Forecast | None
    ahead: Sequence[Ahead]
    breakdowns: Sequence[str]

    @property
    def decimals(self) -> int:
        known = [
            line.figure.decimals
            for line in self.lines
            if line.figure and line.figure.decimals is not None
        ]
        return max(known, default=2)


def course_of(
    region: Region, round_name: str, code: str, kind: str, run: Run | None
) -> Course | None:
    """None where no plan of the round judges the place by this indicator.

    ``run``: the assessment whose settings say how the years are judged.
    """
    round_ = _round(region, round_name)
    if round_ is None:
        return None
    sheets = sheets_for(plans_for(region, round_, BOTH), code=code)
    sheet = next((s for s in sheets if s.kind.value == kind), next(iter(sheets), None))
    if sheet is None:
        return None
    first, end = sheet.row.baseline_year, sheet.row.plan.end_year
    observed = _observed(region, sheet, first, end)
    last = max((year for year, breakdown in observed if breakdown == ""), default=first)
    settings = Options.from_json(run.settings).judging() if run else _FINAL
    figures = figures_for([sheet], [region], last)
    cases = {year: figures.case(sheet, region, year) for year in range(first, last + 1)}
    lines = [_line(sheet, case, observed, settings) for case in cases.values()]
    target, base = _ends(cases[last])
    values = {line.year: line.value for line in lines if line.value is not None}
    return Course(
        row=sheet.row,
        sheet=sheet,
        lines=lines,
        target=target,
        base=base,
        outlook=forecast(sheet.criterion, values, target) if last < end else None,
        ahead=_ahead(sheet, values, last, end),
        breakdowns=sorted({b for _, b in observed if b and observed[_, b].value is not None}),
    )


def _round(region: Region, name: str) -> Round | None:
    """The named round; without a name the newest that has a plan for the place."""
    if name:
        return Round.objects.filter(name=name).first()
    codes = [region.code, *ancestor_codes(region.code)]
    return Round.objects.filter(plans__region__code__in=codes).order_by("-start_year").first()


def _observed(
    region: Region, sheet: Sheet, first: int, end: int
) -> dict[tuple[int, str], Observation]:
    rows = Observation.objects.filter(
        region=region, indicator_id=sheet.row.indicator_id, reference_year__range=(first, end)
    ).select_related("unit", "ledger__file")
    return {(row.reference_year, row.breakdown): row for row in rows.order_by()}


def _line(
    sheet: Sheet,
    case: Case,
    observed: Mapping[tuple[int, str], Observation],
    settings: JudgingSettings,
) -> YearLine:
    year = case.year
    figure, before = case.series.get(year), case.series.get(year - 1)
    change = None
    if figure and before and figure.value is not None and before.value is not None:
        change = figure.value - before.value
    is_base = year == sheet.row.baseline_year
    parts = {
        breakdown: value
        for (of_year, breakdown), row in observed.items()
        if of_year == year and breakdown and (value := _part(sheet, row)) is not None
    }
    return YearLine(
        year=year,
        figure=figure,
        observation=observed.get((year, "")),
        change=change,
        judgement=None if is_base else judge(case, settings),
        expected=None if is_base else judge(case, _PACE).reason.expected,
        parts=parts,
        annual=None if is_base else annual_target(case),
    )


def _part(sheet: Sheet, row: Observation) -> Decimal | None:
    value = judged_value(row.value, row.numerator, row.denominator, sheet.row.indicator.scale)
    return value if value is None else value.scaleb(sheet.shift)


def _ends(case: Case) -> tuple[Decimal | None, Decimal | None]:
    """Final target and base as numbers, where the last year could be judged by them."""
    judgement = judge(case, _FINAL)
    reason = judgement.reason
    if judgement.verdict not in _JUDGED:
        goal = case.criterion.final
        return (goal.value if goal else None), reason.base
    return (None if reason.target == reason.base else reason.target), reason.base


def _ahead(sheet: Sheet, values: Mapping[int, Decimal], last: int, end: int) -> list[Ahead]:
    """The trend year by year from the last value on; empty below three values."""
    made = []
    for year in range(last + 1, end + 1):
        told = forecast(replace(sheet.criterion, end_year=year), values, None)
        if told is None:
            return []
        made.append(Ahead(year, told.projected, told.low, told.high))
    return made
