"""The words and number texts that every page, file and message prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.case import Figure
from indicators.core.vocabulary import BlankReason, Frequency, Verdict, measure
from indicators.wording import counts, labels, numbers
from indicators.wording.decimals import series_decimals
from indicators.wording.verdicts import words_of


@pytest.mark.parametrize(
    ("value", "measure", "decimals", "text"),
    [
        ("14.662757", "1/10万", 2, "14.66/10万"),
        ("14.665", "1/10万", 2, "14.67/10万"),
        ("96.25", "%", 2, "96.25%"),
        ("96.2", "%", 2, "96.20%"),
        ("0", "%", 2, "0.00%"),
        ("-0.001", "%", 2, "0.00%"),
        ("-3.2", "%", 1, "−3.2%"),
        ("1", "有/无", None, "有"),
        ("0", "有/无", None, "无"),
        ("2100", "元/人·月", 0, "2100元/人·月"),
    ],
)
def test_a_value_has_its_decimals_and_its_unit(
    value: str, measure: str, decimals: int | None, text: str
) -> None:
    assert numbers.quantity(Decimal(value), measure, decimals) == text


def test_a_sentence_says_money_per_head_and_a_full_hundred() -> None:
    assert numbers.spoken(Decimal(2100), "元/人·月", 0) == "每人每月2100元"
    assert numbers.spoken(Decimal(100), "%", 2) == "100%"
    assert numbers.spoken(Decimal("99.996"), "%", 2) == "100.00%"


@pytest.mark.parametrize(
    ("size", "measure", "decimals", "text"),
    [
        ("-0.77", "%", 2, "0.77个百分点"),
        ("0.2", "‰", 1, "0.2个千分点"),
        ("0.07", "1/10万", 2, "0.07个十万分点"),
        ("35", "人", 0, "35人"),
        ("3.26", "岁", 2, "3.26岁"),
        ("200", "元/人·月", 0, "200元"),
        ("5.49", "女=100", 2, "5.49"),
        ("0.004", "%", 2, "0.004个百分点"),
        ("0", "%", 2, "0.00个百分点"),
    ],
)
def test_a_difference_follows_its_measure(
    size: str, measure: str, decimals: int, text: str
) -> None:
    assert numbers.difference(Decimal(size), measure, decimals) == text


def test_there_is_one_minus_sign() -> None:
    assert numbers.signed(Decimal("-1.5"), 1) == "−1.5"
    assert numbers.signed(Decimal("1.5"), 2) == "+1.50"
    assert numbers.signed(Decimal(0), 1) == "0.0"
    assert numbers.number(Decimal(-1234), 0, grouped=True) == "−1,234"
    assert numbers.signed(None) == "—"


@pytest.mark.parametrize(
    ("sign", "value", "measure", "text"),
    [
        ("≥", "85.00", "%", "≥85"),
        ("≥", "100", "%", "100"),
        ("≥", "100", "人", "≥100"),
        ("≤", "20", "1/10万", "≤20"),
        ("≤", "0", "人", "0"),
        ("≤", "10.041667", "1/10万", "≤10.04"),
        ("≤", "0.001", "%", "≤0.001"),
    ],
)
def test_a_target_keeps_its_sign_where_something_lies_beyond(
    sign: str, value: str, measure: str, text: str
) -> None:
    number = Decimal(value)
    shown = numbers.bounded_sign(sign, number, measure) + numbers.target_number(number)
    assert shown == text


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("活产数", "5012", "活产5012例"),
        ("孕产妇死亡人数", "1", "孕产妇死亡1例"),
        ("应查人数", "58400", "应查58400人"),
        ("村委会成员总数", "350", "村委会成员350名"),
        ("社区居委会成员数", "120", "社区居委会成员120名"),
        ("幼儿园数", "45", "幼儿园45所"),
        ("18岁以下伤害死亡数", "13", "18岁以下伤害死亡13例"),
        ("床位数", "3.5", "床位3.5张"),
        ("系统管理产妇数", "873", "系统管理产妇873人"),
        ("职工数", "100", "职工100人"),
        ("56人及以上班级数", "12", "56人及以上班级12个"),
        ("女厕位数", "30", "女厕位30个"),
        ("人工流产例数", "35", "人工流产35例"),
        ("城乡社区（村）数", "152", "城乡社区（村）152个"),
        ("女性平均收入", "30000", "女性平均收入30000"),
        ("女性受教育年数之和", "61000", "女性受教育年数之和61000"),
        ("什么", "7", "什么7"),
    ],
)
def test_counts_take_the_measure_word_of_what_stands_last(name: str, value: str, text: str) -> None:
    assert counts.counted(name, Decimal(value)) == text


@pytest.mark.parametrize(
    ("frequency", "year", "word"),
    [
        (Frequency.CENSUS, 2020, "普查数据"),
        (Frequency.CENSUS, 2015, "数据"),
        (Frequency.ELECTION, 2021, "换届数据"),
        (Frequency.YEARLY, 2020, "数据"),
    ],
)
def test_only_a_census_year_has_census_figures(frequency: Frequency, year: int, word: str) -> None:
    assert labels.carried(frequency, year) == word


@pytest.mark.parametrize(
    ("decimals", "counts_kept", "places"),
    [(6, True, 2), (1, True, 1), (4, False, 4), (6, False, 4)],
)
def test_the_digits_of_a_quotient_are_nobodys_report(
    decimals: int, counts_kept: bool, places: int
) -> None:
    kept = Decimal(10) if counts_kept else None
    figure = Figure(2020, Decimal("9.615385"), kept, kept, decimals)
    assert series_decimals(None, measure("‰"), [figure]) == places


def test_no_reason_given_and_omitted_are_two_things() -> None:
    assert labels.blank(BlankReason.OMITTED) == "漏报"
    assert labels.blank(BlankReason.PRESENT) == labels.blank(None) == "未报送"
    assert {labels.blank(reason) for reason in BlankReason} == {
        *labels.BLANKS.values(),
        "未报送",
    }


def test_a_run_calls_its_results_as_it_was_asked_to() -> None:
    own = words_of({"label_met": "实现", "label_unmet": "未实现", "label_basic": "基本实现"})
    assert own.verdict(Verdict.MET) == own.met_said == "实现"
    assert own.verdict(Verdict.MET, "early") == "提前实现"
    assert own.verdict(Verdict.MET, "basic") == own.grade("basic") == "基本实现"
    assert own.verdict(Verdict.UNMET, "behind") == "未实现"
    assert own.verdict(Verdict.NO_DATA) == "无数据"
    assert own.turned_unmet == "由实现转为未实现"


def test_the_straight_line_has_words_of_its_own() -> None:
    words = words_of({"basis": "pace"})
    assert [words.verdict(v) for v in ("met", "unmet")] == ["进度正常", "滞后"]
    assert words.verdict("met", "early") == "已提前达到"
    assert words.met_said == "达到进度要求"
    assert (words.tone("met"), words.tone("unmet"), words.tone("no_data")) == (
        "pace",
        "behind",
        "none",
    )
    assert "达标" not in words.counts(1, 1, 1, 1)


def test_a_document_of_the_midterm_has_words_of_its_own() -> None:
    words = words_of({}, "midterm")
    assert [words.verdict("met", "on_track"), words.verdict("unmet")] == ["达到阶段目标", "滞后"]
    assert (words.met, words.met_said, words.rate) == ("达标", "达到中期要求", "达标率")
    own = words_of({"label_met": "实现", "label_unmet": "未实现"}, "midterm")
    assert (own.staged, own.met_said, own.unmet) == ("实现", "实现", "未实现")


def test_what_is_nought_is_not_counted_out() -> None:
    words = words_of({})
    assert words.counts(98, 4, 0, 0) == "达标98，未达标4"
    assert words.counts(0, 0, 3, 0) == "达标0，无数据3"


def test_behind_is_a_word_of_the_line_and_stands_beside_no_verdict_by_a_target() -> None:
    by_target, by_pace = words_of({"basis": "final"}), words_of({"basis": "pace"})
    assert by_target.beside("unmet", "behind") == ""
    assert by_target.beside("unmet", "lost") == "回落"
    assert by_target.beside("met", "early") == "提前达标"
    assert by_target.beside("met", "") == ""
    assert by_pace.beside("unmet", "behind") == ""
    assert by_pace.beside("met", "on_track") == ""
    assert by_pace.beside("met", "early") == "已提前达到"


def test_a_difference_is_of_unrounded_values_and_is_noticed_where_that_shows() -> None:
    now, then = Decimal("46.0451"), Decimal("36.4149")
    assert numbers.signed(now - then, 2) == "+9.63"
    assert numbers.is_uneven(now, then, 2)  # 46.05 less 36.41 is 9.64
    assert not numbers.is_uneven(Decimal("46.05"), Decimal("36.41"), 2)
    assert not numbers.is_uneven(now, then, 4)
