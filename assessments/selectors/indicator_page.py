"""One indicator of one place: its years, judged now, its parts, its trend, and where each
number comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessments.core.annual import AnnualTarget, annual_target
from assessments.messages import explain
from assessments.messages.forecasts import forecast_sentence, history_sentence
from assessments.messages.rates import basis_words
from assessments.selectors.cases import figure_of, figures_for
from assessments.selectors.plans import sheets_for
from indicators.core.case import JudgingSettings
from indicators.core.forecast import forecast
from indicators.core.judging import judge
from indicators.core.verdict_history import verdict_history
from indicators.core.vocabulary import TOTAL, Basis, Verdict
from indicators.core.vocabulary import measure as meaning_of
from indicators.models import Observation, PlanIndicator
from indicators.wording.decimals import evened, series_decimals
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from assessments.selectors.plans import Sheet
    from indicators.core.case import Case, Figure
    from indicators.core.forecast import Forecast
    from indicators.core.reasons import Judgement, Reason
    from indicators.models import Indicator
    from units.models import Region

ON_PACE = JudgingSettings(basis=Basis.PACE)
ON_FINAL = JudgingSettings(basis=Basis.FINAL)
_JUDGED = (Verdict.MET, Verdict.UNMET)


@dataclass(frozen=True, slots=True)
class IndicatorYear:
    """One year: the figure, its change, what the line asks for, how it is judged.

    ``on_pace``, ``on_final``, ``by_rules`` (of the assessment the page goes by) are None for
    the base year and where nothing is judged. ``parts``: breakdown → value in the plan's
    measure.
    """

    year: int
    figure: Figure | None
    observation: Observation | None
    change: Decimal | None = None
    is_base: bool = False
    on_pace: Judgement | None = None
    on_final: Judgement | None = None
    by_rules: Judgement | None = None
    annual: AnnualTarget | None = None
    parts: Mapping[str, Decimal] | None = None

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None

    @property
    def expected(self) -> Decimal | None:
        return self.on_pace.reason.expected if self.on_pace else None

    @property
    def is_behind(self) -> bool:
        """Of years with a figure of their own: a carried one says nothing new."""
        is_late = self.on_pace is not None and self.on_pace.verdict is Verdict.UNMET
        return is_late and self.value is not None

    @property
    def carried(self) -> Reason | None:
        """Of an earlier census or election: the reason with its value and year."""
        reason = self.on_final.reason if self.on_final else None
        if reason is None or reason.value is None or reason.value_year == self.year:
            return None
        return reason

    @property
    def final_grade(self) -> str:
        """The finer word against the final target."""
        grade = self.on_final.grade if self.on_final else None
        return "" if grade is None else grade.value


@dataclass(frozen=True, slots=True)
class YearAhead:
    """The trend in a year to come, with its range."""

    year: int
    middle: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """``line``: the plan indicator that asks for it, ``sheet``: ready to judge by; both None
    where no plan asks, ``sheet`` for background indicators too. ``years``: newest first;
    ``observed``: approved totals of all years, within the plan or not; ``groups``: values by sex
    and by town or country.
    ``target``, ``base``: as numbers, None where the plan names none. ``history``: when the
    final target was first met, lost, met again. ``chosen_year``: the year in the address."""

    place: Region
    indicator: Indicator
    line: PlanIndicator | None
    sheet: Sheet | None
    years: Sequence[IndicatorYear]
    observed: Mapping[int, Observation]
    groups: Sequence[Observation]
    target: Decimal | None = None
    base: Decimal | None = None
    outlook: Forecast | None = None
    ahead: Sequence[YearAhead] = ()
    history: str = ""
    chosen_year: int | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the years are those of a plan: from its base year on, without gaps."""
        return any(year.is_base for year in self.years)

    @property
    def name(self) -> str:
        return self.line.name if self.line else self.indicator.name

    @property
    def measure(self) -> str:
        """What the values are printed in: the plan's measure where they are judged."""
        judged = self.sheet if self.is_judged else None
        return judged.row.printed_measure if judged else self.indicator.measure

    @property
    def decimals(self) -> int:
        """That all years, the chart and the outlook are printed with."""
        stated = self.indicator.decimals
        if self.is_judged and self.line is not None:
            stated = self.line.stated_decimals
        figures = [year.figure for year in self.years if year.figure]
        return series_decimals(stated, meaning_of(self.measure), figures)

    @property
    def focus(self) -> IndicatorYear | None:
        """The year that the page speaks of: the one asked for, else the newest that says
        something."""
        telling = [year for year in self.years if year.on_final or year.is_base]
        chosen = (year for year in telling if year.year == self.chosen_year)
        return next(chosen, telling[0] if telling else None)

    @property
    def basis(self) -> Basis:
        """What the page holds the year against, all over: pace before the plan's last year."""
        focus, line = self.focus, self.line
        is_over = focus is None or line is None or focus.year >= line.plan.end_year
        return Basis.FINAL if is_over else Basis.PACE

    @property
    def held_against(self) -> str:
        """That in words, with the year of the final target."""
        end_year = self.line.plan.end_year if self.line else None
        return basis_words(self.basis, end_year=end_year)

    @property
    def judgement(self) -> Judgement | None:
        """Of the year the page speaks of, by its basis."""
        if self.focus is None:
            return None
        return self.focus.on_pace if self.basis is Basis.PACE else self.focus.on_final

    @property
    def has_pace(self) -> bool:
        """Whether a line leads to the target: none where the base was past it already."""
        judged = [year for year in self.years if year.on_pace]
        return not judged or any(year.expected is not None for year in judged)

    @property
    def breakdowns(self) -> set[str]:
        """Those with at least one value."""
        return {breakdown for year in self.years for breakdown in year.parts or {}}

    def groups_of(self, year: int) -> list[Observation]:
        return [row for row in self.groups if row.reference_year == year]

    @property
    def sentence(self) -> str:
        """How the year stands: against the line, in the last year against the target."""
        if self.sheet is None or self.judgement is None:
            return ""
        return explain(self.judgement, self.sheet.wording)

    @property
    def outlook_sentence(self) -> str:
        if self.sheet is None or self.outlook is None:
            return ""
        return forecast_sentence(self.outlook, self.sheet.criterion, self.decimals)


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


