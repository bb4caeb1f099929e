"""Many places judged at once: one place's answer is the same, the reading and writing is shared.

Places are taken in chunks. Of a chunk all figures are read in one query, only the columns and
years that can matter, and all results are written in one transaction.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.models import Assessment, Result
from assessments.options import Options
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import plans_by_place
from assessments.services.computing import book_for, overrides_of, plans_asked
from assessments.services.copying import results_write
from assessments.services.judging import Book, Judged, Judging
from indicators.core.vocabulary import Trend
from units.leases import leases_kept, leases_take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessments.options import Options
    from units.leases import Leases

CHUNK: Final = 100  # places; a chunk's figures and results stay below some fifty megabytes
_STEPS: Final = 4


class BookCase:
    """Books of sheets by the plans they are of, read once for all places with these plans."""

    def __init__(self) -> None:
        self._books: dict[tuple[tuple[int, ...], tuple[int, ...]], Book] = {}

    def book(self, plans: list[Any], above: list[Any]) -> Book:
        key = (tuple(plan.pk for plan in plans), tuple(plan.pk for plan in above))
        if key not in self._books:
            self._books[key] = book_for(plans, above)
        return self._books[key]


def assessments_compute(
    *,
    assessments: Sequence[Assessment],
    leases: Leases | None = None,
    books: BookCase | None = None,
) -> dict[int, str]:
    """Judge and store the drafts of one chunk; returns the refusals by primary key.

    ``leases``: whoever lost a row meanwhile writes nothing to it. Rows ask for their regions
    and rounds, so load those with them.
    """
    shelf_of_books = books or BookCase()
    refused: dict[int, str] = {}
    judged: dict[int, Judged] = {}
    for rows in _alike(assessments):
        judged |= _judge_alike(rows, shelf_of_books, refused)
    _store([row for row in assessments if row.pk in judged], judged, leases, refused)
    return refused


def assessments_run(pks: Sequence[int], books: BookCase | None = None) -> list[int]:
    """Take what is due of one chunk, compute it and end its rows; the keys that were ours.

    Rows that another worker has are left to it. The refusals stand in the rows.
    """
    leases = leases_take(Assessment, pks, CHUNK)
    if leases is None:
        return []
    with leases_kept(leases), collector_paused():
        rows = Assessment.objects.filter(pk__in=leases.pks).select_related("region", "round")
        assessments_compute(assessments=list(rows.order_by("pk")), leases=leases, books=books)
    return list(leases.pks)


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles while a chunk is built: its hundred thousand tuples hold none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _alike(assessments: Iterable[Assessment]) -> Iterator[list[Assessment]]:
    """Drafts that ask the same of different places."""

    def question(row: Assessment) -> tuple[int, str, int, str]:
        return (row.round_id, row.kind, row.year, str(sorted(row.settings.items())))

    for _, rows in groupby(sorted(assessments, key=question), key=question):
        yield list(rows)


def _judge_alike(
    rows: list[Assessment], books: BookCase, refused: dict[int, str]
) -> dict[int, Judged]:
    first = rows[0]
    options = Options.from_json(first.settings)
    by_place = plans_by_place([row.region for row in rows], first.round, first.kind)
    by_book: dict[int, tuple[Book, list[Assessment]]] = {}
    for row in rows:
        if row.is_final:
            refused[row.pk] = messages.FINAL_IS_FIXED
            continue
        try:
            plans, above = plans_asked(by_place, row.region, first.round, options.targets_of)
        except ValidationError as refusal:
            refused[row.pk] = " ".join(refusal.messages)
            continue
        book = books.book(plans, above)
        by_book.setdefault(id(book), (book, []))[1].append(row)
    overrides = overrides_of(rows)
    judged: dict[int, Judged] = {}
    for book, asked in by_book.values():
        judging = Judging(book, options, first.year)
        places = [row.region for row in asked]
        figures = figures_for(
            book.every_sheet, places, first.year, last_years=_years_needed(options)
        )
        changed = {row.region_id: overrides.get(row.pk, {}) for row in asked}
        answers = judging.places(places, figures, changed)
        judged |= {row.pk: answer for row, answer in zip(asked, answers, strict=True)}
    return judged


def _years_needed(options: Options) -> int:
    """The year itself, and the one before, which tells 回落 from 滞后; each with the years that
    its trend starts from."""
    return {Trend.BASE: 2, Trend.LAST_YEAR: 3, Trend.THREE_YEARS: 4}[options.trend]


def _store(
    rows: list[Assessment],
    judged: dict[int, Judged],
    leases: Leases | None,
    refused: dict[int, str],
) -> None:
    now = timezone.now()
    with transaction.atomic():
        ours = leases.hold() if leases is not None else set(judged)
        drafts = set(
            Assessment.objects.select_for_update(of=("self",))
            .filter(pk__in=ours & set(judged), state=AssessmentState.DRAFT)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        kept = [row for row in rows if row.pk in drafts]
        for row in rows:
            if row.pk in ours and row.pk not in drafts:
                refused[row.pk] = messages.FINAL_IS_FIXED
        _write(kept, judged, now)
        if leases is not None:
            leases.failed.update(refused)
            leases.end()


def _write(rows: list[Assessment], judged: dict[int, Judged], now: Any) -> None:
    keys = [row.pk for row in rows]
    for row in rows:
        row.summary = judged[row.pk].summary
        row.computed_at = now
        row.progress_done = row.progress_total = _STEPS
    Assessment.objects.bulk_update(
        rows, ["summary", "computed_at", "progress_done", "progress_total"], batch_size=CHUNK
    )
    Result.objects.filter(assessment__in=keys).delete()
    results_write((pk, judged[pk].rows) for pk in keys)
    link = Assessment.plans.through
    link.objects.filter(assessment__in=keys).delete()
    link.objects.bulk_create(
        link(assessment_id=pk, plan_id=plan.pk) for pk in keys for plan in judged[pk].plans
    )
