"""The leader's page and the list of indicators behind its counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.charts import CHARTS
from reports.columns import dashboard as tables
from reports.columns import titles
from reports.columns.choosing import (
    change_select,
    domain_select,
    unit_select,
    verdict_select,
)
from reports.columns.results import result_columns, urgent_columns
from reports.columns.words import PLAN_WORDS, rule_sentence, run_title, verdict_word
from reports.core.runs import BOTH
from reports.core.standing import changes, most_urgent, points
from reports.grid import grid
from reports.selectors.reporting import countdown, reporting_progress
from reports.selectors.standing import (
    counted,
    light_results,
    rate_of,
    result_rows,
    stored_counts,
    units_leading,
)
from reports.views.scene import scene_of, wants_file, workbook_answer
from units.access import Ability, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from assessments.core.tally import Tally
    from reports.columns.choosing import Select
    from reports.core.runs import Run
    from reports.core.standing import Change, Light
    from reports.grid import Grid
    from reports.selectors.standing import Counts
    from reports.views.scene import Scene

URGENT = 5


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    scene = scene_of(request)
    if scene.run is None:
        return render(request, "reports/dashboard_empty.html", scene.context(scene.selects()))
    page = _standing(scene, scene.run)
    selects = [*scene.selects(), unit_select(scene.ask, units_leading(scene.run))]
    if wants_file(request):
        return workbook_answer(scene, run_title(scene.run), page.grids(), selects)
    context = scene.context(selects, **page.context(scene))
    return render(request, "reports/dashboard.html", context)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Everything the leader's page shows."""

    run: Run
    counts: Counts
    before: Counts | None
    unmet: list[Light]
    domains: Grid
    urgent: Grid
    changed: Grid
    rates: Grid
    late: Grid
    chart: Any
    reporting: Any

    def grids(self) -> list[Grid]:
        return [self.domains, self.urgent, self.changed, self.rates, self.late]

    def context(self, scene: Scene) -> dict[str, Any]:
        run = self.run
        return {
            "headline": tables.headline(run, self.counts),
            "run_title": run_title(run),
            "rule": rule_sentence(run),
            "plans": [_fact(kind, tally, self) for kind, tally in self.counts.plans.items()],
            "combined": self.counts.combined,
            "unmet_word": verdict_word("unmet", run.settings)[1],
            "met_word": verdict_word("met", run.settings)[1],
            "unmet_count": self.counts.combined.unmet,
            "domains": _domain_groups(self, scene),
            "domains_title": self.domains.title,
            "urgent": self.urgent,
            "changed": self.changed,
            "rates": self.rates,
            "late": self.late,
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
    light = light_results(runs, kind=kind, unit=ask.unit)
    now = light.get(run.pk, [])
    past = light.get(scene.previous.pk, []) if scene.previous else []
    is_part = ask.unit is not None
    counts = counted(run, now) if is_part else stored_counts(run, kind)
    before = None
    if scene.previous is not None:
        before = counted(scene.previous, past) if is_part else stored_counts(scene.previous, kind)
    unmet = most_urgent(now)
    found = changes(now, {row.plan_indicator: row.verdict for row in past})
    history = scene.book.history(run)
    rates = _rates(run, history, kind)
    reporting = reporting_progress(scene.region)
    return _Standing(
        run=run,
        counts=counts,
        before=before,
        unmet=unmet,
        domains=grid(
            "domains",
            titles.DOMAINS.format(count=len(counts.domains)),
            tables.domain_columns(run, ask),
            counts.domains,
            notes=[rule_sentence(run)],
        ),
        urgent=grid(
            "urgent",
            titles.URGENT.format(count=min(URGENT, len(unmet))),
            urgent_columns(run, ask),
            result_rows([row.pk for row in unmet[:URGENT]]),
        ),
        changed=grid(
            "changed",
            titles.CHANGED.format(year=run.year - 1),
            tables.change_columns(ask),
            tables.change_lines(found, run) if scene.previous else [],
        ),
        rates=rates,
        late=grid(
            "late",
            titles.LATE.format(year=reporting.reference_year) if reporting else titles.NO_ROUND,
            tables.late_columns(),
            reporting.late if reporting else [],
        ),
        chart=_rate_chart(history, kind),
        reporting=reporting,
    )


def _fact(kind: str, tally: Tally, page: _Standing) -> dict[str, Any]:
    before = page.before.plans.get(kind) if page.before else None
    difference = points(rate_of(tally), rate_of(before), page.run.decimals) if before else None
    return {
        "name": PLAN_WORDS[kind],
        "tally": tally,
        "note": tables.points_words(difference, page.run.year - 1),
    }


def _domain_groups(page: _Standing, scene: Scene) -> list[dict[str, Any]]:
    """Plan by plan its domains, each with its bar."""
    is_pace = page.run.basis == "pace"
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in page.counts.domains:
        groups.setdefault(row.kind, []).append(
            {
                "name": row.domain,
                "url": tables.list_url(scene.ask, plan=row.kind, domain=row.domain),
                "tally": row.tally,
                "bars": tables.bars(row.tally, is_pace=is_pace),
                "words": tables.bar_words(row.tally, page.run),
            }
        )
    return [{"plan": PLAN_WORDS[kind], "rows": rows} for kind, rows in groups.items()]


def _lines(history: tuple[Run, ...], kind: str) -> list[tables.YearRates]:
    years = [stored_counts(run, kind) for run in history]
    kinds = dict.fromkeys(kind for counts in years for kind in counts.plans)
    return [
        tables.YearRates(PLAN_WORDS[each], [counts.plans.get(each) for counts in years])
        for each in kinds
    ]


def _rates(run: Run, history: tuple[Run, ...], kind: str) -> Grid:
    years = [each.year for each in history]
    return grid(
        "rates",
        titles.RATES,
        tables.rate_columns(years),
        _lines(history, kind),
        notes=[rule_sentence(run)],
    )


def _rate_chart(history: tuple[Run, ...], kind: str) -> Any:
    return CHARTS["rates_by_year"](
        title=titles.RATES,
        decimals=history[-1].decimals,
        years=[run.year for run in history],
        rates={
            line.name: [
                Decimal(tally.rate) if tally is not None and tally.rate is not None else None
                for tally in line.tallies
            ]
            for line in _lines(history, kind)
        },
    )


def chart_label(shown: Grid) -> str:
    """All values of a chart in words, row by row."""
    said = []
    for row in shown.rows:
        name, *rest = row.cells
        values = "，".join(f"{column.heading}{cell.text}{cell.unit}" for column, cell in rest)
        said.append(f"{name[1].text}：{values}")
    return "；".join(said)


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def dashboard_indicators(request: HttpRequest) -> HttpResponse:
    scene = scene_of(request)
    run = scene.run
    if run is None:
        return render(request, "reports/dashboard_empty.html", scene.context(scene.selects()))
    runs = [run, scene.previous] if scene.previous else [run]
    light = light_results(runs, kind=scene.ask.kind, unit=scene.ask.unit)
    now = light.get(run.pk, [])
    past = light.get(scene.previous.pk, []) if scene.previous else []
    found = changes(now, {row.plan_indicator: row.verdict for row in past})
    kept = [row for row in now if _is_asked(row, scene, found)]
    shown = grid(
        "indicators",
        titles.INDICATORS,
        result_columns(run, scene.ask),
        result_rows([row.pk for row in kept], found),
        notes=[rule_sentence(run)],
    )
    selects = _list_selects(scene, run)
    if wants_file(request):
        return workbook_answer(scene, run_title(run), [shown], selects)
    context = scene.context(
        selects,
        grid=shown,
        run_title=run_title(run),
        rule=rule_sentence(run),
        counts=counted(run, kept).combined,
        met_word=verdict_word("met", run.settings)[1],
        unmet_word=verdict_word("unmet", run.settings)[1],
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


def _list_selects(scene: Scene, run: Run) -> list[Select]:
    names = [row.domain for row in stored_counts(run, scene.ask.kind or BOTH).domains]
    selects = [
        *scene.selects(),
        domain_select(scene.ask, names),
        unit_select(scene.ask, units_leading(run)),
        verdict_select(scene.ask, run),
    ]
    return [*selects, change_select(scene.ask)] if scene.previous else selects
