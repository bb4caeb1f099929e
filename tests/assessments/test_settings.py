"""The table of settings: what is in it stands everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.template.loader import render_to_string

from assessments.api.assessments import AskSerializer
from assessments.core.options import question_hash
from assessments.forms.assessing import AssessmentForm
from assessments.management.commands.run_assessment import Command
from assessments.messages.settings import differing, unusual_words
from assessments.options import Effect, Options, setting
from assessments.selectors.run_book import run_book
from assessments.services.requests import AssessmentRequest
from indicators.core.case import ToleranceKind
from indicators.core.vocabulary import Basis, Rounding, Stage, Trend
from tests.asking import assessment_asked
from tests.assessments.views.world import asked, assess
from tests.factories import PlanFactory, RegionFactory, RoundFactory, TargetFactory, user_with
from units.choices import Role
from units.models import Region

pytestmark = pytest.mark.django_db


class Near(StrEnum):
    """What a test's own setting may say."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class More(Options):
    """The table with one setting more."""

    near: Near = setting(
        Near.NO,
        "接近目标的提示",
        Effect.COUNT,
        words={"no": "不提示", "yes": "提示"},
        help="离目标很近的另列。",
    )


class MoreForm(AssessmentForm):
    table = More


class MoreSerializer(AskSerializer):
    table = More


class MoreCommand(Command):
    table = More


def answers(region: Any, **more: Any) -> dict[str, Any]:
    """What a browser sends when only the obligatory fields are filled."""
    plain = {name: value for name, value in Options().to_json().items() if value is not None}
    place = {"region": region.pk, "round": RoundFactory().pk, "kind": "both"}
    return {**plain, **place, "stage": "final", "year": 2020, "basic_counts": "", **more}


def test_a_setting_of_the_table_is_asked_for_everywhere() -> None:
    region = RegionFactory()
    PlanFactory(region=region)
    office = user_with(Role.OFFICE, region)

    form = MoreForm(answers(region, near="yes"), user=office)
    assert form.is_valid(), form.errors
    assert form.question().options == More(near=Near.YES, basis=Basis.FINAL)
    page = render_to_string("assessments/_rule_fields.html", {"form": form})
    assert "接近目标的提示</label>" in page
    assert '<option value="yes" selected>提示</option>' in page
    assert "离目标很近的另列。" in page

    serializer = MoreSerializer()
    assert serializer.fields["near"].label == "接近目标的提示"
    assert dict(serializer.fields["near"].choices) == {"no": "不提示", "yes": "提示"}

    parser = CommandParser()
    MoreCommand().add_arguments(parser)
    given = ["--region", "1", "--round", "r", "--stage", "final", "--year", "2020"]
    assert parser.parse_args(given).near == "no"
    options = vars(parser.parse_args([*given, "--near", "yes"]))
    assert More.from_answers(options, Stage.FINAL).near is Near.YES
    assert "接近目标的提示" in parser.format_help()


def test_a_setting_of_the_table_is_stored_said_and_compared() -> None:
    usual, near = More(), More(near=Near.YES)
    assert near.to_json() == {**Options().to_json(), "near": "yes"}
    assert More.from_json(near.to_json()) == near
    assert unusual_words(near.to_json(), More) == "提示"
    assert differing(usual.to_json(), near.to_json(), More) == [
        ("接近目标的提示", "不提示", "提示")
    ]
    assert usual.rules != near.rules


def test_a_setting_that_came_later_leaves_the_questions_asked_before_alone() -> None:
    assert More().to_json() == Options().to_json()


def fingerprint(kind: str, stage: Stage, year: int, options: Options) -> str:
    return question_hash(
        region_code="350206",
        round_name="2011-2020",
        kind=kind,
        stage=stage,
        year=year,
        settings=options.to_json(),
    )


