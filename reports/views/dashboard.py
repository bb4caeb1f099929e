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
from assessments.core.standing import changes, most_urgent, points
from assessments.selectors.run_book import BOTH
from assessments.selectors.standing import (
    counted,
    leads_of,
    light_results,
    plan_tallies,
    rate_of,
    result_lines,
    result_rows,
    stored_counts,
    unmet_lines,
    verdicts,
)
from assessments.views.scene import scene_of, wants_file, workbook_answer
from indicators.selectors.reporting import countdown, reporting_progress
from indicators.wording.labels import KINDS
from reports.columns import dashboard as tables
from reports.columns import titles
from units.access import Ability, requires
from units.grid import grid

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from assessments.columns.filters import Ask
    from assessments.columns.selects import Select
    from assessments.core.standing import Change, Light
    from assessments.core.tally import Tally
    from assessments.selectors.run_book import Run
    from assessments.selectors.standing import Counts, Leads
    from assessments.views.scene import Scene
    from units.grid import Grid

URGENT = 5
LATE = 6


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    scene = scene_of(request)
    if scene.run is None:
        return render(request, "reports/dashboard_empty.html", scene.context(scene.selects()))
    page = _standing(scene, scene.run)
    selects = [*scene.selects(), unit_select(scene.ask, page.leads.units)]
    if wants_file(request):
        return workbook_answer(scene, run_title(scene.run), page.grids(scene.ask), selects)
    context = scene.context(selects, **page.context(scene))
    return render(request, "reports/dashboard.html", context)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Everything the leader's page shows."""

    run: Run
    counts: Counts
    before: Counts | None
    leads: Leads
    urgent: Grid
    changed: Grid
    rates: Grid
    late: Grid
    chart: Any
    reporting: Any

    def grids(self, ask: Ask) -> list[Grid]:
        """What the page shows, as tables; the domains' bars as their numbers."""
        domains = grid(
            "domains",
            titles.DOMAINS.format(count=len(self.counts.domains)),
            tables.domain_columns(self.run, ask),
            self.counts.domains,
            notes=[rule_sentence(self.run)],
        )
        return [domains, self.urgent, self.changed, self.rates, self.late]

    def context(self, scene: Scene) -> dict[str, Any]:
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
            "domain_body": tables.domain_body(self.counts.domains, run, scene.ask),
            "domains_title": titles.DOMAINS.format(count=len(self.counts.domains)),
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
            "countdown": countdown(scene.region),
            "list_url": tables.list_url(scene.ask),
            "unmet_url": tables.list_url(scene.ask, verdict="unmet"),
            "no_data_url": tables.list_url(scene.ask, verdict="no_data"),
            "is_pace": run.basis == "pace",
        }


def _standing(scene: Scene, run: Run) -> _Standing:
    ask, kind = scene.ask, scene.ask.kind
    runs = [run, scene.previous] if scene.previous else [run]
    judged = verdicts(runs, kind=kind, unit=ask.unit)
    past = judged[scene.previous.pk] if scene.previous else {}
    urgent = most_urgent(unmet_lines(run, kind=kind, unit=ask.unit))[:URGENT]
    leads = leads_of(run)
    found = changes(judged[run.pk], past)
    history = scene.book.history(run)
    lines = _lines(history, kind)
    reporting = reporting_progress(scene.reporting)
    late = reporting.late if reporting else []
    return _Standing(
        run=run,
        counts=_counts(run, kind, ask.unit),
        before=_counts(scene.previous, kind, ask.unit) if scene.previous else None,
        leads=leads,
        urgent=grid(
            "urgent",
            titles.URGENT.format(count=len(urgent)),
            urgent_columns(run, ask),
            result_rows(urgent, leads),
        ),
        changed=grid(
            "changed",
            titles.CHANGED.format(year=run.year - 1),
            tables.change_columns(ask),
            tables.change_lines(found, run) if scene.previous else [],
        ),
        rates=_rates(run, history, lines),
        late=grid(
            "late",
            titles.LATE.format(year=reporting.reference_year) if reporting else titles.NO_ROUND,
            tables.late_columns(),
            late[:LATE],
            notes=tables.more_late(late[LATE:]),
        ),
        chart=_rate_chart(history, lines),
        reporting=reporting,
    )


