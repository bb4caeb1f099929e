"""A measure is heard wherever a table tells it, and a wrong kind of figure is asked about."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.core.readings import Question
from indicators.core.vocabulary import measure
from indicators.core.written_measures import in_measure, written_measure
from indicators.ledger.entries import LedgerIndicator
from tests.indicators.ledger.books import by_cell, read, told, xlsx

INDICATORS = (
    LedgerIndicator("M1", "接受救助的儿童人数", "人"),
    LedgerIndicator("M2", "婴儿死亡率", "‰", 1000),
    LedgerIndicator("M3", "孕产妇死亡率", "1/10万", 100_000),
    LedgerIndicator("M4", "女职工平均工资", "元"),
    LedgerIndicator("M5", "参加生育保险人数", "万人"),
    LedgerIndicator("M6", "筛查率", "%", 100, numerator="筛查人数", denominator="应查人数"),
)
SAME = ("接受救助的儿童人数", "人")


def cells_of(file: Path, rows: list[list[Any]], **more: Any) -> dict[str, Any]:
    return by_cell(read(xlsx(file, rows, **more), indicators=INDICATORS))


@pytest.mark.parametrize(
    ("text", "scale", "multiple", "base"),
    [
        *(("%", 100, 1, ""), ("百分比", 100, 1, ""), ("‰", 1000, 1, ""), ("千分之一", 1000, 1, "")),
        *(("1/万", 10_000, 1, ""), ("万分之", 10_000, 1, ""), ("/10万", 100_000, 1, "")),
        *(
            ("十万分之一", 100_000, 1, ""),
            ("人/10万", 100_000, 1, ""),
            ("每10万人", 100_000, 1, ""),
        ),
        *(("1/100000", 100_000, 1, ""), ("例/十万", 100_000, 1, ""), ("每千名", 1000, 1, "")),
        *(("百人", 1, 100, "人"), ("千元", 1, 1000, "元"), ("万人", 1, 10_000, "人")),
        *(("百万元", 1, 10**6, "元"), ("千万元", 1, 10**7, "元"), ("亿元", 1, 10**8, "元")),
        *(("（单位：万人）", 1, 10_000, "人"), ("百分点", 1, 1, "百分点"), ("岁", 1, 1, "岁")),
    ],
)
def test_every_way_to_write_a_measure(text: str, scale: int, multiple: int, base: str) -> None:
    found = written_measure(text)
    assert found is not None
    assert (found.scale, found.multiple, found.base, found.is_known) == (
        scale,
        multiple,
        base,
        True,
    )


@pytest.mark.parametrize("text", ["", "—", "/", "无", "有/无"])
def test_no_measure_is_told(text: str) -> None:
    assert written_measure(text) is None


@pytest.mark.parametrize(
    ("written", "wanted", "value", "question"),
    [
        ("%", "‰", "120", Question.OTHER_MEASURE_TOLD),
        ("1/10万", "‰", "0.12", Question.OTHER_MEASURE_TOLD),
        ("千人", "万人", "1.2", Question.OTHER_MEASURE_TOLD),
        ("万", "人", "120000", Question.OTHER_MEASURE_TOLD),
        ("户", "人", "12", Question.UNKNOWN_MEASURE_TOLD),
        ("箱", "个", "12", Question.UNKNOWN_MEASURE_TOLD),
        ("%", "人", "12", Question.OTHER_KIND_TOLD),
        ("人", "%", "12", Question.OTHER_KIND_TOLD),
        ("名", "人", "12", None),
        ("周岁", "岁", "12", None),
        ("所", "个", "12", None),
    ],
)
def test_a_figure_in_another_measure(
    written: str, wanted: str, value: str, question: Question | None
) -> None:
    found, questions = in_measure(Decimal(12), written, measure(wanted))
    assert found == Decimal(value)
    assert questions == ((question,) if question else ())


@pytest.mark.parametrize(
    ("rows", "cell", "value"),
    [
        ([["单位：万人"], ["指标名称", "2024年"], [SAME[0], 1.5]], "B3", "15000"),
        ([["监测表", "计量单位：千人"], ["指标名称", "数值"], [SAME[0], 1.5]], "B3", "1500"),
        ([["指标名称", "2024年"], ["一、人口（单位：百人）", None], [SAME[0], 12]], "B3", "1200"),
        ([["指标名称", "2024年"], ["接受救助的儿童人数（万人）", 1.5]], "B2", "15000"),
        ([["指标名称", "2024年"], ["接受救助的儿童人数万人", 1.5]], "B2", "15000"),
        ([["指标名称", "2024年"], ["婴儿死亡率%", 0.56]], "B2", "5.6"),
        ([["指标名称", "2024年"], ["孕产妇死亡率（‰）", 0.12]], "B2", "12"),
        ([["指标名称", "数值（千元）"], ["女职工平均工资", 61]], "B2", "61000"),
        ([["指标名称", "2024年/万元"], ["女职工平均工资", 6.1]], "B2", "61000"),
        ([["指标名称", "计量单位", "数值"], ["参加生育保险人数", "人", 1500]], "C2", "0.15"),
        ([["指标名称", "单位", "数值"], ["参加生育保险人数", "百万人", 0.02]], "C2", "2"),
    ],
)
def test_told_above_in_a_name_in_a_head_in_a_column(
    file: Path, rows: list[list[Any]], cell: str, value: str
) -> None:
    entry = cells_of(file, rows)[cell]
    assert told(entry)[1:] == (value, "warning")
    assert "计量单位" in entry.message


def test_the_nearest_teller_is_heard_and_an_office_is_no_measure(file: Path) -> None:
    rows: list[list[Any]] = [
        ["单位：卫生健康委", None, None],
        ["单位：万人", None, None],
        ["指标名称", "计量单位", "2024年"],
        ["接受救助的儿童人数", "人", 15],
        ["婴儿死亡率", "‰", 5.6],
    ]
    cells = cells_of(file, rows)
    assert told(cells["C4"]) == ("M1", "15", "new")
    assert told(cells["C5"]) == ("M2", "5.6", "new")


def test_a_group_row_speaks_until_the_next_one(file: Path) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "2024年"],
        ["一、人口（万人）", None],
        ["接受救助的儿童人数", 1.5],
        ["二、待遇", None],
        ["女职工平均工资", 61000],
    ]
    cells = cells_of(file, rows)
    assert told(cells["B3"]) == ("M1", "15000", "warning")
    assert told(cells["B5"]) == ("M4", "61000", "new")


def test_a_measure_merged_downwards_is_of_every_row(file: Path) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "计量单位", "数值"],
        ["接受救助的儿童人数", "万人", 1.5],
        ["参加生育保险人数", None, 2],
    ]
    cells = cells_of(file, rows, merged=["B2:B3"])
    assert told(cells["C2"]) == ("M1", "15000", "warning")
    assert told(cells["C3"]) == ("M5", "2", "new")


def test_numerator_and_denominator_in_ten_thousands(file: Path) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "分子（万人）", "分母（千人）"],
        ["筛查率", 0.9, 10],
    ]
    entry = cells_of(file, rows)["B2"]
    assert (entry.numerator, entry.denominator) == (Decimal(9000), Decimal(10_000))
    assert told(entry) == ("M6", "90", "warning")


@pytest.mark.parametrize(
    ("head", "name", "asks"),
    [
        ("百分比", "接受救助的儿童人数", True),
        ("占比", "女职工平均工资", True),
        ("2024年完成率", "接受救助的儿童人数", True),
        ("人数", "婴儿死亡率", True),
        ("数量", "筛查率", True),
        ("百分比", "筛查率", False),
        ("人数", "接受救助的儿童人数", False),
    ],
)
def test_a_rate_head_over_a_count_and_the_reverse(
    file: Path, head: str, name: str, asks: bool
) -> None:
    entry = cells_of(file, [["指标名称", head], [name, 80]])["B2"]
    assert ("不是一类数" in entry.message) is asks
