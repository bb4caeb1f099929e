"""What the end of a ledger's job means: who sent or confirmed it is told, once."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from indicators.choices import LedgerState
from indicators.messages import ledger as messages
from indicators.models import Ledger
from units.choices import JobState
from units.jobs import awaited_take
from units.notices import notices_send


def ledgers_ended(pks: Sequence[int]) -> None:
    """Called in the transaction that ends these rows. A storing that failed, however it did,
    is shown again as it was before it was confirmed."""
    for row in awaited_take(Ledger.objects.select_related("file", "requested_by"), pks):
        notices_send(
            users=[row.requested_by] if (text := _sentence(row)) else [],
            text=text.format(
                name=row.file.name, error=row.job_error, count=row.counts.get("stored", 0)
            ),
            url=reverse("indicators:ledger", args=[row.pk]),
        )
    Ledger.objects.filter(pk__in=pks, state=LedgerState.STORING, job_state=JobState.FAILED).update(
        state=LedgerState.PREVIEW, is_partial=False
    )


def _sentence(row: Ledger) -> str:
    """Nothing to say of a reading whose file the person has stored already."""
    if row.state == LedgerState.STORING:
        return messages.NOT_STORED_BECAUSE
    if row.state == LedgerState.STORED and row.unit_id is None:
        return messages.STORED_PARTLY if row.is_partial else messages.STORED
    # A reading that broke off has no state to speak of: only the job's error tells.
    return messages.READ_NOTICES.get(row.state, messages.READ_BROKEN if row.has_failed else "")
