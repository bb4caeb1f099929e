"""Units' causes and measures in the report: their words where they were approved, else 待补."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assessments.services.finalising import assessment_finalise
from assessments.services.remedies import remedy_approve, remedy_submit
from assessments.services.remedy_checks import RemedyText
from indicators.core.vocabulary import Stage
from reports.core.editing import paragraphs_of
from reports.facts import ReviewedRemedy
from reports.frozen_facts import facts_from_plain, facts_to_plain
from reports.selectors.report_facts import facts_for
from reports.services.composing import report_compose
from reports.words.remedies import actions_sentence, deadline_cell, phrase
from tests.assessments.test_computing import observed
from tests.assessments.test_remedies import ask, computed, led, write
from tests.factories import MemberUnitFactory, RegionFactory, user_with
from tests.reports.items import injuries, screening
from units.choices import Role

if TYPE_CHECKING:
    from assessments.models import Assessment

REMEDY = ReviewedRemedy("推迟半年。", "分批补查；", dt.date(2021, 12, 31), Decimal(80))
TODAY = dt.date(2021, 3, 1)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2021, 12, 31), "2021年12月底前"),
        (dt.date(2021, 2, 28), "2021年2月底前"),
        (dt.date(2024, 2, 28), "2024年2月28日前"),
        (dt.date(2021, 6, 15), "2021年6月15日前"),
    ],
)
def test_the_deadline_is_said_as_people_say_it(day: dt.date, said: str) -> None:
    remedy = replace(REMEDY, complete_by=day)
    assert deadline_cell(screening(), remedy) == f"{said}；≥80%"
    assert actions_sentence(screening(), remedy) == f"措施：分批补查；{said}达到80%。"


def test_a_value_that_must_fall_and_one_that_nobody_counts() -> None:
    falls = replace(REMEDY, value_to_reach=Decimal("9.5"))
    assert deadline_cell(injuries(), falls) == "2021年12月底前；≤9.5/10万"
    without = replace(REMEDY, value_to_reach=None)
    assert deadline_cell(screening(), without) == "2021年12月底前"
    assert actions_sentence(screening(), without) == "措施：分批补查；2021年12月底前完成。"


def test_what_must_fall_is_brought_down() -> None:
    falls = replace(REMEDY, value_to_reach=Decimal("9.5"))
    assert actions_sentence(injuries(), falls).endswith("2021年12月底前降到9.5/10万。")


def test_typed_lines_become_one_phrase() -> None:
    assert phrase(" 一是补查，\r\n二是复查。；") == "一是补查， 二是复查"


@pytest.fixture
def run(db: None) -> Assessment:
    """Two unmet; one with an approved text, one whose text waits for review; one that fell."""
    office = user_with(Role.OFFICE, RegionFactory())
    unit = MemberUnitFactory(region=RegionFactory(), name="区卫健局", code="U1")
    liaison = user_with(Role.LIAISON, unit.region, unit)
    rows = [led(unit, code) for code in ("A1", "A2", "A3")]
    for code, values in (("A1", (90, 90)), ("A2", (80, 80)), ("A3", (99, 96))):
        observed(code, 2019, values[0])
        observed(code, 2020, values[1])
    made = computed(Stage.FINAL)
    first, second, fell = ask(made, *rows, by=office)
    for number, remedy in enumerate((first, second, fell), 1):
        text = RemedyText(f"原因{number}号", f"办法{number}号", dt.date(2021, 12, 31), "97")
        sent = remedy_submit(remedy=write(remedy, liaison, text), by=liaison)
        if remedy is not second:
            remedy_approve(remedy=sent, by=office)
    return made


def texts_of(run: Assessment, kind: str = "final", **how) -> dict[str, str]:
    document = report_compose(facts=facts_for(run, today=TODAY, **how), kind=kind)
    return {key: part.text for key, part in paragraphs_of(document).items()}


@pytest.mark.parametrize("kind", ["final", "annual"])
def test_approved_ones_fill_chapters_and_annex_and_the_others_stay_open(run, kind) -> None:
    texts = texts_of(run, kind)
    assert texts["problems.unmet.A1"].endswith("主要原因：原因1号。")
    assert texts["problems.unmet.A2"].endswith("（待补：成因，由区卫健局提供）")
    assert "指标A3变差的主要原因：原因3号。" in texts["problems.weak.text"]
    assert "指标A1的措施：办法1号；2021年12月底前达到97%。" in texts["proposals.1"]
    assert "（待补：指标A2的措施、时限和应达值，由牵头单位提出）" in texts["proposals.1"]
    cells = [texts[f"unmet-A1-{part}"] for part in ("cause", "measure", "deadline")]
    assert cells == ["原因1号。", "办法1号。", "2021年12月底前；≥97%"]
    assert [texts[f"unmet-A2-{part}"] for part in ("cause", "measure", "deadline")] == ["待补"] * 3
    assert "原因2号" not in "".join(texts.values())


def test_the_units_own_sheet_says_what_it_wrote_and_asks_for_the_rest(run) -> None:
    unit = MemberUnitFactory(region=RegionFactory(), code="U1")
    texts = texts_of(run, "unit", unit=unit)
    assert texts["problems.unmet.A1"].endswith(
        "主要原因：原因1号。措施：办法1号；2021年12月底前达到97%。"
    )
    assert "待补" not in texts["problems.unmet.A2"]
    assert texts["feedback.wanted.text"] == (
        "请对指标A2说明成因，提出措施、时限和应达值；按时限落实指标A1的措施。"
    )


def test_a_finalised_run_tells_what_was_approved_then(run) -> None:
    before = facts_for(run, today=TODAY)
    kept = facts_from_plain(facts_to_plain(before))
    assert [item.remedy for item in kept.items] == [item.remedy for item in before.items]
    assessment_finalise(assessment=run, user=None)
    run.remedies.update(cause="后来改的")
    after = facts_for(run, today=TODAY)
    assert [item.remedy for item in after.items] == [item.remedy for item in before.items]
    assert after.items[0].remedy == ReviewedRemedy(
        "原因1号", "办法1号", dt.date(2021, 12, 31), Decimal(97)
    )
