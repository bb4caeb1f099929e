"""The leader's page and the list of indicators behind its counts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.charts import CHARTS
from assessments.columns.results import result_columns, urgent_columns
from assessments.columns.selects import (
    select,
    verdict_select,
)
from assessments.columns.words import (
    change_words,
    chart_label,
    rule_sentence,
    run_title,
)
from assessments.core.verdict_changes import changes, points
from assessments.selectors.result_lines import (
    counted,
    leads_of,
    light_results,
    most_urgent,
    plan_tallies,
    rate_of,
    result_lines,
    result_rows,
    stored_counts,
    unmet_lines,
    verdicts,
)
from assessments.selectors.run_book import BOTH
from assessments.views.dashboard_page import dashboard_page, wants_file, workbook_answer
from indicators.selectors.reporting import countdown, reporting_progress
from indicators.wording.labels import KINDS
from reports.columns import dashboard as tables
from units.access import Ability, requires
from units.printed_table import table_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from assessments.charts import Chart
    from assessments.columns.selects import Select
    from assessments.core.verdict_changes import LightResult, VerdictChange
    from assessments.models import Assessment
    from assessments.selectors.result_lines import Counts, Leads
    from assessments.views.dashboard_page import DashboardPage
    from units.printed_table import Table

URGENT = 5
LATE = 6


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    page = dashboard_page(request)
    run, filters = page.run, page.filters
    if run is None:
        return render(request, "reports/dashboard_empty.html", page.context(page.selects()))
    counts, leads = _counts(page, run), leads_of(run)
    reporting = reporting_progress(page.reporting)
    history = page.book.history(run)
    lines = _year_rates(history, filters.kind)
    shown = {
        "domains": _domains(page, run, counts),
        "urgent": _urgent(page, run, leads),
        "changed": _changed(page, run),
        "rates": _rates(run, history, lines),
        "late": _late(reporting),
    }
    selects = [*page.selects(), select("unit", leads.units, filters)]
    if wants_file(request):
        return workbook_answer(page, run_title(run), list(shown.values()), selects)
    late = reporting.late if reporting else []
    context = page.context(
        selects,
        **shown,
        headline=tables.headline(run, counts),
        run_title=run_title(run),
        rule=rule_sentence(run, counts.combined),
        plans=_plans(page, run, counts),
        combined=counts.combined,
        domain_body=tables.domain_body(counts.domains, run, filters),
        late_count=len(late),
        late_rest=late[LATE:],
        late_names=tables.late_names(late[LATE:]),
        chart=_rate_chart(history, lines).data,
        chart_label=chart_label(shown["rates"]),
        reporting=reporting,
        countdown=countdown(page.region),
        list_url=tables.list_url(filters),
        unmet_url=tables.list_url(filters, verdict="unmet"),
        no_data_url=tables.list_url(filters, verdict="no_data"),
    )
    return render(request, "reports/dashboard.html", context)


def _domains(page: DashboardPage, run: Assessment, counts: Counts) -> Table:
    title = tables.DOMAINS.format(count=len(counts.domains))
    columns = tables.domain_columns(run, page.filters)
    return table_of(
        "domains", title, columns, counts.domains, notes=[rule_sentence(run, counts.combined)]
    )


def _urgent(page: DashboardPage, run: Assessment, leads: Leads) -> Table:
    filters = page.filters
    rows = most_urgent(unmet_lines(run, kind=filters.kind, unit=filters.unit))[:URGENT]
    title, columns = tables.URGENT.format(count=len(rows)), urgent_columns(run, filters)
    return table_of("urgent", title, columns, result_rows(rows, leads))


def _changed(page: DashboardPage, run: Assessment) -> Table:
    """Against last year's assessment by the same rules; empty without one."""
    lines: list[tables.ChangeLine] = []
    if page.previous is not None:
        now = light_results(run, kind=page.filters.kind, unit=page.filters.unit)
        lines = tables.change_lines(_changes_since(page.previous, now), run)
    title = tables.CHANGED.format(year=run.year - 1)
    return table_of("changed", title, tables.change_columns(page.filters), lines)


def _changes_since(before: Assessment, now: list[LightResult]) -> dict[int, VerdictChange]:
    past = verdicts([before])[before.pk]
    return changes({row.plan_indicator: row.verdict for row in now}, past)


