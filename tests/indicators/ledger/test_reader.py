"""Where tables, heads and years stand in a ledger, whatever their layout."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicators.core.vocabulary import FEMALE, MALE, BlankReason
from indicators.ledger.entries import EntryStatus
from indicators.ledger.heads import HeadContext, classify
from indicators.messages import ledger as messages
from tests.indicators.ledger.books import TEMPLATE, adds_up, by_cell, read, told, xlsx


def test_plain_template(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["T01", "孕产妇死亡率", 2024, 12.3],
        ["T02", "学前教育毛入园率", "2024年", "98.5%", None, None, "合计"],
        ["T02", "学前教育毛入园率", 2024, 97.9, None, None, "男"],
        ["T02", "学前教育毛入园率", 2024, 99.1, None, None, "女"],
        ["T04", "接受救助的儿童人数", 2024, None, None, None, None, "未到报送期", "七月统计"],
        ["T06", "建立协同育人机制", 2024, "有"],
        [None],
        ["T10", "0-6岁儿童健康管理率", "二〇二四年", None, 4960, "5,000"],
    ]
    reading = read(xlsx(file, rows))
    cells = by_cell(reading)
    assert told(cells["D2"]) == ("T01", "12.3", "new")
    assert told(cells["D3"]) == ("T02", "98.5", "new")
    assert cells["D3"].message == "“98.5%”读作98.5（去掉单位）。"
    assert [cells[c].breakdown for c in ("D3", "D4", "D5")] == ["", MALE, FEMALE]
    assert told(cells["D6"]) == ("T04", None, "new")
    assert cells["D6"].blank_reason is BlankReason.NOT_DUE
    assert cells["D6"].remark == "七月统计"
    assert told(cells["D7"]) == ("T06", "有", "new")
    assert told(cells["D9"]) == ("T10", "99.2", "new")
    assert (cells["D9"].numerator, cells["D9"].denominator) == (Decimal(4960), Decimal(5000))
    assert reading.counts["rows_in_file"] == 7
    assert adds_up(reading)
    assert reading.faults == ()


def test_wide_table_with_titles_notes_and_merged_domain(file: Path) -> None:
    rows = [
        ["样例区规划（2021—2030年）监测台账"],
        ["填报单位：样例区卫生健康局（盖章）", None, None, None, "填报日期：2025年5月20日"],
        [],
        [
            "序号",
            "领域",
            "指标名称",
            "计量\n单位",
            "2020年\n基期",
            "2030年\n目标值",
            "2023年",
            "2024年",
            "备注",
        ],
        [1, "健康", "孕产妇死亡率", "1/10万", 14.2, "≤12", 13.5, "12.3/10万", None],
        [2, None, "婴儿死亡率", "‰", 3.1, "≤5", 2.9, "2.8‰", "文本"],
        [None, None, "小计", None, None, None, 16.4, 15.1],
        [3, None, "适龄儿童疫苗接种率（以乡镇为单位）", "%", 95.1, "≥90", 0.96, 0.965, None],
        [4, None, "家里没有的指标", "%", 1, 2, 3, 4, None],
        ["注：“—”表示无此项数据。"],
        ["单位负责人：      联系电话：      （盖章）"],
    ]
    formats = {"G8": "0.0%", "H8": "0.0%"}
    reading = read(xlsx(file, rows, formats=formats, merged=["A1:I1", "B5:B9", "A10:I10"]))
    cells = by_cell(reading)
    assert told(cells["H5"]) == ("T01", "12.3", "new")
    assert told(cells["H6"]) == ("T03", "2.8", "new")
    assert told(cells["H8"]) == ("T07", "96.5", "new")
    assert told(cells["G8"]) == ("T07", "96", "ignored")
    assert told(cells["E5"]) == ("T01", "14.2", "ignored")
    assert cells["E5"].reference_year == 2020
    assert "F5" not in cells
    assert cells["C7"].note == messages.TALLY
    assert cells["H9"].status is EntryStatus.ERROR
    assert "家里没有的指标" in cells["H9"].message
    assert [cells[c].note for c in ("A1", "A10", "A11")] == [messages.NOT_DATA] * 3
    assert adds_up(reading)


def test_two_head_lines_and_a_line_of_column_numbers(file: Path) -> None:
    rows = [
        ["样例区分性别统计表"],
        ["序号", "指标名称", "计量单位", "2023年", None, None, "2024年", None, None, "备注"],
        [None, None, None, "合计", "男", "女", "合计", "男", "女", None],
        ["甲", "乙", "丙", 1, 2, 3, 4, 5, 6, 7],
        [1, "学前教育毛入园率", "%", 96.9, 96.7, 97.1, 98, 97.9, " 98.2 ", None],
        [2, "女童净入学率", "%", None, "—", 99.9, None, "—", 99.99, "仅女童"],
    ]
    merged = ["D2:F2", "G2:I2", "A2:A3", "B2:B3", "C2:C3", "J2:J3"]
    cells = by_cell(read(xlsx(file, rows, merged=merged)))
    assert told(cells["G5"]) == ("T02", "98", "new")
    assert (cells["H5"].breakdown, cells["I5"].breakdown) == (MALE, FEMALE)
    assert told(cells["I5"]) == ("T02", "98.2", "new")
    assert told(cells["I6"]) == ("T08", "99.99", "warning")
    assert "不分性别" in cells["I6"].message
    assert cells["H6"].status is EntryStatus.IGNORED
    assert told(cells["D5"]) == ("T02", "96.9", "ignored")


def test_years_without_merging_spread_over_their_groups(file: Path) -> None:
    rows = [
        ["指标名称", "单位", "2024年", None, "2023年", None],
        [None, None, "男", "女", "男", "女"],
        ["学前教育毛入园率", "%", 97.9, 98.2, 96.7, 97.1],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert (cells["C3"].breakdown, cells["C3"].status) == (MALE, EntryStatus.NEW)
    assert (cells["D3"].breakdown, cells["D3"].status) == (FEMALE, EntryStatus.NEW)
    assert cells["E3"].status is EntryStatus.IGNORED


def test_year_in_the_title_only_with_previous_and_difference(file: Path) -> None:
    rows = [
        ["样例区卫生健康局 2024 年指标完成情况"],
        ["报送：区妇儿工委办        二〇二五年五月"],
        ["编号", "指标", "计量单位", "上年完成", "本年完成", "较上年", "说明"],
        ["T01", "孕产妇死亡率", "1/10万", 12.9, 12.3, -0.6, None],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["E4"]) == ("T01", "12.3", "new")
    assert (cells["D4"].reference_year, cells["D4"].status) == (2023, EntryStatus.IGNORED)
    assert "F4" not in cells


def test_title_of_another_year_is_an_error(file: Path) -> None:
    rows = [["2023年度台账"], ["指标代码", "指标名称", "数值"], ["T01", "孕产妇死亡率", 12.3]]
    entry = by_cell(read(xlsx(file, rows)))["C3"]
    assert entry.status is EntryStatus.ERROR
    assert entry.message == "台账!C3：" + messages.OTHER_YEAR.format(year=2023, expected=2024)


def test_sheet_name_gives_the_year(file: Path) -> None:
    rows = [["指标代码", "指标名称", "数值"], ["T01", "孕产妇死亡率", 12.3]]
    reading = read(xlsx(file, rows, title="2023年"))
    assert by_cell(reading)["C2"].status is EntryStatus.ERROR


def test_row_of_another_year_is_an_error_and_odd_years_are_named(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["T01", "孕产妇死亡率", 2023, 12.3],
        ["T03", "婴儿死亡率", "去年", 2.8],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert cells["D2"].errors == (messages.OTHER_YEAR.format(year=2023, expected=2024),)
    assert cells["D3"].errors == (messages.UNREADABLE_YEAR.format(raw="去年", expected=2024),)


def test_several_sheets_hidden_parts_and_instructions(file: Path) -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "填表说明"
    notes.append(["1. 请勿增删行列。"])
    for name, code in (("妇女", "T01"), ("儿童", "T03")):
        sheet = book.create_sheet(name)
        sheet.append(["指标编码", "指标名称", "2022年", "2024年", "备注"])
        sheet.append([code, None, 1, 2, None])
        sheet.column_dimensions["C"].hidden = True
    draft = book.create_sheet("底稿")
    draft.append(["指标编码", "指标名称", "数值"])
    draft.append(["T01", None, 99])
    draft.sheet_state = "hidden"
    last = book["儿童"]
    last.append(["T05", None, 1, 7, None])
    last.row_dimensions[3].hidden = True
    book.save(file)
    reading = read(file)
    told_values = [(e.sheet, e.cell, e.status.value) for e in reading.rows if e.value is not None]
    assert ("妇女", "D2", "new") in told_values
    assert ("儿童", "D2", "new") in told_values
    assert ("儿童", "D3", "warning") in told_values
    hidden = [e for e in reading.rows if e.sheet == "底稿"]
    assert [e.note for e in hidden] == [messages.HIDDEN_SHEET]
    assert adds_up(reading)


def test_two_tables_in_one_sheet(file: Path) -> None:
    rows = [
        ["一、妇女规划"],
        ["指标代码", "指标名称", "2024年"],
        ["T01", None, 12.3],
        [],
        ["二、儿童规划"],
        ["指标代码", "指标名称", "2023年", "2024年"],
        ["T03", None, 2.9, 2.8],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["C3"]) == ("T01", "12.3", "new")
    assert told(cells["D7"]) == ("T03", "2.8", "new")
    assert cells["C7"].status is EntryStatus.IGNORED


def test_unknown_heads_can_be_mapped_once(file: Path) -> None:
    rows = [["指标名称", "本局口径", "备注"], ["孕产妇死亡率", 12.3, None]]
    reading = read(xlsx(file, rows))
    assert reading.needs_mapping
    assert reading.faults == (messages.NO_VALUE_COLUMN.format(year=2024),)
    again = read(file, mapping={"本局口径": "value"})
    assert told(by_cell(again)["B2"]) == ("T01", "12.3", "new")
    assert not again.needs_mapping


def test_no_head_at_all(file: Path) -> None:
    reading = read(xlsx(file, [["甲方", "乙方", "丙方"], ["一", "二", "三"]]))
    assert reading.faults == (messages.NO_HEAD_ANYWHERE.format(year=2024),)
    assert reading.needs_mapping
    assert adds_up(reading)


def test_years_as_dates_and_under_a_general_head(file: Path) -> None:
    rows: list[list[Any]] = [
        ["样例区监测表", None, datetime(2025, 5, 20)],  # noqa: DTZ001
        ["指标名称", "计量单位", "历年完成情况", None],
        [None, None, datetime(2023, 1, 1), datetime(2024, 1, 1)],  # noqa: DTZ001
        ["孕产妇死亡率", "1/10万", 13.5, 12.3],
    ]
    cells = by_cell(read(xlsx(file, rows, merged=["C2:D2", "A2:A3", "B2:B3"])))
    assert told(cells["D4"]) == ("T01", "12.3", "new")
    assert told(cells["C4"]) == ("T01", "13.5", "ignored")


@pytest.mark.parametrize(
    ("head", "key", "year"),
    [
        *(
            ("2024年", "value", 2024),
            ("2024", "value", 2024),
            ("24年", "value", 2024),
            ("二〇二四年", "value", 2024),
        ),
        *(("2024年\n完成值(%)", "value", 2024), ("截至2024年底", "value", 2024)),
        *(("上年同期", "value", 2023), ("本期", "value", 2024), ("年度实绩", "value", None)),
        *(
            ("2020年基数", "value", 2020),
            ("基期值", "ignored", None),
            ("2024年目标", "ignored", None),
        ),
        *(("较上年±", "ignored", None), ("同比增长(%)", "ignored", None)),
        *(("2024年分子", "numerator", 2024), ("分子（活产数）", "numerator", None)),
        *(("主要监测指标", "name", None), ("指标名称及口径", "name", None)),
        *(("2024年1-6月", None, 2024), ("2024年(预计)", None, 2024), ("近三年平均", None, None)),
    ],
)
def test_heads(head: str, key: str | None, year: int | None) -> None:
    cell = classify((head,), 0, HeadContext(2024))
    assert (cell.key, cell.year if cell.key != "ignored" else None) == (key, year)
