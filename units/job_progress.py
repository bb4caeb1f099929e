"""What a page asks again and again while a job runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase, JsonResponse
from django.utils import timezone

from units.choices import JobState
from units.jobs import Job


def quiet_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The answer does not renew the session, and is never cached."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.is_quiet = True  # type: ignore[attr-defined]  # read by QuietSessionMiddleware
        response["Cache-Control"] = "no-store"
        return response

    return answered


def progress_shown(*, running: bool, done: int, total: int, **words: Any) -> JsonResponse:
    """What jobs.js reads of any work that takes a while. ``words``: ``label`` while nothing is
    counted, ``words`` instead of the step's number, ``text``, ``seconds_left``."""
    return JsonResponse({"running": running, "done": done, "total": total, **words})


def job_progress(job: Job) -> JsonResponse:
    """State of a job; ``seconds_left`` is a guess from the pace so far, or null."""
    return progress_shown(
        running=job.is_running,
        done=job.progress_done,
        total=job.progress_total,
        state=job.job_state,
        label=JobState(job.job_state).label,
        text=job.progress_text,
        error=job.job_error,
        seconds_left=_seconds_left(job),
    )


def _seconds_left(job: Job) -> int | None:
    if job.job_state != JobState.RUNNING or not job.started_at or not job.progress_done:
        return None
    spent = (timezone.now() - job.started_at).total_seconds()
    left = max(job.progress_total - job.progress_done, 0)
    return max(round(spent / job.progress_done * left), 1)
