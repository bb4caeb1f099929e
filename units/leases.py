"""The right to work on jobs: taken, renewed and ended by one conditional UPDATE each.

A worker takes a lease on one row or on many of one kind, renews it while it works, and does
nothing without one: a row is worked on only under the token that stands in it, and every end is
written to the row.
"""

from __future__ import annotations

import datetime
import logging
import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from units import messages
from units.choices import JobState
from units.files import DISK_FULL
from units.jobs import Job, JobQuerySet, jobs_ended

logger = logging.getLogger(__name__)

MAX_ATTEMPTS: Final = 3
_LOOKED_AT: Final = 500
_TRIES: Final = 3
_FREE: Final[dict[str, Any]] = {"lease_token": None, "lease_until": None}


class LeaseLost(Exception):
    """Another worker took every row, or they were cancelled: stop without writing."""


@dataclass(slots=True)
class Lease:
    """A worker's right to work on some rows.

    ``failed``: rows that were refused, with the refusal; they end as failed, the others as done.
    ``is_ended``: the ends are written, at best in the transaction that wrote the work itself.
    """

    model: type[Job]
    pks: tuple[int, ...]
    token: uuid.UUID
    failed: dict[int, str] = field(default_factory=dict)
    is_ended: bool = False

    def _rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(
            pk__in=self.pks, lease_token=self.token, job_state=JobState.RUNNING
        )

    def report(self, done: int, total: int, text: str = "") -> None:
        """Record progress and renew; raises LeaseLost when no row is ours any longer."""
        renewed = self._rows().update(
            progress_done=done,
            progress_total=total,
            progress_text=text,
            lease_until=_end_of_lease(),
        )
        if not renewed:
            raise LeaseLost

    def hold(self) -> set[int]:
        """Renew, and say which rows are still ours; inside the writing transaction they stay so
        to its end. Raises LeaseLost where none is."""
        if not self._rows().update(lease_until=_end_of_lease()):
            raise LeaseLost
        return set(self._rows().values_list("pk", flat=True))

    def end(self) -> None:
        """Write the end of every row that is still ours: failed or done."""
        ended = {"finished_at": timezone.now(), **_FREE}
        with transaction.atomic():
            ours = sorted(self.hold())
            for pk, error in self.failed.items():
                self._rows().filter(pk=pk).update(
                    job_state=JobState.FAILED, job_error=error, **ended
                )
            self._rows().update(
                job_state=JobState.DONE,
                job_error="",
                progress_done=models.F("progress_total"),
                **ended,
            )
            jobs_ended(self.model, ours)
        self.is_ended = True

    def fail(self, error: str) -> None:
        """Every row that is still ours ends with this error."""
        self.failed = dict.fromkeys(self.pks, error)
        self.end()


def lease_take(model: type[Job], pk: int) -> Lease | None:
    """The lease of a due row, or None when somebody else has it or nothing is to be done."""
    return leases_take(model, [pk], 1)


def lease_take_in_turn(model: type[Job], pk: int) -> Lease | None:
    """As ``lease_take``, in fair turns: a wake-up for one person's fifth row does somebody
    else's first, whose own wake-up then does the fifth. So nobody waits behind thirty files of
    one person, and every wake-up still does one row."""
    queued = model._default_manager.filter(job_state=JobState.QUEUED)
    waiting = queued.order_by("requested_at", "pk").values_list("pk", "requested_by_id")
    rows = list(waiting[:_LOOKED_AT])
    turns: Counter[int | None] = Counter(
        model._default_manager.filter(job_state=JobState.RUNNING).values_list(
            "requested_by_id", flat=True
        )
    )
    turn_of: dict[int, int] = {}
    for row, person in rows:
        turns[person] += 1
        turn_of[row] = turns[person]
    asked = turn_of.get(pk)
    before = [row for row, _ in rows if asked is None or turn_of[row] < asked]
    # ``sorted`` keeps the order of asking within one turn.
    first = sorted(before, key=turn_of.__getitem__)[:_TRIES]
    # A row that is not queued may have lost its worker: its own wake-up, by the sweep, takes it.
    for row in (pk, *first) if asked is None else (*first, pk):
        lease = lease_take(model, row)
        if lease is not None:
            return lease
    return None


def leases_take(model: type[Job], pks: Iterable[int], limit: int) -> Lease | None:
    """One lease on at most ``limit`` of these rows that are due and in nobody's hand; None:
    there are none.

    Rows that were started MAX_ATTEMPTS times without an end are given up with a clear error
    instead of killing worker after worker.
    """
    token = uuid.uuid4()
    wanted = list(pks)
    with transaction.atomic():
        due = JobQuerySet(model).due().filter(pk__in=wanted)
        _give_up(due)
        free = due.select_for_update(skip_locked=True).order_by("pk")
        mine = list(free.values_list("pk", flat=True)[:limit])
        if not mine:
            return None
        JobQuerySet(model).due().filter(pk__in=mine).update(
            job_state=JobState.RUNNING,
            lease_token=token,
            lease_until=_end_of_lease(),
            started_at=timezone.now(),
            attempt=models.F("attempt") + 1,
            job_error="",
        )
    return Lease(model, tuple(mine), token)


@contextmanager
def lease_kept(lease: Lease) -> Iterator[None]:
    """Work under a lease: it is renewed in the background, and the end of each row is written.

    A refusal (ValidationError) becomes the rows' error in its own words; those of single rows
    stand in ``lease.failed``. Anything unexpected is logged, becomes a general sentence, and is
    raised again.
    """
    stop = threading.Event()
    heart = threading.Thread(target=_renew, args=(lease, stop), daemon=True)
    heart.start()
    try:
        yield
        if not lease.is_ended:
            lease.end()
    except LeaseLost:
        logger.info("job %s: lease lost, nothing written", _name(lease))
    except ValidationError as refusal:
        _fail(lease, " ".join(refusal.messages))
    except OSError as error:
        if error.errno not in DISK_FULL:
            _fail(lease, messages.JOB_UNEXPECTED)
            raise
        logger.exception("job %s: disk full", _name(lease))
        _fail(lease, messages.JOB_DISK_FULL)
    except Exception:
        _fail(lease, messages.JOB_UNEXPECTED)
        raise
    finally:
        stop.set()
        heart.join(timeout=5)


def _end_of_lease() -> datetime.datetime:
    """Until when a lease taken or renewed now is good."""
    return timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _give_up(due: models.QuerySet[Any]) -> None:
    """End those of the due rows that were started too often."""
    worn_out = due.filter(attempt__gte=MAX_ATTEMPTS)
    pks = list(worn_out.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not pks:
        return
    worn_out.filter(pk__in=pks).update(
        job_state=JobState.FAILED,
        job_error=messages.JOB_GIVEN_UP.format(attempts=MAX_ATTEMPTS),
        finished_at=timezone.now(),
        **_FREE,
    )
    jobs_ended(due.model, pks)


def _fail(lease: Lease, error: str) -> None:
    try:
        lease.fail(error)
    except LeaseLost:
        logger.info("job %s: lease lost before its end", _name(lease))


def _renew(lease: Lease, stop: threading.Event) -> None:
    """Renew until told to stop. A failed renewal is not the end: the work notices by itself."""
    while not stop.wait(settings.JOB_LEASE_SECONDS / 4):
        try:
            lease.hold()
        except LeaseLost:
            return
        except DatabaseError:
            logger.warning("job %s: could not renew", _name(lease))
        finally:
            connection.close()


def _name(lease: Lease) -> str:
    return f"{lease.model.__name__} {', '.join(map(str, lease.pks[:3]))}"
