"""A block pasted into the grid goes by the rules of a ledger: head, group, year, place, measure."""

from __future__ import annotations

import pytest

from indicators.ledger.pasted import PastedBlock, read_pasted
from indicators.ledger.workbook import MergedRange
from tests.indicators.ledger.books import context


def pasted(block: str, *merged: MergedRange) -> PastedBlock:
    found = read_pasted([line.split("|") for line in block.split("\n")], context(), merged)
    assert found is not None
    return found


def figures(block: PastedBlock) -> list[tuple[str, str, str]]:
    return [(f.indicator_code, f.breakdown, f.value) for f in block.figures]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("指标名称|分组|数值\n学前教育毛入园率|女性|91.3", [("T02", "sex:female", "91.3")]),
        ("指标名称|城乡|数值\n婴儿死亡率|乡村|1.18", [("T03", "area:rural", "1.18")]),
        ("指标|2022年|2023年|2024年\n婴儿死亡率|1|2|3", [("T03", "", "3")]),
        ("上年|指标名称|本年\n1.2|婴儿死亡率|1.10", [("T03", "", "1.10")]),
        ("婴儿死亡率|1.1", [("T03", "", "1.1")]),
        (
            "1|婴儿死亡率|‰|1.1\n2|孕产妇死亡率|1/10万|17.2",
            [("T03", "", "1.1"), ("T01", "", "17.2")],
        ),
        ("T03|婴儿死亡率|2024|1.1", [("T03", "", "1.1")]),
        (
            "7|婴儿死亡率|1.1\n8|孕产妇死亡率|17.2",
            [("T03", "", "1.1"), ("T01", "", "17.2")],
        ),
        (
            "学前教育毛入园率|合计|95.1\n学前教育毛入园率|女|95.2",
            [("T02", "", "95.1"), ("T02", "sex:female", "95.2")],
        ),
        ("建立协同育人机制|有", [("T06", "", "有")]),
        ("|T03||1.1", [("T03", "", "1.1")]),
        ("合计|5\n婴儿死亡率|1.1", [("T03", "", "1.1")]),
    ],
)
def test_lines_go_to_the_figure_they_name(block: str, expected: list[tuple[str, str, str]]) -> None:
    found = pasted(block)
    assert figures(found) == expected
    assert not any(figure.question for figure in found.figures)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("指标名称|年份|数值\n婴儿死亡率|2023|1.15", "这是2023年的数"),
        ("指标名称|分组|数值\n学前教育毛入园率|流动|91.4", "分组读到“流动”，看不懂"),
        ("指标名称|本年目标|上年完成\n婴儿死亡率|1.5|1.2", "没有找到2024年的数值列"),
        ("指标名称|2024年上半年\n婴儿死亡率|1.1", "表头“指标名称、2024年上半年”里没有认出"),
        ("指标名称|2024年（预计）\n婴儿死亡率|1.1", "没有认出2024年的数值列"),
        ("指标名称|2024年全市\n婴儿死亡率|1.1", "不是本地区的数"),
        ("婴儿死亡率|1.1|全市", "分组读到“全市”，看不懂"),
        ("婴儿死亡率|1.1|1.2", "没有认出表头"),
        ("婴儿死亡率|同比|1.1", "分组读到“同比”，看不懂"),
        ("T03|甲|婴儿死亡率|1.1", "分组读到“甲”，看不懂"),
        ("婴儿死亡率（全市）|1.16\n婴儿死亡率（本区）|1.17", "请只留一个"),
        ("婴儿死亡率|1.1\n不在册率|7", "第2行“不在册率”：指标“不在册率”不认识"),
        ("刑事案件数|5", "不是本单位牵头或配合的指标"),
        ("婴儿死亡率|—", "缺数原因请在格里选"),
    ],
)
def test_what_is_of_another_year_place_or_kind_is_left_and_told(block: str, said: str) -> None:
    found = pasted(block)
    assert said in "".join(found.left)
    assert [f.value for f in found.figures if f.value != "1.1"] == []
    if "不在册率" not in block:
        assert found.figures == ()


@pytest.mark.parametrize(
    ("block", "value", "asked"),
    [
        ("婴儿死亡率（上半年）|1.1", "1.1", "只是一年的一部分"),
        ("指标名称|计量单位|数值\n婴儿死亡率|%|1.1", "11.0", "计量单位与指标的“‰”不同"),
        ("指标名称|数值（%）\n婴儿死亡率|1.1", "11.0", "计量单位与指标的“‰”不同"),
        ("T03|新生儿死亡率|1.1", "1.1", "新生儿死亡率"),
        ("T01|孕产妇死亡人数|2", "2", "孕产妇死亡人数"),
        ("接受救助的儿童人数（人）|128000", "12.8", "计量单位与指标的“万人”不同"),
        ("指标名称|2024年\n学前教育毛入园率|101", "101", "101超过100"),
    ],
)
def test_what_could_be_meant_otherwise_is_a_question(block: str, value: str, asked: str) -> None:
    (figure,) = pasted(block).figures
    assert figure.value == value
    assert asked in figure.question


def test_parts_stand_for_the_value_that_follows_from_them() -> None:
    (figure,) = pasted("指标名称|数值|分子|分母\n婴儿死亡率||1|6091").figures
    assert (figure.value, figure.numerator, figure.denominator) == ("", "1", "6091")


@pytest.mark.parametrize("block", ["62.8|60.1", "甲|乙", "有|无"])
def test_a_block_that_names_no_indicator_is_placed_by_hand(block: str) -> None:
    assert read_pasted([block.split("|")], context()) is None


@pytest.mark.parametrize(
    ("block", "top", "said"),
    [
        ("指标名称|状态|数值\n婴儿死亡率|预计|1.1\n孕产妇死亡率||17.2", 1, "不是最后的数"),
        ("指标名称|口径|数值\n婴儿死亡率|农村|1.1\n孕产妇死亡率||17.2", 1, "一部分"),
        ("指标名称|地区|数值\n婴儿死亡率|邻近区|1.1\n孕产妇死亡率||17.2", 1, "不是本地区"),
        ("指标名称|备注|数值\n婴儿死亡率|沿用上年数据|1.1\n孕产妇死亡率||17.2", 1, "不是本年"),
    ],
)
def test_a_merged_cell_of_a_block_counts_for_each_of_its_lines(
    block: str, top: int, said: str
) -> None:
    found = pasted(block, MergedRange(top, 1, top + 1, 1))
    assert [said in figure.question for figure in found.figures] == [True, True]


@pytest.mark.parametrize("head", ["指标名称|分组|数值\n", ""])
def test_a_merged_group_of_a_block_is_the_group_of_each_line(head: str) -> None:
    top = head.count("\n")
    block = f"{head}婴儿死亡率|农村|1.1\n孕产妇死亡率||17.2"
    found = pasted(block, MergedRange(top, 1, top + 1, 1))
    assert figures(found) == [("T03", "area:rural", "1.1"), ("T01", "area:rural", "17.2")]


def test_a_merged_year_of_a_block_keeps_each_line_out() -> None:
    found = pasted(
        "指标名称|年份|数值\n婴儿死亡率|2023|1.1\n孕产妇死亡率||17.2", MergedRange(1, 1, 2, 1)
    )
    assert found.figures == ()
    assert ["这是2023年的数" in line for line in found.left] == [True, True]


def test_a_merged_number_of_a_block_is_one_number() -> None:
    found = pasted("指标名称|数值\n婴儿死亡率|1.1\n孕产妇死亡率|", MergedRange(1, 1, 2, 1))
    assert "T01" not in [figure.indicator_code for figure in found.figures]
