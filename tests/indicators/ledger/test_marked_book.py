"""The marked workbook is the unit's own: kept as it was, marked twice as once, read as before."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, Protection
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from indicators.ledger.entries import LedgerReading
from indicators.ledger.marks import marked_workbook
from indicators.ledger.parsing.package import book_parts
from indicators.ledger.reader import read_ledger
from indicators.ledger.sandbox import read_workbook
from indicators.ledger.template import build_template
from indicators.messages import ledger_files as messages
from tests.indicators.ledger.books import (
    INDICATORS,
    SHEET,
    TEMPLATE,
    by_cell,
    context,
    converted,
    edited,
    read,
    told,
    xls,
    xlsx,
)

ROWS = [
    TEMPLATE,
    ["T02", None, 2024, "=E2/F2*100", 4801, 10_000],
    ["T03", None, 2024, "约2.8", None, None],
    ["T05", None, 2024, "若干", None, None],
]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A department's workbook as the store keeps it: without an extension, results inside."""
    path = xlsx(tmp_path / "a.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    sheet["D2"].number_format = "0.00"
    sheet["D2"].font = Font(name="楷体", bold=True, color="FF0000")
    sheet["A1"].comment = Comment("科长的批注", "科长")
    sheet.column_dimensions["B"].width = 37
    sheet.row_dimensions[2].height = 31
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    sheet["D2"].protection = Protection(locked=False)
    choices = DataValidation(type="list", formula1='"未到报送期,漏报"', allow_blank=True)
    choices.add("H2:H9")
    sheet.add_data_validation(choices)
    sheet.conditional_formatting.add(
        "D2:D9", openpyxl.formatting.rule.CellIsRule(operator="greaterThan", formula=["100"])
    )
    book.save(path)
    shown = edited(
        path,
        tmp_path / "b.xlsx",
        lambda c: re.sub(rb"(</f>)(?:<v ?/>|<v></v>)", rb"\1<v>48.0123</v>", c),
    )
    return shown.rename(tmp_path / "3f2a9c0d")


def marked(path: Path, name: str = "台账.xlsx") -> tuple[bytes, LedgerReading]:
    sheets = read_workbook(path, name)
    reading = read_ledger(sheets, context())
    return marked_workbook(path, sheets, reading, name), reading


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def sheet_xml(content: bytes, title: str = "台账") -> str:
    with zipfile.ZipFile(BytesIO(content)) as package:
        part = next(sheet.part for sheet in book_parts(package).sheets if sheet.name == title)
        return package.read(part).decode()


def test_formulas_looks_comments_and_rules_of_the_unit_stay(stored: Path) -> None:
    content, _ = marked(stored)
    sheet = opened(content)["台账"]
    assert sheet["D2"].value == "=E2/F2*100"
    assert (sheet["D2"].font.name, sheet["D2"].font.color.rgb) == ("楷体", "00FF0000")
    assert sheet["D2"].number_format == "0.00"
    assert sheet["A1"].comment.text == "科长的批注"
    assert sheet.column_dimensions["B"].width == 37
    assert sheet.row_dimensions[2].height == 31
    assert sheet.freeze_panes == "C2"
    assert sheet.protection.sheet
    assert not sheet["D2"].protection.locked
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["H2:H9"]
    assert len(sheet.conditional_formatting) == 1
    xml = sheet_xml(content)
    assert re.search(r'<c r="D2"[^>]*><f>E2/F2\*100</f><v>48.0123</v>', xml)
    assert "读到“约2.8”" in sheet["D3"].comment.text


def test_an_untouched_marked_book_reads_as_before(stored: Path, tmp_path: Path) -> None:
    content, first = marked(stored)
    again = tmp_path / "again"
    again.write_bytes(content)
    second = read(again)
    figures = [
        [(e.cell, e.value, e.status) for e in reading.rows if e.indicator_code]
        for reading in (first, second)
    ]
    assert figures[0] == figures[1]
    assert told(by_cell(second)["D2"])[1] == "48.01"


def test_marked_twice_is_marked_once(stored: Path, tmp_path: Path) -> None:
    once, _ = marked(stored)
    again = tmp_path / "again"
    again.write_bytes(once)
    twice, _ = marked(again)
    again.write_bytes(twice)
    thrice, _ = marked(again)
    books = [opened(content) for content in (once, twice, thrice)]
    tables = [[[cell.value for cell in row] for row in book["台账"].iter_rows()] for book in books]
    assert tables[0] == tables[1] == tables[2]
    assert [cell.value for cell in books[2]["台账"][1]].count(messages.STATUS_COLUMN) == 1
    assert books[0].sheetnames == books[1].sheetnames == books[2].sheetnames
    comments = [book["台账"]["D3"].comment.text for book in books]
    assert comments[0] == comments[1] == comments[2]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda p: xls(p / "a.xls", [TEMPLATE, ["T03", None, 2024, "x"]]), messages.WRITTEN_ANEW),
        (
            lambda p: (p / "a.csv").write_text("指标代码,数值\nT03,x\n") and p / "a.csv",
            messages.WRITTEN_ANEW,
        ),
    ],
)
def test_what_cannot_be_marked_in_place_says_so(tmp_path: Path, make: Any, sentence: str) -> None:
    content, _ = marked(make(tmp_path), "原.csv")
    lines = [row[0] for row in opened(content)[messages.TO_CHANGE].iter_rows(values_only=True)]
    assert sentence in lines


