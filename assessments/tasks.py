"""Assessments in the worker."""

from __future__ import annotations

from celery import shared_task

from assessments.models import Assessment
from assessments.services.computing import assessment_compute
from units.jobs import job_kind_register, lease_kept, lease_take

KIND = "assessment"


@shared_task(ignore_result=True)
def assessment_run(pk: int) -> None:
    """Compute one assessment, if it is due and nobody else has it."""
    lease = lease_take(Assessment, pk)
    if lease is None:
        return
    with lease_kept(lease):
        row = Assessment.objects.select_related("region", "round").get(pk=pk)
        assessment_compute(assessment=row, lease=lease)


def _send(pk: int) -> None:
    assessment_run.delay(pk)


job_kind_register(KIND, Assessment, _send)