def _late(reporting: Any) -> Table:
    late = reporting.late if reporting else []
    title = tables.LATE.format(year=reporting.reference_year) if reporting else tables.NO_ROUND
    notes = tables.more_late(late[LATE:])
    return table_of("late", title, tables.late_columns(), late[:LATE], notes=notes)


def _counts(page: DashboardPage, run: Assessment) -> Counts:
    """As stored; one unit's share of them is counted anew, by the assessment's own rules."""
    kind, unit = page.filters.kind, page.filters.unit
    if unit is None:
        return stored_counts(run, kind)
    return counted(run, light_results(run, kind=kind, unit=unit))


def _plans(page: DashboardPage, run: Assessment, counts: Counts) -> list[dict[str, Any]]:
    """Each plan's tally with how far its rate is from last year's."""
    before = _counts(page, page.previous).plans if page.previous else {}
    plans = []
    for kind, tally in counts.plans.items():
        past = before.get(kind)
        difference = points(rate_of(tally), rate_of(past), run.options.decimals) if past else None
        note = tables.points_words(difference, run.year - 1)
        plans.append({"name": KINDS[kind], "tally": tally, "note": note})
    return plans


def _year_rates(history: tuple[Assessment, ...], kind: str) -> list[tables.YearRates]:
    years = [plan_tallies(run, kind) for run in history]
    kinds = dict.fromkeys(kind for plans in years for kind in plans)
    return [tables.YearRates(KINDS[each], [plans.get(each) for plans in years]) for each in kinds]


def _rates(
    run: Assessment, history: tuple[Assessment, ...], lines: list[tables.YearRates]
) -> Table:
    rate = run.words.rate
    columns = tables.rate_columns(rate, [each.year for each in history])
    title = tables.RATES.format(rate=rate)
    return table_of("rates", title, columns, lines, notes=[rule_sentence(run)])


def _rate_chart(history: tuple[Assessment, ...], lines: list[tables.YearRates]) -> Chart:
    return CHARTS["rates_by_year"](
        title=tables.RATES.format(rate=history[-1].words.rate),
        decimals=history[-1].options.decimals,
        years=[run.year for run in history],
        rates={
            line.name: [Decimal(one.rate) if one and one.rate else None for one in line.tallies]
            for line in lines
        },
    )


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard_indicators(request: HttpRequest) -> HttpResponse:
    page = dashboard_page(request)
    run = page.run
    if run is None:
        return render(request, "reports/dashboard_empty.html", page.context(page.selects()))
    now = light_results(run, kind=page.filters.kind, unit=page.filters.unit)
    found = _changes_since(page.previous, now) if page.previous else {}
    leads = leads_of(run)
    kept = [row for row in now if _is_asked(row, page, found)]
    counts = counted(run, kept).combined
    is_whole = not (page.filters.verdict or page.filters.change)
    rule = rule_sentence(run, counts if is_whole else None)
    shown = table_of(
        "indicators",
        tables.INDICATORS,
        result_columns(run, page.filters),
        result_rows(result_lines(run, [row.pk for row in kept]), leads, found),
        notes=[rule],
    )
    selects = _list_selects(page, run, leads)
    if wants_file(request):
        return workbook_answer(page, run_title(run), [shown], selects)
    context = page.context(
        selects,
        grid=shown,
        run_title=run_title(run),
        rule=rule,
        counts=counts,
        is_whole=is_whole,
        met_word=run.words.met_counted,
        unmet_word=run.words.unmet,
        all_count=len(now),
        clear_url=page.filters.query(plan="", unit=None, domain="", verdict="", change=""),
    )
    return render(request, "reports/dashboard_indicators.html", context)


def _is_asked(row: LightResult, page: DashboardPage, found: dict[int, VerdictChange]) -> bool:
    filters = page.filters
    if filters.domain and row.domain != filters.domain:
        return False
    if filters.verdict and row.verdict != filters.verdict:
        return False
    return not filters.change or found.get(row.plan_indicator) == filters.change


def _list_selects(page: DashboardPage, run: Assessment, leads: Leads) -> list[Select]:
    names = [row.domain for row in stored_counts(run, page.filters.kind or BOTH).domains]
    selects = [
        *page.selects(),
        select("domain", ((name, name) for name in dict.fromkeys(names)), page.filters),
        select("unit", leads.units, page.filters),
        verdict_select(page.filters, run),
    ]
    if page.previous:
        selects.append(select("change", change_words(run.words).items(), page.filters))
    return selects
