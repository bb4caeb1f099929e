"""Causes and measures of a run: asked for, written, handed in, reviewed, frozen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Assessment, Remedy, Result
from assessments.selectors.remedies import (
    remedies_open,
    remedies_waiting,
    remedy_board,
    remedy_proposals,
)
from assessments.services.discarding import draft_discard
from assessments.services.finalising import assessment_finalise
from assessments.services.remedies import (
    remedies_ask,
    remedy_approve,
    remedy_return,
    remedy_save,
    remedy_submit,
)
from assessments.services.remedy_checks import RemedyText
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from indicators.models import SubmissionValue, WorkPaper
from tests.asking import assessment_asked, assessment_computed
from tests.assessments.test_computing import asked, observed
from tests.factories import (
    MemberUnitFactory,
    RegionFactory,
    ResponsibilityFactory,
    RoundFactory,
    SubmissionFactory,
    user_with,
)
from units.access import EVERYTHING
from units.choices import AuditAction, JobState, Role
from units.models import AuditEvent, Notice

if TYPE_CHECKING:
    from indicators.models import PlanIndicator
    from units.models import MemberUnit, User

pytestmark = pytest.mark.django_db
WRITTEN = RemedyText("筛查推迟", "分批补查", dt.date(2021, 12, 31), "92")


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


@pytest.fixture
def unit() -> MemberUnit:
    return MemberUnitFactory(region=RegionFactory(), name="卫健局")


@pytest.fixture
def liaison(unit: MemberUnit) -> User:
    return user_with(Role.LIAISON, unit.region, unit)


def led(unit: MemberUnit, code: str, rule: str = "at_least", **fields) -> PlanIndicator:
    row = asked(code, rule, 95, **fields)
    ResponsibilityFactory(plan_indicator=row, unit=unit)
    return row


def computed(stage: Stage = Stage.FINAL, year: int = 2020) -> Assessment:
    row = assessment_asked(AssessmentRequest(RegionFactory(), RoundFactory(), stage, year))
    Assessment.objects.filter(pk=row.pk).update(job_state=JobState.DONE)
    row.refresh_from_db()
    return assessment_computed(row)


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def ask(
    run: Assessment, *rows: PlanIndicator, by: User, day: dt.date | None = None
) -> list[Remedy]:
    remedies_ask(
        assessment=run,
        plan_indicators=[row.pk for row in rows],
        answer_by=day or in_days(14),
        by=by,
    )
    return list(Remedy.objects.filter(assessment=run).order_by("plan_indicator"))


def write(remedy: Remedy, by: User, text: RemedyText = WRITTEN) -> Remedy:
    return remedy_save(remedy=remedy, text=text, seen_version=remedy.version, by=by)


def test_the_board_lists_the_unmet_the_worse_and_who_writes(unit: MemberUnit) -> None:
    short = led(unit, "A1")
    fell = led(unit, "A2")
    asked("A3", "at_most", 5)
    asked("A4", "at_least", 95)
    observed("A1", 2020, 90)
    observed("A2", 2019, 99)
    observed("A2", 2020, "98.99")
    observed("A3", 2019, 3)
    observed("A3", 2020, 3)
    observed("A4", 2020, 94)
    board = remedy_board(computed())
    found = [(line.result.plan_indicator.indicator.code, line.unit) for line in board.unmet]
    assert found == [("A1", unit), ("A4", None)]
    assert [(line.result.plan_indicator_id, line.before) for line in board.worse] == [(fell.pk, 99)]
    assert (board.asked, board.approved, board.wanting, board.unasked) == (0, 0, 2, 2)
    assert short.pk == board.unmet[0].result.plan_indicator_id


def test_a_statistic_in_two_plans_is_asked_for_once(unit: MemberUnit, office: User) -> None:
    women = led(unit, "A1")
    children = led(unit, "A1", kind="children")
    observed("A1", 2020, 90)
    run = computed()
    assert [line.result.plan_indicator_id for line in remedy_board(run).unmet] == [women.pk]
    with pytest.raises(ValidationError, match="不在这次评估的未达标或变差之列"):
        ask(run, children, by=office)


def test_asking_makes_one_row_tells_the_unit_and_leaves_a_log_row(unit, office, liaison) -> None:
    row = led(unit, "A1")
    alone = asked("A2", "at_least", 95)
    observed("A1", 2020, 90)
    observed("A2", 2020, 90)
    run = computed()
    answer_by = in_days(14)
    done = remedies_ask(
        assessment=run, plan_indicators=[row.pk, alone.pk], answer_by=answer_by, by=office
    )
    assert (done.count, done.units, done.own, done.untold) == (2, 1, 1, ())
    kept = Remedy.objects.order_by("plan_indicator").values_list("unit", "state", "answer_by")
    assert list(kept) == [(unit.pk, "draft", answer_by), (None, "draft", answer_by)]
    told = Notice.objects.get(user=liaison)
    day = f"{answer_by.year}年{answer_by.month}月{answer_by.day}日"
    assert told.text == f"请填写湖里区2020年终期评估中1项指标的原因和措施，{day}前交。"
    assert told.url == "/remedies/"
    event = AuditEvent.objects.get(action=AuditAction.ASSESS, subject__contains="请单位填写")
    assert event.detail["count"] == 2
    with pytest.raises(ValidationError, match="都已经请单位填写过了"):
        ask(run, row, by=office)


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "今天或今天以后"), (0, ""), (366, ""), (367, "超过一年")]
)
def test_the_day_to_answer_by_is_one_that_can_be_meant(unit, office, days, sentence) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    if not sentence:
        assert len(ask(run, row, by=office, day=in_days(days))) == 1
        return
    with pytest.raises(ValidationError, match=sentence):
        ask(run, row, by=office, day=in_days(days))
    assert not Remedy.objects.exists()


def test_written_handed_in_returned_and_approved(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    remedy = write(remedy, liaison)
    assert (remedy.cause, remedy.actions, remedy.value_to_reach) == ("筛查推迟", "分批补查", 92)
    remedy = remedy_submit(remedy=remedy, by=liaison)
    assert [one.pk for one in remedies_waiting(EVERYTHING)] == [remedy.pk]
    assert Notice.objects.get(user=office).text == "卫健局送审了“指标A1”的原因和措施。"
    with pytest.raises(ValidationError, match="现在是“待审核”，不能修改"):
        write(remedy, liaison)
    remedy = remedy_return(remedy=remedy, reason="请写清楚推迟了多久", by=office)
    assert [one.pk for one in remedies_open(EVERYTHING)] == [remedy.pk]
    texts = list(Notice.objects.filter(user=liaison).order_by("pk").values_list("text", flat=True))
    assert texts[-1] == "“指标A1”的原因和措施被退回：请写清楚推迟了多久"
    remedy = write(remedy, liaison, RemedyText("推迟半年", "分批补查", WRITTEN.complete_by, "92"))
    remedy = remedy_approve(remedy=remedy_submit(remedy=remedy, by=liaison), by=office)
    assert (remedy.state, remedy.return_reason, remedy.reviewed_by) == ("approved", "", office)
    changed = AuditEvent.objects.filter(action=AuditAction.ENTER).order_by("-pk")[0].detail
    assert (changed["old"]["cause"], changed["new"]["cause"]) == ("筛查推迟", "推迟半年")
    acts = AuditEvent.objects.filter(subject=str(remedy)).order_by("pk")
    assert [e.detail.get("act", "") for e in acts] == [
        "",
        "submitted",
        "returned",
        "",
        "submitted",
        "approved",
    ]


def test_nothing_half_written_is_handed_in(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    with pytest.raises(ValidationError) as refusal:
        remedy_submit(remedy=remedy, by=liaison)
    assert refusal.value.messages == [
        "请写原因分析。",
        "请写改进措施。",
        "请填完成时限。",
        "请填应达值，单位是%。",
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=remedy.pk).update(state="submitted")


def test_a_rule_that_people_decide_needs_no_value(unit, office, liaison) -> None:
    row = led(unit, "A1", "qualitative")
    run = computed()
    Result.objects.filter(assessment=run).update(verdict="unmet")
    (remedy,) = ask(run, row, by=office)
    remedy = write(remedy, liaison, RemedyText("没有机制", "建机制", WRITTEN.complete_by))
    assert remedy_submit(remedy=remedy, by=liaison).is_waiting


@pytest.mark.parametrize(
    ("typed", "kept", "sentence"),
    [
        ("90", 90, ""),
        ("95%", 95, ""),
        ("100", 100, ""),
        ("89.99", None, "应达值“89.99”比2020年的实际值90.00%还差，请改。"),
        ("100.01", None, "应达值写的是“100.01”，超过100%，请改。"),
        ("-1", None, "应达值：读到“-1”，这项指标不会是负数"),
        ("九十", None, "九十"),
        ("0.95", None, "请只写数字，单位是%"),
    ],
)
def test_the_value_to_reach_fits_its_measure(unit, office, liaison, typed, kept, sentence) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    text = RemedyText("因", "措", WRITTEN.complete_by, typed)
    if not sentence:
        assert write(remedy, liaison, text).value_to_reach == kept
        return
    with pytest.raises(ValidationError, match=sentence.replace(".", r"\.")):
        write(remedy, liaison, text)
    assert Remedy.objects.get().version == 1


@pytest.mark.parametrize(
    ("day", "is_kept"),
    [
        (dt.date(2020, 12, 31), False),
        (dt.date(2021, 1, 1), True),
        (dt.date(2030, 12, 31), True),
        (dt.date(2031, 1, 1), False),
    ],
)
def test_the_deadline_follows_the_year_that_was_judged(unit, office, liaison, day, is_kept) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    text = RemedyText("因", "措", day, "92")
    if is_kept:
        assert write(remedy, liaison, text).complete_by == day
        return
    with pytest.raises(ValidationError, match="完成时限"):
        write(remedy, liaison, text)


def test_two_people_at_one_text_are_told_apart(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    (remedy,) = ask(computed(), row, by=office)
    write(remedy, liaison)
    with pytest.raises(ValidationError, match="刚被别人改过"):
        write(remedy, office)
    long = RemedyText("因" * 401, "措", WRITTEN.complete_by, "92")
    standing = Remedy.objects.get()
    with pytest.raises(ValidationError, match="401"):
        write(standing, liaison, long)


def test_a_finalised_run_takes_no_more_and_freezes_what_it_has(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    (remedy,) = ask(run, row, by=office)
    remedy_approve(remedy=remedy_submit(remedy=write(remedy, liaison), by=liaison), by=office)
    assessment_finalise(assessment=run, user=office)
    remedy = Remedy.objects.get()
    for work in (
        lambda: write(remedy, liaison),
        lambda: remedy_return(remedy=remedy, reason="再改", by=office),
        lambda: ask(run, row, by=office),
    ):
        with pytest.raises(ValidationError, match="已定稿"):
            work()
    assert remedies_open(EVERYTHING) == []


def test_a_draft_that_units_wrote_for_is_not_thrown_away(unit, office, liaison) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    (remedy,) = ask(run, row, by=office)
    write(remedy, liaison)
    with pytest.raises(ValidationError, match="已有单位写了原因和措施"):
        draft_discard(assessment=run, user=office)
    Remedy.objects.update(cause="", actions="")
    draft_discard(assessment=run, user=office)
    assert not Remedy.objects.exists()


def test_what_was_said_before_is_offered(unit, office, liaison) -> None:
    row = led(unit, "A1", name="妇女常见病定期筛查率")
    observed("A1", 2020, 90)
    (first,) = ask(computed(), row, by=office)
    write(first, liaison)
    submission = SubmissionFactory(reporting_round__region=unit.region, unit=unit)
    SubmissionValue.objects.create(
        submission=submission,
        indicator=row.indicator,
        reference_year=2020,
        value=90,
        remark="少办两批",
    )
    WorkPaper.objects.create(
        reporting_round=submission.reporting_round,
        unit=unit,
        kind="summary",
        text="工作有成效。妇女常见病集中筛查推迟。",
    )
    again = ask(computed(Stage.ANNUAL), row, by=office)[-1]
    offered = remedy_proposals(again)
    assert [(one.source, one.cause, one.actions) for one in offered] == [
        ("湖里区2020年终期评估时填写的", "筛查推迟", "分批补查"),
        ("2020年填报时的备注", "少办两批", ""),
        ("2020年度总结中提到", "妇女常见病集中筛查推迟。", ""),
    ]
    assert offered[0].value_to_reach == 92


def test_one_that_is_met_after_all_is_settled(unit, office) -> None:
    row = led(unit, "A1")
    observed("A1", 2020, 90)
    run = computed()
    ask(run, row, by=office)
    Result.objects.filter(assessment=run).update(verdict="met")
    board = remedy_board(run)
    assert (board.unmet, len(board.settled), board.wanting) == ([], 1, 0)
