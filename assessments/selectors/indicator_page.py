"""One indicator of one place: its years, judged now, and where each number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessments.core.annual import AnnualTarget, annual_target
from assessments.messages import Wording, explain
from assessments.messages.forecasts import course_sentence, forecast_sentence
from assessments.models import Result
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import sheets_for
from indicators.core.case import JudgingSettings
from indicators.core.course import course
from indicators.core.forecast import forecast
from indicators.core.judging import judge
from indicators.core.vocabulary import Basis, Grade, RuleKind, Verdict
from indicators.models import Observation, ObservationRevision, PlanIndicator
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import Q, QuerySet

    from assessments.selectors.plans import Sheet
    from indicators.core.case import Case, Figure
    from indicators.core.forecast import Forecast
    from indicators.core.reasons import Judgement, Reason
    from indicators.models import Indicator
    from units.models import Region

_PACE = JudgingSettings(basis=Basis.PACE)
_FINAL = JudgingSettings(basis=Basis.FINAL)
_JUDGED = (Verdict.MET, Verdict.UNMET)


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year: the figure, its change, what the line asks for, both judgements.

    ``on_pace`` and ``on_final`` are None for the base year and where nothing is judged.
    """

    year: int
    figure: Figure | None
    observation: Observation | None
    change: Decimal | None
    is_base: bool
    on_pace: Judgement | None
    on_final: Judgement | None
    annual: AnnualTarget | None

    @property
    def expected(self) -> Decimal | None:
        return self.on_pace.reason.expected if self.on_pace else None

    @property
    def is_behind(self) -> bool:
        """Of years with a figure of their own: a carried one says nothing new."""
        has_own = self.figure is not None and self.figure.value is not None
        return has_own and self.on_pace is not None and self.on_pace.verdict is Verdict.UNMET

    @property
    def carried(self) -> Reason | None:
        """Of an earlier census or election: the reason with its value and year."""
        reason = self.on_final.reason if self.on_final else None
        if reason is None or reason.value is None or reason.value_year == self.year:
            return None
        return reason

    @property
    def final_grade(self) -> str:
        """The finer word against the final target; 滞后 is told against the line instead."""
        grade = self.on_final.grade if self.on_final else None
        return "" if grade in (None, Grade.BEHIND) else grade.value


def lines_for(region: Region, indicator: Indicator) -> list[PlanIndicator]:
    """The plan indicators that ask this statistic of the place, newest round first.

    Of each round and kind the nearest plan: the place's own, else that of a place above.
    """
    chain = [region.code, *ancestor_codes(region.code)]
    rows = (
        PlanIndicator.objects.filter(indicator=indicator, plan__region__code__in=chain)
        .select_related("plan__region", "plan__round", "domain", "objective", "indicator")
        .prefetch_related("targets", "responsibilities__unit")
        .order_by("-plan__round__start_year", "-plan__kind")
    )
    nearest: dict[tuple[int, str], PlanIndicator] = {}
    for row in rows:
        key = (row.plan.round_id, row.plan.kind)
        known = nearest.get(key)
        if known is None or chain.index(row.plan.region.code) < chain.index(known.plan.region.code):
            nearest[key] = row
    return list(nearest.values())


def sheet_of(line: PlanIndicator) -> Sheet | None:
    """The line ready to judge by; None for a background indicator."""
    return next((s for s in sheets_for([line.plan]) if s.row.pk == line.pk), None)


def observations_of(region: Region, indicator: Indicator) -> dict[int, Observation]:
    """Approved totals by year, with unit and file."""
    rows = Observation.objects.filter(
        region=region, indicator=indicator, breakdown=""
    ).select_related("unit", "ledger__file", "submission__submitted_by", "approved_by")
    return {row.reference_year: row for row in rows}


def year_rows(sheet: Sheet, region: Region, observed: dict[int, Observation]) -> list[YearRow]:
    """The years of the plan up to the last one with data, newest first."""
    base_year, end_year = sheet.row.baseline_year, sheet.row.plan.end_year
    last = max((year for year in observed if base_year <= year <= end_year), default=None)
    if last is None:
        return []
    figures = figures_for([sheet], [region], last)
    rows = []
    for year in range(base_year, last + 1):
        case = figures.case(sheet, region, year)
        rows.append(_year_row(case, year, base_year, observed.get(year)))
    return rows[::-1]


def _year_row(case: Case, year: int, base_year: int, observation: Observation | None) -> YearRow:
    figure, before = case.series.get(year), case.series.get(year - 1)
    change = None
    if figure and before and figure.value is not None and before.value is not None:
        change = figure.value - before.value
    is_base = year == base_year
    return YearRow(
        year=year,
        figure=figure,
        observation=observation,
        change=change,
        is_base=is_base,
        on_pace=None if is_base else _judged(case, _PACE),
        on_final=None if is_base else _judged(case, _FINAL),
        annual=None if is_base else annual_target(case),
    )


