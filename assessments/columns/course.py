"""The years of one indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse

from assessments.columns.words import quantity
from indicators.choices import BlankReasonChoices, BreakdownChoices, ObservationSource
from indicators.wording import numbers
from indicators.wording.verdicts import words_of
from units.grid import MISSING, Column, Shown, text

if TYPE_CHECKING:
    from decimal import Decimal

    from assessments.core.annual import AnnualTarget
    from assessments.selectors.course_page import Course, YearLine
    from assessments.selectors.run_book import Run
    from indicators.models import Observation

YEARS: Final = "逐年数值"
BREAKDOWNS: Final = "分性别、分城乡"
PART_NAMES: Final = {
    "sex:female": "女",
    "sex:male": "男",
    "area:urban": "城市",
    "area:rural": "农村",
}
SEXES = ("sex:female", "sex:male")
_PACE_DECIMALS = 2
AREAS = ("area:urban", "area:rural")


def course_columns(course: Course, run: Run | None, place: str) -> list[Column[YearLine]]:
    """``place``: code of the region the years are of."""
    measure = course.row.printed_measure
    base_year = course.row.baseline_year

    def year(line: YearLine) -> Shown:
        return text(f"{line.year}年" + ("（基期）" if line.year == base_year else ""))

    def value(line: YearLine) -> Shown:
        if line.value is not None and line.figure is not None:
            return quantity(line.value, measure, line.figure.decimals)
        reason = line.figure.blank.value if line.figure else ""
        return text(BlankReasonChoices(reason).label if reason else "")

    def verdict(line: YearLine) -> Shown:
        if line.judgement is None:
            return text("不判断")
        words = run.words if run else words_of()
        verdict = line.judgement.verdict
        return Shown(words.plain(verdict), verdict=words.tone(verdict))

    def source(line: YearLine) -> Shown:
        return source_shown(line.observation, chain_url(course, place, line.year))

    def annual(line: YearLine) -> Shown:
        return annual_shown(line.annual, measure)

    yearly = Column("annual", "年度目标", annual, width=22)
    return [
        Column("year", "年份", year, width=14),
        Column("value", "数值", value, is_numeric=True, width=14),
        Column(
            "counts", "分子 / 分母", lambda line: _counts(line.figure), is_numeric=True, width=22
        ),
        Column(
            "change",
            "比上年",
            lambda line: Shown(numbers.signed(line.change), number=line.change),
            is_numeric=True,
        ),
        Column(
            "expected",
            "应达进度",
            lambda line: quantity(line.expected, measure, _PACE_DECIMALS),
            is_numeric=True,
        ),
        Column("verdict", "结论", verdict),
        *((yearly,) if course.sheet.criterion.annual else ()),
        Column("source", "来源", source, width=30),
    ]


def annual_shown(goal: AnnualTarget | None, measure: str) -> Shown:
    """≥92%，已达到."""
    if goal is None:
        return Shown(MISSING)
    words = f"{goal.sign}{numbers.quantity(goal.value, measure)}"
    if goal.upper is not None:
        words = f"{numbers.number(goal.value)}—{numbers.quantity(goal.upper, measure)}"
    if goal.is_met is None:
        return text(words)
    return text(f"{words}，{'已达到' if goal.is_met else '未达到'}")


def part_columns(course: Course) -> list[Column[YearLine]]:
    """The years by sex and by town and country, where reported."""
    measure = course.row.printed_measure

    def part(breakdown: str) -> Column[YearLine]:
        return Column(
            breakdown.replace(":", "-"),
            BreakdownChoices(breakdown).label,
            lambda line: quantity(line.parts.get(breakdown), measure, course.decimals),
            is_numeric=True,
        )

    def total(line: YearLine) -> Shown:
        return quantity(line.value, measure, course.decimals)

    known = [each for each in (*SEXES, *AREAS) if each in course.breakdowns]
    return [
        Column("year", "年份", lambda line: text(f"{line.year}年")),
        Column("value", "合计", total, is_numeric=True),
        *(part(breakdown) for breakdown in known),
    ]


def source_shown(observation: Observation | None, address: str) -> Shown:
    """Where a number came from: unit, sheet and cell, else how it came in."""
    if observation is None:
        return Shown(MISSING)
    unit = observation.unit.label if observation.unit else ""
    if observation.cell:
        sheet = f"“{observation.sheet}”表 " if observation.sheet else ""
        words = f"{unit}台账 {sheet}{observation.cell}".strip()
    else:
        words = f"{unit} {ObservationSource(observation.source).label}".strip()
    return text(words, address)


def chain_url(course: Course, place: str, year: int) -> str:
    """Where the whole way of a number is told, cell to verdict."""
    code = course.row.indicator.code
    address = reverse("reports:indicator", kwargs={"region": place, "code": code})
    return f"{address}?plan={course.row.plan_id}&year={year}#chain"


def _counts(figure: object) -> Shown:
    top: Decimal | None = getattr(figure, "numerator", None)
    bottom: Decimal | None = getattr(figure, "denominator", None)
    if top is None or bottom is None:
        return Shown(MISSING)
    return Shown(f"{quantity(top, '').text} / {quantity(bottom, '').text}")


def target_name(course: Course) -> str:
    if course.target is None:
        return ""
    return f"目标{numbers.quantity(course.target, course.row.printed_measure)}"
