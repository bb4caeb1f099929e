"""What merged cells, names of other places and plain remarks say of a figure, or do not say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerIndicator, LedgerReading
from indicators.ledger.marks import marked_workbook
from indicators.ledger.sandbox import read_workbook
from tests.indicators.ledger.books import by_cell, converted, read, told, xlsx

INDICATORS = (
    LedgerIndicator("N1", "婴儿死亡率", "‰", 1000, by_sex=True),
    LedgerIndicator("N2", "5岁以下儿童死亡率", "‰", 1000, by_sex=True),
    LedgerIndicator("N3", "孕产妇死亡率", "1/10万", 100_000),
)
NAME = "婴儿死亡率"
HEAD = ["指标名称", "数值"]


def reading(file: Path, rows: list[list[Any]], **more: Any) -> LedgerReading:
    return read(xlsx(file, rows, **more), indicators=INDICATORS)


def cells_of(file: Path, rows: list[list[Any]], **more: Any) -> dict[str, LedgerEntry]:
    return by_cell(reading(file, rows, **more))


@pytest.mark.parametrize(
    ("head", "text", "word"),
    [
        ("分组", "女", ""),
        ("状态", "预计", "不是最后的数"),
        ("审核状态", "待审", "不是最后的数"),
        ("口径", "农村", "一部分"),
        ("地区", "全市", "不是本地区的数"),
        ("地区", "邻近区", "不是本地区的数"),
        ("备注", "上半年", "不是全年"),
        ("备注", "沿用上年数据", "不是本年的数"),
    ],
)
def test_a_cell_merged_downwards_counts_for_each_of_its_rows(
    file: Path, head: str, text: str, word: str
) -> None:
    rows = [[*HEAD, head], [NAME, 4.1, text], ["5岁以下儿童死亡率", 5.2, None]]
    cells = cells_of(file, rows, merged=("C2:C3",))
    for cell in (cells["B2"], cells["B3"]):
        assert word in cell.message
        assert (cell.status is EntryStatus.WARNING) is bool(word)
    expected = "sex:female" if head == "分组" else ""
    assert (cells["B2"].breakdown, cells["B3"].breakdown) == (expected, expected)


def test_a_year_merged_downwards_counts_for_each_of_its_rows(file: Path) -> None:
    rows = [[*HEAD, "年份"], [NAME, 4.1, 2023], ["5岁以下儿童死亡率", 5.2, None]]
    cells = cells_of(file, rows, merged=("C2:C3",))
    assert [cells[c].status.value for c in ("B2", "B3")] == ["error", "error"]
    assert [cells[c].reference_year for c in ("B2", "B3")] == [2023, 2023]


def test_a_number_merged_downwards_is_one_number(file: Path) -> None:
    rows: list[list[Any]] = [HEAD, [NAME, 4.1], ["5岁以下儿童死亡率", None]]
    cells = cells_of(file, rows, merged=("B2:B3",))
    assert cells["B3"].value is None


@pytest.mark.parametrize(
    ("title", "sheet", "group"),
    [
        ("邻近区2024年监测指标", "台账", ""),
        ("2024年邻近区妇女儿童指标", "台账", ""),
        ("邻近区妇女儿童监测统计表", "台账", ""),
        ("某某省2024年监测指标", "台账", ""),
        ("某某市本级2024年监测指标", "台账", ""),
        ("", "邻近区", ""),
        ("", "某某市2024年", ""),
        ("", "某某省", ""),
        ("", "台账", "邻近区"),
        ("", "台账", "（二）邻近县"),
        ("", "台账", "某某省"),
        ("填报单位:邻近区卫健局", "台账", ""),
        ("邻近区教育局2024年报", "台账", ""),
        ("", "市级", ""),
        ("", "省级数据", ""),
        ("", "台账", "（一）市级"),
        ("", "台账", "全省平均"),
        ("", "台账", "全国"),
    ],
)
def test_another_place_around_a_figure_is_asked(
    file: Path, title: str, sheet: str, group: str
) -> None:
    rows = [[title, None], HEAD, [group or None, None], [NAME, 4.2]]
    entry = cells_of(file, [row for row in rows if any(row)], title=sheet)[
        f"B{sum(map(any, rows))}"
    ]
    assert entry.status is EntryStatus.WARNING
    assert "不是本地区的数" in entry.message


@pytest.mark.parametrize(
    ("title", "sheet", "group"),
    [
        ("样例区2024年监测指标", "样例区", "样例区"),
        ("某某市样例区2024年监测指标", "台账", "一、本区"),
        ("某某市妇女儿童监测统计表", "全区", "全区"),
        ("社区儿童监测指标", "台账", "一、主要目标"),
        ("监测指标", "台账", "（一）主要目标"),
        ("监测指标", "台账", "一、妇女与健康"),
        ("填报单位：样例区卫健局", "区级", "区级数据"),
        ("某某市卫健委监测统计表", "台账", "省级指标体系"),
        ("社区卫生服务中心统计", "台账", "国家级指标"),
    ],
)
def test_the_own_place_and_chapters_say_nothing(
    file: Path, title: str, sheet: str, group: str
) -> None:
    rows = [[title, None], HEAD, [group, None], [NAME, 4.2]]
    assert told(cells_of(file, rows, title=sheet)["B4"]) == ("N1", "4.2", "new")


def test_a_tally_line_without_figures_ends_the_group(file: Path) -> None:
    rows = [HEAD, ["（一）农村", None], [NAME, 4.2], ["（二）合计", None], ["孕产妇死亡率", 9.1]]
    cells = cells_of(file, rows)
    assert cells["B3"].status is EntryStatus.WARNING
    assert "没有写明分组" in cells["B3"].message
    assert told(cells["B5"]) == ("N3", "9.1", "new")


@pytest.mark.parametrize("group", ["农村", "其中：农村", "乡村"])
def test_a_group_row_is_not_asked_where_the_row_says_the_same(file: Path, group: str) -> None:
    rows = [[*HEAD, "分组"], ["一、农村", None, None], [NAME, 4.2, group]]
    entry = cells_of(file, rows)["B3"]
    assert (entry.breakdown, entry.status, entry.message) == ("area:rural", EntryStatus.NEW, "")


def test_parts_below_an_indicator_that_is_asked_by_sex_are_understood(file: Path) -> None:
    rows = [HEAD, [NAME, 4.2], ["其中：男", 4.4], ["女", 4.0], ["孕产妇死亡率", 9], ["其中：女", 9]]
    cells = cells_of(file, rows)
    parts = [(cells[c].breakdown, cells[c].status.value) for c in ("B2", "B3", "B4")]
    assert parts == [("", "new"), ("sex:male", "new"), ("sex:female", "new")]
    assert cells["B6"].status is EntryStatus.WARNING  # nobody asks for women's maternal mortality


@pytest.mark.parametrize(
    ("remark", "word"),
    [
        ("沿用上年数据", "不是本年的数"),
        ("同上年数", "不是本年的数"),
        ("去年数据", "不是本年的数"),
        ("请勿使用", "不是最后的数"),
        ("未审定", "不是最后的数"),
        ("数据待核实", "不是最后的数"),
        ("暂估", "不是最后的数"),
        ("数据有误", "不是最后的数"),
        ("为目标值", "像是目标"),
        ("仅含公立医院", "口径可能比这项指标窄"),
        ("数据不含流动人口", "口径可能比这项指标窄"),
        ("2021—2024年累计数", "口径可能比这项指标窄"),
        ("按2030年目标填报", "像是目标"),
        ("沿用2023年", "2023年"),
        ("填2023年年报", "2023年"),
        ("用去年的数", "不是本年的数"),
        ("暂无正式数据，先填上年", "不是本年的数"),
        ("数据存疑", "不是最后的数"),
        ("非最终数据", "不是最后的数"),
        ("待统计局反馈后更正", "不是最后的数"),
        ("待补充", "不是最后的数"),
        ("最终以年报数据为准", "不是最后的数"),
        ("仅供参考", "不是最后的数"),
        ("测试数据", "不是最后的数"),
        ("借用市级数据", "不是本地区的数"),
        ("省平均", "不是本地区的数"),
    ],
)
def test_a_remark_in_plain_words_is_heard(file: Path, remark: str, word: str) -> None:
    in_row = cells_of(file, [[*HEAD, "备注"], [NAME, 4.2, remark]])["B2"]
    below = cells_of(file, [HEAD, [NAME, 4.2], [f"注：{remark}", None]])["B2"]
    for entry in (in_row, below):
        assert entry.status is EntryStatus.WARNING
        assert word in entry.message


@pytest.mark.parametrize(
    "remark",
    [
        "2020年数据为基期数据",
        "比2023年数据提高0.2个千分点",
        "较上年数据有所下降",
        "与上年数据相比持平",
        "已达到目标",
        "超过目标值",
        "已审定",
        "经统计局核定",
        "含虐待案件，已更新",
        "已接待反馈群众",
        "2020年数据仅供参考",
        "口径以监测方案为准",
        "高于省平均",
        "与全省平均水平持平",
        "由市级统计部门提供",
        "待补充佐证材料",
        "采用2024年年报",
        "同2023年相比下降",
    ],
)
def test_a_remark_that_tells_of_others_says_nothing_of_the_figure(file: Path, remark: str) -> None:
    in_row = cells_of(file, [[*HEAD, "备注"], [NAME, 4.2, remark]])["B2"]
    below = cells_of(file, [HEAD, [NAME, 4.2], [f"注：{remark}", None]])["B2"]
    assert told(in_row) == told(below) == ("N1", "4.2", "new")


@pytest.mark.parametrize(
    "name",
    [
        "1.1.2婴儿死亡率",
        "1.2 婴儿死亡率",
        "3 婴儿死亡率",
        "1．1．2 婴儿死亡率",
        "1.1.2、婴儿死亡率",
    ],
)
def test_numbers_before_a_name(file: Path, name: str) -> None:
    assert told(cells_of(file, [HEAD, [name, 4.2]])["B2"]) == ("N1", "4.2", "new")


def test_a_number_of_a_line_is_not_taken_for_years_of_age(file: Path) -> None:
    cells = cells_of(file, [HEAD, ["2.1 5岁以下儿童死亡率", 5.2], ["5岁以下儿童死亡率", 5.2]])
    assert cells["B2"].indicator_code == "N2"


def test_the_state_of_today_is_the_value(file: Path) -> None:
    rows = [["指标名称", "现状值"], [NAME, 4.2]]
    assert told(cells_of(file, rows)["B2"]) == ("N1", "4.2", "new")


@pytest.mark.parametrize(
    "heads",
    [
        ("上报数", "核定数"),
        ("填报值", "修订值"),
        ("初报数", "审定数"),
        ("初报数", "终审数"),
        ("填报数", "复核数"),
        ("2024年", "2024年（修订）"),
        ("2024年", "2024年核定"),
        ("数值", "修订后"),
    ],
)
def test_two_heads_of_one_year_are_asked(file: Path, heads: tuple[str, str]) -> None:
    found = reading(file, [["指标名称", *heads], [NAME, 4.2, 4.4]])
    assert any(table.needs_mapping for table in found.heads)
    assert found.counts["new"] == found.counts["changed"] == 0


@pytest.mark.parametrize(
    "head", ["核定数", "2024年（核定）", "2024年修订", "终审数", "数值（最终）"]
)
def test_one_column_of_figures_in_such_a_state_is_the_value(file: Path, head: str) -> None:
    assert told(cells_of(file, [["指标名称", head], [NAME, 4.2]])["B2"]) == ("N1", "4.2", "new")


@pytest.mark.parametrize("texts", [(None, None), ("张三", "李四"), ("是", "是")])
def test_a_column_of_a_state_without_figures_claims_none(
    file: Path, texts: tuple[str | None, str | None]
) -> None:
    rows = [[*HEAD, "复核"], [NAME, 4.2, texts[0]], ["孕产妇死亡率", 8, texts[1]]]
    found = reading(file, rows)
    assert not found.faults
    assert [told(by_cell(found)[cell]) for cell in ("B2", "B3")] == [
        ("N1", "4.2", "new"),
        ("N3", "8", "new"),
    ]


@pytest.mark.parametrize("head", ["2023—2024年", "2021-2024", "2023/2024年", "2021至2024年"])
def test_a_head_of_several_years_is_no_years_value(file: Path, head: str) -> None:
    found = reading(file, [["指标名称", head], [NAME, 4.2]])
    assert found.counts["new"] == found.counts["warnings"] == 0
    assert any(table.needs_mapping for table in found.heads)


def test_a_doubt_names_no_indicator_where_none_is_meant(file: Path) -> None:
    entry = cells_of(file, [["监测指标（户籍人口）", None], HEAD, [NAME, 4.2]])["B3"]
    assert "口径可能比这项指标窄" in entry.message


def commented(path: Path, cell: str, text: str) -> Path:
    book = openpyxl.load_workbook(path)
    book["台账"][cell].comment = Comment(text, "联络员")
    book.save(path)
    return path


@pytest.mark.parametrize("cell", ["A2", "B2"])
def test_a_comment_at_the_figure_or_its_name_is_heard(file: Path, cell: str) -> None:
    book = commented(xlsx(file, [HEAD, [NAME, 4.2]]), cell, "未审定")
    entry = by_cell(read(book, indicators=INDICATORS))["B2"]
    assert entry.status is EntryStatus.WARNING
    assert "批注里写着“未审定”" in entry.message


def test_a_comment_that_says_nothing_against_the_figure(file: Path) -> None:
    book = commented(xlsx(file, [HEAD, [NAME, 4.2]]), "B2", "联络员：已和统计局核对")
    assert told(by_cell(read(book, indicators=INDICATORS))["B2"]) == ("N1", "4.2", "new")


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_comments_are_heard_in_every_kind_of_file(file: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "再存").mkdir()
    book = commented(xlsx(file, [HEAD, [NAME, 4.2]]), "B2", "沿用上年数据")
    other = by_cell(read(converted(book, kind, tmp_path / "再存"), indicators=INDICATORS))
    assert "批注里写着“沿用上年数据”" in other["B2"].message


def test_our_own_comments_are_not_read_as_the_units(file: Path, tmp_path: Path) -> None:
    rows = [[*HEAD, "备注"], [NAME, 4.2, "未审定"], ["5岁以下儿童死亡率", 5.2, None]]
    book = commented(xlsx(file, rows), "B3", "沿用上年数据")
    first = by_cell(read(book, indicators=INDICATORS))
    marked = tmp_path / "已标注.xlsx"
    sheets = read_workbook(book)
    reading = read(book, indicators=INDICATORS)
    marked.write_bytes(marked_workbook(book, sheets, reading))
    again = by_cell(read(marked, indicators=INDICATORS))
    for cell in ("B2", "B3"):
        assert again[cell].warnings == first[cell].warnings
        assert again[cell].value == first[cell].value
