from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import MarkState
from indicators.core.reported import ReportedFigure
from indicators.models import SubmissionValue, ValueComment, ValueMark
from indicators.selectors.grid_counts import grid_tally
from indicators.selectors.reviewing import review
from indicators.services.marks import (
    missing_value_flag,
    value_comment,
    value_mark,
    value_unmark,
    values_accept_rest,
)
from indicators.services.submissions import (
    submission_return,
    submission_start_review,
    submission_withdraw,
    submissions_submit,
)
from indicators.services.values import SaveStatus, ValueEntry, values_store
from tests.scenes import YEAR, Collecting, collecting_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Collecting:
    """Two values sent: 96 of the plain indicator, 50 of the one by sex."""
    made = collecting_scene()
    for indicator, value in ((made.plain, 96), (made.sexed, 50)):
        say(made, indicator.pk, value)
    [made.submission] = submissions_submit(
        submissions=[made.submission], by=made.liaison, as_office=True
    )
    return made


def say(scene: Collecting, indicator_id: int, value: int) -> SaveStatus:
    entry = ValueEntry(
        scene.submission.pk, indicator_id, YEAR, figure=ReportedFigure(Decimal(value))
    )
    return values_store(entries=[entry], by=scene.liaison, is_strict=False)[0].status


def value_of(scene: Collecting, indicator: object) -> SubmissionValue:
    return SubmissionValue.objects.get(submission=scene.submission, indicator=indicator)


def flag(scene: Collecting) -> SubmissionValue:
    value = value_of(scene, scene.plain)
    value_mark(value=value, state=MarkState.FLAGGED, version=1, by=scene.office, reason="核对分母")
    return value


def test_a_flag_needs_a_reason_which_joins_the_thread(scene: Collecting) -> None:
    value = value_of(scene, scene.plain)
    with pytest.raises(ValidationError) as refused:
        value_mark(value=value, state=MarkState.FLAGGED, version=1, by=scene.office)
    assert refused.value.code == "reason"
    flag(scene)
    assert ValueComment.objects.get().text == "核对分母"
    assert review(scene.submission).tally["flagged"] == 1


def test_a_version_not_looked_at_is_not_marked(scene: Collecting) -> None:
    with pytest.raises(ValidationError) as refused:
        value_mark(
            value=value_of(scene, scene.plain),
            state=MarkState.ACCEPTED,
            version=2,
            by=scene.office,
        )
    assert refused.value.code == "stale"
    assert not ValueMark.objects.exists()


def test_the_rest_is_accepted_and_what_is_flagged_stays_flagged(scene: Collecting) -> None:
    flag(scene)
    assert values_accept_rest(submission=scene.submission, by=scene.office) == 1
    assert sorted(ValueMark.objects.values_list("state", flat=True)) == ["accepted", "flagged"]
    assert review(scene.submission).tally["unseen"] == 0


def test_marks_are_made_between_sending_and_deciding_only(scene: Collecting) -> None:
    value = flag(scene)
    submission_return(submission=scene.submission, reason="见标记", by=scene.office)
    with pytest.raises(ValidationError) as refused:
        value_unmark(value=value, by=scene.office)
    assert refused.value.code == "state"
    assert ValueMark.objects.count() == 1


def test_sending_and_withdrawing_does_not_open_what_was_not_flagged(scene: Collecting) -> None:
    flag(scene)
    submission_return(submission=scene.submission, reason="见标记", by=scene.office)
    assert say(scene, scene.plain.pk, 95) is SaveStatus.CHANGED
    submissions_submit(submissions=[scene.submission], by=None, as_office=True)
    submission_withdraw(submission=scene.submission, by=scene.liaison)
    assert say(scene, scene.sexed.pk, 51) is SaveStatus.REFUSED
    assert say(scene, scene.plain.pk, 94) is SaveStatus.CHANGED


def test_an_answered_flag_is_gone_when_the_next_review_begins(scene: Collecting) -> None:
    flag(scene)
    values_accept_rest(submission=scene.submission, by=scene.office)
    submission_return(submission=scene.submission, reason="见标记", by=scene.office)
    say(scene, scene.plain.pk, 95)
    submissions_submit(submissions=[scene.submission], by=None, as_office=True)
    submission_start_review(submission=scene.submission, by=scene.office)
    found = review(scene.submission)
    assert found.tally["unseen"] == 1
    assert found.tally["flagged"] == 0
    (row,) = found.changed
    assert (row.before, row.now) == ("96", "95")


def test_a_cell_left_open_can_be_asked_for(scene: Collecting) -> None:
    missing_value_flag(
        submission=scene.submission,
        indicator_id=scene.yes_no.pk,
        breakdown="",
        reason="请补填",
        by=scene.office,
    )
    submission_return(submission=scene.submission, reason="见标记", by=scene.office)
    entry = ValueEntry(scene.submission.pk, scene.yes_no.pk, YEAR, figure=ReportedFigure(text="有"))
    assert values_store(entries=[entry], by=scene.liaison)[0].status is SaveStatus.CHANGED
    assert say(scene, scene.plain.pk, 1) is SaveStatus.REFUSED


def test_both_sides_talk_but_not_without_words(scene: Collecting) -> None:
    value = value_of(scene, scene.plain)
    value_comment(value=value, text="已改按人数", by=scene.liaison)
    with pytest.raises(ValidationError):
        value_comment(value=value, text="   ", by=scene.office)
    assert ValueComment.objects.count() == 1


def test_what_was_returned_is_counted_until_it_is_changed(scene: Collecting) -> None:
    flag(scene)
    submission_return(submission=scene.submission, reason="见标记", by=scene.office)
    told = grid_tally(scene.submission)
    assert told["flagged"] == 1
    assert "1 项要改" in told["headline"]
    assert "可以送审" not in told["headline"]
    assert say(scene, scene.plain.pk, 95) is SaveStatus.CHANGED
    assert grid_tally(scene.submission)["flagged"] == 0
    assert "要改" not in grid_tally(scene.submission)["headline"]