def _judged(case: Case, settings: JudgingSettings) -> Judgement | None:
    judgement = judge(case, settings)
    return None if judgement.verdict is Verdict.NO_DATA else judgement


def sentence(sheet: Sheet, row: YearRow) -> str:
    """How the newest year stands: against the line, in the last year against the target."""
    judgement = row.on_final if row.year >= sheet.row.plan.end_year else row.on_pace
    if judgement is None:
        return ""
    compared = sheet.row.compare_with
    name = "" if compared is None else compared.name
    return explain(judgement, Wording(sheet.criterion, sheet.row.target_text, name))


def chart(sheet: Sheet, rows: list[YearRow], target_text: str) -> dict[str, Any]:
    """What charts.js draws: actual values, the straight line, the target; texts of decimals."""
    first, end = sheet.row.baseline_year, sheet.row.plan.end_year
    years = list(range(first, end + 1))
    by_year = {row.year: row for row in rows}
    newest = next((row.on_final for row in rows if row.on_final), None)
    target = newest.reason.target if newest and newest.verdict in _JUDGED else None
    base = newest.reason.base if newest else None
    annual = {year: goal.value for year, goal in sheet.criterion.annual}
    line: list[str | None] = [None] * len(years)
    if target is not None and base is not None and len(years) > 1:
        line[0], line[-1] = _text(base), _text(target)
    decimals = [r.figure.decimals for r in rows if r.figure and r.figure.decimals is not None]
    return {
        "years": years,
        "actual": [_text(_value(by_year.get(year))) for year in years],
        "pace": line,
        "forecast": _ahead(sheet, rows, years),
        "target": _text(target),
        "target_text": target_text,
        "annual": [_text(annual.get(year)) for year in years],
        "behind": [row.year for row in rows if row.is_behind],
        "unit": sheet.row.printed_measure,
        "decimals": max(decimals, default=0),
    }


def outlook(sheet: Sheet, rows: list[YearRow]) -> Forecast | None:
    """Where the trend leads in the plan's last year; None with too few values or no year left."""
    values = _values(rows)
    if not values or rows[0].year >= sheet.row.plan.end_year:
        return None
    newest = next((row.on_final for row in rows if row.on_final), None)
    target = newest.reason.target if newest and newest.verdict in _JUDGED else None
    return forecast(sheet.criterion, values, target)


def outlook_sentence(sheet: Sheet, rows: list[YearRow]) -> str:
    told = outlook(sheet, rows)
    decimals = next((r.figure.decimals for r in rows if r.figure), None)
    return forecast_sentence(told, sheet.criterion, decimals) if told else ""


def course_told(sheet: Sheet, region: Region, rows: list[YearRow]) -> str:
    """Against the final target: when it was first met, lost and met again."""
    if not rows or sheet.row.rule == RuleKind.QUALITATIVE:
        return ""
    last = rows[0].year
    return course_sentence(course(figures_for([sheet], [region], last).case(sheet, region, last)))


def _ahead(sheet: Sheet, rows: list[YearRow], years: list[int]) -> list[str | None]:
    """Both ends of the dashed line from the newest value to where the trend leads."""
    line: list[str | None] = [None] * len(years)
    told = outlook(sheet, rows)
    if told is not None:
        line[years.index(told.last_year)] = _text(_values(rows)[told.last_year])
        line[-1] = _text(told.projected)
    return line


def _values(rows: list[YearRow]) -> dict[int, Decimal]:
    return {
        row.year: row.figure.value for row in rows if row.figure and row.figure.value is not None
    }


def _value(row: YearRow | None) -> Decimal | None:
    return row.figure.value if row and row.figure else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def history_of(observation: Observation) -> QuerySet[ObservationRevision]:
    """Every state that the number ever had, newest first."""
    return (
        ObservationRevision.objects.filter(
            region_id=observation.region_id,
            indicator_id=observation.indicator_id,
            reference_year=observation.reference_year,
            breakdown=observation.breakdown,
        )
        .select_related("approved_by", "unit")
        .order_by("-revision")
    )


def results_from(observation: Observation, inside: Q) -> list[Result]:
    """Where the number was judged, within what the reader may see."""
    return list(
        Result.objects.filter(inside, observation=observation)
        .select_related("assessment__region")
        .order_by("-assessment__requested_at")[:6]
    )


def parts_of(region: Region, indicator: Indicator, year: int) -> list[Observation]:
    """The year's values by sex and by town or country."""
    return list(
        Observation.objects.filter(region=region, indicator=indicator, reference_year=year).exclude(
            breakdown=""
        )
    )
