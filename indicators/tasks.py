"""Ledgers in the worker."""

from __future__ import annotations

from celery import shared_task

from indicators.models import Ledger
from indicators.services.ledger_confirming import ledger_work
from units.leases import lease_kept, lease_take_in_turn


@shared_task(ignore_result=True)
def ledger_check(pk: int) -> None:
    """Read one uploaded ledger, or store a confirmed one: in fair turns, if one is free."""
    lease = lease_take_in_turn(Ledger, pk)
    if lease is None:
        return
    with lease_kept(lease):
        rows = Ledger.objects.select_related("file", "region", "unit__region", "requested_by")
        ledger_work(ledger=rows.get(pk=lease.pks[0]), lease=lease)
