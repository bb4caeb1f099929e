"""Whoever asks for an assessment: one row, one line in the log, one worker woken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from assessments.models import Assessment
from assessments.services.batches import batch_ask, batch_retry
from assessments.services.deciding import drafts_queue
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from tests.asking import assessment_asked
from tests.factories import PlanFactory, RegionFactory, RoundFactory, user_with
from units import jobs
from units.choices import AuditAction, JobState, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    woken: list[int] = []
    monkeypatch.setattr(jobs, "job_send", lambda model, pk: woken.append(pk))
    return woken


@pytest.fixture
def city() -> Region:
    region = RegionFactory(code="350200", name="厦门市")
    PlanFactory(region=region)
    return region


def question(region: Region) -> AssessmentRequest:
    return AssessmentRequest(region, RoundFactory(), Stage.FINAL, 2020)


def logged() -> list[tuple[Any, ...]]:
    rows = AuditEvent.objects.filter(action=AuditAction.ASSESS)
    return list(rows.values_list("username", "region__code", "subject"))


def test_asking_writes_the_log_and_wakes_on_commit(
    city: Region,
    sent: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    office = user_with(Role.OFFICE, city)
    with django_capture_on_commit_callbacks(execute=True):
        row = assessment_asked(question(city), user=office)
        assert sent == []
    assert sent == [row.pk]
    assert logged() == [(office.username, "350200", "厦门市2020年终期评估")]


def test_what_the_caller_computes_itself_wakes_nobody(
    city: Region,
    sent: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assessment_asked(question(city), in_foreground=True)
    assert sent == []
    assert logged() == [("", "350200", "厦门市2020年终期评估")]


def test_a_batch_is_one_line_in_the_log_and_one_message_a_chunk(
    city: Region,
    sent: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    places = [RegionFactory(code=f"35020{n}", parent=city) for n in range(1, 4)]
    with django_capture_on_commit_callbacks(execute=True):
        batch, pks = batch_ask(request=question(city), places=places, user=None)
    assert sent == [pks[0]]
    assert [(code, subject) for _, code, subject in logged()] == [("350200", batch.title)]
    Assessment.objects.filter(pk=pks[1]).update(job_state=JobState.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        assert batch_retry(batch=batch, by=None) == [pks[1]]
    assert sent == [pks[0], pks[1]]


def test_a_draft_queued_again_wakes_on_commit(
    city: Region,
    sent: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    row = assessment_asked(question(city))
    Assessment.objects.filter(pk=row.pk).update(job_state=JobState.DONE)
    with django_capture_on_commit_callbacks(execute=True):
        drafts_queue(pks=[row.pk], by=None)
    assert sent == [row.pk]
