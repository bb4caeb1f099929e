"""Every verdict is explained in one sentence with value, year, target and gap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.messages import Wording, explain
from indicators.core.case import (
    Case,
    Criterion,
    Figure,
    Goal,
    JudgingSettings,
    Part,
    criterion,
)
from indicators.core.judging import judge
from indicators.core.vocabulary import Aggregate, Basis, BlankReason, Frequency, RuleKind
from indicators.wording.numbers import difference, number, quantity

SCREENING = criterion(RuleKind.AT_LEAST, "%", target="80")
MATERNAL = criterion(RuleKind.AT_MOST, "1/10万", target="20")
RISE = criterion(RuleKind.RISE, "%")
FALL = criterion(RuleKind.FALL, "%")
SIXTH = replace(criterion(RuleKind.AT_MOST_OF_BASELINE, "1/10万"), factor=Fraction(5, 6))
AROUND = criterion(RuleKind.AROUND, "%", target="50", tolerance="1")
PACE = criterion(RuleKind.AT_LEAST, "%", target="70", years=(2020, 2030))


def sentence(
    standard: Criterion,
    values: dict[int, str],
    words: str = "",
    *,
    year: int = 2020,
    basis: Basis = Basis.FINAL,
) -> str:
    series = {y: Figure(y, Decimal(text)) for y, text in values.items()}
    judgement = judge(Case(standard, year, series), JudgingSettings(basis=basis))
    return explain(judgement, Wording(standard, words))


@pytest.mark.parametrize(
    ("standard", "values", "words", "expected"),
    [
        (SCREENING, {2020: "78.6"}, "", "2020年为78.6%，低于目标80%，还差1.4个百分点。"),
        (SCREENING, {2020: "97.9"}, "", "2020年为97.9%，高于目标80%，超出17.9个百分点。"),
        (SCREENING, {2020: "80"}, "", "2020年为80%，刚好达到目标80%。"),
        (
            SCREENING,
            {2020: "79.999999"},
            "",
            "2020年为79.999999%，低于目标80%，还差0.000001个百分点。",
        ),
        (
            MATERNAL,
            {2020: "8.1"},
            "",
            "2020年为8.1/10万，低于控制上限20/10万，优于目标11.9个十万分点。",
        ),
        (
            RISE,
            {2010: "62.4", 2020: "58.9"},
            "逐步提高",
            "2020年为58.9%，低于2010年（62.4%）3.5个百分点，"
            "未达到“高于2010年”的要求（目标原文：“逐步提高”）。",
        ),
        (
            criterion(RuleKind.RISE, "岁"),
            {2010: "80.2", 2020: "83.9"},
            "延长",
            "2020年为83.9岁，比2010年（80.2岁）增加3.7岁，符合“延长”的要求。",
        ),
        (
            FALL,
            {2010: "55.24", 2020: "57.32"},
            "降低",
            "2020年为57.32%，高于2010年（55.24%）2.08个百分点，"
            "未达到“低于2010年”的要求（目标原文：“降低”）。",
        ),
        (
            SIXTH,
            {2010: "12.05", 2020: "10.11"},
            "以2010年为基数下降1/6",
            "2020年为10.11/10万，比2010年（12.05/10万）下降16.1%，"
            "距下降六分之一（即不高于10.04/10万）的要求还差0.07个十万分点。",
        ),
        (AROUND, {2020: "49.2"}, "", "2020年为49.2%，处于50%左右的认定区间（49%—51%）内。"),
        (RISE, {2020: "60"}, "", "2020年为60%，缺基期值（2010年），无法评价。"),
        (
            criterion(RuleKind.QUALITATIVE, "%"),
            {2020: "51.6"},
            "男女比例保持均衡",
            "2020年为51.6%，是否符合“男女比例保持均衡”，待人工认定。",
        ),
        (SCREENING, {}, "", "2020年无数据（未报送），不作判断；目标为80%。"),
    ],
)
def test_one_sentence_for_each_situation(
    standard: Criterion, values: dict[int, str], words: str, expected: str
) -> None:
    assert sentence(standard, values, words) == expected


def test_carried_values_name_their_year() -> None:
    election = replace(SCREENING, frequency=Frequency.ELECTION)
    assert sentence(election, {2017: "81"}).startswith("沿用2017年换届数据，为81%，")


def test_pace_says_where_the_line_stands() -> None:
    assert sentence(PACE, {2020: "48.6", 2025: "61.2"}, year=2025, basis=Basis.PACE) == (
        "2025年为61.2%，快于时序进度（59.3%，高1.9个百分点），距2030年目标70%还差8.8个百分点。"
    )


def test_missing_midterm_target_is_said() -> None:
    told = sentence(SCREENING, {2015: "70"}, year=2015, basis=Basis.MIDTERM)
    assert told.endswith("；没有中期目标，按终期目标判断。")


def test_a_plan_with_other_midterm_targets_is_told_by_its_pace() -> None:
    staged = replace(PACE, has_midterms=True)
    assert sentence(staged, {2020: "48.6", 2025: "58"}, year=2025, basis=Basis.MIDTERM) == (
        "2025年为58%，慢于时序进度（59.3%，低1.3个百分点），进度滞后，距2030年目标70%还差12个百分点；"
        "没有中期目标，按时序进度判断。"
    )


def test_line_value_and_distance_agree_with_each_other() -> None:
    """2 beside a line of 2.5: neither 3 nor one off."""
    falls = criterion(RuleKind.AT_MOST, "%", target="1", years=(2020, 2030))
    told = sentence(falls, {2020: "4", 2025: "2"}, year=2025, basis=Basis.PACE)
    assert told == (
        "2025年为2%，快于时序进度（2.5%，低0.5个百分点），距2030年目标1%还差1个百分点。"
    )


@pytest.mark.parametrize(
    ("rule", "value", "words", "told"),
    [
        ("rise", "61", "逐步提高", "比2010年（60%）提高1个百分点，符合“逐步提高”的要求。"),
        ("rise", "61", "稳步提高", "比2010年（60%）提高1个百分点，符合“高于2010年”的要求。"),
        ("rise", "61", "发挥作用", "比2010年（60%）提高1个百分点，符合“高于2010年”的要求。"),
        (
            "rise",
            "60",
            "不低于上一年",
            "与2010年（60%）持平，未达到“高于2010年”的要求（目标原文：“不低于上一年”）；"
            "目标原文“不低于上一年”等于即算达到，所用规则要求更好；"
            "与上一年比，所用规则没有这样判断，请核对。",
        ),
    ],
)
def test_the_plans_words_are_quoted_as_met_only_where_the_rule_checks_them(
    rule: str, value: str, words: str, told: str
) -> None:
    standard = criterion(RuleKind(rule), "%")
    assert sentence(standard, {2010: "60", 2020: value}, words) == f"2020年为{value}%，{told}"


def test_leaving_nought_is_not_told_as_missing_less_than_nought() -> None:
    told = sentence(criterion(RuleKind.FALL, "例"), {2010: "0", 2020: "1"})
    assert told == "2020年为1例，高于2010年（0例）1例，未达到“保持为0”的要求。"


def test_a_gap_in_points_has_its_counter() -> None:
    told = sentence(criterion(RuleKind.FALL, "百分点"), {2010: "4.2", 2020: "3.6"}, "缩小")
    assert told == "2020年为3.6个百分点，比2010年（4.2个百分点）下降0.6个百分点，符合“缩小”的要求。"


def test_words_that_ask_more_than_the_rule_are_told_beside_the_verdict() -> None:
    told = sentence(SCREENING, {2020: "96"}, "达到80%以上并逐年提高")
    assert told.endswith(
        "；目标原文“达到80%以上并逐年提高”要求逐年，所用规则没有逐年判断，请核对。"
    )


def test_worst_part_is_named_with_its_coverage() -> None:
    standard = replace(SCREENING, aggregate=Aggregate.WORST_PART)
    parts = [Part("1", "禾山街道", Decimal("79")), Part("2", "江头街道", None)]
    told = explain(judge(Case(standard, 2020, {}, parts={2020: parts})), Wording(standard))
    assert told == "2020年以最差的禾山街道计为79%，低于目标80%，还差1个百分点；2个地区中1个有数据。"


def test_reason_why_a_value_is_missing_is_said() -> None:
    figures = {2020: Figure(2020, None, blank=BlankReason.NOT_DUE)}
    assert "未到报送期" in explain(judge(Case(SCREENING, 2020, figures)), Wording(SCREENING))


@pytest.mark.parametrize(
    ("size", "measure", "text"),
    [
        ("-1.4", "%", "1.4个百分点"),
        ("3.26", "‰", "3.26个千分点"),
        ("0.07", "1/10万", "0.07个十万分点"),
        ("0.000004", "%", "0.000004个百分点"),
        ("5.49", "女=100", "5.49"),
        ("35", "人", "35人"),
    ],
)
def test_differences_follow_the_measure(size: str, measure: str, text: str) -> None:
    assert difference(Decimal(size), measure) == text


def test_numbers_keep_the_decimals_reported() -> None:
    assert quantity(Decimal("92"), "%", 2) == "92.00%"
    assert number(Decimal("-0.001"), 2) == "0.00"
    assert quantity(Decimal(1), "有/无") == "有"


YEARLY = replace(SCREENING, annual=((2015, Goal(Decimal(72))),))


@pytest.mark.parametrize(
    ("standard", "value", "basis", "expected"),
    [
        (
            YEARLY,
            "73",
            Basis.FINAL,
            "2015年为73%，低于目标80%，还差7个百分点；2015年度目标72%，已达到。",
        ),
        (
            YEARLY,
            "71.5",
            Basis.FINAL,
            "2015年为71.5%，低于目标80%，还差8.5个百分点；2015年度目标72%，未达到。",
        ),
        (
            YEARLY,
            "73",
            Basis.MIDTERM,
            "2015年为73%，低于目标80%，还差7个百分点；没有中期目标，按终期目标判断；"
            "2015年度目标72%，已达到。",
        ),
        (YEARLY, "71.5", Basis.ANNUAL, "2015年为71.5%，低于目标72%，还差0.5个百分点。"),
        (
            SCREENING,
            "73",
            Basis.ANNUAL,
            "2015年为73%，低于目标80%，还差7个百分点；2015年没有年度目标，按终期目标判断。",
        ),
        (
            replace(YEARLY, final=None),
            "73",
            Basis.FINAL,
            "2015年为73%，缺目标值，无法评价；2015年度目标72%，已达到。",
        ),
        (
            replace(
                criterion(RuleKind.RANGE, "女=100", target="103", upper="107"),
                annual=((2015, Goal(Decimal(103), Decimal(112))),),
            ),
            "110",
            Basis.FINAL,
            "2015年为110，高于目标区间103—107，高出上限3；2015年度目标103—112，已达到。",
        ),
        (
            replace(MATERNAL, annual=((2015, Goal(Decimal("18.5"))),)),
            "19",
            Basis.FINAL,
            "2015年为19/10万，提前达到2020年目标20/10万，优于目标1个十万分点；2015年度目标18.5/10万，未达到。",
        ),
    ],
)
def test_the_target_of_the_year_is_judged_by_or_said_beside(
    standard: Criterion, value: str, basis: Basis, expected: str
) -> None:
    assert sentence(standard, {2015: value}, year=2015, basis=basis) == expected


def test_a_year_without_data_names_its_own_target_under_the_annual_basis() -> None:
    told = sentence(YEARLY, {2014: "73"}, year=2015, basis=Basis.ANNUAL)
    assert told == "2015年无数据（未报送），不作判断；目标为72%。"


def test_the_base_year_itself_keeps_nothing_and_is_not_early() -> None:
    assert sentence(SCREENING, {2010: "81"}, year=2010) == (
        "2010年为81%，高于目标80%，超出1个百分点。"
    )
    carried = replace(SCREENING, frequency=Frequency.CENSUS)
    told = sentence(carried, {2010: "81"}, year=2015)
    assert "保持" not in told
    assert told.startswith("沿用2010年普查数据，为81%，高于目标80%")


def test_what_the_base_had_reached_is_kept_not_early() -> None:
    assert sentence(SCREENING, {2010: "81", 2015: "80"}, year=2015) == (
        "2015年为80%，2010年（81%）已达到2020年目标80%，保持，刚好等于目标。"
    )
