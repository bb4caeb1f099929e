"""Sentences an official would sign: no doubled words, no share of a handful, right names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.core.tally import Tally
from indicators.core.vocabulary import Grade, Verdict
from indicators.wording.counts import counted
from indicators.wording.verdicts import words_of
from reports.facts import Item
from reports.names import department, departments, full_width
from reports.words.attained import Attained
from reports.words.domain import lead_in, paragraph
from reports.words.phrase_picker import PhrasePicker
from reports.words.sentences import sentence
from reports.words.standings import duty_phrase
from reports.words.writing import some
from tests.reports.items import item

SEEDS = "abcdefghijklmnop"


def every_way(row: Item) -> set[str]:
    """The sentence in all the phrases that different reports would choose."""
    return {"".join(run.text for run in sentence(row, PhrasePicker(seed))) for seed in SEEDS}


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("应查人数", "58400", "应查58400人"),
        ("村委会成员数", "350", "村委会成员350名"),
        ("孕产妇死亡人数", "1", "孕产妇死亡1例"),
        ("先天梅毒病例数", "1", "先天梅毒病例1例"),
        ("城乡社区数", "152", "城乡社区152个"),
        ("活产数", "6120", "活产6120例"),
        ("儿科床位数", "299", "儿科床位299张"),
        ("达标学校数", "52", "达标学校52所"),
        ("筛查数", "6794", "筛查数6794"),
    ],
)
def test_counts_carry_their_measure_word_once(name: str, value: str, text: str) -> None:
    assert counted(name, Decimal(value)) == text


def test_a_handful_is_counted_and_not_put_in_per_cent() -> None:
    few = item(
        "机构数", rule="rise", unit="个", target=None, values={2010: "3", 2020: "8"}, places=0
    )
    told = every_way(few)
    assert not [text for text in told if "%" in text or "倍" in text]
    assert "机构数为8个，比2010年增加5个。" in told
    many = item("站点数", rule="rise", unit="个", target=None, values={2010: "118", 2020: "305"})
    assert any("%" in text or "倍" in text for text in every_way(replace(many, places=0)))


def test_two_alike_say_respectively_once() -> None:
    values = {"甲": "96.24", "乙": "97.91", "丙": "91", "丁": "92", "戊": "93"}
    rows = [
        replace(item(name, target="85", values={2010: "80", 2020: value}), number=number)
        for number, (name, value) in enumerate(values.items())
    ]
    text = "".join(run.text for run in paragraph(rows, PhrasePicker("x"), missing_as_unmet=False))
    assert "甲、乙分别为96.24%和97.91%，高出目标11.24个和12.91个百分点。" in text


def test_a_fall_by_a_third_is_not_said_to_fall_twice() -> None:
    row = item(
        "中小学生贫血患病率",
        rule="at_most_of_baseline",
        target=None,
        factor="2/3",
        values={2010: "6.42", 2020: "2.97"},
    )
    told = every_way(row)
    assert all("降幅超过三分之一的要求" in text for text in told)


def test_a_whole_hundred_is_not_early_for_a_hundred() -> None:
    row = item("配备率", target="100", values={2010: "100", 2014: "100", 2015: "100"}, year=2015)
    told = every_way(replace(row, grade=Grade.EARLY))
    assert not [text for text in told if "提前达到100%的目标" in text]


def test_nothing_stays_nothing_in_words() -> None:
    row = item("差距", rule="fall", unit="1/10万", target=None, values={2010: "0", 2020: "0"})
    assert every_way(row) == {"差距保持为0。"}


@pytest.mark.parametrize(
    ("value", "above", "link"), [("98.42", "85.2", "，也高于"), ("98.42", "99.1", "，但低于")]
)
def test_the_level_above_is_joined_by_its_side(value: str, above: str, link: str) -> None:
    row = item("毛入园率", target="70", values={2010: "88", 2019: "97", 2020: value})
    told = every_way(replace(row, above=("全国", Decimal(above))))
    assert [text for text in told if f"{link}同年全国{above}%的水平" in text]


def test_only_the_base_year_is_not_called_no_data() -> None:
    row = item(
        "人均预期寿命",
        rule="rise",
        unit="岁",
        target=None,
        values={2010: "79.86"},
        verdict=Verdict.NO_DATA,
        reason={"kind": "not_later_than_base"},
    )
    judged = item("甲", values={2010: "60", 2020: "90"})
    text = "".join(
        run.text for run in paragraph([row, judged], PhrasePicker("x"), missing_as_unmet=False)
    )
    assert text.endswith("人均预期寿命只有2010年（基期年）数据，暂不判定，不计入分母。")
    alone = "".join(run.text for run in paragraph([row], PhrasePicker("x"), missing_as_unmet=False))
    assert alone == "人均预期寿命不计入分母。"
    words = words_of()
    lead = lead_in("健康", Attained(Tally(0, 0, 1, 0, 0, None)), [row], words)
    assert lead == "健康：1项指标只有基期年数据，不作评价。"


def test_leads_of_a_plan_do_not_all_end_alike() -> None:
    words = words_of()
    voice = PhrasePicker("x")
    leads = []
    for domain in "甲乙丙丁":
        rows = [
            item(
                f"{domain}率{n}",
                values={2010: "50", 2020: "90"},
                code=f"{domain}{n}",
                domain=domain,
            )
            for n in range(3)
        ]
        leads.append(lead_in(domain, Attained(Tally(3, 0, 0, 0, 3, "100")), rows, words, voice))
    endings = {lead.split("，", 1)[1].replace(lead[0], "") for lead in leads}
    assert len(endings) == 3


def test_around_is_a_level_to_keep() -> None:
    row = item(
        "女性比例", rule="around", target="50", tolerance="1", values={2010: "52", 2020: "53"}
    )
    assert duty_phrase(row) == "稳定在50%左右"


def test_chinese_text_has_full_width_marks() -> None:
    assert full_width("85%以上(策略措施)") == "85%以上（策略措施）"
    assert full_width("升高趋势得到遏制,趋向合理") == "升高趋势得到遏制，趋向合理"
    assert full_width("出生体重<2500克活产数") == "出生体重＜2500克活产数"
    assert full_width("12,460 A:B") == "12,460 A:B"


def test_a_field_of_work_is_named_as_a_department() -> None:
    assert department("卫健") == "卫健部门"
    assert department("区卫健局") == "区卫健局"
    assert departments(["统计部门", "卫健部门"], 4) == "统计、卫健部门"
    assert departments(["统计部门", "卫健部门", "教育部门"], 2) == "统计、卫健等部门"
    assert departments(["卫健局", "教育局"], 4) == "卫健局、教育局"


def test_many_names_do_not_repeat_their_count() -> None:
    assert some(["甲", "乙", "丙"], 2) == "甲、乙等"
    assert some(["甲", "乙"], 2) == "甲、乙"


def test_no_case_is_said_as_no_report_with_three_years() -> None:
    row = item(
        "孕产妇死亡率",
        rule="at_most",
        unit="1/10万",
        target="12",
        values={2010: "2/6210", 2018: "1/7450", 2019: "1/7130", 2020: "0/6820"},
        numerator_name="孕产妇死亡人数",
        denominator_name="活产数",
    )
    assert every_way(row) == {
        "孕产妇死亡率2020年无报告，2019年报告1例；2018—2020年共2例，合并计算为9.35/10万。"
        "按2020年情况判为达标，三年合并值在12/10万以内。"
    }
    alone = replace(row, series={2020: row.series[2020]})
    assert every_way(alone) == {"孕产妇死亡率2020年无报告。按2020年情况判为达标。"}


def test_time_a_day_is_said_as_people_say_it() -> None:
    row = item(
        "两性家务劳动时间差距",
        rule="fall",
        unit="分钟/天",
        target=None,
        values={2010: "78", 2019: "74", 2020: "72"},
        places=0,
    )
    told = every_way(row)
    assert not [text for text in told if "/天" in text]
    assert any("每天72分钟" in text and "减少6分钟" in text for text in told)
