"""Reports in the worker."""

from __future__ import annotations

from celery import shared_task

from reports.models import Report
from reports.services.building import report_build
from units.leases import lease_kept, lease_take_in_turn


@shared_task(ignore_result=True)
def report_run(pk: int) -> None:
    """Build one report, in fair turns, if one is due and nobody else has it."""
    lease = lease_take_in_turn(Report, pk)
    if lease is None:
        return
    with lease_kept(lease):
        row = Report.objects.with_subject().get(pk=lease.pks[0])
        report_build(report=row, lease=lease)