def _counts(run: Run, kind: str, unit: int | None) -> Counts:
    """As stored; one unit's share of them is counted anew, by the assessment's own rules."""
    if unit is None:
        return stored_counts(run, kind)
    return counted(run, light_results(run, kind=kind, unit=unit))


def _fact(kind: str, tally: Tally, page: _Standing) -> dict[str, Any]:
    before = page.before.plans.get(kind) if page.before else None
    difference = points(rate_of(tally), rate_of(before), page.run.decimals) if before else None
    return {
        "name": KINDS[kind],
        "tally": tally,
        "note": tables.points_words(difference, page.run.year - 1),
    }


def _lines(history: tuple[Run, ...], kind: str) -> list[tables.YearRates]:
    years = [plan_tallies(run, kind) for run in history]
    kinds = dict.fromkeys(kind for plans in years for kind in plans)
    return [tables.YearRates(KINDS[each], [plans.get(each) for plans in years]) for each in kinds]


def _rates(run: Run, history: tuple[Run, ...], lines: list[tables.YearRates]) -> Grid:
    years = [each.year for each in history]
    return grid(
        "rates",
        titles.RATES,
        tables.rate_columns(years),
        lines,
        notes=[rule_sentence(run)],
    )


def _rate_chart(history: tuple[Run, ...], lines: list[tables.YearRates]) -> Any:
    return CHARTS["rates_by_year"](
        title=titles.RATES,
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
    scene = scene_of(request)
    run = scene.run
    if run is None:
        return render(request, "reports/dashboard_empty.html", scene.context(scene.selects()))
    now = light_results(run, kind=scene.ask.kind, unit=scene.ask.unit)
    found = {}
    if scene.previous is not None:
        past = verdicts([scene.previous])[scene.previous.pk]
        found = changes({row.plan_indicator: row.verdict for row in now}, past)
    leads = leads_of(run)
    kept = [row for row in now if _is_asked(row, scene, found)]
    shown = grid(
        "indicators",
        titles.INDICATORS,
        result_columns(run, scene.ask),
        result_rows(result_lines(run, [row.pk for row in kept]), leads, found),
        notes=[rule_sentence(run)],
    )
    selects = _list_selects(scene, run, leads)
    if wants_file(request):
        return workbook_answer(scene, run_title(run), [shown], selects)
    context = scene.context(
        selects,
        grid=shown,
        run_title=run_title(run),
        rule=rule_sentence(run),
        counts=counted(run, kept).combined,
        met_word=run.words.met,
        unmet_word=run.words.unmet,
        all_count=len(now),
        clear_url=scene.ask.query(plan="", unit=None, domain="", verdict="", change=""),
    )
    return render(request, "reports/dashboard_indicators.html", context)


def _is_asked(row: Light, scene: Scene, found: dict[int, Change]) -> bool:
    ask = scene.ask
    if ask.domain and row.domain != ask.domain:
        return False
    if ask.verdict and row.verdict != ask.verdict:
        return False
    return not ask.change or found.get(row.plan_indicator) == ask.change


def _list_selects(scene: Scene, run: Run, leads: Leads) -> list[Select]:
    names = [row.domain for row in stored_counts(run, scene.ask.kind or BOTH).domains]
    selects = [
        *scene.selects(),
        domain_select(scene.ask, names),
        unit_select(scene.ask, leads.units),
        verdict_select(scene.ask, run),
    ]
    return (
        [*selects, change_select(scene.ask, scene.run)] if scene.previous and scene.run else selects
    )
