"""What the judging core says of figures that are not approved yet (JSON, for entry and review)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from assessments.messages.drafts import draft_words
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import sheets_for
from indicators.choices import PlanKindChoices
from indicators.core.case import Figure, JudgingSettings, judged_value
from indicators.core.judging import judge
from indicators.core.vocabulary import Basis
from indicators.selectors.duties import plans_in_force
from indicators.wording.verdicts import words_of
from units.access import Ability, object_or_404, person, reach, requires
from units.models import Region
from units.text import json_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from assessments.selectors.cases import Figures
    from assessments.selectors.plans import Sheet

MAX_CELLS: Final = 500
_LIMIT: Final = Decimal(10) ** 9


@requires(Ability.VIEW_VALUES)
@require_POST
def judge_drafts(request: HttpRequest) -> HttpResponse:
    """Verdicts of the given figures of one place and year, against every plan in force.

    In: region (code), year, cells of key, indicator, value, numerator, denominator
    (decimals as text). Out: verdicts of key and items of kind, word, text.
    """
    try:
        body = json_of(request)
        code, year = str(body["region"]), int(body["year"])
        cells = [_cell(cell) for cell in _few(body["cells"])]
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return JsonResponse({"verdicts": []}, status=HTTPStatus.BAD_REQUEST)
    inside = reach(person(request), Ability.VIEW_VALUES).places("")
    region = object_or_404(Region.objects.all(), inside, code=code)
    wanted = {cell["indicator"] for cell in cells}
    sheets = [
        sheet
        for sheet in sheets_for(plans_in_force(region=region, year=year))
        if sheet.row.indicator_id in wanted
    ]
    figures = figures_for(sheets, [region], year)
    by_indicator: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_indicator.setdefault(sheet.row.indicator_id, []).append(sheet)
    verdicts = [
        {
            "key": cell["key"],
            "items": _items(by_indicator.get(cell["indicator"], []), figures, region, year, cell),
        }
        for cell in cells
    ]
    return JsonResponse({"verdicts": verdicts})


def _few(cells: Any) -> list[Any]:
    """As many cells as a page has; raises ValueError for more."""
    if not isinstance(cells, list) or len(cells) > MAX_CELLS:
        raise ValueError
    return cells


def _cell(raw: dict[str, Any]) -> dict[str, Any]:
    """One asked cell; raises ValueError, KeyError, TypeError or InvalidOperation."""
    return {
        "key": str(raw["key"]),
        "indicator": int(raw["indicator"]),
        **{name: _number(raw.get(name)) for name in ("value", "numerator", "denominator")},
    }


def _number(text: Any) -> Decimal | None:
    if text in (None, ""):
        return None
    number = Decimal(str(text))
    if not number.is_finite() or abs(number) >= _LIMIT:
        raise ValueError(text)
    return round(number, 6)


def _basis(sheet: Sheet, year: int) -> Basis:
    """As pages speak of the year: by pace, in the mid-term year by its target where one is set,
    in the last by the final one."""
    if year >= sheet.row.plan.end_year:
        return Basis.FINAL
    is_staged = year == sheet.row.plan.midterm_year and sheet.criterion.midterm is not None
    return Basis.MIDTERM if is_staged else Basis.PACE


def _items(
    sheets: Iterable[Sheet], figures: Figures, region: Region, year: int, cell: dict[str, Any]
) -> list[dict[str, str]]:
    """One item per different verdict; two plans that agree say it once."""
    plans_by_item: dict[tuple[str, str, str], list[str]] = {}
    for sheet in sheets:
        key = (region.pk, sheet.row.indicator_id)
        value = judged_value(
            cell["value"], cell["numerator"], cell["denominator"], sheet.row.indicator.scale
        )
        draft = Figure(year, value, cell["numerator"], cell["denominator"])
        figures.series[key] = {**figures.series.get(key, {}), year: draft}
        case = figures.case(sheet, region, year)
        basis = _basis(sheet, year)
        judgement = judge(case, JudgingSettings(basis=basis))
        words = words_of({"basis": basis})
        item = (
            words.tone(judgement.verdict),
            words.verdict(judgement.verdict, judgement.grade if words.is_pace else ""),
            draft_words(judgement, case.criterion),
        )
        plans_by_item.setdefault(item, []).append(PlanKindChoices(sheet.kind).label)
    return [
        {
            "kind": kind,
            "word": word,
            "text": text,
            "plan": "" if len(plans_by_item) == 1 else plans[0],
        }
        for (kind, word, text), plans in plans_by_item.items()
    ]
