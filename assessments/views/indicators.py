"""One indicator of one place: its years, verdicts, parts, targets, definition, provenance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.columns.filters import Filters
from assessments.columns.indicator import (
    PARTS,
    YEARS,
    part_charts,
    part_columns,
    target_path_chart,
    year_columns,
    year_notes,
)
from assessments.columns.results import indicator_url
from assessments.columns.selects import select, stage_select, value_year_select
from assessments.columns.words import chart_label, run_title
from assessments.core.annual import annual_targets
from assessments.options import Options
from assessments.selectors.aggregation import below, gap_by_sex, newest_year_below
from assessments.selectors.contradictions import parts_clashes
from assessments.selectors.indicator_page import (
    ON_FINAL,
    indicator_page,
    lines_for,
)
from assessments.selectors.judged_in import JudgedIn, result_in, results_from
from assessments.selectors.run_book import RunBook, run_book
from assessments.services.freshness import freshness_by_key
from assessments.views.dashboard_page import (
    dashboard_page,
    dashboard_page_of,
    wants_file,
    workbook_answer,
)
from indicators.models import Indicator
from indicators.selectors.figures import history_of
from indicators.selectors.reporting import open_years, rounds_of
from units.access import Ability, object_or_404, only_reads, person, reach, requires
from units.models import Region
from units.printed_table import table_of
from units.text import whole

if TYPE_CHECKING:
    from django.db.models import Q
    from django.http import HttpRequest, HttpResponse

    from assessments.columns.selects import Select
    from assessments.models import Assessment
    from assessments.selectors.indicator_page import IndicatorPage, IndicatorYear
    from assessments.selectors.result_lines import ResultLine
    from assessments.services.freshness import Freshness
    from assessments.views.dashboard_page import DashboardPage
    from indicators.models import Observation, PlanIndicator
    from units.models import User
    from units.printed_table import Table


@requires(Ability.VIEW_VALUES)
@require_safe
def indicator_detail(request: HttpRequest, region: str, code: str) -> HttpResponse:
    """``plan`` in the address: a plan's key, or women or children with ``round``; ``year``: whose
    provenance is shown and whose assessment the page goes by."""
    user, given = person(request), Filters.of(request.GET)
    inside = reach(user, Ability.VIEW_VALUES).places("")
    if given.region and given.region != region:
        object_or_404(Region.objects.all(), inside, code=given.region)
        return redirect(indicator_url(code, given))
    place = object_or_404(Region.objects.all(), inside, code=region)
    indicator = get_object_or_404(
        Indicator.objects.prefetch_related("definitions", "aliases"), code=code
    )
    lines = lines_for(place, indicator)
    line = _chosen(lines, request.GET.get("plan", ""), given)
    dashboard = _dashboard(user, place, line, given)
    rules = Options.from_json(dashboard.run.settings).judging() if dashboard.run else ON_FINAL
    page = indicator_page(place, indicator, line, rules, given.year)
    picked = _picked(page, given.year)
    tables = _tables(page, dashboard, picked.reference_year if picked else None)
    selects = _selects(page, dashboard, picked)
    if wants_file(request):
        return workbook_answer(dashboard, page.name, tables, selects)
    context = {
        **_context(page, dashboard, picked, given),
        "lines": lines,
        "years": tables[0],
        "parts": tables[1] if len(tables) > 1 else None,
        "hidden": _hidden(line),
    }
    shown = dashboard.context(selects) | context
    shown["is_stale"] = _has_moved(shown["moved"], indicator.code)
    shown["is_another"] = _is_another(page, dashboard.run, shown["result"])
    return render(request, "assessments/indicator_detail.html", shown)


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The address of the time when dashboards had an indicator's page of their own."""
    address = indicator_url(code, dashboard_page(request).filters)
    return redirect(f"{address}&download=xlsx" if wants_file(request) else address)


def _chosen(lines: list[PlanIndicator], plan: str, given: Filters) -> PlanIndicator | None:
    """The line of the plan named in the address, else the newest of the round and kind asked for
    as far as there is one."""
    if plan.isdigit():
        for line in lines:
            if line.plan_id == whole(plan):
                return line
        raise Http404
    if not given.round and given.year is not None:
        covering = (each for each in lines if _covers(each, given.year))
        lines = [*covering, *lines]
    of_round = [line for line in lines if line.plan.round.name == given.round] or lines
    of_kind = [line for line in of_round if line.plan.kind == given.plan] or of_round
    return of_kind[0] if of_kind else None


def _covers(line: PlanIndicator, year: int) -> bool:
    return line.baseline_year <= year <= line.plan.end_year


