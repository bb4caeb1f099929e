"""Assessments in the worker."""

from __future__ import annotations

from celery import shared_task

from assessments.models import Assessment
from assessments.services.bulk import CHUNK, assessments_run
from units.jobs import JobQuerySet


@shared_task(ignore_result=True)
def assessment_run(pk: int) -> None:
    """Compute one assessment, if it is due and nobody else has it.

    A row of a batch is computed together with the next ones of it that are due; their own
    messages then find nothing to do.
    """
    due = JobQuerySet(Assessment).due()
    batch = due.filter(pk=pk).values_list("batch_id", flat=True).first()
    group = due.filter(batch_id=batch).order_by("pk") if batch is not None else due.none()
    assessments_run([pk, *group.values_list("pk", flat=True)[: 2 * CHUNK]])
