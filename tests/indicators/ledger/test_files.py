"""The template that goes out and the marked workbook that comes back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook

from indicators.core.reported import ReportedFigure
from indicators.ledger.entries import EntryStatus, FigureKey
from indicators.ledger.marks import marked_workbook
from indicators.ledger.sandbox import read_workbook
from indicators.ledger.template import build_template
from indicators.messages import ledger_files as messages
from tests.indicators.ledger.books import (
    INDICATORS,
    by_cell,
    context,
    converted,
    read,
    told,
    xls,
    xlsx,
)

HEAD = ["指标代码", "指标名称", "年份", "数值", "备注"]
OWN = [indicator for indicator in INDICATORS if indicator.role == "lead"]


def template(folder: Path, **changes: object) -> Path:
    path = folder / "模板.xlsx"
    path.write_bytes(build_template(context(**changes), OWN))
    return path


def filled(path: Path) -> Path:
    """As a unit fills it: a number in every number cell, 有 where that is asked."""
    book = openpyxl.load_workbook(path)
    sheet = book[messages.SHEET]
    heads = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        yes_no = sheet.cell(row, heads["计量单位"]).value == "有/无"
        sheet.cell(row, heads["数值"]).value = "有" if yes_no else 12
    book.save(path)
    return path


def test_a_filled_template_is_read_without_a_question(tmp_path: Path) -> None:
    reading = read(filled(template(tmp_path)))
    counts = reading.counts
    assert (counts["new"], counts["errors"], counts["warnings"]) == (len(OWN) + 2, 0, 0)
    assert reading.faults == ()
    assert not reading.needs_mapping


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_template_saved_by_libreoffice_comes_back_in(tmp_path: Path, kind: str) -> None:
    (tmp_path / "own").mkdir()
    source = filled(template(tmp_path / "own"))
    assert read(converted(source, kind, tmp_path)).counts["new"] == len(OWN) + 2


def test_template_tells_what_is_known_and_locks_the_rest(tmp_path: Path) -> None:
    known = {FigureKey("990100", "T01", 2023, ""): Decimal("13.50")}
    stored = {
        FigureKey("990100", "T01", 2024, ""): ReportedFigure(Decimal("12.3"), remark="=1+1"),
        FigureKey("990100", "T03", 2024, ""): ReportedFigure(blank_reason="not_due"),
    }
    path = template(tmp_path, known=known, stored=stored)
    sheet = openpyxl.load_workbook(path)[messages.SHEET]
    labels = [cell.value for cell in sheet[3]]
    assert {"指标代码", "指标名称", "年份", "数值", "分子", "分母", "分组"} <= set(labels)
    line = dict(zip(labels, sheet[4], strict=True))
    assert line["往年数值"].value == "2023年 13.5"
    assert line["数值"].value == 12.3
    assert line["备注"].value == "=1+1"
    assert line["备注"].data_type == "s"
    assert sheet.protection.sheet
    assert line["指标代码"].protection.locked
    assert not line["数值"].protection.locked
    assert sheet.freeze_panes == "C4"
    assert sheet.data_validations.dataValidation
    unchanged = by_cell(read(path, known=known, stored=stored))["F4"]
    assert (unchanged.indicator_code, unchanged.status) == ("T01", EntryStatus.UNCHANGED)


def test_template_of_another_unit_or_year_is_noticed(tmp_path: Path) -> None:
    path = filled(template(tmp_path))
    wrong = read(path, reference_year=2025).rows[1]
    assert (wrong.cell, wrong.status) == ("A2", EntryStatus.ERROR)
    assert "本次填报是990100 D01 2025" in wrong.message
    other = read(path, unit_code="D02", unit_names=("教育",), other_units=()).rows[1]
    assert (other.cell, other.status) == ("A2", EntryStatus.ERROR)


def marked(path: Path) -> Workbook:
    content = marked_workbook(path, read_workbook(path), read(path))
    return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = xlsx(
        tmp_path / "台账.xlsx",
        [
            ["样例区台账"],
            HEAD,
            ["T01", None, 2024, 12.3, "好"],
            ["T03", None, 2024, "约2.8", None],
            ["T05", None, 2024, "若干", "=cmd()"],
        ],
    )
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    sheet["E5"].data_type = "s"
    sheet["D5"].comment = Comment("他们的批注", "科长")
    sheet["D5"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["D3"].font = Font(bold=True, name="楷体")
    sheet["A3"].comment = Comment("另一处", "科长")
    book.save(path)
    return path


def test_bad_cells_are_coloured_commented_and_listed(dirty: Path) -> None:
    book = marked(dirty)
    assert book.sheetnames[0] == messages.TO_CHANGE
    sheet = book["台账"]
    assert sheet["D4"].fill.fgColor.rgb == "FFFFEB9C"
    assert sheet["D5"].fill.fgColor.rgb == "FFFFC7CE"
    assert "读到“约2.8”，是约数" in sheet["D4"].comment.text
    assert "读到“若干”" in sheet["D5"].comment.text
    assert "他们的批注" in sheet["D5"].comment.text
    assert sheet["A3"].comment.text == "另一处"
    assert sheet["D3"].font.name == "楷体"
    assert sheet["D3"].comment is None
    assert [sheet.cell(row, 6).value for row in range(2, 6)] == [
        messages.STATUS_COLUMN,
        *(messages.STATUS[state] for state in ("new", "warning", "error")),
    ]
    assert sheet.auto_filter.ref == "A2:F5"
    listed = list(book[messages.TO_CHANGE].iter_rows(min_row=4, values_only=True))
    assert [row[1:3] for row in listed] == [("台账", "D4"), ("台账", "D5")]
    assert book[messages.TO_CHANGE]["C4"].hyperlink.location == "'台账'!D4"
    assert sheet["E5"].data_type == "s"
    assert book[messages.BEFORE].sheet_state == "veryHidden"


def test_a_corrected_workbook_loses_our_marks_and_keeps_theirs(dirty: Path) -> None:
    book = marked(dirty)
    sheet = book["台账"]
    sheet["D4"] = 2.8
    sheet["D5"] = 7
    book.save(dirty)
    reading = read(dirty)
    assert [told(by_cell(reading)[cell])[1:] for cell in ("D3", "D4", "D5")] == [
        ("12.3", "new"),
        ("2.8", "new"),
        ("7", "new"),
    ]
    assert reading.counts["errors"] == reading.counts["warnings"] == 0
    again = marked(dirty)
    sheet = again["台账"]
    assert sheet["D4"].fill.fill_type is None
    assert sheet["D4"].comment is None
    assert sheet["D5"].fill.fgColor.rgb == "0000FF00"
    assert sheet["D5"].comment.text == "他们的批注"
    assert [sheet.cell(row, 6).value for row in range(2, 6)] == ["状态", "新增", "新增", "新增"]
    assert sheet.max_column == 6
    assert again.sheetnames.count(messages.TO_CHANGE) == 1
    assert again[messages.TO_CHANGE]["A2"].value == messages.ALL_GOOD


def test_marking_twice_does_not_pile_up(dirty: Path) -> None:
    first = marked(dirty)
    text = first["台账"]["D5"].comment.text
    first.save(dirty)
    second = marked(dirty)
    assert second["台账"]["D5"].comment.text == text
    assert second.sheetnames == first.sheetnames


def test_xls_comes_back_as_xlsx_with_its_values(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", [HEAD, ["T07", None, 2024, 0.965], ["T03", None, 2024, "x"]])
    book = marked(path)
    assert book["台账"]["D2"].value == 0.965
    assert "读到“x”" in book["台账"]["D3"].comment.text


def test_a_merged_bad_cell_is_marked_at_its_corner(tmp_path: Path) -> None:
    rows = [HEAD, ["T05", None, 2024, "若干"], ["T03", None, 2024, None]]
    path = xlsx(tmp_path / "a.xlsx", rows, merged=["D2:D3"])
    assert "若干" in marked(path)["台账"]["D2"].comment.text


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    own = [replace(OWN[0], definition="=1+1", target_text="@x", name="=SUM(A1)")]
    path = tmp_path / "t.xlsx"
    path.write_bytes(build_template(context(), own))
    sheet = openpyxl.load_workbook(path)[messages.SHEET]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    bad = xlsx(tmp_path / "b.xlsx", [HEAD, ["=1+1", "=2", 2024, "+x"]])
    listed = marked(bad)[messages.TO_CHANGE]
    assert all(cell.data_type != "f" for row in listed.iter_rows() for cell in row)
