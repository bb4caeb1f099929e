"""Who asked for a report is told when its files are made, or why they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from reports import messages
from reports.models import Report
from units.jobs import awaited_take
from units.notices import notices_send

if TYPE_CHECKING:
    from collections.abc import Sequence


def reports_notify(pks: Sequence[int]) -> None:
    """Called in the transaction that ends these rows."""
    rows = Report.objects.with_subject().select_related("requested_by")
    for row in awaited_take(rows, pks):
        sentence = messages.ENDED_FAILED if row.has_failed else messages.ENDED_DONE
        notices_send(
            users=[row.requested_by],
            text=sentence.format(report=row, version=row.version, error=row.job_error),
            url=reverse("reports:report", args=[row.pk]),
        )
