"""Who sent a ledger in is told when it is read, or why it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from indicators.messages import ledger as messages
from indicators.models import Ledger
from units.jobs import awaited_take
from units.notices import notices_send

if TYPE_CHECKING:
    from collections.abc import Sequence


def ledgers_tell(pks: Sequence[int]) -> None:
    """Called in the transaction that ends these rows."""
    for row in awaited_take(Ledger.objects.select_related("file", "requested_by"), pks):
        # A reading that broke off has no state to speak of: only the job's error tells.
        otherwise = messages.READ_BROKEN if row.has_failed else ""
        sentence = messages.READ_NOTICES.get(row.state, otherwise)
        if not sentence:  # the person was faster than this message, and has stored it already
            continue
        notices_send(
            users=[row.requested_by],
            text=sentence.format(name=row.file.name, error=row.job_error),
            url=reverse("indicators:ledger", args=[row.pk]),
        )
