"""Whole ledgers of many layouts: each value, each refusal, each line accounted for."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicators.core.vocabulary import FEMALE, MALE, BlankReason
from indicators.ledger.entries import Key, LedgerReading, Status, StoredValue
from indicators.ledger.layout import classify
from indicators.messages import ledger as messages
from tests.indicators.ledger.books import by_cell, converted, edited, read, told, xls, xlsx

TEMPLATE = ["指标代码", "指标名称", "年份", "数值", "分子", "分母", "分组", "缺数原因", "备注"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def adds_up(reading: LedgerReading) -> bool:
    counts = dict(reading.counts)
    return counts.pop("rows_in_file") == sum(counts.values()) == len(reading.rows)


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
    assert cells["H9"].status is Status.ERROR
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
    assert cells["H6"].status is Status.IGNORED
    assert told(cells["D5"]) == ("T02", "96.9", "ignored")


def test_years_without_merging_spread_over_their_groups(file: Path) -> None:
    rows = [
        ["指标名称", "单位", "2024年", None, "2023年", None],
        [None, None, "男", "女", "男", "女"],
        ["学前教育毛入园率", "%", 97.9, 98.2, 96.7, 97.1],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert (cells["C3"].breakdown, cells["C3"].status) == (MALE, Status.NEW)
    assert (cells["D3"].breakdown, cells["D3"].status) == (FEMALE, Status.NEW)
    assert cells["E3"].status is Status.IGNORED


def test_year_in_the_title_only_with_previous_and_difference(file: Path) -> None:
    rows = [
        ["样例区卫生健康局 2024 年指标完成情况"],
        ["报送：区妇儿工委办        二〇二五年五月"],
        ["编号", "指标", "计量单位", "上年完成", "本年完成", "较上年", "说明"],
        ["T01", "孕产妇死亡率", "1/10万", 12.9, 12.3, -0.6, None],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["E4"]) == ("T01", "12.3", "new")
    assert (cells["D4"].reference_year, cells["D4"].status) == (2023, Status.IGNORED)
    assert "F4" not in cells


def test_title_of_another_year_is_an_error(file: Path) -> None:
    rows = [["2023年度台账"], ["指标代码", "指标名称", "数值"], ["T01", "孕产妇死亡率", 12.3]]
    entry = by_cell(read(xlsx(file, rows)))["C3"]
    assert entry.status is Status.ERROR
    assert entry.message == "台账!C3：" + messages.OTHER_YEAR.format(year=2023, expected=2024)


def test_sheet_name_gives_the_year(file: Path) -> None:
    rows = [["指标代码", "指标名称", "数值"], ["T01", "孕产妇死亡率", 12.3]]
    reading = read(xlsx(file, rows, title="2023年"))
    assert by_cell(reading)["C2"].status is Status.ERROR


def test_row_of_another_year_is_an_error_and_odd_years_are_named(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["T01", "孕产妇死亡率", 2023, 12.3],
        ["T03", "婴儿死亡率", "去年", 2.8],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert cells["D2"].errors == (messages.OTHER_YEAR.format(year=2023, expected=2024),)
    assert cells["D3"].errors == (messages.UNREADABLE_YEAR.format(raw="去年", expected=2024),)


def test_numerator_and_denominator(file: Path) -> None:
    rows = [
        [
            "指标编码",
            "监测指标",
            "年度",
            "分子（名称）",
            "分子",
            "分母（名称）",
            "分母",
            "指标值（%）",
        ],
        ["T02", "学前教育毛入园率", 2024, "在园", "９４１２", "人口", "9,600", 98.04],
        ["T07", None, 2024, "甲", 36600, "乙", 60000, 60.1],
        ["T10", None, 2024, "甲", 0, "乙", 0, None],
        ["T08", None, 2024, "甲", "若干", "乙", 100, 98],
        ["T03", None, 2024, "甲", -1, "乙", 100, None],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["H2"]) == ("T02", "98.04", "new")
    assert told(cells["H3"]) == ("T07", "60.1", "warning")
    assert "是61，对不上" in cells["H3"].message
    assert cells["H4"].errors == (messages.ZERO_DENOMINATOR,)
    assert cells["H5"].message.startswith("台账!H5：分子（E5）读到“若干”，不是一个数")
    assert cells["H6"].status is Status.ERROR


def test_duplicate_keys_name_both_cells(file: Path) -> None:
    rows = [TEMPLATE, ["T01", None, 2024, 12.3], ["T03", None, 2024, 2], ["T01", None, 2024, 12.4]]
    cells = by_cell(read(xlsx(file, rows)))
    assert cells["D2"].errors == (messages.DUPLICATE.format(places="D4"),)
    assert cells["D4"].errors == (messages.DUPLICATE.format(places="D2"),)
    assert cells["D3"].status is Status.NEW


def test_codes_and_names(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["X99", "孕产妇死亡率", 2024, 12.3],
        ["T03", "新生儿以外的婴儿死亡水平", 2024, 2.8],
        ["T05", "婴儿死亡率", 2024, 2.8],
        ["X98", "不存在", 2024, 1],
        ["X97", None, 2024, 1],
        [None, "学前三年 毛入园率", 2024, 98],
        [None, None, None, 33],
        ["T80", None, 2024, 31],
        ["T90", None, 2024, 31],
        ["t 10", "３．０－６岁儿童健康管理率", 2024, 98],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["D2"]) == ("T01", "12.3", "new")
    assert "X99" in cells["D2"].message
    assert told(cells["D3"]) == ("T03", "2.8", "new")
    assert "不是同一指标" in cells["D4"].message
    assert "X98" in cells["A5"].message
    assert "“不存在”也不认识" in cells["A5"].message
    assert "X97" in cells["A6"].message
    assert (cells["A6"].indicator_code, cells["A6"].reference_year) == ("X97", 2024)
    assert told(cells["D7"]) == ("T02", "98", "new")
    assert "没有指标代码和名称" in cells["D8"].message
    assert told(cells["D9"]) == ("T80", "31", "warning")
    assert "统计局" in cells["D9"].message
    assert cells["D10"].status is Status.ERROR
    assert "公安局" in cells["D10"].message
    assert told(cells["D11"]) == ("T10", "98", "new")


def test_an_unknown_code_is_told_at_its_cell_once(file: Path) -> None:
    rows = [
        ["序号", "指标代码", "指标名称", "年份", "合计", "男", "女"],
        [1, "X98", "不存在", "2023年", 98, 97, 99],
        [2, "X98", None, 2024, 98, None, None],
    ]
    reading = read(xlsx(file, rows))
    cells = by_cell(reading)
    assert set(cells) == {"B2", "B3"}
    first = cells["B2"]
    assert (first.raw, first.indicator_code, first.reference_year) == ("X98", "X98", 2023)
    assert first.errors == (messages.UNKNOWN_BOTH.format(code="X98", name="不存在"),)
    assert cells["B3"].errors == (messages.UNKNOWN_CODE.format(code="X98"),)
    assert adds_up(reading)


def test_a_number_beside_an_unknown_name_is_no_code(file: Path) -> None:
    rows = [TEMPLATE, [7, "不存在", 2023, 1]]
    entry = by_cell(read(xlsx(file, rows)))["D2"]
    assert entry.errors == (messages.UNKNOWN_NAME.format(name="不存在"),)
    assert (entry.indicator_code, entry.reference_year) == ("", 2023)


def test_a_supported_indicator_is_told_of_though_blank_with_a_reason(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["T80", None, 2024, None, None, None, None, None, "五年一次，本年无数据"],
        ["T90", None, 2024, None, None, None, None, "本年无数据"],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    entry = cells["D2"]
    assert (entry.status, entry.blank_reason) == (Status.WARNING, BlankReason.NO_DATA)
    assert "由统计局牵头，本单位是配合单位" in entry.message
    assert cells["D3"].status is Status.IGNORED


def test_blanks_and_their_reasons(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["T01", None, 2024, "—"],
        ["T02", None, 2024, None],
        ["T03", None, 2024, "—", None, None, None, "不适用"],
        ["T04", None, 2024, "无"],
        ["T05", None, 2024, "无", None, None, None, "本年无数据"],
        ["T07", None, 2024, None, None, None, None, None, "五年一次，本年无数据"],
        ["T08", None, 2024, 98, None, None, None, "不适用"],
        ["T09", None, 2024, None, None, None, None, "忘了"],
        ["T10", None, 2024, "不适用"],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert cells["D2"].warnings == (messages.BLANK_SIGN.format(raw="—"),)
    assert cells["D3"].warnings == (messages.BLANK,)
    assert cells["D4"].blank_reason is BlankReason.NOT_APPLICABLE
    assert cells["D4"].status is Status.NEW
    assert "没有发生请填0" in cells["D5"].message
    assert cells["D5"].value is None
    assert cells["D6"].status is Status.NEW
    assert cells["D7"].blank_reason is BlankReason.NO_DATA
    assert told(cells["D8"]) == ("T08", "98", "warning")
    assert "忘了" in cells["D9"].warnings[0]
    assert cells["D10"].blank_reason is BlankReason.NOT_APPLICABLE


def test_ranges_decimals_and_signs(file: Path) -> None:
    rows = [
        TEMPLATE,
        ["T02", None, 2024, 103.2],
        ["T07", None, 2024, 1032],
        ["T01", None, 2024, -1],
        ["T05", None, 2024, 2.5],
        ["T10", None, 2024, 98.12345],
        ["T80", None, 2024, -3],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["D2"]) == ("T02", "103.2", "warning")
    assert cells["D3"].status is Status.ERROR
    assert "十倍" in cells["D3"].message
    assert cells["D4"].status is Status.ERROR
    assert "不会是负数" in cells["D4"].message
    assert "一般不超过0位" in cells["D5"].message
    assert "一般不超过4位" in cells["D6"].message
    assert not cells["D7"].errors


def test_parts_against_total(file: Path) -> None:
    rows = [
        ["指标名称", "合计", "男", "女"],
        ["学前教育毛入园率", 99.9, 97.9, 98.2],
    ]
    entry = by_cell(read(xlsx(file, rows)))["B2"]
    assert entry.warnings == (
        messages.NOT_BETWEEN_PARTS.format(total="99.9", male="97.9", female="98.2"),
    )


def test_jump_from_what_is_known_and_from_the_same_file(file: Path) -> None:
    rows = [
        ["指标代码", "指标名称", "2023年", "2024年"],
        ["T02", "学前教育毛入园率", 96.1, 61.5],
        ["T05", "破获拐卖案件数", None, 120],
        ["T08", "女童净入学率", 0.4, 0.5],
        ["T07", "适龄儿童疫苗接种率", 0.96, 0.965],
    ]
    known = {
        Key("990100", "T05", 2023, ""): Decimal(12),
        Key("990100", "T08", 2023, ""): Decimal("0.4"),
    }
    cells = by_cell(read(xlsx(file, rows), known=known))
    assert "变动过大" in cells["D2"].message
    assert "2023年是12，本年是120" in cells["D3"].message
    assert cells["D4"].status is Status.NEW  # an approved share below one per cent
    # The same file's 0.96 may be the same slip: it answers nothing and is no earlier figure.
    assert cells["D5"].warnings[0].startswith("读到“0.965”，是0.965%，还是比值")
    assert len(cells["D5"].warnings) == 1


def test_new_changed_unchanged(file: Path) -> None:
    rows = [TEMPLATE, ["T01", None, 2024, 12.3], ["T03", None, 2024, 2.8], ["T05", None, 2024, 0]]
    stored = {
        Key("990100", "T01", 2024, ""): StoredValue(Decimal("12.300000")),
        Key("990100", "T03", 2024, ""): StoredValue(Decimal("2.9")),
    }
    reading = read(xlsx(file, rows), stored=stored)
    cells = by_cell(reading)
    assert [cells[c].status for c in ("D2", "D3", "D4")] == [
        Status.UNCHANGED,
        Status.CHANGED,
        Status.NEW,
    ]
    assert cells["D3"].old_value == "2.9"


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
    assert cells["C7"].status is Status.IGNORED


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


def test_another_units_file_is_noticed(file: Path) -> None:
    rows = [["填报单位：样例区教育局    2025年4月"], TEMPLATE, ["T01", None, 2024, 12.3]]
    entry = by_cell(read(xlsx(file, rows)))["A1"]
    assert entry.errors == (messages.WRONG_UNIT.format(found="样例区教育局", unit="卫健"),)
    full = [["填报单位：样例区卫生健康局（盖章）"], TEMPLATE, ["T01", None, 2024, 12.3]]
    assert by_cell(read(xlsx(file, full)))["A1"].status is Status.IGNORED


def test_formulas_with_and_without_results(file: Path, tmp_path: Path) -> None:
    rows = [TEMPLATE, ["T02", None, 2024, "=E2/F2*100", 9412, 9600], ["T03", None, 2024, "=1/0"]]
    xlsx(file, rows, formats={"D2": "0.00"})

    def compute(content: bytes) -> bytes:
        content = content.replace(
            b"<f>E2/F2*100</f><v /></c>", b"<f>E2/F2*100</f><v>98.04166666666667</v></c>"
        ).replace(b"<f>E2/F2*100</f><v></v></c>", b"<f>E2/F2*100</f><v>98.04166666666667</v></c>")
        for empty in (b"<v />", b"<v></v>"):
            content = content.replace(
                b'r="D3"><f>1/0</f>' + empty, b'r="D3" t="e"><f>1/0</f><v>#DIV/0!</v>'
            )
        return content

    cells = by_cell(read(edited(file, tmp_path / "computed.xlsx", compute)))
    assert told(cells["D2"]) == ("T02", "98.04", "new")
    assert "四舍五入" in cells["D2"].message
    assert cells["D3"].message.startswith("台账!D3：读到“#DIV/0!”，公式算错了")
    bare = xlsx(file, [TEMPLATE, ["T03", None, 2024, "=1+1"]])
    assert by_cell(read(bare))["D2"].warnings[0].startswith("公式没有计算结果")


def test_xls_with_percent_format_and_hidden_row(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["样例区2024年报表"],
        ["序号", "监测指标", "单位", "2023年", "2024年", "备注"],
        [1, "学前教育毛入园率", "%", 0.961, 0.965, None],
        [2, "接受救助的儿童人数", "万人", 0.0131, "128人", None],
    ]
    formats = {(2, 3): "0.0%", (2, 4): "0.0%"}
    cells = by_cell(read(xls(tmp_path / "年报.xls", rows, formats)))
    assert told(cells["E3"]) == ("T02", "96.5", "new")
    assert told(cells["D3"]) == ("T02", "96.1", "ignored")
    assert told(cells["E4"]) == ("T04", "0.0128", "warning")


def test_csv_with_and_without_bom(tmp_path: Path) -> None:
    text = "指标代码,年份,数值\nT01,2024,12.3\nT02,2024,98.5%\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        path = tmp_path / "台账.csv"
        path.write_bytes(text.encode(encoding))
        cells = by_cell(read(path))
        assert told(cells["C2"]) == ("T01", "12.3", "new")
        assert told(cells["C3"]) == ("T02", "98.5", "new")


def test_strict_workbook_and_prefixed_elements(file: Path, tmp_path: Path) -> None:
    xlsx(file, [TEMPLATE, ["T07", None, 2024, 0.965]], formats={"D2": "0.0%"})
    strict = edited(
        file,
        tmp_path / "strict.xlsx",
        lambda c: c.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert told(by_cell(read(strict))["D2"]) == ("T07", "96.5", "new")


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_saved_again_by_libreoffice(tmp_path: Path, kind: str) -> None:
    rows = [
        ["样例区 2024 年完成情况"],
        TEMPLATE,
        ["T02", None, 2024, 0.965],
        ["T01", None, 2024, "12.3/10万"],
        ["T03", None, 2024, "=7/3"],
        ["T05", None, 2024, "约350"],
        ["T09", None, 2024, "=1/0"],
    ]
    (tmp_path / "source").mkdir()
    source = xlsx(tmp_path / "source" / "台账.xlsx", rows, formats={"D3": "0.0%", "D5": "0.00"})
    cells = by_cell(read(converted(source, kind, tmp_path)))
    assert told(cells["D3"]) == ("T02", "96.5", "new")
    assert told(cells["D4"]) == ("T01", "12.3", "new")
    assert told(cells["D5"])[1] == "2.33"
    assert told(cells["D6"]) == ("T05", "350", "warning")
    assert cells["D7"].status is Status.ERROR


def test_measure_of_the_table_against_the_indicators(file: Path) -> None:
    rows = [
        ["指标名称", "单位", "2024年", "2023年"],
        ["接受救助的儿童人数", "人", 3312, 3000],
        ["婴儿死亡率", "%", 0.28, 0.3],
        ["婴儿死亡率", "‰", "2.8‰", 3],
        ["孕产妇死亡率", "1/10万", 12.3, 13],
        ["破获拐卖案件数", "件", 7, 8],
    ]
    cells = by_cell(read(xlsx(file, rows)))
    assert told(cells["C2"]) == ("T04", "0.3312", "warning")
    assert "换算为0.3312" in cells["C2"].message
    assert cells["C3"].value == Decimal("2.8")
    assert told(cells["C5"]) == ("T01", "12.3", "new")
    assert told(cells["C6"]) == ("T05", "7", "new")


def test_measure_in_the_head_and_words_beside_numbers(file: Path) -> None:
    rows = [
        ["序号", "指标名称及口径", "编号", "指标代码", "2024年（人）", "完成情况", "备注说明"],
        [1, "甲", 1, "T04", 3312, "已完成", None],
        [2, "乙", 2, "T05", 7, "达标", None],
    ]
    reading = read(xlsx(file, rows))
    cells = by_cell(reading)
    assert told(cells["E2"]) == ("T04", "0.3312", "warning")
    assert told(cells["E3"]) == ("T05", "7", "new")
    assert "F2" not in cells


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


def test_a_narrower_head_is_not_taken_for_the_whole(file: Path) -> None:
    rows = [["指标名称", "2024年流动人口", "2024年上半年"], ["孕产妇死亡率", 30.1, 5.5]]
    reading = read(xlsx(file, rows))
    assert reading.needs_mapping
    assert not [entry for entry in reading.rows if entry.value is not None]


@pytest.mark.parametrize(
    ("head", "key", "year"),
    [
        *(("2024年", "value", 2024), ("2024", "value", 2024), ("二〇二四年", "value", 2024)),
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
    cell = classify((head,), 0, 2024, {})
    assert (cell.key, cell.year if cell.key != "ignored" else None) == (key, year)