def indicator_page(
    place: Region,
    indicator: Indicator,
    line: PlanIndicator | None,
    rules: JudgingSettings = ON_FINAL,
    chosen_year: int | None = None,
) -> IndicatorPage:
    """Everything the page, its file and the charts are made of. A fixed number of queries.

    ``rules``: how the assessment judges that the page goes by. ``chosen_year``: in the address.
    """
    sheet = _sheet_of(line) if line else None
    observed = _observed(place, indicator)
    groups = [row for (_, breakdown), row in observed.items() if breakdown != TOTAL]
    totals = {year: row for (year, breakdown), row in observed.items() if breakdown == TOTAL}
    last = None
    if sheet is not None:
        first, end = sheet.row.baseline_year, sheet.row.plan.end_year
        last = max((year for year in totals if first <= year <= end), default=None)
    if sheet is None or last is None:
        plain = _plain_years(observed, totals, indicator)
        years = sorted(plain, key=lambda year: -year.year)
        return IndicatorPage(place, indicator, line, sheet, years, totals, groups)
    figures = figures_for([sheet], [place], last)
    cases = [figures.case(sheet, place, year) for year in range(first, last + 1)]
    years = [_judged_year(sheet, case, observed, rules) for case in reversed(cases)]
    target, base = _ends(cases[-1])
    values = {year.year: year.value for year in years if year.value is not None}
    is_open = bool(values) and last < end
    has_history = not sheet.criterion.spec.is_decided
    return IndicatorPage(
        place=place,
        indicator=indicator,
        line=line,
        sheet=sheet,
        years=years,
        observed=totals,
        groups=groups,
        target=target,
        base=base,
        outlook=forecast(sheet.criterion, values, target) if is_open else None,
        ahead=_ahead(sheet, values, last, end),
        history=history_sentence(verdict_history(cases[-1])) if has_history else "",
        chosen_year=chosen_year,
    )


