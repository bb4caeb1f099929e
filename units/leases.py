"""Many jobs of one kind in one hand: taken, renewed and ended together.

The same rules as for one lease (units.jobs): the row is the truth, a row is worked on only
under a token that stands in it, and every end is written to the row.
"""

from __future__ import annotations

import logging
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from units import messages
from units.choices import JobState
from units.jobs import Job, JobQuerySet, jobs_ended, jobs_give_up, lease_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Leases:
    """The right to work on some rows under one token.

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

    def hold(self) -> set[int]:
        """Renew, and say which rows are still ours; in a transaction they stay so to its end."""
        self._rows().update(lease_until=lease_end())
        return set(self._rows().values_list("pk", flat=True))

    def end(self) -> None:
        """Write the end of every row that is still ours: failed or done."""
        ended = {"finished_at": timezone.now(), "lease_token": None, "lease_until": None}
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

    def fail_all(self, error: str) -> None:
        self.failed = dict.fromkeys(self.pks, error)
        self.end()


def leases_take(model: type[Job], pks: Iterable[int], limit: int) -> Leases | None:
    """At most ``limit`` of these rows that are due and in nobody's hand; None: there are none.

    Rows that were started too often without an end are given up, as in ``lease_take``.
    """
    token = uuid.uuid4()
    wanted = list(pks)
    with transaction.atomic():
        due = JobQuerySet(model).due().filter(pk__in=wanted)
        jobs_give_up(due)
        free = due.select_for_update(skip_locked=True).order_by("pk")
        mine = list(free.values_list("pk", flat=True)[:limit])
        if not mine:
            return None
        JobQuerySet(model).due().filter(pk__in=mine).update(
            job_state=JobState.RUNNING,
            lease_token=token,
            lease_until=lease_end(),
            started_at=timezone.now(),
            attempt=models.F("attempt") + 1,
            job_error="",
        )
    return Leases(model, tuple(mine), token)


@contextmanager
def leases_kept(leases: Leases) -> Iterator[None]:
    """Work under the leases: renewed in the background, and the end of each row is written.

    Refusals of single rows stand in ``leases.failed``. Anything unexpected fails every row
    with a general sentence and is raised again.
    """
    stop = threading.Event()
    heart = threading.Thread(target=_renew, args=(leases, stop), daemon=True)
    heart.start()
    try:
        yield
        if not leases.is_ended:
            leases.end()
    except Exception:
        leases.fail_all(messages.JOB_UNEXPECTED)
        raise
    finally:
        stop.set()
        heart.join(timeout=5)


def _renew(leases: Leases, stop: threading.Event) -> None:
    while not stop.wait(settings.JOB_LEASE_SECONDS / 4):
        try:
            if not leases.hold():
                return
        except DatabaseError:
            logger.warning("jobs %s %s: could not renew", leases.model.__name__, leases.pks)
        finally:
            connection.close()
