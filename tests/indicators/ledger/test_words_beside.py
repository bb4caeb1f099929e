"""Words anywhere around a figure are heard: titles, group rows, remarks, notes, other columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerIndicator
from tests.indicators.ledger.books import TEMPLATE, by_cell, edited, read, told, xlsx

INDICATORS = (
    LedgerIndicator("N1", "婴儿死亡率", "‰", 1000),
    LedgerIndicator("N2", "接受救助的儿童人数", "人"),
    LedgerIndicator("N3", "参加生育保险人数", "万人"),
    LedgerIndicator("N4", "女性人均预期寿命", "岁"),
    LedgerIndicator("N5", "义务教育巩固率", "%", 100),
    LedgerIndicator("N6", "孕产妇死亡率", "1/10万", 100_000),
    LedgerIndicator("N7", "平均受教育年限", "年", by_sex=True),
)
NAME = "婴儿死亡率"


def cells_of(file: Path, rows: list[list[Any]], **more: Any) -> dict[str, LedgerEntry]:
    return by_cell(read(xlsx(file, rows, **more), indicators=INDICATORS))


def is_asked(entry: LedgerEntry) -> bool:
    return entry.status in (EntryStatus.WARNING, EntryStatus.ERROR) and bool(entry.message)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "样例区2024年上半年监测指标填报表",
            "2024年1—9月指标数据上报表",
            "指标预计完成情况填报表",
        ),
        *(
            "全市2024年指标填报表",
            "填报单位：卫健局    统计期：2024年上半年",
            "数据截止时间：2024年6月30日",
        ),
        *(
            "监测指标（截至2023年12月31日）",
            "2023妇女儿童监测统计表",
            "监测指标(2023)",
            "23年监测指标",
        ),
        *("2023学年教育事业统计", "2021—2023年监测指标", "2023年12月31日", "样例区上年度监测指标"),
        *(
            "2024年主要指标目标值一览表",
            "监测指标（农村部分）",
            "2024年户籍人口妇幼指标",
            "邻近区2024年指标",
        ),
    ],
)
def test_a_title_that_speaks_against_the_figures(file: Path, title: str) -> None:
    rows: list[list[Any]] = [[title, None], ["指标名称", "数值"], [NAME, 4.2]]
    assert is_asked(cells_of(file, rows)["B3"])


@pytest.mark.parametrize(
    "title",
    [
        *("样例区2024年监测指标填报表", "填报日期：2025年4月20日", "有效期至：2026年1月"),
        *("样例区妇女发展规划（2021—2030年）监测表", "2024年与上年度对比表", "2023—2024年监测指标"),
        *("制表时间：2025年3月", "妇女儿童监测指标（2024年）", "省妇女儿童监测统计表"),
    ],
)
def test_a_title_that_says_nothing_against_them(file: Path, title: str) -> None:
    rows: list[list[Any]] = [[title, None], ["指标名称", "数值"], [NAME, 4.2]]
    assert told(cells_of(file, rows)["B3"]) == ("N1", "4.2", "new")


@pytest.mark.parametrize(
    "line",
    [["年度", 2023], ["填报年份：2023", None], [datetime(2023, 12, 31), None]],  # noqa: DTZ001
)
def test_a_year_in_cells_above(file: Path, line: list[Any]) -> None:
    entry = cells_of(file, [line, ["指标名称", "数值"], [NAME, 4.2]])["B3"]
    assert entry.status is EntryStatus.ERROR
    assert "2023年的数" in entry.message


def test_this_year_and_the_last_count_from_the_title(file: Path) -> None:
    rows: list[list[Any]] = [["2023年样例区指标"], ["指标名称", "上年", "本年"], [NAME, 4.4, 4.2]]
    cells = cells_of(file, rows)
    assert [cells[c].reference_year for c in ("B3", "C3")] == [2022, 2023]
    assert not [e for e in cells.values() if e.status is EntryStatus.NEW]


@pytest.mark.parametrize("title", ["上年数据", "去年", "2023年度数据", "填写示例", "旧表（作废）"])
def test_a_sheet_that_holds_other_figures(file: Path, title: str) -> None:
    assert is_asked(cells_of(file, [["指标名称", "数值"], [NAME, 4.2]], title=title)["B2"])


@pytest.mark.parametrize(
    "line",
    ["（一）农村", "全市", "上半年", "一、2023年数据", "其中：城镇", "二、预计", "三、上年度"],
)
def test_a_row_that_stands_over_others(file: Path, line: str) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "数值"],
        [line],
        [NAME, 4.2],
        ["二、其他"],
        [INDICATORS[5].name, 8],
    ]
    cells = cells_of(file, rows)
    assert is_asked(cells["B3"])
    assert told(cells["B5"]) == ("N6", "8", "new")  # the next group row speaks for itself


def test_a_line_right_above_a_second_head(file: Path) -> None:
    rows: list[list[Any]] = [
        *([["指标名称", "数值"], [INDICATORS[5].name, 8], []]),
        *([["2023年数据"], ["指标名称", "数值"], [NAME, 4.2]]),
    ]
    cells = cells_of(file, rows)
    assert told(cells["B2"]) == ("N6", "8", "new")
    assert cells["B6"].status is EntryStatus.ERROR


@pytest.mark.parametrize(
    ("head", "text"),
    [
        *(
            ("地区", "邻近区"),
            ("行政区划", "全市"),
            ("统计时间", "2023年"),
            ("时间", "2024年上半年"),
        ),
        *(("月份", "6月"), ("季度", "第二季度"), ("口径", "农村"), ("统计口径", "户籍人口")),
        *(
            ("类别", "农村"),
            ("状态", "预计"),
            ("频次", "半年"),
            ("类型", "目标"),
            ("乡镇", "城关镇"),
        ),
        *(("年龄组", "0-4岁"), ("数据性质", "快报数"), ("户口", "农业"), ("是否为预计数", "是")),
        *(("数值单位", "%"), ("序号", "例"), ("序号", "删除")),
    ],
)
def test_another_column_that_narrows_the_row(file: Path, head: str, text: str) -> None:
    assert is_asked(cells_of(file, [[head, "指标名称", "数值"], [text, NAME, 4.2]])["C2"])


@pytest.mark.parametrize(
    ("head", "text"),
    [
        *(("地区", "样例区"), ("地区", "本区"), ("口径", "指一年内每千名活产中不满一岁死亡的人数")),
        *(
            ("类别", "健康"),
            ("状态", "实际"),
            ("频次", "年度"),
            ("目标", "达到目标"),
            ("序号", "1"),
        ),
        *(("数据来源", "年报"), ("责任单位", "卫健局"), ("类型", "约束性"), ("户口", "合计")),
    ],
)
def test_another_column_that_says_nothing(file: Path, head: str, text: str) -> None:
    entry = cells_of(file, [[head, "指标名称", "数值"], [text, NAME, 4.2]])["C2"]
    assert told(entry) == ("N1", "4.2", "new")


@pytest.mark.parametrize(
    "remark", ["此为2023年数据", "上半年数", "预计数", "户籍人口口径", "单位：%", "全市数", "快报"]
)
def test_a_remark_that_speaks_against_its_figure(file: Path, remark: str) -> None:
    rows: list[list[Any]] = [["指标名称", "数值", "备注"], [NAME, 4.2, remark]]
    assert is_asked(cells_of(file, rows)["B2"])


@pytest.mark.parametrize(
    "remark",
    [
        "较2023年下降0.3个千分点",
        "2024年数据",
        "上半年开展了专项行动，成效明显",
        "低于全市平均水平",
        "好",
    ],
)
def test_a_remark_may_tell_of_other_things(file: Path, remark: str) -> None:
    rows: list[list[Any]] = [["指标名称", "数值", "备注"], [NAME, 4.2, remark]]
    assert told(cells_of(file, rows)["B2"]) == ("N1", "4.2", "new")


@pytest.mark.parametrize(
    ("note", "asks"),
    [
        *(("注：以上为2024年1—6月数据。", True), ("注：本表数据均为2023年数据。", True)),
        *(
            ("数据截至2024年6月底", True),
            ("备注：以上均为预计数", True),
            ("说明：本表为全市数", True),
        ),
        *(("计量单位：%", True), ("注：“—”表示无此项数据。", False)),
        ("统计负责人：王某　填表人：李某　报出日期：2025年3月1日", False),
    ],
)
def test_a_note_below_the_table(file: Path, note: str, asks: bool) -> None:
    assert is_asked(cells_of(file, [["指标名称", "2024年"], [NAME, 4.2], [note]])["B2"]) is asks


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(
            ("N1", "新生儿死亡率"),
            ("N1", "死亡率"),
            ("N1", "婴儿死亡人数"),
            ("N1", "婴儿死亡率比上年"),
        ),
        *(("N4", "男性人均预期寿命"), ("N4", "人均预期寿命"), ("N5", "义务教育未巩固率")),
        *(("N5", "高中阶段教育巩固率"), ("N5", "义务教育巩固率增幅"), ("N6", "孕产妇发生率")),
        *(("N2", "接受救助的老年人数"), ("N2", "接受救助的儿童人次数"), ("N3", "参加医疗保险人数")),
    ],
)
def test_a_name_few_letters_from_the_codes_own(file: Path, code: str, name: str) -> None:
    entry = cells_of(file, [["指标代码", "指标名称", "数值"], [code, name, 50]])["C2"]
    assert "名称却写" in entry.message


@pytest.mark.parametrize("word", ["H1", "Q2", "Jan-Jun", "est.", "Target", "数"])
def test_letters_that_are_no_name_in_english(file: Path, word: str) -> None:
    cells = cells_of(file, [["指标名称", "2024年"], [f"{NAME}（{word}）", 4.2]])
    assert cells["B2"].status is not EntryStatus.NEW


@pytest.mark.parametrize("head", ["2024年 p", "2024年H1", "2024年（E）", "2024E", "2024年6月"])
def test_letters_behind_a_year_are_asked(file: Path, head: str) -> None:
    reading = read(xlsx(file, [["指标名称", head], [NAME, 4.2]]), indicators=INDICATORS)
    assert reading.needs_mapping


@pytest.mark.parametrize(
    ("head", "code", "is_year"),
    [
        (datetime(2024, 6, 1), "yyyy年m月", False),  # noqa: DTZ001
        (datetime(2024, 6, 1), "yyyy年", True),  # noqa: DTZ001
        (datetime(2024, 1, 1), "yyyy-mm-dd", True),  # noqa: DTZ001
        (2024, '0"年上半年"', False),
        (2024, '0"年（预计）"', False),
        (2024, '0"年"', True),
    ],
)
def test_a_head_says_what_its_format_shows(file: Path, head: Any, code: str, is_year: bool) -> None:
    rows: list[list[Any]] = [["指标名称", head], [NAME, 4.2]]
    reading = read(xlsx(file, rows, formats={"B1": code}), indicators=INDICATORS)
    assert (by_cell(reading).get("B2") is not None and not reading.faults) is is_year


@pytest.mark.parametrize("code", ['"约"0.0', '"≥"0', '0.0"（预计）"', '0.0"（2023年）"', '0"人"'])
def test_words_a_format_prints_beside_the_number(file: Path, code: str) -> None:
    rows: list[list[Any]] = [TEMPLATE, ["N5", None, 2024, 95]]
    assert "显示别的字" in cells_of(file, rows, formats={"D2": code})["D2"].message


@pytest.mark.parametrize("code", ["0.0_);(0.0)", '0.0"%"', "#,##0.00", "0.0;-0.0", "_ * #,##0.0_ "])
def test_formats_that_only_dress_a_number(file: Path, code: str) -> None:
    rows: list[list[Any]] = [TEMPLATE, ["N5", None, 2024, 95]]
    assert cells_of(file, rows, formats={"D2": code})["D2"].status is EntryStatus.NEW


@pytest.mark.parametrize(
    ("indicator", "value", "word"),
    [
        *(
            ("N6", "1/10万", "不是一个数"),
            ("N6", "12,345", "逗号像小数点"),
            ("N4", "78,123", "逗号"),
        ),
        *(("N4", 7812, "不像"), ("N4", 8.21, "不像"), ("N7", 102, "不像"), ("N1", 420, "不像")),
        *(("N2", 2024, "不像"), ("N2", 20241231, "不像"), ("N4", 82.1, ""), ("N2", 2023, "")),
    ],
)
def test_a_cell_that_holds_something_else(
    file: Path, indicator: str, value: Any, word: str
) -> None:
    entry = cells_of(file, [TEMPLATE, [indicator, None, 2024, value]])["D2"]
    assert is_asked(entry) is bool(word)
    assert word in entry.message


@pytest.mark.parametrize("parts", [(None, 1, 82), (80, 1, 82)])
def test_parts_of_what_is_no_quotient(file: Path, parts: tuple[Any, int, int]) -> None:
    entry = cells_of(file, [TEMPLATE, ["N4", None, 2024, *parts]])["D2"]
    assert "不是分子÷分母" in entry.message


def test_hidden_without_the_attribute(file: Path) -> None:
    rows: list[list[Any]] = [TEMPLATE, ["N5", None, 2024, 95, 95, 100], ["N1", None, 2024, 4.2]]
    book = openpyxl.load_workbook(xlsx(file, rows))
    book["台账"].column_dimensions["E"].hidden = True
    book.save(file)
    flat = edited(
        file, file.with_name("b.xlsx"), lambda c: c.replace(b'<row r="3"', b'<row r="3" ht="0"')
    )
    cells = by_cell(read(flat, indicators=INDICATORS))
    assert "隐藏的行" in cells["D3"].message
    assert "隐藏的列" in cells["D2"].message  # the numerator stands in it


def test_a_value_merged_over_two_indicators(file: Path) -> None:
    rows: list[list[Any]] = [["指标名称", "2024年"], [NAME, 4.2], [INDICATORS[5].name, None]]
    assert "往下合并" in cells_of(file, rows, merged=["B2:B3"])["B2"].message


@pytest.mark.parametrize("line", ["全区合计", "合计：", "合计（人）", "汇总", "本页小计"])
def test_a_line_of_totals_is_none(file: Path, line: str) -> None:
    rows: list[list[Any]] = [["指标名称", "2024年"], [INDICATORS[1].name, 12], [line, 12]]
    cells = cells_of(file, rows)
    assert told(cells["B2"]) == ("N2", "12", "new")
    assert cells["A3"].status is EntryStatus.IGNORED


@pytest.mark.parametrize(
    "line", ["（单位  万人）", "万人", "计量单位为万人", "2024年指标（万人）", "单位:万人"]
)
def test_a_measure_told_without_a_colon(file: Path, line: str) -> None:
    rows: list[list[Any]] = [[line, None], ["指标名称", "数值"], [INDICATORS[1].name, 12]]
    assert told(cells_of(file, rows)["B3"]) == ("N2", "120000", "warning")


@pytest.mark.parametrize(
    ("second", "values", "cell"),
    [
        (("上半年", "全年"), (2, 4), "C3"),
        (("1-6月", "1-12月"), (2, 4), "C3"),
        (("全国", "本区"), (5, 4), "C3"),
    ],
)
def test_the_whole_year_or_place_beside_a_part(
    file: Path, second: tuple[str, str], values: tuple[int, int], cell: str
) -> None:
    rows: list[list[Any]] = [["指标名称", "2024年", None], [None, *second], [NAME, *values]]
    cells = cells_of(file, rows, merged=["B1:C1"])
    assert told(cells[cell]) == ("N1", "4", "new")
    assert "B3" not in cells or cells["B3"].status is EntryStatus.IGNORED


def test_sexes_told_with_of_which(file: Path) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "合计", "其中：男", "其中：女"],
        [INDICATORS[6].name, 10, 10.4, 9.6],
    ]
    cells = cells_of(file, rows)
    assert [cells[c].breakdown for c in ("B2", "C2", "D2")] == ["", "sex:male", "sex:female"]


def test_a_degree_of_completion_beside_a_target_is_no_value(file: Path) -> None:
    rows: list[list[Any]] = [["指标名称", "规划目标", "完成率"], [INDICATORS[4].name, 95, 98.5]]
    assert read(xlsx(file, rows), indicators=INDICATORS).needs_mapping


def test_a_part_below_an_unknown_row_is_nobodys(file: Path) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "数值"],
        [INDICATORS[6].name, 10],
        ["新生儿死亡率", 3],
        ["其中：女", 2],
    ]
    cells = cells_of(file, rows)
    assert cells["B4"].status is EntryStatus.ERROR
    assert cells["B4"].indicator_code == ""


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (
            [["指标名称", "2024年", "指标名称", "2024年"], [NAME, 4, "孕产妇死亡率", 8]],
            "左右排着几张表",
        ),
        ([["年份", NAME, "孕产妇死亡率"], [2024, 4.2, 8]], "请转置"),
    ],
)
def test_tables_laid_otherwise_are_told_as_such(
    file: Path, rows: list[list[Any]], word: str
) -> None:
    reading = read(xlsx(file, rows), indicators=INDICATORS)
    assert word in reading.faults[0]
    assert not [entry for entry in reading.rows if entry.value is not None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("指标代码,年份,数值\nN1,2024,4.2\x1a", "4.2"),
        ('指标代码,年份,数值\n="N1",2024,="4.2"\n', "4.2"),
        ("指标代码;年份;数值\nN1;2024;4,2\nN5;2024;95,5\n", None),
    ],
)
def test_texts_of_dos_and_of_web_systems(tmp_path: Path, text: str, value: str | None) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    entry = by_cell(read(tmp_path / "a.csv", indicators=INDICATORS))["C2"]
    assert told(entry)[:2] == (("N1", value) if value else ("N1", None))
