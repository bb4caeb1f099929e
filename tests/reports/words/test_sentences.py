"""Sentences say what the data say, in the phrase that fits, and always the same one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.core.vocabulary import Frequency, Grade, Verdict
from indicators.wording.verdicts import words_of
from reports.document import Number
from reports.facts import Item
from reports.words.domain import finding
from reports.words.phrase_picker import PhrasePicker
from reports.words.sentences import sentence
from reports.words.slots import slots
from tests.reports.items import injuries, item, screening


def said(row: Item, seed: str = "x", **more: bool) -> str:
    return "".join(run.text for run in sentence(row, PhrasePicker(seed), **more))


def test_an_unmet_rate_that_rose_says_both() -> None:
    text = said(screening())
    assert text == (
        "妇女常见病定期筛查率为76.35%，虽比2010年提高17.99个百分点，"
        "但比上年下降0.77个百分点，距80%的目标差3.65个百分点。"
    )


def test_the_same_facts_choose_the_same_phrase() -> None:
    assert said(screening(), "a") == said(screening(), "a")


def test_a_phrase_is_not_used_twice_while_another_fits() -> None:
    voice = PhrasePicker("x")
    rows = [
        item(
            f"指标{n}", target="85", values={2010: "80.1", 2019: "90.2", 2020: "93.4"}, code=f"I{n}"
        )
        for n in range(3)
    ]
    texts = ["".join(run.text for run in sentence(row, voice)) for row in rows]
    starts = {text.removeprefix(f"指标{n}") for n, text in enumerate(texts)}
    assert len(starts) == 3


def test_numbers_know_their_source() -> None:
    runs = sentence(screening(), PhrasePicker("x"))
    numbers = [run for run in runs if isinstance(run, Number)]
    assert {run.source for run in numbers} == {"women.妇女常见病定期筛查率"}
    assert "76.35%" in {run.text for run in numbers}


def test_small_bases_show_their_cases() -> None:
    row = item(
        "孕产妇死亡率",
        rule="at_most",
        unit="1/10万",
        target="20",
        values={2010: "2/6210", 2018: "1/7450", 2019: "1/7130", 2020: "1/6820"},
        numerator_name="孕产妇死亡人数",
        denominator_name="活产数",
    )
    assert said(row) == (
        "孕产妇死亡率2020年报告1例，2019年报告1例（分母变化）；2018—2020年共3例，合并计算为14.02/10万。"
        "按2020年值14.66/10万判为达标，三年合并值在20/10万以内。"
    )


def test_carried_values_say_their_year_and_no_last_year() -> None:
    row = item(
        "村委会成员中女性比例",
        target="30",
        verdict=Verdict.UNMET,
        values={2010: "79/362", 2015: "26.1", 2018: "102/350"},
        frequency=Frequency.ELECTION,
        numerator_name="村委会女性成员数",
        denominator_name="村委会成员数",
    )
    text = said(row)
    assert "2018年换届数据" in text
    assert "上年" not in text


def test_lost_targets_are_said_to_be_lost() -> None:
    row = item(
        "视力不良检出率",
        rule="fall",
        target=None,
        verdict=Verdict.UNMET,
        grade=Grade.LOST,
        values={2010: "55.24", 2019: "54.91", 2020: "57.32"},
        met_years={2019: True, 2020: False},
    )
    assert said(row) == (
        "视力不良检出率为57.32%，比上年上升2.41个百分点，"
        "高于2010年的55.24%，未达到“低于2010年”的要求。"
    )
    assert finding([row], words_of()) == "视力不良检出率由达标转为未达标"


def test_no_data_is_never_unmet() -> None:
    row = item("甲", values={}, verdict=Verdict.NO_DATA, reason={"blank": "omitted"})
    assert said(row) == "甲2020年无数据（漏报），不计入分母。"
    assert said(row, missing_as_unmet=True) == "甲2020年无数据（漏报），按未达标计。"


def test_without_a_decision_it_waits_for_people() -> None:
    row = item(
        "女生比例",
        rule="qualitative",
        target=None,
        values={2020: "51.36"},
        verdict=Verdict.NOT_ASSESSABLE,
        reason={"kind": "no_decision"},
    )
    assert "待人工认定" in said(row)


def test_a_full_hundred_is_not_just_reached() -> None:
    row = item("配备率", target="100", values={2010: "25", 2019: "91.7", 2020: "100"})
    assert "刚好" not in said(row)


@pytest.mark.parametrize("seed", [str(n) for n in range(12)])
def test_an_adverb_never_stands_before_a_number_of_points(seed: str) -> None:
    row = item(
        "高级专业技术人员中女性比例",
        target="35",
        values={2010: "36.42", 2019: "45.10", 2020: "46.05"},
        code=seed,
    )
    text = said(row, seed)
    assert "明显高于35%的目标1" not in text
    assert "远高于" not in text


def test_shares_of_the_base_are_said_with_their_limit() -> None:
    assert said(injuries()) == (
        "18岁以下儿童伤害死亡率为10.11/10万，比2010年下降16.1%，"
        "距下降六分之一（即不高于10.04/10万）的要求差0.07个十万分点。"
    )


def test_what_is_early_names_the_final_target_not_that_of_the_year() -> None:
    row = item("甲", target="80", values={2010: "58", 2018: "84", 2019: "85"}, year=2019)
    early = replace(row, grade=Grade.EARLY, target=Decimal(72), reason={"kind": "target"})
    assert slots(early)["goal_words"] == "72%的目标"
    assert slots(early)["final_goal"] == "80%的目标"
    told = {said(early, seed) for seed in "abcdefghijkl"}
    assert any("提前达到80%的目标" in text for text in told)
    assert not any("提前达到72%" in text for text in told)
