"""The leader's page and the list of indicators behind its counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.charts import CHARTS
from assessments.columns.results import result_columns, urgent_columns
from assessments.columns.selects import (
    change_select,
    domain_select,
    unit_select,
    verdict_select,
)
from assessments.columns.words import (
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
    from assessments.columns.filters import Filters
    from assessments.columns.selects import Select
    from assessments.core.tally import Tally
    from assessments.core.verdict_changes import LightResult, VerdictChange
    from assessments.selectors.result_lines import Counts, Leads
    from assessments.selectors.run_book import Run
    from assessments.views.dashboard_page import DashboardPage
    from units.printed_table import Table

URGENT = 5
LATE = 6


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    page = dashboard_page(request)
    if page.run is None:
        return render(request, "reports/dashboard_empty.html", page.context(page.selects()))
    overview = _overview(page, page.run)
    selects = [*page.selects(), unit_select(page.filters, overview.leads.units)]
    if wants_file(request):
        return workbook_answer(page, run_title(page.run), overview.grids(page.filters), selects)
    context = page.context(selects, **overview.context(page))
    return render(request, "reports/dashboard.html", context)


@dataclass(frozen=True, slots=True)
class _Overview:
    """Everything the leader's page shows."""

    run: Run
    counts: Counts
    before: Counts | None
    leads: Leads
    urgent: Table
    changed: Table
    rates: Table
    late: Table
    chart: Any
    reporting: Any

    def grids(self, filters: Filters) -> list[Table]:
        """What the page shows, as tables; the domains' bars as their numbers."""
        domains = table_of(
            "domains",
            tables.DOMAINS.format(count=len(self.counts.domains)),
            tables.domain_columns(self.run, filters),
            self.counts.domains,
            notes=[rule_sentence(self.run)],
        )
        return [domains, self.urgent, self.changed, self.rates, self.late]

    def context(self, page: DashboardPage) -> dict[str, Any]:
        run = self.run
        late = self.reporting.late if self.reporting else []
        return {
            "headline": tables.headline(run, self.counts),
            "run_title": run_title(run),
            "rule": rule_sentence(run),
            "plans": [_fact(kind, tally, self) for kind, tally in self.counts.plans.items()],
            "combined": self.counts.combined,
            "unmet_word": run.words.unmet,
            "met_word": run.words.met,
            "unmet_count": self.counts.combined.unmet,
            "domain_body": tables.domain_body(self.counts.domains, run, page.filters),
            "domains_title": tables.DOMAINS.format(count=len(self.counts.domains)),
            "urgent": self.urgent,
            "changed": self.changed,
            "rates": self.rates,
            "late": self.late,
            "late_count": len(late),
            "late_rest": late[LATE:],
            "late_names": tables.late_names(late[LATE:]),
            "chart": self.chart,
            "chart_label": chart_label(self.rates),
            "reporting": self.reporting,
            "countdown": countdown(page.region),
            "list_url": tables.list_url(page.filters),
            "unmet_url": tables.list_url(page.filters, verdict="unmet"),
            "no_data_url": tables.list_url(page.filters, verdict="no_data"),
            "is_pace": run.basis == "pace",
        }


def _overview(page: DashboardPage, run: Run) -> _Overview:
    filters, kind = page.filters, page.filters.kind
    runs = [run, page.previous] if page.previous else [run]
    judged = verdicts(runs, kind=kind, unit=filters.unit)
    past = judged[page.previous.pk] if page.previous else {}
    urgent = most_urgent(unmet_lines(run, kind=kind, unit=filters.unit))[:URGENT]
    leads = leads_of(run)
    found = changes(judged[run.pk], past)
    history = page.book.history(run)
    lines = _lines(history, kind)
    reporting = reporting_progress(page.reporting)
    late = reporting.late if reporting else []
    return _Overview(
        run=run,
        counts=_counts(run, kind, filters.unit),
        before=_counts(page.previous, kind, filters.unit) if page.previous else None,
        leads=leads,
        urgent=table_of(
            "urgent",
            tables.URGENT.format(count=len(urgent)),
            urgent_columns(run, filters),
            result_rows(urgent, leads),
        ),
        changed=table_of(
            "changed",
            tables.CHANGED.format(year=run.year - 1),
            tables.change_columns(filters),
            tables.change_lines(found, run) if page.previous else [],
        ),
        rates=_rates(run, history, lines),
        late=table_of(
            "late",
            tables.LATE.format(year=reporting.reference_year) if reporting else tables.NO_ROUND,
            tables.late_columns(),
            late[:LATE],
            notes=tables.more_late(late[LATE:]),
        ),
        chart=_rate_chart(history, lines).data,
        reporting=reporting,
    )


def _counts(run: Run, kind: str, unit: int | None) -> Counts:
    """As stored; one unit's share of them is counted anew, by the assessment's own rules."""
    if unit is None:
        return stored_counts(run, kind)
    return counted(run, light_results(run, kind=kind, unit=unit))


def _fact(kind: str, tally: Tally, overview: _Overview) -> dict[str, Any]:
    before = overview.before.plans.get(kind) if overview.before else None
    difference = points(rate_of(tally), rate_of(before), overview.run.decimals) if before else None
    return {
        "name": KINDS[kind],
        "tally": tally,
        "note": tables.points_words(difference, overview.run.year - 1),
    }


def _lines(history: tuple[Run, ...], kind: str) -> list[tables.YearRates]:
    years = [plan_tallies(run, kind) for run in history]
    kinds = dict.fromkeys(kind for plans in years for kind in plans)
    return [tables.YearRates(KINDS[each], [plans.get(each) for plans in years]) for each in kinds]


def _rates(run: Run, history: tuple[Run, ...], lines: list[tables.YearRates]) -> Table:
    years = [each.year for each in history]
    return table_of(
        "rates",
        tables.RATES,
        tables.rate_columns(years),
        lines,
        notes=[rule_sentence(run)],
    )


def _rate_chart(history: tuple[Run, ...], lines: list[tables.YearRates]) -> Chart:
    return CHARTS["rates_by_year"](
        title=tables.RATES,
        decimals=history[-1].decimals,
        years=[run.year for run in history],
        rates={
            line.name: [
                Decimal(tally.rate) if tally is not None and tally.rate is not None else None
                for tally in line.tallies
            ]
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
    found = {}
    if page.previous is not None:
        past = verdicts([page.previous])[page.previous.pk]
        found = changes({row.plan_indicator: row.verdict for row in now}, past)
    leads = leads_of(run)
    kept = [row for row in now if _is_asked(row, page, found)]
    shown = table_of(
        "indicators",
        tables.INDICATORS,
        result_columns(run, page.filters),
        result_rows(result_lines(run, [row.pk for row in kept]), leads, found),
        notes=[rule_sentence(run)],
    )
    selects = _list_selects(page, run, leads)
    if wants_file(request):
        return workbook_answer(page, run_title(run), [shown], selects)
    context = page.context(
        selects,
        grid=shown,
        run_title=run_title(run),
        rule=rule_sentence(run),
        counts=counted(run, kept).combined,
        met_word=run.words.met,
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


def _list_selects(page: DashboardPage, run: Run, leads: Leads) -> list[Select]:
    names = [row.domain for row in stored_counts(run, page.filters.kind or BOTH).domains]
    selects = [
        *page.selects(),
        domain_select(page.filters, names),
        unit_select(page.filters, leads.units),
        verdict_select(page.filters, run),
    ]
    return (
        [*selects, change_select(page.filters, page.run)] if page.previous and page.run else selects
    )
