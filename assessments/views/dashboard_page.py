"""What every dashboard page begins with: the place, the filters, the assessment they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpResponse

from assessments.columns.filters import Filters
from assessments.columns.selects import (
    chosen_words,
    round_select,
    select,
    stage_select,
    year_select,
)
from assessments.selectors.run_book import run_book
from assessments.services.freshness import freshness_by_run
from assessments.views.reachable import place_for
from indicators.selectors.reporting import open_years, rounds_of
from indicators.wording.labels import KINDS
from units.access import Ability, can, only_reads, person, reach
from units.audit import audit_record
from units.choices import AuditAction
from units.files import content_response
from units.models import Region
from units.workbook import tables_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from assessments.columns.selects import Select
    from assessments.models import Assessment
    from assessments.selectors.run_book import RunBook
    from indicators.models import ReportingRound
    from units.access import Reach
    from units.models import User
    from units.printed_table import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """``filters``: the filters with place, round and year filled in, so that links keep them.

    ``run``: the assessment they mean, as pages tell it; None where nothing was computed yet;
    ``previous``: last year's by the same rules. ``places``: codes and names of the place,
    the one above and those below, as far as the person may see them.
    """

    user: User
    region: Region
    filters: Filters
    book: RunBook
    run: Assessment | None
    previous: Assessment | None
    places: Sequence[tuple[str, str]]
    reporting: Sequence[ReportingRound]

    def selects(self) -> list[Select]:
        """The filters every page has."""
        filters, book = self.filters, self.book
        made = [
            select("region", self.places, filters),
            round_select(filters, book),
            year_select(filters, book),
            stage_select(filters, book),
            select("plan", KINDS.items(), filters),
        ]
        return [select for select in made if len(select.options) > 1]

    def context(self, selects: Sequence[Select], **more: Any) -> dict[str, Any]:
        """What the shared parts of the templates read."""
        shown = {select.name for select in selects}
        hidden = [(name, value) for name, value in self.filters.pairs() if name not in shown]
        run = self.run
        moved = freshness_by_run([run]).get(run.pk) if run else None
        return {
            "region": self.region,
            "run": run,
            "moved": moved,
            "previous": self.previous,
            "selects": selects,
            "hidden": hidden,
            "here": self.filters.query(),
            "may_run": self.run is None and can(self.user, Ability.RUN_ASSESSMENT),
            **more,
        }


def dashboard_page(request: HttpRequest) -> DashboardPage:
    """404 where the place is not in the person's reach."""
    return dashboard_page_for(person(request), Filters.of(request.GET))


def dashboard_page_for(user: User, given: Filters) -> DashboardPage:
    """What somebody's dashboard shows for these filters."""
    seen = reach(user, Ability.VIEW_ASSESSMENTS)
    region = place_for(user, Ability.VIEW_ASSESSMENTS, given.region)
    if region is None:
        raise Http404
    reporting = rounds_of(region)
    book = run_book(region, open_years(reporting), is_read_only=only_reads(user, region))
    round_name = given.round if given.round in book.rounds else next(iter(book.rounds), "")
    return dashboard_page_of(user, region, replace(given, round=round_name), book, reporting, seen)


def dashboard_page_of(
    user: User,
    region: Region,
    filters: Filters,
    book: RunBook,
    reporting: Sequence[ReportingRound],
    seen: Reach,
) -> DashboardPage:
    """The place with the round of the filters; ``seen``: where the person may go from it."""
    near = Q(pk=region.pk) | Q(parent=region) | Q(pk=region.parent_id)
    places = list(
        Region.objects.filter(near & seen.places("")).order_by("code").values_list("code", "name")
    )
    year = (
        filters.year
        if filters.year in book.years(filters.round)
        else book.latest_year(filters.round)
    )
    picked = book.pick(filters.round, year, filters.stage) or book.pick(filters.round, year)
    run = picked and picked.as_shown
    filters = replace(filters, region=region.code, year=year)
    previous = book.alike(run, run.year - 1) if run else None
    return DashboardPage(user, region, filters, book, run, previous, places, reporting)


def wants_file(request: HttpRequest) -> bool:
    return request.GET.get("download") == "xlsx"


def workbook_answer(
    page: DashboardPage, title: str, grids: Sequence[Table], selects: Sequence[Select]
) -> HttpResponse:
    """Exactly what is on screen, as a file; the log keeps who took it."""
    heading = f"{page.run.place if page.run else page.region.name} {title}"
    content = tables_workbook(grids, heading, chosen_words(selects, page.run))
    audit_record(
        action=AuditAction.EXPORT,
        user=page.user,
        region=page.region,
        subject=heading,
        detail={"query": page.filters.query(), "rows": sum(len(grid) for grid in grids)},
    )
    return content_response(content, f"{heading}.xlsx", XLSX)
