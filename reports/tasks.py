"""Reports in the worker."""

from __future__ import annotations

from celery import shared_task

from reports.models import Report
from reports.services.building import report_build
from units.leases import lease_kept, lease_take


@shared_task(ignore_result=True)
def report_run(pk: int) -> None:
    """Build one report, if it is due and nobody else has it."""
    lease = lease_take(Report, pk)
    if lease is None:
        return
    with lease_kept(lease):
        row = Report.objects.with_subject().get(pk=pk)
        report_build(report=row, lease=lease)