def test_fingerprints_are_those_of_version_0_1() -> None:
    assert fingerprint("both", Stage.FINAL, 2020, Options()) == (
        "223b75811b5d4d8eebf70c69185733608eeece8b8cb510815e345e80faa40fa3"
    )
    special = Options(
        basic_tolerance=Decimal("5.00"), trend=Trend.LAST_YEAR, label_met="完成", decimals=1
    )
    assert fingerprint("women", Stage.ANNUAL, 2018, special) == (
        "c6422fdcaedcb94ba1320a891bb8f7fab870d1238222e6e03ccf025d363e50ae"
    )


def test_settings_stored_by_version_0_1_are_read() -> None:
    stored = {
        "basis": "pace",
        "targets_of": "above",
        "denominator": "key",
        "missing": "unmet",
        "rounding": "truncate",
        "decimals": 0,
        "basic_tolerance": "2.5",
        "basic_tolerance_kind": "points",
        "basic_counts": True,
        "precision": "printed",
        "composite_missing": "zero",
        "label_met": "完成",
        "label_unmet": "未完成",
        "label_basic": "基本完成",
    }
    read = Options.from_json(stored)
    assert (read.basis, read.rounding, read.decimals) == (Basis.PACE, Rounding.TRUNCATE, 0)
    assert read.basic_tolerance == Decimal("2.5")
    assert read.basic_tolerance_kind is ToleranceKind.POINTS
    assert read.trend is Trend.BASE
    assert read.to_json() == stored
    with pytest.raises(ValueError, match="unknown settings: colour"):
        Options.from_json({"colour": "red"})


@pytest.mark.parametrize(
    ("chosen", "is_alike"),
    [
        ({"trend": "last_year"}, False),
        ({"denominator": "key"}, False),
        ({"basic_tolerance": "5"}, False),
        ({"basic_tolerance_kind": "points"}, True),
        ({"rounding": "truncate"}, True),
        ({"label_met": "完成"}, True),
    ],
)
def test_runs_compare_where_all_that_changes_a_verdict_or_a_count_is_equal(
    chosen: dict[str, Any], is_alike: bool
) -> None:
    region = RegionFactory(code="350206")
    asked(region, "A1", values={2018: 94, 2019: 96})
    assess(region, 2018)
    assess(region, 2019, **chosen)
    book = run_book(region, frozenset())
    run = book.pick("2011-2020", 2019)
    assert run is not None
    assert (book.alike(run, 2018) is not None) is is_alike


def offered(region: Region, stage: str, year: int) -> Basis:
    """The basis of the form's question, where the person picks none."""
    office = user_with(Role.OFFICE, region)
    form = AssessmentForm(answers(region, stage=stage, year=year, basis=""), user=office)
    assert form.is_valid(), form.errors
    return form.question().options.basis


def test_an_annual_run_of_a_running_round_is_held_against_the_pace_by_the_form() -> None:
    region = RegionFactory()
    PlanFactory(region=region)
    assert offered(region, "annual", 2019) is Basis.PACE
    assert offered(region, "annual", 2020) is Basis.FINAL
    assert offered(region, "final", 2020) is Basis.FINAL


def test_a_midterm_is_held_against_the_pace_where_the_plan_sets_no_target_for_it() -> None:
    region = RegionFactory()
    row = asked(region, "A1", values={})
    assert offered(region, "midterm", 2015) is Basis.PACE
    TargetFactory(plan_indicator=row, stage="midterm", year=2015, value=90)
    assert offered(region, "midterm", 2015) is Basis.MIDTERM


def test_settings_that_contradict_each_other_are_refused_by_every_door() -> None:
    region = RegionFactory()
    PlanFactory(region=region)
    form = AssessmentForm(answers(region, basic_counts="on"), user=user_with(Role.OFFICE, region))
    assert form.errors["basic_tolerance"] == [
        "选了“基本达标”计入达标，还要填容差：离目标多近算基本达标。"
    ]
    question = AssessmentRequest(
        region, RoundFactory(), Stage.FINAL, 2020, "both", Options(basic_counts=True)
    )
    with pytest.raises(ValidationError, match="还要填容差"):
        assessment_asked(question)
