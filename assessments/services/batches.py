"""One order for many places: a batch, and a job for each of its places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments import messages
from assessments.choices import AssessmentStage
from assessments.models import Assessment, AssessmentBatch
from assessments.services.computing import CHUNK
from assessments.services.requests import assessments_ask, moved_states
from units.audit import audit_record
from units.choices import AuditAction, JobState
from units.jobs import jobs_wake, requeue
from units.services.job_acts import AGAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessments.services.requests import AssessmentRequest
    from units.models import Region, User


def batch_ask(
    *,
    request: AssessmentRequest,
    places: Sequence[Region],
    user: User | None,
    is_confirmed: bool = False,
) -> tuple[AssessmentBatch, list[int]]:
    """Ask the same question of every place; the batch and the keys of its jobs.

    Raises ValidationError when there is no place, or one of them cannot be asked.
    """
    if not places:
        raise ValidationError(messages.BATCH_EMPTY.format(region=request.region), code="empty")
    with transaction.atomic():
        batch = AssessmentBatch.objects.create(
            region=request.region,
            title=messages.BATCH_TITLE.format(
                region=request.region,
                year=request.year,
                count=len(places),
                stage=AssessmentStage(request.stage).label,
            ),
            requested_by=user,
            is_awaited=user is not None,
        )
        pks = assessments_ask(
            requests=[replace(request, region=place) for place in places],
            user=user,
            batch=batch,
            is_confirmed=is_confirmed,
        )
        audit_record(
            action=AuditAction.ASSESS,
            user=user,
            region=request.region,
            subject=batch.title,
            detail={"batch": batch.pk, "places": len(places)},
        )
    return batch, pks


@transaction.atomic
def batch_retry(*, batch: AssessmentBatch, by: User | None) -> list[int]:
    """Put the failed places back into the queue; their keys. The end is told once more."""
    failed = Assessment.objects.filter(
        batch=batch, job_state__in=[JobState.FAILED, JobState.CANCELLED]
    )
    before = dict(failed.values_list("pk", "job_state"))
    pks = requeue(failed)
    if pks:
        AssessmentBatch.objects.filter(pk=batch.pk).update(is_awaited=True)
        audit_record(
            action=AuditAction.ASSESS,
            user=by,
            region=batch.region,
            subject=batch.title,
            detail={
                "batch": batch.pk,
                "act": AGAIN,
                "assessments": pks,
                **moved_states(before[pk] for pk in pks),
            },
        )
    jobs_wake(Assessment, pks[::CHUNK])
    return pks
