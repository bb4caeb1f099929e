"""One indicator of one place: series, verdicts, targets, definition, provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.core.annual import annual_targets
from assessments.selectors import indicator_page as page
from assessments.selectors.aggregation import below, gap_by_sex, newest_year_below
from indicators.models import Indicator
from indicators.wording.numbers import difference_unit
from units.access import Ability, object_or_404, person, reach, requires
from units.models import Region
from units.text import whole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from indicators.models import Observation, PlanIndicator


@requires(Ability.VIEW_VALUES)
@require_safe
def indicator_detail(request: HttpRequest, region: str, code: str) -> HttpResponse:
    user = person(request)
    place = object_or_404(
        Region.objects.all(), reach(user, Ability.VIEW_VALUES).places(""), code=region
    )
    indicator = get_object_or_404(
        Indicator.objects.prefetch_related("definitions", "aliases"), code=code
    )
    lines = page.lines_for(place, indicator)
    line = _chosen(lines, request.GET.get("plan", ""))
    sheet = page.sheet_of(line) if line else None
    observed = page.observations_of(place, indicator)
    rows = page.year_rows(sheet, place, observed) if sheet else []
    newest = next((row for row in rows if row.on_final or row.is_base), None)
    picked = _picked(observed, request.GET.get("year", ""))
    sum_year = _sum_year(place, indicator, picked, asked=request.GET.get("year", ""))
    parts = page.parts_of(place, indicator, picked.reference_year) if picked else []
    return render(
        request,
        "assessments/indicator_detail.html",
        {
            "place": place,
            "indicator": indicator,
            "line": line,
            "lines": lines,
            "rows": rows,
            "plain_rows": sorted(observed.values(), key=lambda o: -o.reference_year),
            "newest": newest,
            "in_end_year": bool(newest and line and newest.year >= line.plan.end_year),
            "sentence": page.sentence(sheet, newest) if sheet and newest else "",
            "yearly": annual_targets(sheet.criterion) if sheet else [],
            "may_keep": line is not None
            and reach(user, Ability.KEEP_CATALOGUE).holds_in(line.plan.region),
            "outlook": page.outlook_sentence(sheet, rows) if sheet else "",
            "course": page.course_told(sheet, place, rows) if sheet else "",
            "chart": page.chart(sheet, rows, line.target_text) if sheet and rows and line else None,
            "can_compare": bool(reach(user, Ability.VIEW_ASSESSMENTS)),
            "picked": picked,
            "history": page.history_of(picked) if picked else [],
            "results": (
                page.results_from(
                    picked, reach(user, Ability.VIEW_ASSESSMENTS).places("assessment__region")
                )
                if picked
                else []
            ),
            "parts": parts,
            "gap": gap_by_sex(parts, indicator),
            "below": below(place, indicator, sum_year) if sum_year else None,
            "sum_year": sum_year,
            "change_unit": difference_unit(line.printed_measure) if line else "",
        },
    )


def _chosen(lines: list[PlanIndicator], plan: str) -> PlanIndicator | None:
    """The line of the plan named in the address, else that of the newest round."""
    if plan:
        for line in lines:
            if line.plan_id == whole(plan):
                return line
        raise Http404
    return lines[0] if lines else None


def _sum_year(
    place: Region, indicator: Indicator, picked: Observation | None, *, asked: str
) -> int | None:
    """The year of the sum over the places below: the one asked for, else the newest in which
    the place or those below it report. A place that is silent itself still sees their sum."""
    if picked and asked:
        return picked.reference_year
    years = [newest_year_below(place, indicator), picked.reference_year if picked else None]
    return max((year for year in years if year is not None), default=None)


def _picked(observed: dict[int, Observation], year: str) -> Observation | None:
    """The value whose provenance is shown: of the year in the address, else the newest."""
    asked = whole(year)
    if asked in observed:
        return observed[asked]
    return observed[max(observed)] if observed else None
