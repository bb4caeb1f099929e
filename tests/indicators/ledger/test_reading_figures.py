"""What the cells of a ledger say: codes, counts, blanks, parts, jumps."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from indicators.core.reported import ReportedFigure
from indicators.core.vocabulary import BlankReason
from indicators.ledger.entries import EntryStatus, FigureKey
from indicators.messages import ledger as messages
from tests.indicators.ledger.books import TEMPLATE, adds_up, by_cell, read, told, xlsx


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
    assert cells["H6"].status is EntryStatus.ERROR


def test_duplicate_keys_name_both_cells(file: Path) -> None:
    rows = [TEMPLATE, ["T01", None, 2024, 12.3], ["T03", None, 2024, 2], ["T01", None, 2024, 12.4]]
    cells = by_cell(read(xlsx(file, rows)))
    assert cells["D2"].errors == (messages.DUPLICATE.format(places="D4"),)
    assert cells["D4"].errors == (messages.DUPLICATE.format(places="D2"),)
    assert cells["D3"].status is EntryStatus.NEW


def test_one_figure_said_many_times_names_some_of_the_places(file: Path) -> None:
    rows = [TEMPLATE, *(["T01", None, 2024, 12.3] for _ in range(20_000))]
    reading = read(xlsx(file, rows))
    cells = by_cell(reading)
    assert cells["D2"].errors == (messages.DUPLICATE.format(places="D3、D4、D5、D6、D7等19999处"),)
    assert cells["D9"].errors == (messages.DUPLICATE.format(places="D2、D3、D4、D5、D6等19999处"),)
    assert reading.counts["errors"] == 20_000


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
    assert told(cells["D3"]) == ("T03", "2.8", "warning")
    assert "名称却写“新生儿以外的婴儿死亡水平”" in cells["D3"].message
    assert "不是同一指标" in cells["D4"].message
    assert "X98" in cells["A5"].message
    assert "“不存在”也不认识" in cells["A5"].message
    assert "X97" in cells["A6"].message
    assert (cells["A6"].indicator_code, cells["A6"].reference_year) == ("X97", 2024)
    assert told(cells["D7"]) == ("T02", "98", "new")
    assert "没有指标代码和名称" in cells["D8"].message
    assert told(cells["D9"]) == ("T80", "31", "warning")
    assert "统计局" in cells["D9"].message
    assert cells["D10"].status is EntryStatus.ERROR
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
    assert (entry.status, entry.blank_reason) == (EntryStatus.WARNING, BlankReason.NO_DATA)
    assert "由统计局牵头，本单位是配合单位" in entry.message
    assert cells["D3"].status is EntryStatus.IGNORED


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
    assert cells["D4"].status is EntryStatus.NEW
    assert "没有发生请填0" in cells["D5"].message
    assert cells["D5"].value is None
    assert cells["D6"].status is EntryStatus.NEW
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
    assert cells["D3"].status is EntryStatus.ERROR
    assert "十倍" in cells["D3"].message
    assert cells["D4"].status is EntryStatus.ERROR
    assert "不会是负数" in cells["D4"].message
    assert "一般是整数" in cells["D5"].message
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
        FigureKey("990100", "T05", 2023, ""): Decimal(12),
        FigureKey("990100", "T08", 2023, ""): Decimal("0.4"),
    }
    cells = by_cell(read(xlsx(file, rows), known=known))
    assert "变动过大" in cells["D2"].message
    assert "2023年是12，本年是120" in cells["D3"].message
    assert cells["D4"].status is EntryStatus.NEW  # an approved share below one per cent
    # The same file's 0.96 may be the same slip: it answers nothing and is no earlier figure.
    assert cells["D5"].warnings[0].startswith("读到“0.965”，是0.965%，还是比值")
    assert len(cells["D5"].warnings) == 1


def test_new_changed_unchanged(file: Path) -> None:
    rows = [TEMPLATE, ["T01", None, 2024, 12.3], ["T03", None, 2024, 2.8], ["T05", None, 2024, 0]]
    stored = {
        FigureKey("990100", "T01", 2024, ""): ReportedFigure(Decimal("12.300000")),
        FigureKey("990100", "T03", 2024, ""): ReportedFigure(Decimal("2.9")),
    }
    reading = read(xlsx(file, rows), stored=stored)
    cells = by_cell(reading)
    assert [cells[c].status for c in ("D2", "D3", "D4")] == [
        EntryStatus.UNCHANGED,
        EntryStatus.CHANGED,
        EntryStatus.NEW,
    ]
    assert cells["D3"].old_value == "2.9"


def test_another_units_file_is_noticed(file: Path) -> None:
    rows = [["填报单位：样例区教育局    2025年4月"], TEMPLATE, ["T01", None, 2024, 12.3]]
    entry = by_cell(read(xlsx(file, rows)))["A1"]
    assert entry.errors == (messages.WRONG_UNIT.format(found="样例区教育局", unit="卫健"),)
    full = [["填报单位：样例区卫生健康局（盖章）"], TEMPLATE, ["T01", None, 2024, 12.3]]
    assert by_cell(read(xlsx(file, full)))["A1"].status is EntryStatus.IGNORED


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
    assert told(cells["E3"]) == ("T05", "7", "warning")  # persons are no cases
    assert "F2" not in cells


def test_a_narrower_head_is_not_taken_for_the_whole(file: Path) -> None:
    rows = [["指标名称", "2024年流动人口", "2024年上半年"], ["孕产妇死亡率", 30.1, 5.5]]
    reading = read(xlsx(file, rows))
    assert reading.needs_mapping
    assert not [entry for entry in reading.rows if entry.value is not None]
