"""Assessments in a real worker on a real broker, killed half-way included."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from assessments.models import Assessment, Result
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from tests.asking import assessment_asked
from tests.assessments.test_computing import asked, observed
from tests.factories import RegionFactory, RoundFactory
from tests.worker.conftest import kill_hard, wait_until

if TYPE_CHECKING:
    from subprocess import Popen

    from config.demo.processes import Household

pytestmark = pytest.mark.worker


@pytest.fixture
def queued(household: Household) -> Assessment:
    for number in range(20):
        asked(f"A{number}", "at_least", 95)
        observed(f"A{number}", 2020, 90 + number)
    return assessment_asked(AssessmentRequest(RegionFactory(), RoundFactory(), Stage.FINAL, 2020))


def state_of(row: Assessment) -> str:
    return Assessment.objects.values_list("job_state", flat=True).get(pk=row.pk)


def done(row: Assessment) -> bool:
    return state_of(row) == "done"


def verdicts(row: Assessment) -> list[str]:
    return list(row.results.order_by("order").values_list("verdict", flat=True))


def test_a_worker_finds_what_was_queued_before_it_started(
    household: Household, queued: Assessment
) -> None:
    household.start_worker(1)
    assert wait_until(lambda: done(queued)), household.log("worker").read_text()
    assert verdicts(queued) == ["unmet"] * 5 + ["met"] * 15


def test_two_workers_compute_once(household: Household, queued: Assessment) -> None:
    household.start_worker(1)
    household.start_worker(1)
    assert wait_until(lambda: done(queued))
    queued.refresh_from_db()
    assert queued.attempt == 1
    assert Result.objects.count() == 20


class WriteLock:
    """Keeps other processes from storing results, as long as the test wants."""

    def __init__(self) -> None:
        self.held = threading.Event()
        self.let_go = threading.Event()
        self.thread = threading.Thread(target=self._hold, daemon=True)

    def __enter__(self) -> WriteLock:
        self.thread.start()
        assert self.held.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self.thread.join(10)

    def _hold(self) -> None:
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("LOCK TABLE assessments_result IN EXCLUSIVE MODE")
                self.held.set()
                self.let_go.wait(60)
        finally:
            connection.close()


def killed_while_running(household: Household, queued: Assessment) -> Popen[bytes]:
    """Kill a worker that has taken the row and cannot store: the lock stands in its way."""
    if connection.vendor == "postgresql":
        with WriteLock():
            worker = household.start_worker(1)
            assert wait_until(lambda: state_of(queued) == "running")
            kill_hard(worker)
        return worker
    worker = household.start_worker(1)  # SQLite has one lock for all: take it once it runs
    assert wait_until(lambda: state_of(queued) in ("running", "done"))
    with WriteLock():
        kill_hard(worker)
    return worker


def test_a_killed_worker_leaves_the_row_to_the_next_and_the_rows_once(
    household: Household, queued: Assessment
) -> None:
    killed_while_running(household, queued)
    household.forget("worker")
    household.start_worker(1)
    assert wait_until(lambda: done(queued)), household.log("worker").read_text()
    assert verdicts(queued) == ["unmet"] * 5 + ["met"] * 15
    queued.refresh_from_db()
    if connection.vendor == "postgresql":
        assert queued.attempt == 2
