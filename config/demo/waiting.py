"""Waiting for the worker: the job rows tell when it is done."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError

from config import messages
from units.choices import JobState
from units.jobs import Job

PATIENCE_SECONDS: Final = 180
LOOK_SECONDS: Final = 0.2


def jobs_wait(rows: Sequence[Job], *, log: Path) -> None:
    """Until all rows of one kind are done; a failed one is refused in its own words."""
    model = type(rows[0])
    keys = [row.pk for row in rows]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        open_rows = model._default_manager.filter(pk__in=keys).exclude(job_state=JobState.DONE)
        if not open_rows.exists():
            return
        failed = open_rows.filter(job_state__in=[JobState.FAILED, JobState.CANCELLED]).first()
        if failed is not None:
            raise ValidationError(
                messages.JOB_FAILED.format(what=failed, error=failed.job_error), code="failed"
            )
        time.sleep(LOOK_SECONDS)
    raise ValidationError(messages.JOBS_LATE.format(seconds=PATIENCE_SECONDS, log=log), code="late")
