from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.choices import SubmissionState
from indicators.core.reported import ReportedFigure
from indicators.models import (
    Observation,
    PlanIndicator,
    Submission,
    SubmissionEvent,
    SubmissionValue,
    SubmissionValueRevision,
    ValueMark,
)
from indicators.services.rounds import extension_set, reporting_rounds_ensure, submissions_ensure
from indicators.services.submissions import (
    submission_reopen,
    submission_return,
    submission_start_review,
    submission_withdraw,
    submissions_approve,
    submissions_submit,
)
from indicators.services.values import SaveStatus, ValueEntry, values_store
from tests.factories import (
    MemberUnitFactory,
    PlanIndicatorFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    SubmissionFactory,
    UserFactory,
)
from units.models import AuditEvent, MemberUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    """A unit that leads two indicators and has filled in neither."""
    made: Submission = SubmissionFactory()
    for _ in range(2):
        plan_indicator = PlanIndicatorFactory(plan__region=made.unit.region)
        ResponsibilityFactory(plan_indicator=plan_indicator, unit=made.unit)
    return made


def led() -> list[int]:
    return list(PlanIndicator.objects.order_by("pk").values_list("indicator_id", flat=True))


def entry(
    submission: Submission,
    position: int = 0,
    value: str | None = "96",
    *,
    seen: int | None = None,
    **more,
) -> ValueEntry:
    number = Decimal(value) if value is not None else None
    return ValueEntry(
        submission.pk,
        led()[position],
        2020,
        figure=ReportedFigure(number, **more),
        seen_version=seen,
    )


def fill(submission: Submission) -> None:
    values_store(entries=[entry(submission, 0), entry(submission, 1, "88.5")], by=None)


def mark_all(submission: Submission, state: str = "accepted", reason: str = "") -> None:
    ValueMark.objects.all().delete()
    for value in submission.values.all():
        ValueMark.objects.create(
            submission_value=value, state=state, reason=reason, version=value.version
        )


def in_state(submission: Submission, state: str) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(state=state)
    submission.refresh_from_db()
    return submission


def test_a_value_walks_from_the_unit_to_an_observation(submission: Submission) -> None:
    unit_user, office = UserFactory(), UserFactory()
    fill(submission)
    [submission] = submissions_submit(submissions=[submission], by=unit_user)
    assert (submission.state, submission.times_submitted) == ("submitted", 1)
    assert submission_start_review(submission=submission, by=office) is True
    assert submission_start_review(submission=submission, by=office) is False
    mark_all(submission)
    submissions_approve(submissions=[submission], by=office)
    rows = Observation.objects.order_by("indicator_id")
    assert [(o.value, o.unit, o.approved_by) for o in rows] == [
        (Decimal(96), submission.unit, office),
        (Decimal("88.5"), submission.unit, office),
    ]
    acts = SubmissionEvent.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["submitted", "review_started", "approved"]
    sent = SubmissionEvent.objects.get(act="submitted")
    assert sent.values[f"{led()[1]}|2020|"] == ["88.5", "", "", "", ""]
    assert AuditEvent.objects.filter(action__in=["submit", "review"]).count() == 3


MOVES = {
    "submit": (lambda s: submissions_submit(submissions=[s], by=None), {"draft", "returned"}),
    "withdraw": (lambda s: submission_withdraw(submission=s, by=None), {"submitted"}),
    "return": (lambda s: submission_return(submission=s, reason="改", by=None), {"submitted"}),
    "approve": (
        lambda s: submissions_approve(submissions=[s], by=None, is_reviewed=False),
        {"submitted"},
    ),
    "reopen": (lambda s: submission_reopen(submission=s, reason="改", by=None), {"approved"}),
}


@pytest.mark.parametrize("state", SubmissionState.values)
@pytest.mark.parametrize("name", MOVES)
def test_each_move_is_legal_only_from_its_states(
    submission: Submission, name: str, state: str
) -> None:
    move, legal = MOVES[name]
    fill(submission)
    submission = in_state(submission, state)
    if state in legal:
        move(submission)
        submission.refresh_from_db()
        assert submission.state != state
        return
    with pytest.raises(ValidationError) as refused:
        move(submission)
    assert refused.value.error_list[0].code == "illegal_move"
    submission.refresh_from_db()
    assert submission.state == state
    assert not SubmissionEvent.objects.exists()
    assert not Observation.objects.exists()


