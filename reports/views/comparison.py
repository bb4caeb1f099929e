"""Places below side by side, and the two rounds side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.columns.selects import select, verdict_select
from assessments.columns.words import rule_sentence, run_title
from assessments.selectors.result_lines import indicators_of, stored_counts
from assessments.views.dashboard_page import dashboard_page, wants_file, workbook_answer
from indicators.core.rules import RULES
from indicators.core.vocabulary import Direction, RuleKind
from reports.columns.comparison import (
    PLACES,
    ROUNDS,
    place_columns,
    place_value_columns,
    rounds_columns,
    tile_map,
)
from reports.selectors.comparison import (
    own_result,
    places_below,
    places_by_indicator,
    two_rounds,
)
from units.access import Ability, requires
from units.printed_table import table_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from assessments.models import Assessment
    from assessments.selectors.result_lines import ResultLine
    from assessments.views.dashboard_page import DashboardPage
    from reports.selectors.comparison import PlaceRow


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard_places(request: HttpRequest) -> HttpResponse:
    page = dashboard_page(request)
    run = page.run
    if run is None:
        return render(request, "reports/dashboard_empty.html", page.context(page.selects()))
    filters = page.filters
    offered = indicators_of(run, filters.kind)
    chosen = next((row for row in offered if row.code == filters.indicator), None)
    rows = _place_rows(page, run, chosen)
    if chosen is not None and filters.verdict:
        rows = [row for row in rows if row.result and row.result.verdict == filters.verdict]
    kinds = list(stored_counts(run, filters.kind).plans)
    columns = place_value_columns(run, filters) if chosen else place_columns(run, filters, kinds)
    name = chosen.name if chosen else PLACES
    notes = [rule_sentence(run)]
    shown = table_of("places", name, columns, rows, notes=notes)
    names = ((row.code, row.name) for row in offered)
    selects = [*page.selects(), select("indicator", names, filters, without=run.words.rate)]
    if chosen is not None:
        selects.append(verdict_select(filters, run))
    if wants_file(request):
        return workbook_answer(page, run_title(run), [shown], selects)
    context = page.context(
        selects,
        grid=shown,
        chosen=chosen,
        map=tile_map(rows, run, filters),
        own=own_result(run, chosen.code, filters.kind) if chosen else None,
        own_counts=stored_counts(run, filters.kind).combined,
        run_title=run_title(run),
        rule=rule_sentence(run),
        met_word=run.words.met_counted,
        unmet_word=run.words.unmet,
        assessed=sum(row.run is not None for row in rows),
    )
    return render(request, "reports/dashboard_places.html", context)


def _place_rows(page: DashboardPage, run: Assessment, chosen: ResultLine | None) -> list[PlaceRow]:
    filters = page.filters
    if chosen is None:
        return places_below(page.region, run, filters.kind, filters.stage)
    spec = RULES[RuleKind(chosen.rule)]
    direction = spec.direction_towards(chosen.base, chosen.target)
    return places_by_indicator(
        page.region,
        run,
        filters.kind,
        filters.stage,
        chosen.code,
        measure=chosen.measure,
        is_lower_better=direction is Direction.LOWER_IS_BETTER,
    )


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard_rounds(request: HttpRequest) -> HttpResponse:
    page = dashboard_page(request)
    late, early = page.run, _earlier(page)
    if late is None:
        return render(request, "reports/dashboard_empty.html", page.context(page.selects()))
    selects = [*page.selects(), verdict_select(page.filters, late)]
    if early is None:
        return render(request, "reports/dashboard_rounds.html", page.context(selects))
    rows = [
        row
        for row in two_rounds(early, late, page.filters.kind)
        if not page.filters.verdict or row.late.verdict == page.filters.verdict
    ]
    shown = table_of(
        "rounds",
        ROUNDS,
        rounds_columns(early, late, page.filters),
        rows,
        notes=[rule_sentence(early), rule_sentence(late)],
    )
    if wants_file(request):
        return workbook_answer(page, ROUNDS, [shown], selects)
    context = page.context(
        selects,
        grid=shown,
        early=early,
        early_title=run_title(early),
        late_title=run_title(late),
        both_met=sum(row.early.verdict == row.late.verdict == "met" for row in rows),
    )
    return render(request, "reports/dashboard_rounds.html", context)


def _earlier(page: DashboardPage) -> Assessment | None:
    """The newest assessment of the round before."""
    before = [name for name in page.book.rounds if name < page.filters.round]
    if not before:
        return None
    found = page.book.pick(before[0], page.book.latest_year(before[0]))
    return found and found.as_shown
