"""The years of one indicator: their columns, and the charts of them."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from assessments.charts import CHARTS
from assessments.columns.words import quantity, run_title
from assessments.options import Options
from assessments.selectors.indicator_page import ON_FINAL, ON_PACE
from indicators.choices import BlankReasonChoices, BreakdownChoices, ObservationSource
from indicators.core.vocabulary import BREAKDOWNS, FEMALE, MALE, RURAL, TOTAL, URBAN, Basis, Verdict
from indicators.wording import numbers
from indicators.wording.goals import stated_goal
from indicators.wording.labels import NO_DATA
from indicators.wording.verdicts import words_of
from units.printed_table import MISSING, Cell, Column, number_column, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessments.charts import Chart
    from assessments.core.annual import AnnualTarget
    from assessments.models import Assessment
    from assessments.selectors.indicator_page import IndicatorPage, IndicatorYear
    from indicators.core.case import Figure
    from indicators.core.reasons import Judgement
    from indicators.models import Observation, PlanIndicator
    from indicators.wording.verdicts import Words

YEARS: Final = "逐年数值"
PARTS: Final = "分性别、分城乡"
_NOT_JUDGED: Final = "不判断"
_REACHED: Final = MappingProxyType({Verdict.MET: "已达到", Verdict.UNMET: "未达到"})
_NO_TARGET: Final = "没有设"
_PACE: Final = words_of({"basis": Basis.PACE.value})
_FINAL: Final = words_of()
_CHARTED: Final = ((FEMALE, MALE), (URBAN, RURAL))


def year_columns(page: IndicatorPage, run: Assessment | None) -> list[Column[IndicatorYear]]:
    """``run``: the assessment the page goes by; its own rules get a column where they are
    neither plainly those of the line nor those of the final target."""
    measure, line = page.measure, page.line
    value: Column[IndicatorYear] = number_column(
        "value", "数值", show=lambda year: _value(year, measure), width=27
    )
    counts: Column[IndicatorYear] = number_column(
        "counts", "分子 / 分母", show=lambda year: _counts(year.figure), width=42
    )
    source: Column[IndicatorYear] = Column(
        "source",
        "来源",
        show=lambda row: source_shown(row.observation, _chain(line, row.year)),
        width=57,
    )
    year: Column[IndicatorYear] = Column("year", "年份", show=_year, width=27)
    if not page.is_judged or line is None or page.sheet is None:
        return [year, value, counts, source]
    own_rules: Column[IndicatorYear] = Column(
        "rules",
        run_title(run) if run else "",
        show=lambda row: _judged(row, row.by_rules, run.words if run else _FINAL),
    )
    unit, is_pace = numbers.difference_unit(measure), page.basis is Basis.PACE
    annual: Column[IndicatorYear] = Column(
        "annual", "年度目标", show=lambda row: annual_shown(row.annual, measure), width=42
    )
    return [
        year,
        value,
        counts,
        number_column("change", "比上年", show=lambda row: _change(row, unit)),
        number_column(
            "expected",
            "应达进度",
            show=lambda row: quantity(row.expected, measure, numbers.USUAL_DECIMALS),
        ),
        Column("pace", "时序进度", show=partial(_by_line, is_pace=is_pace)),
        Column("final", "终期目标", show=partial(_by_target, is_pace=is_pace), width=34),
        *((own_rules,) if has_own_rules(run) else ()),
        *((annual,) if page.sheet.criterion.annual else ()),
        source,
    ]


def _by_line(row: IndicatorYear, *, is_pace: bool) -> Cell:
    """A verdict where the page goes by the line, else a word beside the verdict by the target."""
    shown = _judged(row, row.on_pace, _PACE)
    return shown if is_pace else text(shown.text)


def _by_target(row: IndicatorYear, *, is_pace: bool) -> Cell:
    """A verdict where the page goes by the final target, else whether it is reached already."""
    if not is_pace:
        return _judged(row, row.on_final, _FINAL, row.final_grade)
    verdict = row.on_final.verdict if row.on_final else None
    shown = _REACHED.get(verdict) if verdict else None
    return text(shown or _judged(row, row.on_final, _FINAL).text)


def has_own_rules(run: Assessment | None) -> bool:
    """Whether an assessment judges otherwise, or says its verdicts in words of its own."""
    if run is None:
        return False
    options = Options.from_json(run.settings)
    has_words = bool(options.label_met or options.label_unmet)
    return has_words or options.judging() not in (ON_PACE, ON_FINAL)


def _year(row: IndicatorYear) -> Cell:
    return text(f"{row.year}年" + ("（基期）" if row.is_base else ""))


def _value(row: IndicatorYear, measure: str) -> Cell:
    """The value; of an earlier census or election, with its year; else why there is none."""
    carried = row.carried
    if carried is not None and carried.value is not None:
        shown = quantity(
            carried.value, measure, numbers.telling_places(carried.value, carried.decimals)
        )
        return Cell(shown.text, unit=f"{shown.unit}，沿用{carried.value_year}年", value=shown.value)
    figure = row.figure
    if figure is None or figure.value is None:
        reason = figure.blank.value if figure else ""
        return text(BlankReasonChoices(reason).label if reason else "")
    decimals = figure.decimals
    if decimals is None and figure.denominator is not None:
        decimals = numbers.telling_places(figure.value)
    return quantity(figure.value, measure, decimals)


def _counts(figure: Figure | None) -> Cell:
    if figure is None or figure.numerator is None or figure.denominator is None:
        return Cell(MISSING)
    return Cell(f"{quantity(figure.numerator, '').text} / {quantity(figure.denominator, '').text}")


def _change(row: IndicatorYear, unit: str) -> Cell:
    if row.change is None:
        return Cell(MISSING)
    decimals = row.figure.decimals if row.figure else None
    return Cell(numbers.signed(row.change, decimals, grouped=True), unit=unit, value=row.change)


def year_notes(years: Sequence[IndicatorYear]) -> list[str]:
    """Below the years: why a change may not be what two of them give."""
    pairs = ((now.figure, before.figure) for now, before in pairwise(years) if now.change)
    shown = ((now, before) for now, before in pairs if now and before)
    uneven = any(
        now.value is not None
        and before.value is not None
        and numbers.is_uneven(now.value, before.value, numbers.places_for(now.value, now.decimals))
        for now, before in shown
    )
    return [numbers.UNEVEN] if uneven else []


def _judged(row: IndicatorYear, judgement: Judgement | None, words: Words, grade: str = "") -> Cell:
    if judgement is None:
        return text(_NOT_JUDGED if row.is_base else NO_DATA)
    word = words.plain(judgement.verdict)
    finer = words.beside(judgement.verdict, grade)
    return Cell(word, unit=f" · {finer}" if finer else "", verdict=words.tone(judgement.verdict))


def annual_shown(goal: AnnualTarget | None, measure: str) -> Cell:
    """≥92%，已达到."""
    if goal is None:
        return Cell(_NO_TARGET)
    criterion, spec = goal.criterion, goal.criterion.spec
    words = str(stated_goal(spec, criterion.direction, goal.goal.value, goal.goal.upper, measure))
    if goal.is_met is None:
        return text(words)
    return text(f"{words}，{'已达到' if goal.is_met else '未达到'}")


def _chain(line: PlanIndicator | None, year: int) -> str:
    """Where the page tells the whole way of the year's number, cell to verdict."""
    plan = f"plan={line.plan_id}&" if line else ""
    return f"?{plan}year={year}#chain"


