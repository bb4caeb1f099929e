"""The list of an assessment's indicators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse

from assessments.columns.words import change_words, goal, quantity, verdict_shown
from units.printed_table import Cell, Column, number_column, text

if TYPE_CHECKING:
    from assessments.columns.filters import Filters
    from assessments.models import Assessment
    from assessments.selectors.result_lines import ResultWithLead


def indicator_url(code: str, filters: Filters) -> str:
    """The indicator's page for the place, round, year and plan of the filters."""
    address = reverse("reports:indicator", kwargs={"region": filters.region, "code": code})
    return address + filters.query(
        region="", unit=None, domain="", verdict="", change="", indicator=""
    )


def result_columns(run: Assessment, filters: Filters) -> list[Column[ResultWithLead]]:
    """``filters`` gives the filters that links keep."""
    is_pace = run.words.is_pace
    changes = change_words(run.words)

    def grade(row: ResultWithLead) -> Cell:
        return text(run.words.beside(row.result.verdict, row.result.grade))

    final: Column[ResultWithLead] = number_column(
        "final", "终期目标", show=lambda row: goal(row.result, row.measure, is_pace=False), width=27
    )
    return [
        Column("code", "代码", show=lambda row: text(row.code), width=15),
        Column(
            "name",
            "指标",
            show=lambda row: text(
                row.name,
                indicator_url(row.code, _of_plan(filters, row.result.kind)),
            ),
            width=65,
        ),
        Column("domain", "领域", show=lambda row: text(row.result.domain), width=30),
        number_column(
            "base",
            "基期值",
            show=lambda row: quantity(row.result.base, row.measure, row.result.decimals),
        ),
        number_column(
            "value",
            "数值",
            show=lambda row: quantity(row.result.value, row.measure, row.result.decimals),
        ),
        Column("year", "年份", show=lambda row: _year(row.result.reference_year), width=17),
        number_column(
            "goal",
            "应达" if is_pace else "目标",
            show=lambda row: goal(row.result, row.measure, is_pace=is_pace),
            width=27,
        ),
        *((final,) if is_pace else ()),
        Column(
            "verdict", "结论", show=lambda row: verdict_shown(row.result.verdict, run), width=19
        ),
        Column("grade", "程度", show=grade, width=23),
        Column("change", "比上年", show=lambda row: text(changes.get(row.change, "")), width=38),
        Column("lead", "牵头单位", show=lambda row: text(row.lead), width=27),
        Column("why", "说明", show=lambda row: text(row.result.explanation), width=114),
    ]


def urgent_columns(run: Assessment, filters: Filters) -> list[Column[ResultWithLead]]:
    """The few that need a leader's word."""
    chosen = {"name", "value", "goal", "lead"}
    columns = [column for column in result_columns(run, filters) if column.key in chosen]
    return [
        replace(c, heading=f"{run.year}年" if c.key == "value" else c.heading, width=23)
        for c in columns
    ]


def _of_plan(filters: Filters, kind: str) -> Filters:
    return filters if filters.plan else filters.with_plan(kind)


def _year(year: int | None) -> Cell:
    return text(f"{year}年" if year else "")