def _dashboard(
    user: User, place: Region, line: PlanIndicator | None, given: Filters
) -> DashboardPage:
    """The place with the assessments of the line's round, as far as the person may see them."""
    filters = given
    if line is not None:
        filters = replace(given, round=line.plan.round.name, plan=line.plan.kind)
    reporting = rounds_of(place)
    may_see = reach(user, Ability.VIEW_ASSESSMENTS).holds_in(place)
    book = (
        run_book(place, open_years(reporting), is_read_only=only_reads(user, place))
        if may_see
        else RunBook(())
    )
    return dashboard_page_of(
        user, place, filters, book, reporting, reach(user, Ability.VIEW_VALUES)
    )


def _tables(page: IndicatorPage, dashboard: DashboardPage, year: int | None) -> list[Table]:
    """The years, and those with parts where there are any."""
    columns = year_columns(page, dashboard.run)

    def row_more(row: IndicatorYear) -> dict[str, Any]:
        return {"is_chosen": row.year == year}

    notes = year_notes(page.years)
    tables = [table_of("years", YEARS, columns, page.years, notes=notes, row_more=row_more)]
    if page.breakdowns:
        rows = [row for row in page.years if row.parts]
        tables.append(table_of("parts", PARTS, part_columns(page), rows, row_more=row_more))
    return tables


def _selects(
    page: IndicatorPage, dashboard: DashboardPage, picked: Observation | None
) -> list[Select]:
    years = [row.year for row in page.years]
    made = [
        select("region", dashboard.places, dashboard.filters),
        value_year_select(years, dashboard.filters, picked.reference_year if picked else None),
        stage_select(dashboard.filters, dashboard.book),
    ]
    return [select for select in made if len(select.options) > 1]


def _hidden(line: PlanIndicator | None) -> list[tuple[str, str]]:
    """What the filter keeps beside its own choices."""
    return [("round", line.plan.round.name), ("plan", line.plan.kind)] if line else []


def _context(
    page: IndicatorPage, dashboard: DashboardPage, picked: Observation | None, given: Filters
) -> dict[str, Any]:
    place, indicator, line, sheet = page.place, page.indicator, page.line, page.sheet
    user, run = dashboard.user, dashboard.run
    gap = gap_by_sex(page.groups_of(picked.reference_year), indicator) if picked else None
    sum_year = _sum_year(place, indicator, picked, is_given=given.year is not None)
    seen = reach(user, Ability.VIEW_ASSESSMENTS)
    chart = target_path_chart(page)
    table = table_of("", "", year_columns(page, None)[:2], list(reversed(page.years)))
    return {
        "page": page,
        "place": place,
        "indicator": indicator,
        "line": line,
        "yearly": annual_targets(sheet.criterion) if sheet else [],
        "may_keep": line is not None
        and reach(user, Ability.KEEP_CATALOGUE).holds_in(line.plan.region),
        "chart": chart if page.is_judged else None,
        "chart_label": chart_label(table),
        "part_charts": part_charts(page),
        "clashes": parts_clashes([*page.observed.values(), *page.groups]),
        "roles": {series.role for series in chart.series} if chart else set(),
        "has_behind": any(row.is_behind for row in page.years),
        "can_compare": seen.holds_in(place),
        "run_title": run_title(run) if run else "",
        "result": result_in(run, line) if run and line else None,
        "picked": picked,
        "history": history_of(picked) if picked else [],
        "results": _judged_from(picked, seen.places("assessment__region")) if picked else [],
        "gap": gap,
        "below": below(place, indicator, sum_year) if sum_year else None,
        "sum_year": sum_year,
    }


def _is_another(page: IndicatorPage, run: Assessment | None, result: ResultLine | None) -> bool:
    """Whether the run says by the page's own basis what the page does not work out itself: by
    rules of its own, of another year, or because an evaluator overruled it."""
    if run is None or result is None or run.options.basis is not page.basis:
        return False
    return page.judgement is None or result.verdict != page.judgement.verdict


def _judged_from(picked: Observation, inside: Q) -> list[JudgedIn]:
    """Results that the number was judged in."""
    results = results_from(picked, inside)
    moved = freshness_by_key({result.assessment_id for result in results})
    code = picked.indicator.code
    return [
        JudgedIn(result, _has_moved(moved.get(result.assessment_id), code)) for result in results
    ]


def _has_moved(fresh: Freshness | None, code: str) -> bool:
    return fresh is not None and any(move.code == code for move in fresh.moves)


def _sum_year(
    place: Region, indicator: Indicator, picked: Observation | None, *, is_given: bool
) -> int | None:
    """The year of the sum over the places below: the one asked for, else the newest in which
    the place or those below it report. A place that is silent itself still sees their sum."""
    if picked and is_given:
        return picked.reference_year
    years = [newest_year_below(place, indicator), picked.reference_year if picked else None]
    return max((year for year in years if year is not None), default=None)


def _picked(page: IndicatorPage, year: int | None) -> Observation | None:
    """The value whose provenance is shown: of the year in the address where the page lists it,
    else the newest listed."""
    listed = [row for row in page.years if row.observation]
    same_year = (row.observation for row in listed if row.year == year)
    return next(same_year, listed[0].observation if listed else None)
