"""A draft knows whether its data, plan or decisions moved, and says what."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment, Decision, Result
from assessments.selectors.fingerprints import fingerprints
from assessments.services.finalising import assessment_finalise
from assessments.services.freshness import JudgedAs, freshness_by_run, freshness_of
from indicators.models import (
    Domain,
    Indicator,
    Observation,
    PlanIndicator,
    Target,
)
from tests.asking import assessment_computed
from tests.assessments.test_computing import asked, observed
from tests.assessments.test_finalising import computed
from tests.factories import MemberUnitFactory, RegionFactory, ResponsibilityFactory
from tests.queries import assert_queries_do_not_grow
from units.choices import JobState
from units.models import MemberUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Assessment:
    row = asked("A1", "at_least", 95)
    ResponsibilityFactory(
        plan_indicator=row, unit=MemberUnitFactory(region=row.plan.region, name="教育局")
    )
    asked("A2", "rise")
    asked("Q1", "qualitative")
    observed("A1", 2020, "95.5")
    observed("A2", 2010, 40)
    observed("A2", 2020, 41)
    return computed()


def revised(code: str, year: int, value: object) -> None:
    row = Observation.objects.get(indicator__code=code, reference_year=year)
    Observation.objects.filter(pk=row.pk).update(value=value, revision=row.revision + 1)


def test_what_was_just_computed_is_fresh(draft: Assessment) -> None:
    assert freshness_of(draft).is_fresh
    assert draft.made_from == fingerprints([draft])[draft.pk]


def test_what_another_version_says_in_other_words_has_not_moved(draft: Assessment) -> None:
    Result.objects.update(explanation="从前的说法", expected=None, pace_state=None, lead=None)
    Assessment.objects.update(made_from={})
    assert freshness_of(draft).is_fresh
    row = Result.objects.get(plan_indicator__indicator__code="A2")
    Result.objects.filter(pk=row.pk).update(reason={**row.reason, "gap": "9"})
    assert [move.code for move in freshness_of(draft).moves] == ["A2"]


def test_a_corrected_value_is_named_with_old_and_new_and_its_verdicts(draft: Assessment) -> None:
    revised("A1", 2020, "94.5")
    found = freshness_of(draft)
    (move,) = found.moves
    assert (move.code, move.what, move.old, move.now) == (
        "A1",
        "数值",
        "95.50%（2020年）",
        "94.50%（2020年）",
    )
    assert (move.before, move.after) == (JudgedAs("met", ""), JudgedAs("unmet", ""))
    assert found.sentence == "计算之后有 1 处变化，1 项结论将改变"
    assert found.summary is not None
    assert found.summary["combined"]["met"] == 1
    assert draft.summary["combined"]["met"] == 2


def test_a_change_beyond_the_printed_decimals_is_shown_with_every_digit(draft: Assessment) -> None:
    revised("A1", 2020, "95.5001")
    (move,) = freshness_of(draft).moves
    assert (move.old, move.now, move.turns) == ("95.5%", "95.5001%", False)


def test_a_base_value_and_an_earlier_year_count_too(draft: Assessment) -> None:
    revised("A2", 2010, 42)
    (move,) = freshness_of(draft).moves
    assert (move.code, move.what, move.old, move.now) == ("A2", "基期值", "40.00%", "42.00%")
    assert move.turns


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda: Target.objects.update(value=96), "目标"),
        (lambda: PlanIndicator.objects.filter(indicator__code="A1").update(name="改名"), "名称"),
        (lambda: Domain.objects.update(name="改名的领域"), "所属领域"),
        (lambda: MemberUnit.objects.update(name="卫健局"), "牵头单位"),
        (
            lambda: PlanIndicator.objects.filter(indicator__code="A1").update(rule="at_most"),
            "判定规则",
        ),
    ],
)
def test_a_change_of_the_plan_is_named(draft: Assessment, change: object, what: str) -> None:
    change()  # type: ignore[operator]
    moves = {move.code: move.what for move in freshness_of(draft).moves}
    assert moves["A1"] == what


def test_new_and_gone_indicators_and_decisions_are_named(draft: Assessment) -> None:
    plan_indicator = PlanIndicator.objects.get(indicator__code="Q1")
    Decision.objects.create(
        plan_indicator=plan_indicator,
        region=draft.region,
        reference_year=2020,
        verdict="met",
        reason="符合",
    )
    asked("A3", "at_least", 50)
    told = {(move.code, move.what) for move in freshness_of(draft).moves}
    assert told == {("Q1", "认定"), ("A3", "规划新增指标")}
    PlanIndicator.objects.filter(indicator__code="A2").update(rule="background")
    assert ("A2", "规划不再有这项指标") in {(m.code, m.what) for m in freshness_of(draft).moves}


def test_another_place_another_year_and_what_is_not_judged_move_nothing(draft: Assessment) -> None:
    observed("A1", 2020, 50, region=RegionFactory(code="350303"))
    observed("A1", 2021, 50)
    observed("X9", 2020, 50)
    assert freshness_of(draft).is_fresh


def test_computing_again_makes_it_fresh(draft: Assessment) -> None:
    revised("A1", 2020, "94.5")
    assessment_computed(draft)
    assert freshness_of(Assessment.objects.get(pk=draft.pk)).is_fresh


def test_a_stale_draft_is_not_finalised_and_the_refusal_names_what_moved(draft: Assessment) -> None:
    PlanIndicator.objects.filter(indicator__code="A2").update(name="女性比例")
    with pytest.raises(ValidationError) as caught:
        assessment_finalise(assessment=draft, user=None)
    assert caught.value.messages == [
        "计算之后数据或规划有变化（女性比例），不能定稿；请先重新计算，看过结果再定稿。"
    ]
    assert not Assessment.objects.get(pk=draft.pk).is_final


def test_a_finalised_run_is_never_stale(draft: Assessment) -> None:
    final = assessment_finalise(assessment=draft, user=None)
    revised("A1", 2020, 1)
    assert freshness_of(final).is_fresh


def test_a_draft_of_the_old_version_without_fingerprint_is_looked_at(draft: Assessment) -> None:
    Assessment.objects.update(made_from={})
    draft.refresh_from_db()
    draft.results.update(lead=None, lead_unit=None)
    assert freshness_of(draft).is_fresh
    revised("A1", 2020, 90)
    assert not freshness_of(draft).is_fresh


def test_asking_of_many_runs_costs_as_much_as_of_two(draft: Assessment) -> None:
    def more(count: int) -> None:
        known = Assessment.objects.count()
        for number in range(known, known + count):
            place = RegionFactory(code=f"3502060{number:02d}")
            row = Assessment.objects.get(pk=draft.pk)
            row.pk, row.region, row.question = None, place, f"{number:064d}"
            row.job_state = JobState.DONE
            row.save()
            Indicator.objects.get(code="A1")
            observed("A1", 2020, 90 + number % 9, region=place)

    assert_queries_do_not_grow(
        more,
        lambda: freshness_by_run(
            Assessment.objects.select_related("region", "round").order_by("pk")
        ),
    )