def test_nobody_withdraws_once_the_office_has_opened_it(submission: Submission) -> None:
    fill(submission)
    submissions_submit(submissions=[submission], by=None)
    submission_start_review(submission=submission, by=None)
    with pytest.raises(ValidationError) as refused:
        submission_withdraw(submission=submission, by=None)
    assert refused.value.code == "reviewed"


def test_what_is_incomplete_is_not_sent_but_a_reason_completes_it(submission: Submission) -> None:
    values_store(entries=[entry(submission, 0)], by=None)
    with pytest.raises(ValidationError, match="还有 1 项没填"):
        submissions_submit(submissions=[submission], by=None)
    values_store(entries=[entry(submission, 1, None, blank_reason="no_data")], by=None)
    assert submissions_submit(submissions=[submission], by=None)[0].state == "submitted"


def test_return_and_reopen_need_a_reason(submission: Submission) -> None:
    for state, move in (("submitted", submission_return), ("approved", submission_reopen)):
        in_state(submission, state)
        with pytest.raises(ValidationError) as refused:
            move(submission=submission, reason="  ", by=None)
        assert refused.value.code == "reason"


def test_unseen_and_flagged_values_stop_the_approval(submission: Submission) -> None:
    fill(submission)
    submissions_submit(submissions=[submission], by=None)
    with pytest.raises(ValidationError, match="还有 2 处改动未审阅"):
        submissions_approve(submissions=[submission], by=None)
    mark_all(submission, "flagged", "核对分母")
    with pytest.raises(ValidationError, match="还有 2 个值要求核实"):
        submissions_approve(submissions=[submission], by=None)
    submission.refresh_from_db()
    assert submission.state == "submitted"
    assert not Observation.objects.exists()


def test_a_bulk_approval_is_all_or_nothing(submission: Submission) -> None:
    fill(submission)
    submissions_submit(submissions=[submission], by=None)
    other = SubmissionFactory(reporting_round=submission.reporting_round)
    with pytest.raises(ValidationError):
        submissions_approve(submissions=[submission, other], by=None, is_reviewed=False)
    submission.refresh_from_db()
    assert submission.state == "submitted"
    assert not Observation.objects.exists()


def test_only_flagged_values_are_editable_after_a_return(submission: Submission) -> None:
    fill(submission)
    submissions_submit(submissions=[submission], by=None)
    flagged = submission.values.get(indicator_id=led()[1])
    ValueMark.objects.create(
        submission_value=flagged, state="flagged", reason="核对", version=flagged.version
    )
    submission_return(submission=submission, reason="见标记", by=None)
    first, second = values_store(
        entries=[entry(submission, 0, "95"), entry(submission, 1, "89")],
        by=None,
        is_strict=False,
    )
    assert (first.status, second.status) == (SaveStatus.REFUSED, SaveStatus.CHANGED)
    assert submission.values.get(indicator_id=led()[0]).value == Decimal(96)
    assert submission.values.get(indicator_id=led()[1]).value == Decimal(89)
    with pytest.raises(ValidationError, match="没有要求核实"):
        values_store(entries=[entry(submission, 0, "94")], by=None)


def test_a_reopened_figure_stays_valid_until_its_successor(submission: Submission) -> None:
    fill(submission)
    submissions_submit(submissions=[submission], by=None)
    submissions_approve(submissions=[submission], by=None, is_reviewed=False)
    submission_reopen(submission=submission, reason="评估前核对", by=None)
    values_store(entries=[entry(submission, 0, "91")], by=None)
    assert Observation.objects.get(indicator_id=led()[0]).value == Decimal(96)
    submissions_submit(submissions=[submission], by=None)
    submissions_approve(submissions=[submission], by=None, is_reviewed=False)
    observation = Observation.objects.get(indicator_id=led()[0])
    assert (observation.value, observation.revision) == (Decimal(91), 2)
    assert Observation.objects.get(indicator_id=led()[1]).revision == 1


def test_the_leads_value_wins_in_whatever_order_they_are_approved(submission: Submission) -> None:
    support = MemberUnitFactory(region=submission.unit.region)
    ResponsibilityFactory(
        plan_indicator=PlanIndicator.objects.order_by("pk")[0], unit=support, kind="support"
    )
    other = SubmissionFactory(reporting_round=submission.reporting_round, unit=support)
    values_store(entries=[entry(other, 0, "70")], by=None)
    submissions_submit(submissions=[other], by=None)
    submissions_approve(submissions=[other], by=None, is_reviewed=False)
    assert Observation.objects.get().value == Decimal(70)

    fill(submission)
    submissions_submit(submissions=[submission], by=None)
    submissions_approve(submissions=[submission], by=None, is_reviewed=False)
    assert Observation.objects.get(indicator_id=led()[0]).value == Decimal(96)

    submission_reopen(submission=other, reason="x", by=None)
    values_store(entries=[entry(other, 0, "71")], by=None)
    submissions_submit(submissions=[other], by=None)
    submissions_approve(submissions=[other], by=None, is_reviewed=False)
    assert Observation.objects.get(indicator_id=led()[0]).value == Decimal(96)
    assert SubmissionValue.objects.get(submission=other).value == Decimal(71)


