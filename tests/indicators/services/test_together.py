"""Many people at once: nothing is lost, nothing happens twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from indicators.core.reported import FigureOrigin, ReportedFigure
from indicators.models import (
    Observation,
    ObservationRevision,
    Responsibility,
    Submission,
    SubmissionEvent,
    SubmissionValue,
    SubmissionValueRevision,
)
from indicators.services.submissions import submissions_approve, submissions_submit
from indicators.services.values import SaveStatus, ValueEntry, values_store
from tests.factories import IndicatorFactory, ReportingRoundFactory
from tests.scenes import many_submissions
from units.audit import audit_verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UNITS = 50
AT_ONCE = 8


def together(act: Callable[[int], str], keys: Iterable[int]) -> list[str]:
    """Run ``act`` for every key in several threads, each with a connection of its own."""

    def closed(key: int) -> str:
        try:
            return act(key)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(closed, keys))


def say(submission_id: int, value: str, seen: int | None = None) -> ValueEntry:
    responsibility = Responsibility.objects.get(unit__submissions=submission_id)
    return ValueEntry(
        submission_id,
        responsibility.plan_indicator.indicator_id,
        2020,
        figure=ReportedFigure(Decimal(value)),
        seen_version=seen,
    )


@pytest.mark.django_db(transaction=True)
def test_fifty_units_send_and_are_approved_at_once() -> None:
    many_submissions(ReportingRoundFactory(), UNITS)
    ids = list(Submission.objects.values_list("pk", flat=True))

    def send(pk: int) -> str:
        values_store(entries=[say(pk, "96.5")], by=None)
        return submissions_submit(submissions=[Submission.objects.get(pk=pk)], by=None)[0].state

    assert together(send, ids) == ["submitted"] * UNITS
    assert SubmissionValue.objects.count() == SubmissionValueRevision.objects.count() == UNITS

    def approve(pk: int) -> str:
        try:
            counts = submissions_approve(
                submissions=[Submission.objects.get(pk=pk)], by=None, is_reviewed=False
            )
        except ValidationError as refusal:
            return str(refusal.error_list[0].code)
        return f"{counts.new}"

    # Two of the office press the same button for every unit.
    answers = together(approve, [pk for pk in ids for _ in range(2)])
    assert sorted(answers) == ["1"] * UNITS + ["illegal_move"] * UNITS
    assert Observation.objects.count() == ObservationRevision.objects.count() == UNITS
    assert SubmissionEvent.objects.filter(act="approved").count() == UNITS
    assert audit_verify().equal


@pytest.mark.django_db(transaction=True)
def test_of_many_savers_of_one_cell_one_wins_and_the_others_are_told() -> None:
    many_submissions(ReportingRoundFactory(), 1)
    pk = Submission.objects.values_list("pk", flat=True)[0]

    def save(number: int) -> str:
        entry = say(pk, str(number), seen=0)
        return values_store(entries=[entry], by=None, is_strict=False)[0].status

    answers = together(save, range(1, 17))
    assert sorted(answers) == [SaveStatus.CONFLICT] * 15 + [SaveStatus.NEW]
    assert SubmissionValue.objects.get().version == 1
    assert SubmissionValueRevision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_save_never_slips_in_after_the_sending() -> None:
    many_submissions(ReportingRoundFactory(), UNITS // 5)
    ids = list(Submission.objects.values_list("pk", flat=True))
    for pk in ids:
        values_store(entries=[say(pk, "1")], by=None)

    def either(turn: int) -> str:
        pk = ids[turn // 2]
        if turn % 2:
            submissions_submit(submissions=[Submission.objects.get(pk=pk)], by=None)
            return "sent"
        return values_store(entries=[say(pk, "2")], by=None, is_strict=False)[0].status

    together(either, range(2 * len(ids)))
    for event in SubmissionEvent.objects.filter(act="submitted").select_related("submission"):
        (value,) = event.submission.values.all()
        (sent,) = event.values.values()
        assert sent[0] == format(value.value.normalize(), "f")


@pytest.mark.django_db
def test_many_values_are_stored_like_few_each_with_its_own_revision() -> None:
    many_submissions(ReportingRoundFactory(), 1)
    submission = Submission.objects.get()
    indicators = [IndicatorFactory() for _ in range(600)]

    def entries(value: int) -> list[ValueEntry]:
        return [
            ValueEntry(
                submission.pk,
                i.pk,
                2020,
                figure=ReportedFigure(Decimal(value + n)),
                origin=FigureOrigin(cell=f"G{n}"),
            )
            for n, i in enumerate(indicators)
        ]

    first = values_store(entries=entries(0), by=None)
    assert {o.status for o in first} == {SaveStatus.NEW}
    assert len({o.stored_id for o in first}) == 600
    again = values_store(entries=entries(1), by=None)
    assert [o.stored_id for o in again] == [o.stored_id for o in first]
    value = SubmissionValue.objects.get(pk=first[7].stored_id)
    assert (value.cell, value.value, value.version) == ("G7", Decimal(8), 2)
    states = SubmissionValueRevision.objects.filter(submission_value=value).order_by("version")
    assert [(r.version, r.value, r.cell) for r in states] == [
        (1, Decimal(7), "G7"),
        (2, Decimal(8), "G7"),
    ]
