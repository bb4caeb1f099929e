"""The list of an assessment's indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from assessments.columns.words import change_words, goal, quantity, verdict_shown
from units.grid import Column, Shown, text

if TYPE_CHECKING:
    from assessments.columns.filters import Filters
    from assessments.selectors.result_lines import ResultWithLead
    from assessments.selectors.run_book import Run


def indicator_url(code: str, filters: Filters) -> str:
    """The indicator's page for the place, round, year and plan of the filters."""
    address = reverse("reports:indicator", kwargs={"region": filters.region, "code": code})
    return address + filters.query(
        region="", unit=None, domain="", verdict="", change="", indicator=""
    )


def result_columns(run: Run, filters: Filters) -> list[Column[ResultWithLead]]:
    """``filters`` gives the filters that links keep."""
    is_pace = run.basis == "pace"
    changes = change_words(run.words)

    def grade(row: ResultWithLead) -> Shown:
        return text(run.words.grade(row.result.grade) if row.result.grade else "")

    return [
        Column("code", "代码", lambda row: text(row.code), width=8),
        Column(
            "name",
            "指标",
            lambda row: text(
                row.name,
                indicator_url(row.code, _of_plan(filters, row.result.kind)),
            ),
            width=34,
        ),
        Column("domain", "领域", lambda row: text(row.result.domain), width=16),
        Column(
            "base",
            "基期值",
            lambda row: quantity(row.result.base, row.measure, row.result.decimals),
            is_numeric=True,
        ),
        Column(
            "value",
            "数值",
            lambda row: quantity(row.result.value, row.measure, row.result.decimals),
            is_numeric=True,
        ),
        Column("year", "年份", lambda row: _year(row.result.reference_year), width=9),
        Column(
            "goal",
            "应达" if is_pace else "目标",
            lambda row: goal(row.result, row.measure, is_pace=is_pace),
            is_numeric=True,
            width=14,
        ),
        Column("verdict", "结论", lambda row: verdict_shown(row.result.verdict, run), width=10),
        Column("grade", "程度", grade, width=12),
        Column("change", "比上年", lambda row: text(changes.get(row.change, "")), width=20),
        Column("lead", "牵头单位", lambda row: text(row.lead), width=14),
        Column("why", "说明", lambda row: text(row.result.explanation), width=60),
    ]


def urgent_columns(run: Run, filters: Filters) -> list[Column[ResultWithLead]]:
    """The few that need a leader's word."""
    chosen = {"name", "value", "goal", "lead"}
    columns = [column for column in result_columns(run, filters) if column.key in chosen]
    return [
        Column(c.key, f"{run.year}年" if c.key == "value" else c.heading, c.show, c.is_numeric)
        for c in columns
    ]


def _of_plan(filters: Filters, kind: str) -> Filters:
    return filters if filters.plan else filters.with_plan(kind)


def _year(year: int | None) -> Shown:
    return text(f"{year}年" if year else "")
