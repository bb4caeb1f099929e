"""What people do to a job that is under way or has ended; each act leaves its log row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import transaction

from units.audit import audit_record
from units.choices import AuditAction, JobState
from units.jobs import Job, job_cancel, job_queue_again
from units.models import User

AGAIN: Final = "again"
CANCEL: Final = "cancel"


def job_again(*, row: Job, action: AuditAction, by: User) -> bool:
    """A failed or cancelled job goes back into the queue. False: someone was faster."""
    return _acted(row, lambda: job_queue_again(row), AGAIN, JobState.QUEUED, action, by)


def job_stop(*, row: Job, action: AuditAction, by: User) -> bool:
    """Cancel a job that waits or runs. False: it has ended."""
    return _acted(
        row, lambda: job_cancel(type(row), row.pk), CANCEL, JobState.CANCELLED, action, by
    )


@transaction.atomic
def _acted(
    row: Job,
    do: Callable[[], bool],
    act: str,
    target: JobState,
    action: AuditAction,
    by: User,
) -> bool:
    rows = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    before = rows.values_list("job_state", flat=True).first()
    if before is None or not do():
        return False
    audit_record(
        action=action,
        user=by,
        region=getattr(row, "region", None),
        subject=str(row),
        detail={"act": act, "old": JobState(before).label, "new": target.label},
    )
    return True
