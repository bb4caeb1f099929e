"""Assessments in the worker."""

from __future__ import annotations

from celery import shared_task

from assessments.models import Assessment
from assessments.services.bulk import CHUNK, assessments_run
from assessments.services.computing import assessment_compute
from assessments.services.notifying import assessments_notify
from units.jobs import JobQuerySet, job_kind_register, lease_kept, lease_take

KIND = "assessment"


@shared_task(ignore_result=True)
def assessment_run(pk: int) -> None:
    """Compute one assessment, if it is due and nobody else has it.

    A row of a batch is computed together with the next ones of it that are due; their own
    messages then find nothing to do.
    """
    due = JobQuerySet(Assessment).due()
    batch = due.filter(pk=pk).values_list("batch_id", flat=True).first()
    if batch is not None:
        group = due.filter(batch_id=batch).order_by("pk").values_list("pk", flat=True)
        assessments_run([pk, *group[: 2 * CHUNK]])
        return
    lease = lease_take(Assessment, pk)
    if lease is None:
        return
    with lease_kept(lease):
        row = Assessment.objects.select_related("region", "round").get(pk=pk)
        assessment_compute(assessment=row, lease=lease)


def _send(pk: int) -> None:
    assessment_run.delay(pk)


job_kind_register(KIND, Assessment, _send, assessments_notify)
