"""Long work is a row first: state, progress and error (the lease on it: units/leases.py).

The row is the truth; a broker message is only a wake-up. Whoever puts a row into the queue
wakes a worker when the transaction commits; a sweep sends queued rows and rows whose lease
ran out again.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from units import messages
from units.choices import JobState
from units.links import person_link

logger = logging.getLogger(__name__)

_ROWS: Final = 500


class JobQuerySet(models.QuerySet[Any]):
    def due(self) -> JobQuerySet:
        """Rows that a worker should look at: queued, or running with a lease that ran out.

        A lease that ends later than any taken now was taken before the clock was put back; its
        worker, should it live, renews it within a fraction of a lease.
        """
        now = timezone.now()
        latest = now + datetime.timedelta(seconds=2 * settings.JOB_LEASE_SECONDS)
        is_over = models.Q(lease_until__lt=now) | models.Q(lease_until__gt=latest)
        return self.filter(
            models.Q(job_state=JobState.QUEUED) | models.Q(is_over, job_state=JobState.RUNNING)
        )


class Job(models.Model):
    """Fields that every long piece of work has.

    A kind of job names by dotted path its ``task``, which does one row by its key, and its
    ``teller``, which is called with the keys of rows that have ended.
    """

    task: ClassVar[str]
    teller: ClassVar[str]

    job_state = models.CharField(
        "任务状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    progress_done = models.PositiveIntegerField("已完成步数", default=0)
    progress_total = models.PositiveIntegerField("总步数", default=0)
    progress_text = models.CharField("正在做", max_length=120, blank=True)
    job_error = models.TextField("失败原因", blank=True)
    requested_by = person_link("发起人")
    requested_at = models.DateTimeField("发起时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    attempt = models.PositiveSmallIntegerField("第几次", default=0)
    is_awaited = models.BooleanField("结束时告诉发起人", default=False)
    lease_token = models.UUIDField("租约", null=True, blank=True, editable=False)
    lease_until = models.DateTimeField("租约到", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return self.job_state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def has_failed(self) -> bool:
        return self.job_state == JobState.FAILED


def queue_allowed(model: type[Job], by: Any) -> None:
    """Refuses one more row of this kind where the person has QUEUE_LIMIT waiting."""
    waiting = model._default_manager.filter(
        requested_by=by, job_state__in=[JobState.QUEUED, JobState.RUNNING]
    ).count()
    if waiting >= settings.QUEUE_LIMIT:
        text = messages.QUEUE_FULL.format(count=waiting, limit=settings.QUEUE_LIMIT)
        raise ValidationError(text, code="queue_full")


def requeue(rows: models.QuerySet[Any], **changes: Any) -> list[int]:
    """Put these rows (back) into the queue, with other ``changes`` to them; the keys of those
    that were. A row that a worker has in hand stays with that worker, and nothing moves where
    the database wants no second job of the sort under way."""
    try:
        return _requeued(rows.exclude(job_state=JobState.RUNNING), changes)
    except IntegrityError:
        return []


def _requeued(free: models.QuerySet[Any], changes: dict[str, Any]) -> list[int]:
    model = free.model
    with transaction.atomic():
        pks = list(free.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), _ROWS):
            model._default_manager.filter(pk__in=pks[start : start + _ROWS]).update(
                job_state=JobState.QUEUED,
                attempt=0,
                job_error="",
                progress_done=0,
                progress_text="",
                started_at=None,
                finished_at=None,
                lease_token=None,
                lease_until=None,
                **changes,
            )
    return pks


def job_queue_again(row: Job) -> bool:
    """Put a failed or cancelled row back into the queue. False: someone was faster."""
    model = type(row)
    ended = model._default_manager.filter(
        pk=row.pk, job_state__in=[JobState.FAILED, JobState.CANCELLED]
    )
    queued = requeue(ended, is_awaited=True)
    jobs_wake(model, queued)
    return bool(queued)


def job_cancel(model: type[Job], pk: int) -> bool:
    """Cancel a queued or running row; the worker that has it stops at its next report."""
    return bool(
        model._default_manager.filter(
            pk=pk, job_state__in=[JobState.QUEUED, JobState.RUNNING]
        ).update(
            job_state=JobState.CANCELLED,
            is_awaited=False,
            finished_at=timezone.now(),
            lease_token=None,
            lease_until=None,
        )
    )


def jobs_ended(model: type[Job], pks: Sequence[int]) -> None:
    """Tell who waits for these rows, in the transaction that wrote their ends: so once, also
    where a worker was killed and another did the work again."""
    import_string(model.teller)(pks)


def awaited_take(rows: models.QuerySet[Any], pks: Sequence[int]) -> list[Any]:
    """Those of the ended rows whose person is still to be told; nobody gets them again."""
    told = list(
        rows.select_for_update(of=("self",))
        .filter(pk__in=pks, is_awaited=True, job_state__in=[JobState.DONE, JobState.FAILED])
        .exclude(requested_by=None)
        .order_by("pk")
    )
    if told:
        rows.model._default_manager.filter(pk__in=[row.pk for row in told]).update(is_awaited=False)
    return told


def jobs_wake(model: type[Job], pks: Iterable[int]) -> None:
    """Wake a worker for each of these rows when the transaction commits."""
    for pk in pks:
        transaction.on_commit(partial(job_send, model, pk))


def job_send(model: type[Job], pk: int) -> None:
    """Wake a worker for a row now. A broker that does not answer is only logged: the sweep
    sends the row again."""
    try:
        import_string(model.task).delay(pk)
    except OperationalError:
        logger.warning(
            "job %s %s: broker did not answer, left to the sweep", model._meta.model_name, pk
        )


def jobs_sweep() -> dict[str, int]:
    """Send every due row again; returns how many per kind."""
    sent = {}
    for model in apps.get_models():
        if issubclass(model, Job):
            due = JobQuerySet(model).due().order_by("requested_at").values_list("pk", flat=True)
            keys = list(due[:_ROWS])
            for pk in keys:
                job_send(model, pk)
            sent[str(model._meta.model_name)] = len(keys)
    return sent
