"""Words that narrow a name, a head, a title or a sheet are understood or asked about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from indicators.core.narrowing import NarrowKind, narrowing
from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerIndicator
from tests.indicators.ledger.books import TEMPLATE, by_cell, read, told, xlsx

INDICATORS = (
    LedgerIndicator("N1", "5岁以下儿童死亡率", "‰", 1000, by_sex=True),
    LedgerIndicator("N2", "婴儿死亡率", "‰", 1000, ("婴儿死亡率(IMR)",)),
    LedgerIndicator("N3", "义务教育巩固率", "%", 100),
    LedgerIndicator("N4", "适龄儿童疫苗接种率(以乡镇为单位)", "%", 100),
)


def cells_of(
    file: Path, rows: list[list[Any]], *, merged: tuple[str, ...] = (), title: str = "台账"
) -> dict[str, LedgerEntry]:
    return by_cell(read(xlsx(file, rows, merged=merged, title=title), indicators=INDICATORS))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("农村", "breakdown"), ("女童", "breakdown"), ("城镇", "breakdown"), ("合计", "nothing")),
        *(("2023年", "year"), ("2024年12月", "year"), ("1—12月", "nothing"), ("全年", "nothing")),
        *(("上半年", "part_of_year"), ("1—6月", "part_of_year"), ("前三季度", "part_of_year")),
        *(("2024年6月", "part_of_year"), ("2024-06", "part_of_year"), ("第2季度", "part_of_year")),
        *(("截至9月底", "part_of_year"), ("1-11月", "part_of_year"), ("三月末", "part_of_year")),
        *(("全市", "place"), ("全省", "place"), ("全区", "nothing"), ("本区", "nothing")),
        *(("预计", "status"), ("快报数", "status"), ("目标", "target"), ("目标值", "target")),
        *(("万人", "measure"), ("‰", "measure"), ("户籍人口", "other"), ("常住", "other")),
    ],
)
def test_what_a_word_narrows(text: str, kind: str) -> None:
    assert narrowing(text, "样例区").kind is NarrowKind(kind)


@pytest.mark.parametrize(
    ("name", "breakdown", "status", "word"),
    [
        ("5岁以下儿童死亡率（农村）", "area:rural", "warning", "农村"),
        ("5岁以下儿童死亡率（女童）", "sex:female", "warning", "女童"),
        ("农村5岁以下儿童死亡率", "area:rural", "warning", "农村"),
        ("5岁以下儿童死亡率—城市", "area:urban", "warning", "城市"),
        ("5岁以下儿童死亡率（户籍人口）", "", "warning", "户籍人口"),
        ("婴儿死亡率（常住，预计）", "", "warning", "预计"),
        ("全市婴儿死亡率", "", "warning", "全市"),
        ("婴儿死亡率（上半年）", "", "warning", "一年的一部分"),
        ("婴儿死亡率（2023年）", "", "error", "2023年"),
        ("婴儿死亡率（目标值）", "", "ignored", "目标"),
        ("婴儿死亡率（全区）", "", "new", ""),
        ("全区婴儿死亡率（全年）", "", "new", ""),
        ("婴儿死亡率（IMR）", "", "new", ""),
    ],
)
def test_a_narrowed_name(file: Path, name: str, breakdown: str, status: str, word: str) -> None:
    entry = cells_of(file, [["指标名称", "2024年"], [name, 5.1]])["B2"]
    assert (entry.breakdown, entry.status.value) == (breakdown, status)
    assert word in entry.message


@pytest.mark.parametrize(
    "name",
    [
        *("③婴儿死亡率", "1）婴儿死亡率", "①婴儿死亡率", "（三）婴儿死亡率", "2.1.3、婴儿死亡率"),
        *("婴儿死亡率①", "婴儿死亡率*", "婴儿死亡率[1]", "婴儿死亡率：", "其中：婴儿死亡率"),
        *("婴儿死亡率 Infant mortality rate", "婴儿死亡率（infant mortality）", "★婴儿死亡率"),
    ],
)
def test_numbers_footnotes_english_and_colons_say_nothing(file: Path, name: str) -> None:
    assert told(cells_of(file, [["指标名称", "2024年"], [name, 5.1]])["B2"]) == ("N2", "5.1", "new")


def test_indented_parts_below_an_indicator(file: Path) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "2024年"],
        ["5岁以下儿童死亡率", 5.1],
        ["　　其中：女", 4.9],
        ["    男童", 5.3],
        ["婴儿死亡率", 3.3],
    ]
    cells = cells_of(file, rows)
    assert [cells[c].breakdown for c in ("B2", "B3", "B4")] == ["", "sex:female", "sex:male"]
    assert {cells[c].indicator_code for c in ("B2", "B3", "B4")} == {"N1"}
    assert told(cells["B5"]) == ("N2", "3.3", "new")


def test_a_part_in_the_name_against_the_group_column(file: Path) -> None:
    rows: list[list[Any]] = [TEMPLATE, [None, "5岁以下儿童死亡率（女）", 2024, 5, None, None, "男"]]
    entry = cells_of(file, rows)["D2"]
    assert entry.status is EntryStatus.ERROR
    assert "分组却是“男”" in entry.message


@pytest.mark.parametrize(
    ("code", "name", "status"),
    [
        ("N2", "老年人口比重", "warning"),
        ("N2", "义务教育巩固率", "error"),
        ("N2", "婴儿死亡", "new"),
        ("N2", "婴儿的死亡率", "new"),
        ("N2", "", "new"),
        ("N3", "九年义务教育巩固率", "new"),
        ("N3", "毛入园率", "warning"),
        ("N4", "疫苗接种率", "new"),
    ],
)
def test_a_code_and_a_name_must_agree(file: Path, code: str, name: str, status: str) -> None:
    entry = cells_of(file, [["指标代码", "指标名称", "数值"], [code, name or None, 5.1]])["C2"]
    assert entry.status.value == status


@pytest.mark.parametrize(
    ("year", "word"),
    [
        ("2024年6月", "一年的一部分"),
        ("2024-06", "一年的一部分"),
        ("2024年上半年", "一年的一部分"),
        ("2024年1-9月", "一年的一部分"),
        (datetime(2024, 6, 30), "一年的一部分"),  # noqa: DTZ001
        ("2024年1—12月", ""),
        ("2024年12月", ""),
        (datetime(2024, 12, 31), ""),  # noqa: DTZ001
    ],
)
def test_part_of_a_year_in_the_year_cell(file: Path, year: Any, word: str) -> None:
    entry = cells_of(file, [["指标名称", "年份", "数值"], ["婴儿死亡率", year, 5.1]])["C2"]
    assert (entry.status is EntryStatus.ERROR) is bool(word)
    assert word in entry.message


@pytest.mark.parametrize(
    ("title", "sheet", "word"),
    [
        ("样例区2024年上半年监测指标", "台账", "上半年"),
        ("2024年1—9月妇女儿童指标完成情况", "台账", "一年的一部分"),
        ("样例区2024年6月监测月报", "台账", "一年的一部分"),
        ("全市2024年监测指标", "台账", "全市"),
        ("2024年指标预计完成情况", "台账", "不是最后的数"),
        ("样例区2024年监测指标", "上半年", "工作表名"),
        ("样例区2024年监测指标", "农村", "工作表名"),
        ("样例区2024年监测指标", "2024年目标", "像是目标，不是完成的数"),
        ("样例区2024年监测指标", "2023年", "像是2023年的数，这里按2024年读"),
        ("样例区2024年监测指标", "2024年", ""),
        ("样例区2024年1—12月监测指标", "台账", ""),
        ("填报日期：2025年1月", "台账", ""),
    ],
)
def test_titles_and_sheet_names(file: Path, title: str, sheet: str, word: str) -> None:
    rows: list[list[Any]] = [[title, None], ["指标名称", "数值"], ["婴儿死亡率", 1.1]]
    entry = cells_of(file, rows, title=sheet)["B3"]
    assert (entry.status is EntryStatus.WARNING) is bool(word)
    assert word in entry.message


@pytest.mark.parametrize(
    ("title", "merged"),
    [
        ("样例区主要目标完成情况表", ("A1:B1",)),
        ("增长情况", ()),
        ("2024年同比增减情况", ("A1:B1",)),
        ("目标值完成情况", ()),
        ("本年完成情况", ("A1:B1",)),
    ],
)
def test_a_title_right_above_the_head_is_no_head(
    file: Path, title: str, merged: tuple[str, ...]
) -> None:
    rows: list[list[Any]] = [[title, None], ["指标名称", "2024年"], ["婴儿死亡率", 1.1]]
    assert told(cells_of(file, rows, merged=merged)["B3"]) == ("N2", "1.1", "new")


def test_years_typed_as_numbers_make_a_head(file: Path) -> None:
    rows: list[list[Any]] = [["指标", 2023, 2024], ["婴儿死亡率", 1.2, 1.1]]
    cells = cells_of(file, rows)
    assert told(cells["C2"]) == ("N2", "1.1", "new")
    assert told(cells["B2"]) == ("N2", "1.2", "ignored")


@pytest.mark.parametrize(
    ("second", "statuses"),
    [
        (("全市", "全区"), ("ignored", "new")),
        (("全市", "本区"), ("ignored", "new")),
        (("全省", "样例区"), ("ignored", "new")),
        (("目标", "完成"), (None, "new")),
        (("计划数", "实际完成"), (None, "new")),
    ],
)
def test_second_head_lines(
    file: Path, second: tuple[str, str], statuses: tuple[str | None, str | None]
) -> None:
    rows: list[list[Any]] = [
        ["指标名称", "2024年", None],
        [None, *second],
        ["婴儿死亡率", 2.2, 1.1],
    ]
    cells = cells_of(file, rows, merged=("A1:A2", "B1:C1"))
    found = tuple(cells[c].status.value if c in cells else None for c in ("B3", "C3"))
    assert found == statuses


@pytest.mark.parametrize("second", [("甲类", "乙类"), ("常住", "户籍"), ("直属", "下辖")])
def test_second_head_lines_nobody_knows_are_asked(file: Path, second: tuple[str, str]) -> None:
    rows: list[list[Any]] = [["指标名称", "2024年", None], [None, *second], ["婴儿死亡率", 2, 1]]
    reading = read(xlsx(file, rows, merged=("A1:A2", "B1:C1")), indicators=INDICATORS)
    assert reading.needs_mapping
    assert reading.faults
    assert not [entry for entry in reading.rows if entry.value is not None]


def test_two_columns_that_claim_one_figure_are_asked(file: Path) -> None:
    rows: list[list[Any]] = [["指标名称", "2024年", "本年完成"], ["婴儿死亡率", 2.2, 1.1]]
    reading = read(xlsx(file, rows), indicators=INDICATORS)
    assert reading.needs_mapping
    assert "B列“2024年”、C列“本年完成”两列都像是2024年" in reading.faults[0]


def test_a_table_by_place_is_told_as_such(file: Path) -> None:
    rows: list[list[Any]] = [["地区", "2023年", "2024年"], ["甲县", 1.2, 1.1], ["乙县", 1, 2]]
    reading = read(xlsx(file, rows), indicators=INDICATORS)
    assert "按地区排列" in reading.faults[0]
