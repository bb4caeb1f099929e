"""Assessments computed and stored, by the chunk: one is a chunk of one.

Reading and judging come first; one short transaction then replaces the results of the drafts.
The same draft computed twice holds the same rows.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.models import Assessment, Result
from assessments.selectors.fingerprints import fingerprints
from assessments.services.computing import CHUNK, STEPS, BookCase, Verdicts, assessments_judge
from assessments.services.judging import ResultRow
from indicators.services.copying import rows_add
from units.leases import lease_kept, leases_take

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from units.leases import Lease

__all__ = ["CHUNK", "BookCase", "assessments_compute", "assessments_run"]
_COLUMNS = ("assessment_id", *ResultRow._fields)


def assessments_compute(
    *, assessments: Sequence[Assessment], lease: Lease | None = None, books: BookCase | None = None
) -> dict[int, str]:
    """Judge and store the drafts of one chunk; returns the refusals by primary key.

    ``lease``: whoever lost a row meanwhile writes nothing to it. Rows ask for their regions
    and rounds, so load those with them.
    """
    made_from = fingerprints(assessments)  # before anything is read
    for row in assessments:
        row.made_from = made_from[row.pk]
    found = assessments_judge([row for row in assessments if not row.is_final], books, lease)
    found.refused |= {row.pk: messages.FINAL_IS_FIXED for row in assessments if row.is_final}
    if lease is not None:
        lease.report(3, STEPS, messages.STEP_STORE)
    _store([row for row in assessments if row.pk in found.judged], found, lease)
    return found.refused


def assessments_run(pks: Sequence[int], books: BookCase | None = None) -> list[int]:
    """Take what is due of one chunk, compute it and end its rows; the keys that were ours.

    Rows that another worker has are left to it. The refusals stand in the rows.
    """
    lease = leases_take(Assessment, pks, CHUNK)
    if lease is None:
        return []
    with lease_kept(lease), collector_paused():
        rows = Assessment.objects.filter(pk__in=lease.pks).select_related("region", "round")
        assessments_compute(assessments=list(rows.order_by("pk")), lease=lease, books=books)
    return list(lease.pks)


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


def _store(rows: list[Assessment], found: Verdicts, lease: Lease | None) -> None:
    now = timezone.now()
    with transaction.atomic():
        ours = lease.hold() if lease is not None else set(found.judged)
        drafts = set(
            Assessment.objects.select_for_update(of=("self",))
            .filter(pk__in=ours & set(found.judged), state=AssessmentState.DRAFT)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        kept = [row for row in rows if row.pk in drafts]
        for row in rows:
            if row.pk in ours and row.pk not in drafts:
                found.refused[row.pk] = messages.FINAL_IS_FIXED
        _write(kept, found, now)
        if lease is not None:
            lease.failed.update(found.refused)
            lease.end()


def _write(rows: list[Assessment], found: Verdicts, now: Any) -> None:
    keys = [row.pk for row in rows]
    for row in rows:
        row.summary = found.judged[row.pk].summary
        row.computed_at = now
        row.progress_done = row.progress_total = STEPS
    Assessment.objects.bulk_update(
        rows,
        ["summary", "computed_at", "made_from", "progress_done", "progress_total"],
        batch_size=CHUNK,
    )
    Result.objects.filter(assessment__in=keys).delete()
    rows_add(Result, _COLUMNS, [(pk, *row) for pk in keys for row in found.judged[pk].rows])
    link = Assessment.plans.through
    link.objects.filter(assessment__in=keys).delete()
    link.objects.bulk_create(
        link(assessment_id=pk, plan_id=plan.pk) for pk in keys for plan in found.judged[pk].plans
    )
