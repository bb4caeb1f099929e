"""Who asked for an assessment is told of its end: once, however often it was begun."""

from __future__ import annotations

import datetime
import threading
import time
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.core.options import TargetsOf
from assessments.models import Assessment, AssessmentBatch
from assessments.options import Options
from assessments.services.batches import batch_ask, batch_retry
from assessments.services.bulk import assessments_run
from assessments.services.deciding import drafts_queue
from assessments.services.requests import AssessmentRequest
from assessments.tasks import assessment_run
from indicators.core.vocabulary import Stage
from tests.asking import assessment_asked
from tests.assessments.test_computing import asked, observed
from tests.factories import RegionFactory, RoundFactory, user_with
from units import jobs
from units.choices import JobState, Role
from units.leases import MAX_ATTEMPTS, lease_take, leases_take
from units.models import Notice

if TYPE_CHECKING:
    from units.models import Region, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Region:
    return RegionFactory(code="350200", name="厦门市")


@pytest.fixture
def office(city: Region) -> User:
    return user_with(Role.OFFICE, city)


def question(place: Region, **options: object) -> AssessmentRequest:
    return AssessmentRequest(place, RoundFactory(), Stage.FINAL, 2020, options=Options(**options))


def county(number: int, city: Region) -> Region:
    return RegionFactory(code=f"3502{number:02}", name=f"{number}区", parent=city)


def expire(row: Assessment) -> None:
    past = timezone.now() - datetime.timedelta(seconds=1)
    Assessment.objects.filter(pk=row.pk).update(lease_until=past)


def told() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


@pytest.fixture
def row(city: Region, office: User) -> Assessment:
    asked("A1", "at_least", 95, region=city)
    observed("A1", 2020, 96, region=city)
    return assessment_asked(question(city), user=office)


def test_the_person_who_asked_is_told_with_a_link(row: Assessment, office: User) -> None:
    assessment_run(row.pk)
    notice = Notice.objects.get()
    assert (notice.user, notice.text) == (office, "厦门市2020年终期评估已算完，请看结果。")
    assert notice.url == reverse("reports:assessment_detail", args=[row.pk])
    assessment_run(row.pk)
    assert len(told()) == 1


def test_a_killed_worker_and_its_successor_tell_once(row: Assessment) -> None:
    assert lease_take(Assessment, row.pk) is not None
    expire(row)
    assert told() == []
    assessment_run(row.pk)
    assert len(told()) == 1


def test_a_refusal_is_told_in_its_own_words(city: Region, office: User) -> None:
    asked("A1", "at_least", 95, region=city)
    row = assessment_asked(question(city, targets_of=TargetsOf.ABOVE), user=office)
    assessment_run(row.pk)
    assert told() == [
        "厦门市2020年终期评估没有算完：“厦门市”的上级没有这一轮规划，不能按上级目标评估。"
    ]


def test_a_row_given_up_is_told(row: Assessment) -> None:
    for _ in range(MAX_ATTEMPTS):
        assert lease_take(Assessment, row.pk) is not None
        expire(row)
    assessment_run(row.pk)
    assessment_run(row.pk)
    assert len(told()) == 1
    assert "没有算完：工作进程连续 3 次中断" in told()[0]


def test_nobody_is_told_of_what_nobody_asked_for(city: Region, row: Assessment) -> None:
    assessment_run(row.pk)
    assert drafts_queue(pks=[row.pk], by=None) == [row.pk]  # after an expert's decision
    assessment_run(row.pk)
    assert len(told()) == 1
    assessment_asked(question(city))  # the command, without a user
    assessment_run(row.pk)
    assert len(told()) == 1


def test_asking_again_tells_again(city: Region, office: User, row: Assessment) -> None:
    assessment_run(row.pk)
    assessment_asked(question(city), user=office)
    assessment_run(row.pk)
    assert len(told()) == 2


def ordered(city: Region, office: User | None, count: int) -> tuple[AssessmentBatch, list[int]]:
    asked("A1", "at_least", 95, region=city)
    places = [county(number, city) for number in range(1, count + 1)]
    return batch_ask(request=question(city), places=places, user=office)


def test_a_batch_is_told_once_when_its_last_place_has_ended(city: Region, office: User) -> None:
    batch, pks = ordered(city, office, 3)
    for pk in pks[:2]:
        assessments_run([pk])
    assert told() == []
    assessments_run(pks)
    notice = Notice.objects.get()
    assert notice.user == office
    assert notice.text == "批量评估“厦门市所辖3个地区2020年终期评估”已全部算完，共3个地区。"
    assert notice.url == reverse("reports:batch", args=[batch.pk])
    assert drafts_queue(pks=pks[:1], by=None) == pks[:1]
    assessments_run(pks)
    assert len(told()) == 1


def test_one_place_of_a_batch_asked_again_is_told_alone(city: Region) -> None:
    _, pks = ordered(city, None, 2)
    assessments_run(pks)
    assert told() == []
    place = Assessment.objects.select_related("region").get(pk=pks[0])
    local = user_with(Role.OFFICE, place.region)
    assessment_asked(question(place.region), user=local)
    assessments_run(pks)
    assert told() == ["1区2020年终期评估已算完，请看结果。"]


def test_a_batch_tells_how_many_failed_and_the_retry_tells_its_end(
    city: Region, office: User
) -> None:
    batch, pks = ordered(city, office, 3)
    Assessment.objects.filter(pk=pks[0]).update(attempt=MAX_ATTEMPTS)
    assessments_run(pks)
    assert [Assessment.objects.get(pk=pk).job_state for pk in pks] == [
        JobState.FAILED,
        JobState.DONE,
        JobState.DONE,
    ]
    assert len(told()) == 1
    assert "2个地区算完，1个没有算完" in told()[0]
    assert batch_retry(batch=batch, by=None) == pks[:1]
    assessments_run(pks)
    assert told()[1:] == ["批量评估“厦门市所辖3个地区2020年终期评估”已全部算完，共3个地区。"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_end_the_last_places_at_once_tell_once(
    city: Region, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "job_send", lambda model, pk: None)
    _, pks = ordered(city, office, 2)
    first, second = (leases_take(Assessment, [pk], 1) for pk in pks)
    assert first is not None
    assert second is not None
    has_ended = threading.Event()

    def end_slowly() -> None:
        try:
            with transaction.atomic():
                first.end()
                has_ended.set()
                time.sleep(0.3)  # the other comes to its end before this one is written
        finally:
            connection.close()

    thread = threading.Thread(target=end_slowly)
    thread.start()
    assert has_ended.wait(10)
    second.end()
    thread.join()
    assert told() == ["批量评估“厦门市所辖2个地区2020年终期评估”已全部算完，共2个地区。"]
