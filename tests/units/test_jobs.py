"""A row is worked on once, whoever is woken and however often."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.models import Assessment
from tests.factories import RegionFactory, RoundFactory
from units import messages
from units.jobs import (
    MAX_ATTEMPTS,
    LeaseLost,
    job_cancel,
    job_queue_again,
    lease_kept,
    lease_take,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Assessment:
    return Assessment.objects.create(
        region=RegionFactory(), round=RoundFactory(), stage="final", year=2020, question="q"
    )


def state(row: Assessment) -> str:
    row.refresh_from_db()
    return row.job_state


def expire(row: Assessment) -> None:
    past = timezone.now() - datetime.timedelta(seconds=1)
    Assessment.objects.filter(pk=row.pk).update(lease_until=past)


def test_the_second_worker_gets_no_lease(row):
    assert lease_take(Assessment, row.pk) is not None
    assert lease_take(Assessment, row.pk) is None


def test_a_finished_row_is_not_taken_again(row):
    with lease_kept(lease_take(Assessment, row.pk)):
        pass
    assert state(row) == "done"
    assert lease_take(Assessment, row.pk) is None


def test_a_lease_that_ran_out_goes_to_the_next_worker_and_the_first_writes_nothing(row):
    first = lease_take(Assessment, row.pk)
    expire(row)
    second = lease_take(Assessment, row.pk)
    assert second is not None
    with pytest.raises(LeaseLost):
        first.report(1, 2)
    with pytest.raises(LeaseLost):
        first.hold()
    second.report(1, 2, "一半")
    row.refresh_from_db()
    assert (row.progress_done, row.progress_total, row.progress_text) == (1, 2, "一半")
    assert row.attempt == 2


def test_a_refusal_is_kept_in_its_own_words(row):
    with lease_kept(lease_take(Assessment, row.pk)):
        raise ValidationError("没有规划。")
    assert state(row) == "failed"
    assert row.job_error == "没有规划。"


def test_an_unexpected_error_is_a_general_sentence_and_is_raised(row):
    with pytest.raises(ZeroDivisionError), lease_kept(lease_take(Assessment, row.pk)):
        raise ZeroDivisionError("secret detail")
    assert state(row) == "failed"
    assert row.job_error == messages.JOB_UNEXPECTED


def test_a_row_that_kills_its_workers_is_given_up(row):
    for _ in range(MAX_ATTEMPTS):
        assert lease_take(Assessment, row.pk) is not None
        expire(row)
    assert lease_take(Assessment, row.pk) is None
    assert state(row) == "failed"
    assert row.job_error == messages.JOB_GIVEN_UP.format(attempts=MAX_ATTEMPTS)


def test_cancel_stops_the_worker_and_queue_again_starts_afresh(row):
    lease = lease_take(Assessment, row.pk)
    assert job_cancel(Assessment, row.pk)
    assert not job_cancel(Assessment, row.pk)
    with lease_kept(lease):
        lease.report(1, 2)
    assert state(row) == "cancelled"
    assert job_queue_again(Assessment, row.pk)
    assert not job_queue_again(Assessment, row.pk)
    assert lease_take(Assessment, row.pk) is not None