def source_shown(observation: Observation | None, address: str) -> Cell:
    """Where a number came from: unit, sheet and cell, else how it came in."""
    if observation is None:
        return Cell(MISSING)
    unit = observation.unit.label if observation.unit else ""
    if observation.cell:
        sheet = f"“{observation.sheet}”表 " if observation.sheet else ""
        words = f"{unit}台账 {sheet}{observation.cell}".strip()
    else:
        words = f"{unit} {ObservationSource(observation.source).label}".strip()
    return text(words + ("（推算）" if observation.is_derived else ""), address)


def part_columns(page: IndicatorPage) -> list[Column[IndicatorYear]]:
    """The years by sex and by town and country, where reported."""
    measure, decimals = page.measure, page.decimals

    def part(breakdown: str) -> Column[IndicatorYear]:
        return number_column(
            breakdown.replace(":", "-"),
            BreakdownChoices(breakdown).label,
            show=lambda year: quantity((year.parts or {}).get(breakdown), measure, decimals),
        )

    def total(year: IndicatorYear) -> Cell:
        return quantity(year.value, measure, decimals)

    known = [each for each in BREAKDOWNS if each != TOTAL and each in page.breakdowns]
    return [
        Column("year", "年份", show=lambda year: text(f"{year.year}年")),
        number_column("value", "合计", show=total),
        *(part(breakdown) for breakdown in known),
    ]


def target_name(page: IndicatorPage) -> str:
    """The target as the chart's line is labelled: the plan's number with its unit."""
    return "" if page.target is None else f"目标{numbers.quantity(page.target, page.measure)}"


def target_path_chart(page: IndicatorPage) -> Chart | None:
    """The way to the target; None where no plan judges the indicator."""
    if page.sheet is None:
        return None
    row, ahead = page.sheet.row, page.ahead
    years = range(row.baseline_year, row.plan.end_year + 1)
    last = next((year for year in page.years if year.value is not None), None)
    joint = {last.year: last.value} if last and last.value is not None and ahead else {}
    line = {}
    if page.has_pace and page.base is not None and page.target is not None:
        line = {years[0]: page.base, years[-1]: page.target}
    return CHARTS["target_path"](
        title=page.name,
        unit=row.printed_measure,
        decimals=page.decimals,
        years=years,
        actual={year.year: year.value for year in page.years},
        behind={year.year for year in page.years if year.is_behind},
        lines={
            "pace": line,
            "forecast": joint | {each.year: each.middle for each in ahead},
            "low": joint | {each.year: each.low for each in ahead},
            "high": joint | {each.year: each.high for each in ahead},
            "annual": {year: goal.value for year, goal in page.sheet.criterion.annual},
        },
        target=page.target,
        target_name=target_name(page),
    )


def part_charts(page: IndicatorPage) -> list[dict[str, Any]]:
    """By sex, and by town and country, each with its values in words."""
    groups = [tuple(b for b in group if b in page.breakdowns) for group in _CHARTED]
    return [_part_chart(page, group) for group in groups if group]


def _part_chart(page: IndicatorPage, group: tuple[str, ...]) -> dict[str, Any]:
    by_year = {year.year: year.parts or {} for year in reversed(page.years)}
    years = [year for year, parts in by_year.items() if any(b in parts for b in group)]
    chart = CHARTS["rates_by_year"](
        title=page.name,
        unit=page.measure,
        decimals=page.decimals,
        years=years,
        rates={BreakdownChoices(b).label: [by_year[year].get(b) for year in years] for b in group},
    )
    label = "；".join(
        f"{series.name}："
        + "，".join(
            f"{year}{value}"
            for year, value in zip(chart.categories, series.values, strict=True)
            if value is not None
        )
        for series in chart.series
    )
    return {"key": f"parts-{group[0].partition(':')[0]}", "data": chart.data, "label": label}
