"""The demonstration waits for job rows and repeats what a failed one says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment
from config.demo import judging
from config.demo.processes import Household, port_pick
from tests.factories import RegionFactory, RoundFactory
from units.choices import JobState

LOG = Path("worker.log")


def row(state: str, error: str = "") -> Assessment:
    return Assessment.objects.create(
        region=RegionFactory(),
        round=RoundFactory(),
        stage="final",
        year=2020,
        question=state,
        job_state=state,
        job_error=error,
    )


@pytest.mark.django_db
def test_done_rows_are_not_waited_for() -> None:
    judging.jobs_wait([row(JobState.DONE)], log=LOG)


@pytest.mark.django_db
def test_a_failed_row_is_refused_in_its_own_words() -> None:
    with pytest.raises(ValidationError, match="没有规划"):
        judging.jobs_wait([row(JobState.FAILED, "没有规划。")], log=LOG)


@pytest.mark.django_db
def test_a_worker_that_never_comes_is_told_with_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "PATIENCE_SECONDS", 0)
    with pytest.raises(ValidationError, match=r"worker\.log"):
        judging.jobs_wait([row(JobState.QUEUED)], log=LOG)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_port_outside_the_range_is_refused(port: int) -> None:
    with pytest.raises(ValidationError, match="1—65535"):
        port_pick(port)


def test_children_end_with_the_household(tmp_path: Path) -> None:
    household = Household(root=tmp_path, folder=tmp_path, environment={"PATH": "/usr/bin:/bin"})
    child = household.start("sleeper", ["sleep", "60"])
    assert household.ended() == []
    household.close()
    assert child.poll() is not None
    assert household.log("sleeper").exists()