def _sheet_of(line: PlanIndicator) -> Sheet | None:
    """The line ready to judge by; None for a background indicator."""
    sheets = sheets_for([line.plan], code=line.indicator.code)
    return next((sheet for sheet in sheets if sheet.row.pk == line.pk), None)


_Observed = dict[tuple[int, str], Observation]


def _observed(place: Region, indicator: Indicator) -> _Observed:
    """Approved values by year and breakdown, with unit and file. One query."""
    rows = Observation.objects.filter(region=place, indicator=indicator).select_related(
        "indicator", "unit", "ledger__file", "submission__submitted_by", "approved_by"
    )
    return {(row.reference_year, row.breakdown): row for row in rows.order_by()}


def _plain_years(
    observed: _Observed, years: Iterable[int], indicator: Indicator
) -> list[IndicatorYear]:
    """Years that no plan judges, in the library's measure."""
    scale = indicator.scale
    series = {year: figure_of(observed[year, TOTAL], scale) for year in years}
    return [
        IndicatorYear(year, figure, observed[year, TOTAL], parts=_parts(observed, year, scale, 0))
        for year, figure in evened(
            indicator.decimals, meaning_of(indicator.measure), series
        ).items()
    ]


def _judged_year(
    sheet: Sheet, case: Case, observed: _Observed, rules: JudgingSettings
) -> IndicatorYear:
    year = case.year
    figure, before = case.series.get(year), case.series.get(year - 1)
    change = None
    if figure and before and figure.value is not None and before.value is not None:
        change = figure.value - before.value
    is_base = year == sheet.row.baseline_year
    return IndicatorYear(
        year=year,
        figure=figure,
        observation=observed.get((year, TOTAL)),
        change=change,
        is_base=is_base,
        on_pace=None if is_base else _judgement(case, ON_PACE),
        on_final=None if is_base else _judgement(case, ON_FINAL),
        by_rules=None if is_base else _judgement(case, rules),
        annual=None if is_base else annual_target(case),
        parts=_parts(observed, year, sheet.row.indicator.scale, sheet.shift),
    )


def _judgement(case: Case, settings: JudgingSettings) -> Judgement | None:
    judgement = judge(case, settings)
    return None if judgement.verdict is Verdict.NO_DATA else judgement


def _parts(observed: _Observed, year: int, scale: int, shift: int) -> dict[str, Decimal]:
    """Breakdown → value as it is judged, in the measure that is printed."""
    rows = {
        breakdown: figure_of(row, scale).value
        for (of_year, breakdown), row in observed.items()
        if of_year == year and breakdown != TOTAL
    }
    return {breakdown: v.scaleb(shift) for breakdown, v in rows.items() if v is not None}


def _ends(case: Case) -> tuple[Decimal | None, Decimal | None]:
    """Final target and base as numbers; a rule that holds the value against the base alone
    has no target to draw."""
    judgement, goal = judge(case, ON_FINAL), case.criterion.final
    reason = judgement.reason
    if judgement.verdict not in _JUDGED:
        return (goal.value if goal else None), reason.base
    is_base_alone = goal is None and reason.target == reason.base
    return (None if is_base_alone else reason.target), reason.base


def _ahead(sheet: Sheet, values: Mapping[int, Decimal], last: int, end: int) -> list[YearAhead]:
    """The trend year by year from the last value on; empty below three values."""
    made = []
    for year in range(last + 1, end + 1):
        projected = forecast(replace(sheet.criterion, end_year=year), values, None)
        if projected is None:
            return []
        made.append(YearAhead(year, projected.projected, projected.low, projected.high))
    return made
