"""From figures to verdicts: assessments judged, nothing stored.

One place's answer is the same whether it is judged alone or among thousands; the reading is
shared. Places are taken in chunks: of a chunk all figures are read in one query, only the
columns and years that can matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError

from assessments import messages
from assessments.core.options import TargetsOf
from assessments.models import Override
from assessments.options import Options
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import PlansByPlace, plans_by_place, sheets_for
from assessments.services.judging import Book, Judged, Judging, Overrides, Overruling
from indicators.core.vocabulary import Trend, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessments.models import Assessment
    from indicators.models import Plan, Round
    from units.leases import Lease
    from units.models import Region

CHUNK: Final = 100  # places; a chunk's figures and results stay below some fifty megabytes
STEPS: Final = 4


class BookCase:
    """Books of sheets by the plans they are of, read once for all places with these plans."""

    def __init__(self) -> None:
        self._books: dict[tuple[tuple[int, ...], tuple[int, ...]], Book] = {}

    def book(self, plans: list[Plan], above: list[Plan]) -> Book:
        key = (tuple(plan.pk for plan in plans), tuple(plan.pk for plan in above))
        if key not in self._books:
            self._books[key] = book_for(plans, above)
        return self._books[key]


@dataclass(slots=True)
class Verdicts:
    """What judging gave, by primary key: the judged, and the refusals of the others."""

    judged: dict[int, Judged] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


def assessments_judge(
    assessments: Iterable[Assessment], books: BookCase | None = None, lease: Lease | None = None
) -> Verdicts:
    """Judge on today's approved figures, without storing anything; alike questions together.

    Rows ask for their regions and rounds, so load those with them.
    """
    found, books_read = Verdicts(), books or BookCase()
    if lease is not None:
        lease.report(1, STEPS, messages.STEP_READ)
    for rows in _alike(assessments):
        _judge_alike(rows, books_read, found, lease)
    return found


def assessment_judge(assessment: Assessment) -> Judged:
    """One of them; raises ValidationError when no plan judges the place."""
    found = assessments_judge([assessment])
    for refusal in found.refused.values():
        raise ValidationError(refusal, code="refused")
    return found.judged[assessment.pk]


def _alike(assessments: Iterable[Assessment]) -> Iterator[list[Assessment]]:
    """Assessments that ask the same of different places."""

    def question(row: Assessment) -> tuple[int, str, int, str]:
        return (row.round_id, row.kind, row.year, str(sorted(row.settings.items())))

    for _, rows in groupby(sorted(assessments, key=question), key=question):
        yield list(rows)


def _judge_alike(
    rows: list[Assessment], books: BookCase, found: Verdicts, lease: Lease | None
) -> None:
    first = rows[0]
    options = Options.from_json(first.settings)
    by_place = plans_by_place([row.region for row in rows], first.round, first.kind)
    by_book: dict[int, tuple[Book, list[Assessment]]] = {}
    for row in rows:
        try:
            plans, above = plans_asked(by_place, row.region, first.round, options.targets_of)
        except ValidationError as refusal:
            found.refused[row.pk] = " ".join(refusal.messages)
            continue
        book = books.book(plans, above)
        by_book.setdefault(id(book), (book, []))[1].append(row)
    overrides = overrides_of(rows)
    for book, rows_of_book in by_book.values():
        judging = Judging(book, options, first.year)
        places = [row.region for row in rows_of_book]
        figures = figures_for(
            book.every_sheet, places, first.year, last_years=_years_needed(options)
        )
        if lease is not None:
            lease.report(2, STEPS, messages.STEP_JUDGE)
        changed = {row.region_id: overrides.get(row.pk, {}) for row in rows_of_book}
        answers = judging.places(places, figures, changed)
        found.judged |= {row.pk: answer for row, answer in zip(rows_of_book, answers, strict=True)}


def _years_needed(options: Options) -> int:
    """The year itself, and the one before, which tells 回落 from 滞后; each with the years that
    its trend starts from."""
    return {Trend.BASE: 2, Trend.LAST_YEAR: 3, Trend.THREE_YEARS: 4}[options.trend]


def plans_asked(
    by_place: PlansByPlace, region: Region, round_: Round, targets_of: TargetsOf
) -> tuple[list[Plan], list[Plan]]:
    """The plans to judge by, and those of the level above where asked for.

    Raises ValidationError where there are none.
    """
    above: list[Plan] = []
    if targets_of is not TargetsOf.OWN:
        above = by_place.above(region)
        if not above:
            raise ValidationError(messages.NO_PLAN_ABOVE.format(region=region), code="no_plan")
    if targets_of is TargetsOf.ABOVE:
        return above, []
    plans = by_place.judging(region)
    if not plans:
        raise ValidationError(messages.NO_PLAN.format(region=region, round=round_), code="no_plan")
    return plans, above


def book_for(plans: list[Plan], above: list[Plan]) -> Book:
    """Plans with their sheets."""
    return Book(plans, above, sheets_for(plans), sheets_for(above))


def overrides_of(assessments: Iterable[Assessment]) -> dict[int, Overrides]:
    """What evaluators decided otherwise, by assessment."""
    found: dict[int, Overrides] = {}
    for each in Override.objects.filter(assessment__in=list(assessments)):
        changed = found.setdefault(each.assessment_id, {})
        changed[each.plan_indicator_id, each.whose] = Overruling(Verdict(each.verdict), each.reason)
    return found
