"""Dirty cells as people fill them: the exact value, question or fault of each."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.core.formats import number_format
from indicators.core.readings import Conversion, Fault, Question
from indicators.core.values import Raw, plain, read_count, read_value, typed_decimal
from indicators.core.vocabulary import BlankReason, measure

PERCENT, PERMILLE, PER_100K = "%", "‰", "1/10万"


def check(raw: Raw, unit: str, value: str, *questions: Question) -> None:
    reading = read_value(raw, measure(unit))
    assert reading.fault is None
    assert reading.value is not None
    assert plain(reading.value) == value
    assert reading.questions == questions


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        (98.5, PERCENT, "98.5"),
        (0, PERCENT, "0"),
        (100.0, PERCENT, "100"),
        (96.54000000000001, PERCENT, "96.54"),
        ("98.5", PERCENT, "98.5"),
        ("98.5%", PERCENT, "98.5"),
        ("98.5 %", PERCENT, "98.5"),
        ("98.5％", PERCENT, "98.5"),
        ("９８．５", PERCENT, "98.5"),
        ("９８．５％", PERCENT, "98.5"),
        ("1８", "起", "18"),
        (" 98.4 ", PERCENT, "98.4"),
        ("　98.4　", PERCENT, "98.4"),
        ("\u00a098.4\n", PERCENT, "98.4"),
        ("百分之98.5", PERCENT, "98.5"),
        ("0.5%", PERCENT, "0.5"),
        ("5.6‰", PERMILLE, "5.6"),
        ("千分之5.6", PERMILLE, "5.6"),
        ("12.3/10万", PER_100K, "12.3"),
        ("12.3／10万", PER_100K, "12.3"),
        ("12.3/十万", PER_100K, "12.3"),
        ("1,234.5", "人", "1234.5"),
        ("1，234", "人", "1234"),
        ("2,050", "元/人·月", "2050"),
        ("2050元/人·月", "元/人·月", "2050"),
        ("12,345,678", "元", "12345678"),
        ("1e2", PERCENT, "100"),
        ("1.5E3", "人", "1500"),
        ("+5", "百分点", "5"),
        ("−5", "百分点", "-5"),
        (".5", "年", "0.5"),
        ("5.", "年", "5"),
        ("128人", "人", "128"),
        ("128名", "人", "128"),
        ("44个", "个", "44"),
        ("10.5年", "年", "10.5"),
        ("0.3312万人", "万人", "0.3312"),
        ("1.2万", "万人", "1.2"),
        ("2.5个百分点", "百分点", "2.5"),
        ("007", "起", "7"),
    ],
)
def test_understood(raw: Raw, unit: str, value: str) -> None:
    check(raw, unit, value)


@pytest.mark.parametrize(
    ("raw", "unit", "value", "question"),
    [
        ("约95", PERCENT, "95", Question.APPROXIMATE),
        ("约 95%", PERCENT, "95", Question.APPROXIMATE),
        ("95左右", PERCENT, "95", Question.APPROXIMATE),
        ("95%左右", PERCENT, "95", Question.APPROXIMATE),
        ("近300", "人", "300", Question.APPROXIMATE),
        ("200余人", "人", "200", Question.APPROXIMATE),
        ("～95", PERCENT, "95", Question.APPROXIMATE),
        ("≈95", PERCENT, "95", Question.APPROXIMATE),
        ("95?", PERCENT, "95", Question.APPROXIMATE),
        ("≥95", PERCENT, "95", Question.BOUNDED),
        ("＞95", PERCENT, "95", Question.BOUNDED),
        (">=95%", PERCENT, "95", Question.BOUNDED),
        ("95以上", PERCENT, "95", Question.BOUNDED),
        ("95%及以上", PERCENT, "95", Question.BOUNDED),
        ("不低于95", PERCENT, "95", Question.BOUNDED),
        ("95+", PERCENT, "95", Question.BOUNDED),
        (0.965, PERCENT, "0.965", Question.BARE_RATIO),
        ("0.965", PERCENT, "0.965", Question.BARE_RATIO),
        (1, PERCENT, "1", Question.BARE_RATIO),
        (0.0056, PERMILLE, "0.0056", Question.BARE_RATIO),
        ("3.2‰", PERCENT, "0.32", Question.OTHER_SCALE),
        ("0.56%", PERMILLE, "5.6", Question.OTHER_SCALE),
        ("12.5/10万", PERCENT, "0.0125", Question.OTHER_SCALE),
        ("128人", "万人", "0.0128", Question.OTHER_MULTIPLE),
        ("1.2万人", "人", "12000", Question.OTHER_MULTIPLE),
        ("1.2万", "人", "12000", Question.OTHER_MULTIPLE),
        ("2050元", "元/人·月", "2050", Question.PART_OF_MEASURE),
        ("98/100", PERCENT, "98", Question.FRACTION),
        ("4,960/5,000", PERCENT, "99.2", Question.FRACTION),
        (98.0416666666667, PERCENT, "98.041667", Question.TOO_FINE),
    ],
)
def test_asked_about(raw: Raw, unit: str, value: str, question: Question) -> None:
    check(raw, unit, value, question)


@pytest.mark.parametrize(
    ("raw", "unit", "fault"),
    [
        ("12,34", PERCENT, Fault.UNREADABLE),
        ("1,23,456", "人", Fault.UNREADABLE),
        ("1 234", "人", Fault.UNREADABLE),
        ("98.5（见注）", PERCENT, Fault.UNREADABLE),
        ("98。5", PERCENT, Fault.UNREADABLE),
        ("98..5", PERCENT, Fault.UNREADABLE),
        ("5%%", PERCENT, Fault.UNREADABLE),
        ("九十八", PERCENT, Fault.UNREADABLE),
        ("1_000", "人", Fault.UNREADABLE),
        ("٣", "人", Fault.UNREADABLE),
        ("=1+1", "人", Fault.UNREADABLE),
        ("98/0", PERCENT, Fault.UNREADABLE),
        ("#DIV/0!", PERCENT, Fault.ERROR_CELL),
        ("#N/A", PERCENT, Fault.ERROR_CELL),
        ("#REF!", PERCENT, Fault.ERROR_CELL),
        ("Err:502", PERCENT, Fault.ERROR_CELL),
        ("nan", PERCENT, Fault.NOT_FINITE),
        ("Infinity", PERCENT, Fault.NOT_FINITE),
        (float("nan"), PERCENT, Fault.NOT_FINITE),
        (float("inf"), PERCENT, Fault.NOT_FINITE),
        ("2024年", PERCENT, Fault.YEAR),
        ("2024-05-01", PERCENT, Fault.DATE),
        ("2024年5月20日", PERCENT, Fault.DATE),
        ("5月1日", PERCENT, Fault.DATE),
        (datetime(2024, 5, 1), PERCENT, Fault.DATE),  # noqa: DTZ001
        (time(12, 30), PERCENT, Fault.TIME),
        ("95-96", PERCENT, Fault.INTERVAL),
        ("95%~96%", PERCENT, Fault.INTERVAL),
        ("95±1", PERCENT, Fault.INTERVAL),
        ("1234567890123456", "人", Fault.TOO_LONG),
        (1e15, "人", Fault.TOO_LONG),
        (12345678901, "元", Fault.TOO_LARGE),
        ("1e300", "人", Fault.TOO_LARGE),
        ("128户", "人", Fault.OTHER_MEASURE),
        ("98%", "人", Fault.OTHER_MEASURE),
        (True, PERCENT, Fault.NOT_A_NUMBER),
        ("98", "有/无", Fault.NOT_YES_NO),
        ("部分建立", "有/无", Fault.NOT_YES_NO),
    ],
)
def test_refused(raw: Raw, unit: str, fault: Fault) -> None:
    reading = read_value(raw, measure(unit))
    assert reading.fault is fault
    assert reading.value is None


@pytest.mark.parametrize("raw", [None, "", "—", "——", "-", "/", "／", "…", "空"])
def test_blank_is_missing_and_never_zero(raw: Raw) -> None:
    reading = read_value(raw, measure(PERCENT))
    assert reading.blank
    assert reading.value is None
    assert reading.fault is None
    assert reading.questions == ()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("不适用", BlankReason.NOT_APPLICABLE),
        ("N/A", BlankReason.NOT_APPLICABLE),
        ("未到报送期", BlankReason.NOT_DUE),
        ("本年无数据", BlankReason.NO_DATA),
        ("暂无", BlankReason.NO_DATA),
        ("漏报", BlankReason.OMITTED),
    ],
)
def test_a_reason_in_the_cell_is_kept(raw: str, reason: BlankReason) -> None:
    reading = read_value(raw, measure(PERCENT))
    assert reading.blank
    assert reading.reason is reason


def test_none_means_none_only_where_the_measure_is_that() -> None:
    assert read_value("无", measure(PERCENT)).questions == (Question.NONE_WORD,)
    assert read_value("无", measure("起")).value is None
    assert read_value("无", measure("有/无")).text == "无"
    assert read_value("有", measure("有/无")).text == "有"
    assert read_value("已建立", measure("有/无")).conversions == (Conversion.YES_NO,)
    assert read_value(1, measure("有/无")).questions == (Question.ONE_OR_ZERO,)


@pytest.mark.parametrize(
    ("raw", "code", "unit", "value", "questions"),
    [
        (0.985, "0.0%", PERCENT, "98.5", ()),
        (0.98, "0%", PERCENT, "98", ()),
        (1.05, "0%", PERCENT, "105", ()),
        (0.985, '0.0"%"', PERCENT, "0.985", ()),
        (98.5, '0.0"%"', PERCENT, "98.5", ()),
        (98.5, "0.00_);[Red](0.00)", PERCENT, "98.5", ()),
        (0.0056, "0.00%", PERMILLE, "5.6", (Question.OTHER_SCALE,)),
        (12345, '0!.0,"万"', "人", "12345", (Question.SHOWN_OTHERWISE,)),
        (12345, "#,##0,", "人", "12345", (Question.SHOWN_OTHERWISE,)),
        (12345, "#,##0", "人", "12345", ()),
        (1.2, '0.0"万"', "人", "1.2", (Question.SHOWN_OTHERWISE,)),
        (1.2, '0.0"万"', "万人", "1.2", ()),
        (98.5, ";;;", PERCENT, "98.5", (Question.SHOWN_AS_NOTHING,)),
        (5.6, '0.0"‰"', PERCENT, "5.6", (Question.SHOWN_OTHERWISE,)),
    ],
)
def test_the_format_that_shows_the_number(
    raw: float, code: str, unit: str, value: str, questions: tuple[Question, ...]
) -> None:
    reading = read_value(raw, measure(unit), shown=number_format(code))
    assert plain(reading.value or Decimal(0)) == value
    assert reading.questions == questions


def test_formula_results_are_rounded_to_what_the_cell_shows() -> None:
    two = read_value(98.04166666666667, measure("%"), shown=number_format("0.00"), is_formula=True)
    general = read_value(98.04166666666667, measure("%"), is_formula=True)
    half = read_value(2.345, measure("%"), shown=number_format("0.00"), is_formula=True)
    percent = read_value(
        0.9804166666666667, measure("%"), shown=number_format("0.0%"), is_formula=True
    )
    assert (two.value, two.decimals) == (Decimal("98.04"), 2)
    assert general.value == Decimal("98.041667")
    assert half.value == Decimal("2.35")
    assert percent.value == Decimal("98.0")


def test_formula_without_result_is_a_question() -> None:
    reading = read_value(None, measure("%"), is_formula=True)
    assert reading.blank
    assert reading.questions == (Question.NO_RESULT,)


def test_the_decimal_a_person_typed() -> None:
    assert typed_decimal(0.1 + 0.2) == Decimal("0.3")
    assert read_value(1.1 * 3, measure("年")).value == Decimal("3.3")
    assert read_value("98.50", measure("%")).decimals == 2


def test_counts_of_parts() -> None:
    assert read_count("9,600").value == Decimal(9600)
    assert read_count("９６００人").value == Decimal(9600)
    assert read_count("0.96万人").questions == (Question.OTHER_MULTIPLE,)
    assert read_count("—").blank


@given(st.decimals(min_value=0, max_value=999_999, places=4))
def test_every_typed_number_is_read_as_itself(number: Decimal) -> None:
    assert read_value(float(number), measure("年")).value == number
    assert read_value(str(number), measure("年")).value == number


@given(st.text(max_size=12))
def test_no_text_ever_breaks_the_reader(text: str) -> None:
    for unit in ("%", "万人", "有/无"):
        reading = read_value(text, measure(unit))
        assert reading.value is None or reading.value.is_finite()
