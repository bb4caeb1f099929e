"""Workers killed at random under a mixed load, two people at every button: nothing lost or twice.

``make soak`` runs it for minutes on PostgreSQL and prints its figures; ``make test`` for a few
seconds on both databases. ``SOAK_SECONDS`` and ``SOAK_SEED`` set both: a seed gives the same
moves, not the same moments.
"""

from __future__ import annotations

import os
import sys
import time
import zipfile
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db.models import Count, F

from assessments.models import Assessment
from assessments.services.computing import assessment_judge
from assessments.services.finalising import assessment_recheck
from assessments.services.freshness import freshness_of
from indicators.choices import LedgerState
from indicators.models import Ledger, SubmissionEvent, SubmissionValue
from reports.models import Report
from tests.soak.moves import Moves
from tests.soak.world import UNITS, world_made
from tests.worker.conftest import household, kill_hard, wait_until  # noqa: F401 - the fixture
from units.audit import audit_verify
from units.choices import JobState
from units.files import file_path
from units.jobs import job_queue_again
from units.models import AuditEvent
from units.store import store_check

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from config.demo.processes import Household

pytestmark = pytest.mark.worker

SHARE = 15  # seconds of pressing in ``make test``
KILL_EVERY = (3.0, 8.0)  # a worker needs some to start
PATIENCE = 300
JOBS = (Ledger, Assessment, Report)
UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


def test_nothing_is_lost_or_twice_however_often_workers_are_killed(
    household: Household,  # noqa: F811
    settings: SettingsWrapper,
    tmp_path: Path,
) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path / "files"  # where the workers' DATA_DIR puts them
    seconds = float(os.environ.get("SOAK_SECONDS", SHARE))
    seed = int(os.environ.get("SOAK_SEED", "2020"))
    moves = Moves(world_made(), Random(seed), tmp_path)  # noqa: S311 - chance, not secrecy
    kills = pressed_and_killed(household, moves, seconds)
    started = time.monotonic()
    settle(household)
    settled = time.monotonic() - started
    found = counted()
    told = f"seed {seed}, {seconds:g} s of pressing, settled in {settled:.1f} s, {kills} kills"
    for line in (told, figures(moves.counts), figures(found)):
        sys.stdout.write(f"\n{line}")
    assert is_told(moves, kills)
    ledgers_hold(moves)
    assessments_hold()
    reports_hold()
    checked = store_check()
    assert checked.faults == ()
    assert audit_verify().equal


def pressed_and_killed(household: Household, moves: Moves, seconds: float) -> int:  # noqa: F811
    """Two workers; every few seconds one of them dies and another comes."""
    workers = [household.start_worker(1), household.start_worker(1)]
    kills, end = 0, time.monotonic() + seconds
    next_kill = time.monotonic() + moves.random.uniform(*KILL_EVERY)
    late = end + PATIENCE / 3  # a busy machine starts workers slowly
    while time.monotonic() < end or (not is_told(moves, kills) and time.monotonic() < late):
        moves.one()
        if time.monotonic() >= next_kill:
            kill_hard(workers.pop(moves.random.randrange(2)))
            workers.append(household.start_worker(1))
            next_kill = time.monotonic() + moves.random.uniform(*KILL_EVERY)
            kills += 1
    return kills


def is_told(moves: Moves, kills: int) -> bool:
    """Whether the run was long enough to say something."""
    return bool(kills and moves.counts["confirm won"] and moves.counts["report won"])


def settle(household: Household) -> None:  # noqa: F811
    """Until nothing is under way; a job that was killed three times is asked for again, as a
    person would."""

    def quiet() -> bool:
        for model in JOBS:
            for row in model.objects.filter(job_state=JobState.FAILED):
                job_queue_again(row)
        return not any(model.objects.filter(job_state__in=UNDER_WAY).exists() for model in JOBS)

    if not wait_until(quiet, PATIENCE):
        raise AssertionError(household.log("worker").read_text()[-2000:])


def figures(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def counted() -> Counter[str]:
    """Figures of what came out."""
    found = Counter(
        {"values": SubmissionValue.objects.count(), "log rows": AuditEvent.objects.count()}
    )
    for model in JOBS:
        for state, count in model.objects.values_list("job_state").annotate(Count("pk")):
            found[f"{model.__name__.lower()}s {state}"] = count
        found["attempts after the first"] += sum(
            max(attempt - 1, 0) for attempt in model.objects.values_list("attempt", flat=True)
        )
    return found


def ledgers_hold(moves: Moves) -> None:
    """Every file was read to a preview or stored, values have one row and a whole history."""
    for ledger in Ledger.objects.all():
        assert ledger.state in (LedgerState.PREVIEW, LedgerState.STORED, LedgerState.UNDONE)
        assert ledger.counts, ledger.pk
    assert set(Ledger.objects.values_list("pk", flat=True)) == set(moves.sent)
    assert SubmissionValue.objects.count() <= UNITS
    whole = SubmissionValue.objects.annotate(kept=Count("revisions")).filter(kept=F("version"))
    assert whole.count() == SubmissionValue.objects.count()
    acts = Counter(SubmissionEvent.objects.values_list("act", flat=True))
    assert acts["approved"] == moves.counts["approve won"]
    assert acts["reopened"] == moves.counts["reopen won"]


def assessments_hold() -> None:
    """Drafts hold what judging gives today or are known to be behind; frozen ones are intact."""
    for row in Assessment.objects.select_related("region", "round"):
        assert row.results.count() == UNITS, row
        if row.is_final:
            assert assessment_recheck(row).is_intact
        elif freshness_of(row).is_fresh:
            judged = [each.verdict for each in assessment_judge(row).rows]
            assert list(row.results.order_by("order").values_list("verdict", flat=True)) == judged


def reports_hold() -> None:
    """Each report has each of its files once, and each opens."""
    for report in Report.objects.all():
        files = list(report.files.select_related("file"))
        assert sorted(file.format for file in files) == sorted(set(report.formats)), report
        for file in files:
            assert zipfile.ZipFile(file_path(file.file)).testzip() is None
