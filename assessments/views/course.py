"""One indicator over the plan's years, with its forecast and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.charts import CHARTS
from assessments.columns.course import (
    AREAS,
    BREAKDOWNS,
    PART_NAMES,
    SEXES,
    YEARS,
    chain_url,
    course_columns,
    part_columns,
    target_name,
)
from assessments.columns.words import chart_label
from assessments.messages.forecasts import forecast_sentence
from assessments.selectors.course_page import course_of
from assessments.views.scene import scene_of, wants_file, workbook_answer
from units.access import Ability, requires
from units.grid import grid

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpRequest, HttpResponse

    from assessments.selectors.course_page import Course


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard_indicator(request: HttpRequest, code: str) -> HttpResponse:
    scene = scene_of(request)
    course = course_of(scene.region, scene.ask.round, code, scene.ask.kind, scene.run)
    if course is None:
        raise Http404
    lines = list(reversed(course.lines))
    years = grid(
        "years",
        YEARS,
        course_columns(course, scene.run, scene.region.code),
        lines,
        is_chosen=lambda line: line.year == scene.ask.year,
    )
    parts = None
    if course.breakdowns:
        with_parts = [line for line in lines if line.parts]
        parts = grid("parts", BREAKDOWNS, part_columns(course), with_parts)
    selects = scene.selects()
    if wants_file(request):
        tables = [years, parts] if parts else [years]
        return workbook_answer(scene, course.row.name, tables, selects)
    chosen = next((line for line in course.lines if line.year == scene.ask.year), None)
    newest = next((line for line in lines if line.value is not None), None)
    context = scene.context(
        selects,
        course=course,
        years=years,
        parts=parts,
        chart=_chart(course),
        chart_label=chart_label(years),
        part_charts=[_part_chart(course, group) for group in _groups(course)],
        outlook=_outlook(course),
        newest=newest,
        judgement=chosen.judgement if chosen else None,
        run_basis=scene.run.basis if scene.run else "",
        chain_url=chain_url(course, scene.region.code, newest.year) if newest else "",
    )
    return render(request, "assessments/dashboard_indicator.html", context)


def _outlook(course: Course) -> str:
    if course.outlook is None:
        return ""
    return forecast_sentence(course.outlook, course.sheet.criterion, course.decimals)


def _years(course: Course) -> list[int]:
    return list(range(course.row.baseline_year, course.row.plan.end_year + 1))


def _chart(course: Course) -> Any:
    actual = {line.year: line.value for line in course.lines}
    last = max((line for line in course.lines if line.value is not None), key=_year, default=None)
    joint = {last.year: last.value} if last and last.value is not None and course.ahead else {}
    ahead = course.ahead
    return CHARTS["course"](
        title=course.row.name,
        unit=course.row.printed_measure,
        decimals=course.decimals,
        years=_years(course),
        actual=actual,
        lines={
            "pace": _pace(course),
            "forecast": joint | {each.year: each.middle for each in ahead},
            "low": joint | {each.year: each.low for each in ahead},
            "high": joint | {each.year: each.high for each in ahead},
            "annual": {year: goal.value for year, goal in course.sheet.criterion.annual},
        },
        target=course.target,
        target_name=target_name(course),
    )


def _year(line: Any) -> int:
    return int(line.year)


def _pace(course: Course) -> dict[int, Decimal]:
    """The straight line: its two ends are enough to draw it."""
    if course.base is None or course.target is None:
        return {}
    return {course.row.baseline_year: course.base, course.row.plan.end_year: course.target}


def _groups(course: Course) -> list[tuple[str, ...]]:
    groups = (tuple(b for b in group if b in course.breakdowns) for group in (SEXES, AREAS))
    return [group for group in groups if group]


def _part_chart(course: Course, group: tuple[str, ...]) -> dict[str, Any]:
    years = [line.year for line in course.lines if any(b in line.parts for b in group)]
    by_year = {line.year: line.parts for line in course.lines}
    data = CHARTS["rates_by_year"](
        title=course.row.name,
        decimals=course.decimals,
        years=years,
        rates={PART_NAMES[b]: [by_year[year].get(b) for year in years] for b in group},
    )
    data["unit"] = course.row.printed_measure
    label = "；".join(
        f"{series['name']}："
        + "，".join(
            f"{year}{value}"
            for year, value in zip(data["categories"], series["values"], strict=True)
            if value is not None
        )
        for series in data["series"]
    )
    return {"key": f"parts-{group[0].partition(':')[0]}", "data": data, "label": label}
