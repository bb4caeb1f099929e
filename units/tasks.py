"""The sweep that wakes forgotten jobs: on worker start, every 30 s, and by command."""

from __future__ import annotations

from typing import Any, Final

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from units.jobs import jobs_sweep
from units.leases import lease_kept, lease_take_in_turn
from units.models import TableImport
from units.services.table_imports import table_work, tables_sweep
from units.store import store_tidy
from units.work_folders import work_folders_sweep

_TIDY_SECONDS: Final = 6 * 60 * 60


@shared_task(ignore_result=True, expires=30)
def sweep() -> None:
    jobs_sweep()


@shared_task(ignore_result=True)
def table_check(pk: int) -> None:
    """Read one uploaded table, or store a confirmed one: in fair turns, if one is free."""
    lease = lease_take_in_turn(TableImport, pk)
    if lease is None:
        return
    with lease_kept(lease):
        rows = TableImport.objects.select_related("file", "requested_by")
        table_work(row=rows.get(pk=lease.pks[0]), lease=lease)


@shared_task(ignore_result=True, expires=3600)
def tidy() -> None:
    """What nobody needs any more: unconfirmed tables, forgotten files, killed workers' folders."""
    tables_sweep()
    store_tidy()
    work_folders_sweep()


@worker_ready.connect
def start_sweeping(sender: Any, **_: Any) -> None:
    """Sweep now and then regularly. The timer only sends; a pool process does the queries."""
    sweep.delay()
    sender.timer.call_repeatedly(settings.JOB_SWEEP_SECONDS, sweep.delay)
    tidy.delay()
    sender.timer.call_repeatedly(_TIDY_SECONDS, tidy.delay)