def test_two_people_at_one_cell_the_second_is_told(submission: Submission) -> None:
    ann, bob = UserFactory(), UserFactory()
    values_store(entries=[entry(submission, 0, "96", seen=0)], by=ann)
    outcome = values_store(entries=[entry(submission, 0, "98", seen=0)], by=bob, is_strict=False)[0]
    assert (outcome.status, outcome.version) == (SaveStatus.CONFLICT, 1)
    value = SubmissionValue.objects.get()
    assert (value.value, value.changed_by) == (Decimal(96), ann)
    values_store(entries=[entry(submission, 0, "98", seen=1)], by=bob)
    states = SubmissionValueRevision.objects.order_by("version")
    assert [(r.version, r.value, r.by) for r in states] == [
        (1, Decimal(96), ann),
        (2, Decimal(98), bob),
    ]


def test_saving_the_same_again_changes_nothing(submission: Submission) -> None:
    values_store(entries=[entry(submission, 0, "96", seen=0)], by=None)
    again = values_store(entries=[entry(submission, 0, "96.0", seen=0)], by=None)[0]
    assert (again.status, again.version) == (SaveStatus.UNCHANGED, 1)
    assert SubmissionValueRevision.objects.count() == 1


def test_an_approved_submission_takes_unchanged_values_only(submission: Submission) -> None:
    fill(submission)
    in_state(submission, "approved")
    assert values_store(entries=[entry(submission, 0)], by=None)[0].status == "unchanged"
    with pytest.raises(ValidationError, match="现在是“已通过”，不能修改"):
        values_store(entries=[entry(submission, 0, "1")], by=None, as_office=True)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"value": "1234567890"}, "太大或小数太多"),
        ({"value": "1.1234567"}, "太大或小数太多"),
        ({"value": "1", "denominator": Decimal(0)}, "分母不能为 0"),
        ({"value": "1", "blank_reason": "no_data"}, "有数值就不写缺数原因"),
    ],
)
def test_what_the_table_cannot_hold_is_refused_in_words(
    submission: Submission, more: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        values_store(entries=[entry(submission, 0, **more)], by=None)
    assert not SubmissionValue.objects.exists()


def test_the_closing_day_holds_for_units_not_for_the_office(submission: Submission) -> None:
    today = timezone.localdate()
    reporting_round = submission.reporting_round
    reporting_round.closes_on = today - datetime.timedelta(days=1)
    reporting_round.save()
    with pytest.raises(ValidationError, match="截止"):
        values_store(entries=[entry(submission)], by=None)
    values_store(entries=[entry(submission)], by=None, as_office=True)
    extension_set(
        reporting_round=reporting_round,
        unit=submission.unit,
        closes_on=today,
        reason="系统升级",
        by=UserFactory(),
    )
    values_store(entries=[entry(submission, 1, "5")], by=None)
    assert submission.values.count() == 2


def opened(unit: MemberUnit, year: int) -> Submission:
    """One unit's submission of a year, with its round."""
    rounds = reporting_rounds_ensure(regions=[unit.region], reference_years=[year])
    [submission] = submissions_ensure(
        pairs=[(rounds[unit.region_id, year], unit)], by=None
    ).values()
    return submission


def test_rounds_and_submissions_are_opened_once(submission: Submission) -> None:
    unit = submission.unit
    made = [opened(unit, 2019) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].reporting_round.opens_on == datetime.date(2020, 3, 1)
    assert SubmissionEvent.objects.filter(act="opened").count() == 1


def test_a_unit_of_another_place_cannot_join_a_round() -> None:
    reporting_round = ReportingRoundFactory()
    elsewhere = MemberUnitFactory(region__code="350203", region__name="思明区")
    with pytest.raises(ValidationError, match="不是“湖里区”的成员单位"):
        submissions_ensure(pairs=[(reporting_round, elsewhere)], by=None)
