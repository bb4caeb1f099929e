"""A row is worked on once, whoever is woken and however often."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.models import Assessment
from tests.factories import RegionFactory, RoundFactory
from units import messages
from units.jobs import job_cancel, job_queue_again, requeue
from units.leases import MAX_ATTEMPTS, LeaseLost, lease_kept, lease_take, leases_take

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
    assert job_queue_again(row)
    assert not job_queue_again(row)
    assert lease_take(Assessment, row.pk) is not None


def test_one_lease_holds_many_rows_and_each_ends_by_itself(row):
    other = Assessment.objects.create(
        region=row.region, round=row.round, stage="final", year=2019, question="other"
    )
    lease = leases_take(Assessment, [row.pk, other.pk], 10)
    assert lease.pks == (row.pk, other.pk)
    assert lease_take(Assessment, other.pk) is None
    with lease_kept(lease):
        lease.report(1, 2)
        lease.failed[other.pk] = "没有规划。"
    assert state(row) == "done"
    assert (state(other), other.job_error) == ("failed", "没有规划。")


def test_a_row_in_a_workers_hand_is_not_queued_again(row):
    lease_take(Assessment, row.pk)
    assert requeue(Assessment.objects.filter(pk=row.pk), is_awaited=True) == []
    assert (state(row), row.is_awaited) == ("running", False)


def test_a_queued_row_starts_from_nothing(row):
    for _ in range(2):
        lease_take(Assessment, row.pk).report(1, 2, "一半")
        expire(row)
    with lease_kept(lease_take(Assessment, row.pk)):
        raise ValidationError("没有规划。")
    assert requeue(Assessment.objects.filter(pk=row.pk)) == [row.pk]
    assert state(row) == "queued"
    assert (row.attempt, row.job_error, row.progress_done, row.progress_text) == (0, "", 0, "")
    assert (row.started_at, row.finished_at, row.lease_token) == (None, None, None)