def test_a_marked_text_table_has_the_files_name(tmp_path: Path) -> None:
    path = tmp_path / "3f2a9c"
    path.write_text("指标代码,数值\nT03,x\n", encoding="utf-8")
    content, _ = marked(path, "卫健局.csv")
    assert "卫健局" in opened(content).sheetnames


@pytest.mark.office
def test_the_template_through_a_whole_round(tmp_path: Path) -> None:
    """Filled in LibreOffice, uploaded, marked, corrected in the marked file, uploaded again."""
    path = tmp_path / "模板.xlsx"
    path.write_bytes(build_template(context(), INDICATORS[:3]))
    book = openpyxl.load_workbook(path)
    sheet = book[messages.SHEET]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row}
    value, code = heads["数值"], heads["指标代码"]
    rows = {sheet.cell(r, code).value: r for r in range(1, sheet.max_row + 1)}
    sheet.cell(rows["T01"], value).value = 12.3
    sheet.cell(rows["T03"], value).value = "约2.8"
    book.save(path)
    (tmp_path / "填").mkdir()
    filled = converted(path, "xlsx", tmp_path / "填")
    before = openpyxl.load_workbook(filled)[messages.SHEET]
    content, first = marked(filled)
    assert first.counts["warnings"] >= 1
    (tmp_path / "改").mkdir()
    (tmp_path / "标.xlsx").write_bytes(content)
    corrected = converted(tmp_path / "标.xlsx", "xlsx", tmp_path / "改")
    book = openpyxl.load_workbook(corrected)
    sheet = book[messages.SHEET]
    widths = {k: d.width for k, d in before.column_dimensions.items()}
    assert {k: sheet.column_dimensions[k].width for k in widths} == pytest.approx(widths, abs=0.1)
    rules = [
        sorted(str(v.sqref) for v in s.data_validations.dataValidation) for s in (before, sheet)
    ]
    assert rules[0] == rules[1]
    assert sheet.protection.sheet == before.protection.sheet
    sheet.cell(rows["T03"], value).value = 2.8
    book.save(corrected)
    final = {e.indicator_code: e for e in read(corrected).rows if not e.breakdown}
    assert told(final["T01"]) == ("T01", "12.3", "new")
    assert told(final["T03"]) == ("T03", "2.8", "new")
    again, _ = marked(corrected)
    after = opened(again)[messages.SHEET]
    place = before.cell(rows["T03"], value).coordinate
    assert after[place].comment is None or "约" not in after[place].comment.text
    assert after[place].fill.fgColor.rgb == before[place].fill.fgColor.rgb


def test_a_sheet_named_like_the_part_of_another_book_is_found(tmp_path: Path) -> None:
    """The formula's result goes back to the sheet it came from, whatever their order."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    first["A1"] = "=1+1"
    for row in ROWS:
        book.create_sheet("台账") if "台账" not in book.sheetnames else None
        book["台账"].append(row)
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "a.xlsx"
    for part, result in ((SHEET, b"2"), (SHEET.replace("1", "2"), b"48.01")):
        path = edited(
            path,
            tmp_path / f"{result.decode()}.xlsx",
            lambda c, r=result: re.sub(rb"(</f>)(?:<v ?/>|<v></v>)", rb"\g<1><v>" + r + b"</v>", c),
            part,
        )
    content, _ = marked(path)
    assert "<f>1+1</f><v>2</v>" in sheet_xml(content, "说明")
    assert "<v>48.01</v>" in sheet_xml(content)
