"""Long work is a row first: state, progress, error and lease (design.md "Jobs").

The row is the truth; a broker message is only a wake-up. A worker takes a lease
by one conditional UPDATE, renews it while it works, and does nothing without
one. A sweep sends queued rows and rows whose lease ran out again.
"""

from __future__ import annotations

import datetime
import logging
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from units import messages
from units.choices import JobState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


class JobQuerySet(models.QuerySet[Any]):
    def due(self) -> JobQuerySet:
        """Rows that a worker should look at: queued, or running with a lease that ran out."""
        now = timezone.now()
        return self.filter(
            models.Q(job_state=JobState.QUEUED)
            | models.Q(job_state=JobState.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    """Fields that every long piece of work has."""

    job_state = models.CharField(
        "任务状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    progress_done = models.PositiveIntegerField("已完成步数", default=0)
    progress_total = models.PositiveIntegerField("总步数", default=0)
    progress_text = models.CharField("正在做", max_length=120, blank=True)
    job_error = models.TextField("失败原因", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发起人",
    )
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


class LeaseLost(Exception):
    """Another worker took the row, or it was cancelled: stop without writing."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to work on one row."""

    model: type[Job]
    pk: int
    token: uuid.UUID

    def _rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(
            pk=self.pk, lease_token=self.token, job_state=JobState.RUNNING
        )

    def report(self, done: int, total: int, text: str = "") -> None:
        """Record progress and renew the lease; raises LeaseLost when it is no longer ours."""
        renewed = self._rows().update(
            progress_done=done,
            progress_total=total,
            progress_text=text,
            lease_until=lease_end(),
        )
        if not renewed:
            raise LeaseLost

    def hold(self) -> None:
        """Inside the writing transaction: lock the row and make sure that the lease is ours."""
        if not self._rows().update(lease_until=lease_end()):
            raise LeaseLost

    def finish(self) -> None:
        self._end(JobState.DONE, "")

    def fail(self, error: str) -> None:
        self._end(JobState.FAILED, error)

    def _end(self, state: JobState, error: str) -> None:
        with transaction.atomic():
            ended = self._rows().update(
                job_state=state,
                job_error=error,
                finished_at=timezone.now(),
                lease_token=None,
                lease_until=None,
            )
            if not ended:
                raise LeaseLost
            jobs_ended(self.model, [self.pk])


def lease_end() -> datetime.datetime:
    """Until when a lease taken or renewed now is good."""
    return timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def lease_take(model: type[Job], pk: int) -> Lease | None:
    """The lease of a due row, or None when somebody else has it or nothing is to be done.

    A row that was started MAX_ATTEMPTS times without an end is given up with a
    clear error instead of killing worker after worker.
    """
    due = model._default_manager.filter(pk=pk).filter(
        models.Q(job_state=JobState.QUEUED)
        | models.Q(job_state=JobState.RUNNING, lease_until__lt=timezone.now())
    )
    if jobs_give_up(due):
        return None
    token = uuid.uuid4()
    taken = due.update(
        job_state=JobState.RUNNING,
        lease_token=token,
        lease_until=lease_end(),
        started_at=timezone.now(),
        attempt=models.F("attempt") + 1,
        job_error="",
    )
    return Lease(model, pk, token) if taken else None


def jobs_give_up(due: models.QuerySet[Any]) -> bool:
    """End those of the due rows that were started too often; whether there were any."""
    worn_out = due.filter(attempt__gte=MAX_ATTEMPTS)
    with transaction.atomic():
        pks = list(worn_out.select_for_update().order_by("pk").values_list("pk", flat=True))
        worn_out.filter(pk__in=pks).update(
            job_state=JobState.FAILED,
            job_error=messages.JOB_GIVEN_UP.format(attempts=MAX_ATTEMPTS),
            finished_at=timezone.now(),
            lease_token=None,
            lease_until=None,
        )
        if pks:
            jobs_ended(due.model, pks)
    return bool(pks)


@contextmanager
def lease_kept(lease: Lease) -> Iterator[None]:
    """Work under a lease: it is renewed in the background, and every end is written to the row.

    A refusal (ValidationError) becomes the row's error in its own words; anything
    unexpected is logged, becomes a general sentence, and is raised again.
    """
    stop = threading.Event()
    heart = threading.Thread(target=_renew, args=(lease, stop), daemon=True)
    heart.start()
    try:
        yield
        lease.finish()
    except LeaseLost:
        logger.info("job %s %s: lease lost, nothing written", lease.model.__name__, lease.pk)
    except ValidationError as refusal:
        _fail(lease, " ".join(refusal.messages))
    except Exception:
        _fail(lease, messages.JOB_UNEXPECTED)
        raise
    finally:
        stop.set()
        heart.join(timeout=5)


def _fail(lease: Lease, error: str) -> None:
    try:
        lease.fail(error)
    except LeaseLost:
        logger.info("job %s %s: lease lost before its end", lease.model.__name__, lease.pk)


def _renew(lease: Lease, stop: threading.Event) -> None:
    """Renew until told to stop. A failed renewal is not the end: the work notices by itself."""
    while not stop.wait(settings.JOB_LEASE_SECONDS / 4):
        try:
            lease.hold()
        except LeaseLost:
            return
        except DatabaseError:
            logger.warning("job %s %s: could not renew", lease.model.__name__, lease.pk)
        finally:
            connection.close()


def job_queue_again(model: type[Job], pk: int) -> bool:
    """Put a failed or cancelled row back in the queue. False: someone was faster."""
    return bool(
        model._default_manager.filter(
            pk=pk, job_state__in=[JobState.FAILED, JobState.CANCELLED]
        ).update(
            job_state=JobState.QUEUED,
            is_awaited=True,
            attempt=0,
            job_error="",
            progress_done=0,
            progress_text="",
            started_at=None,
            finished_at=None,
        )
    )


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


_sweepers: dict[str, tuple[type[Job], Callable[[int], None]]] = {}
_tellers: dict[type[Job], Callable[[Sequence[int]], None]] = {}


def job_kind_register(
    name: str,
    model: type[Job],
    send: Callable[[int], None],
    tell: Callable[[Sequence[int]], None],
) -> None:
    """A room's tasks module says how a row of its job kind is woken, and who is told of ends."""
    _sweepers[name] = (model, send)
    _tellers[model] = tell


def jobs_ended(model: type[Job], pks: Sequence[int]) -> None:
    """Tell who waits for these rows, in the transaction that wrote their ends: so once, also
    where a worker was killed and another did the work again."""
    tell = _tellers.get(model)
    if tell is not None:
        tell(pks)


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


def job_send(name: str, pk: int) -> None:
    """Wake a worker for a row, best called on commit. A broker that does not answer is only
    logged: the sweep sends the row again."""
    _, send = _sweepers[name]
    try:
        send(pk)
    except OperationalError:
        logger.warning("job %s %s: broker did not answer, left to the sweep", name, pk)


def jobs_sweep() -> dict[str, int]:
    """Send every due row again; returns how many per kind."""
    sent = {}
    for name, (model, _) in _sweepers.items():
        due = JobQuerySet(model).due()
        keys = list(due.order_by("requested_at").values_list("pk", flat=True)[:500])
        for pk in keys:
            job_send(name, pk)
        sent[name] = len(keys)
    return sent
