"""Who asked for assessments is told when they have ended: one message each, one for a batch."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.urls import reverse

from assessments import messages
from assessments.models import Assessment, AssessmentBatch
from units.choices import JobState
from units.jobs import awaited_take
from units.notices import notices_send

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


def assessments_notify(pks: Sequence[int]) -> None:
    """Called in the transaction that ends these rows."""
    for row in awaited_take(Assessment.objects.select_related("region", "requested_by"), pks):
        sentence = messages.ENDED_FAILED if row.has_failed else messages.ENDED_DONE
        notices_send(
            users=[row.requested_by],
            text=sentence.format(assessment=row, error=row.job_error),
            url=reverse("reports:assessment_detail", args=[row.pk]),
        )
    touched = Assessment.objects.filter(pk__in=pks, batch__isnull=False).values("batch")
    _batches_notify(AssessmentBatch.objects.filter(pk__in=touched, is_awaited=True).order_by("pk"))


def _batches_notify(batches: QuerySet[AssessmentBatch]) -> None:
    """Tell of those that have ended. Two workers may end the last two chunks at the same moment:
    each locks the batch before it counts, so the second sees what the first has done."""
    for batch in batches.select_for_update(of=("self",)).select_related("requested_by"):
        rows = Assessment.objects.filter(batch=batch)
        states = Counter(rows.values_list("job_state", flat=True))
        if batch.requested_by is None or states[JobState.QUEUED] or states[JobState.RUNNING]:
            continue
        AssessmentBatch.objects.filter(pk=batch.pk).update(is_awaited=False)
        failed = states.total() - states[JobState.DONE]
        sentence = messages.BATCH_ENDED_FAILED if failed else messages.BATCH_ENDED_DONE
        notices_send(
            users=[batch.requested_by],
            text=sentence.format(batch=batch, done=states[JobState.DONE], failed=failed),
            url=reverse("reports:batch", args=[batch.pk]),
        )
