"""What every dashboard page begins with: the place, the filters, the assessment they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db.models import Q
from django.http import Http404, HttpResponse

from assessments.columns.filters import Ask
from assessments.columns.selects import (
    chosen_words,
    place_select,
    plan_select,
    round_select,
    stage_select,
    year_select,
)
from assessments.selectors.runs import run_book
from indicators.selectors.reporting import open_years, rounds_of
from units.access import Ability, can, home_region, object_or_404, person, reach
from units.audit import audit_record
from units.choices import AuditAction
from units.grid_excel import grids_workbook
from units.models import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from assessments.columns.selects import Select
    from assessments.selectors.run_book import Run, RunBook
    from indicators.models import ReportingRound
    from units.access import Reach
    from units.grid import Grid
    from units.models import User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Scene:
    """``ask``: the filters with place, round and year filled in, so that links keep them.

    ``run``: the assessment they mean, None where nothing was computed yet;
    ``previous``: last year's by the same rules. ``places``: codes and names of the place,
    the one above and those below, as far as the person may see them.
    """

    user: User
    region: Region
    ask: Ask
    book: RunBook
    run: Run | None
    previous: Run | None
    places: Sequence[tuple[str, str]]
    reporting: Sequence[ReportingRound]

    def selects(self) -> list[Select]:
        """The filters every page has."""
        ask, book = self.ask, self.book
        made = [
            place_select(ask, self.places),
            round_select(ask, book),
            year_select(ask, book),
            stage_select(ask, book),
            plan_select(ask),
        ]
        return [select for select in made if len(select.options) > 1]

    def context(self, selects: Sequence[Select], **more: Any) -> dict[str, Any]:
        """What the shared parts of the templates read."""
        shown = {select.name for select in selects}
        hidden = [(name, value) for name, value in self.ask.pairs() if name not in shown]
        return {
            "region": self.region,
            "ask": self.ask,
            "run": self.run,
            "previous": self.previous,
            "selects": selects,
            "hidden": hidden,
            "here": self.ask.query(),
            "may_run": self.run is None and can(self.user, Ability.RUN_ASSESSMENT),
            **more,
        }


def scene_of(request: HttpRequest) -> Scene:
    """404 where the place is not in the person's reach."""
    user = person(request)
    asked = Ask.of(request.GET)
    seen = reach(user, Ability.VIEW_ASSESSMENTS)
    if asked.region:
        region = object_or_404(Region.objects.all(), seen.places(""), code=asked.region)
    else:
        region = _own_place(user)
    reporting = rounds_of(region)
    book = run_book(region, open_years(reporting))
    round_name = asked.round if asked.round in book.rounds else next(iter(book.rounds), "")
    return scene_in(user, region, replace(asked, round=round_name), book, reporting, seen)


def scene_in(
    user: User,
    region: Region,
    ask: Ask,
    book: RunBook,
    reporting: Sequence[ReportingRound],
    seen: Reach,
) -> Scene:
    """The place with the round of the filters; ``seen``: where the person may go from it."""
    near = Q(pk=region.pk) | Q(parent=region) | Q(pk=region.parent_id)
    places = list(
        Region.objects.filter(near & seen.places("")).order_by("code").values_list("code", "name")
    )
    year = ask.year if ask.year in book.years(ask.round) else book.latest_year(ask.round)
    run = book.pick(ask.round, year, ask.stage) or book.pick(ask.round, year)
    ask = replace(ask, region=region.code, year=year)
    previous = book.alike(run, run.year - 1) if run else None
    return Scene(user, region, ask, book, run, previous, places, reporting)


def _own_place(user: User) -> Region:
    home = home_region(user)
    seen = reach(user, Ability.VIEW_ASSESSMENTS)
    if home is not None and seen.holds_in(home):
        return home
    region = Region.objects.filter(seen.places("")).order_by("code").first()
    if region is None:
        raise Http404
    return region


def wants_file(request: HttpRequest) -> bool:
    return request.GET.get("download") == "xlsx"


def workbook_answer(
    scene: Scene, title: str, grids: Sequence[Grid], selects: Sequence[Select]
) -> HttpResponse:
    """Exactly what is on screen, as a file; the log keeps who took it."""
    heading = f"{scene.region.name} {title}"
    content = grids_workbook(grids, heading, chosen_words(selects, scene.run))
    audit_record(
        action=AuditAction.EXPORT,
        user=scene.user,
        region=scene.region,
        subject=heading,
        detail={"query": scene.ask.query(), "rows": sum(len(grid) for grid in grids)},
    )
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(heading)}.xlsx"
    return answer
