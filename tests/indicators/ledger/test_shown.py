"""What a cell's look says of its number: runs, strikes, sections of formats, hidden zeros."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from indicators.core.formats import NumberFormat, number_format
from indicators.ledger.entries import EntryStatus
from tests.indicators.ledger.books import TEMPLATE, by_cell, converted, edited, read, told, xlsx

_NO_RESULT = re.compile(rb"<v ?/>|<v></v>")
UP, STRUCK = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
ROW = ["T02", None, 2024]


def saved(path: Path, value: Any, **look: Any) -> Path:
    book = openpyxl.load_workbook(xlsx(path, [TEMPLATE, ROW]))
    cell = book["台账"]["D2"]
    cell.value = value
    for name, part in look.items():
        setattr(cell, name, part)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("0;-0;;@", "0", NumberFormat(hides=True)),
        ("0;-0;;@", "5", NumberFormat(decimals=0)),
        ('0.0;-0.0;"—"', "0", NumberFormat(literal="—", hides=True)),
        ("#,##0", "0", NumberFormat(decimals=0)),
        ("#.##", "0", NumberFormat(hides=True)),
        (ACCOUNTING, "0", NumberFormat(literal="-", hides=True)),
        ('[>=100]0.0"万";0', "120", NumberFormat(decimals=1, literal="万")),
        ('[>=100]0.0"万";0', "12", NumberFormat(decimals=0)),
        ("[<1]0%;0.0", "0.5", NumberFormat(percent=True, decimals=0)),
        ("[<1]0%;0.0", "50", NumberFormat(decimals=1)),
        ("aaaa", "5", NumberFormat(hides=True)),
        ("G/通用格式", "5", NumberFormat(literal="通用格式")),
        ('"无"', "3", NumberFormat(literal="无", hides=True)),
    ],
)  # fmt: skip
def test_the_section_that_shows_the_number(code: str, value: str, expected: NumberFormat) -> None:
    assert number_format(code, Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "read_as", "word"),
    [
        (CellRichText("96.5", TextBlock(UP, "1")), "96.5", "注释标记"),
        (CellRichText("96.5", TextBlock(UP, "①")), "96.5", "注释标记"),
        (CellRichText(TextBlock(STRUCK, "95"), "98"), "98", "删除线"),
        (CellRichText(TextBlock(STRUCK, "96"), "96.5"), "96.5", "删除线"),
        (CellRichText("9", TextBlock(InlineFont(b=True), "6.5")), "96.5", ""),
        ("96.5①", "96.5", "注释标记"),
        ("96.5[1]", "96.5", "注释标记"),
        ("\u200e96.5", "96.5", ""),
        ("96\u00ad.5\u202c", "96.5", ""),
        ("\ufeff96.5\u2060", "96.5", ""),
    ],
)
def test_runs_footnotes_and_unseen_signs(file: Path, value: Any, read_as: str, word: str) -> None:
    entry = by_cell(read(saved(file, value)))["D2"]
    assert told(entry)[1:] == (read_as, "warning" if word else "new")
    assert word in entry.message


@pytest.mark.parametrize(
    ("value", "look", "word"),
    [
        (96.5, {"font": Font(strike=True)}, "画了删除线"),
        ("96.5", {"font": Font(strike=True)}, "画了删除线"),
        (CellRichText(TextBlock(STRUCK, "96.5")), {}, "画了删除线"),
        (5, {"number_format": "aaaa"}, "不显示"),
        (0, {"number_format": "0;-0;;@"}, "不显示"),
        (0, {"number_format": '0.0;-0.0;"—"'}, "不显示"),
        (0, {"number_format": ACCOUNTING}, "不显示"),
        (0, {"number_format": "0.0"}, ""),
        ('=DISPIMG("ID_1",1)', {}, "图片"),
        ("8:30", {}, "时间"),
    ],
)
def test_struck_hidden_or_no_number(
    file: Path, value: Any, look: dict[str, Any], word: str
) -> None:
    path = saved(file, value, **look)
    if isinstance(value, str) and value.startswith("="):
        shown = b'<v>=DISPIMG("ID_1",1)</v>'
        path = edited(path, path.with_name("b.xlsx"), lambda c: re.sub(_NO_RESULT, shown, c))
    entry = by_cell(read(path))["D2"]
    assert (entry.status is EntryStatus.NEW) is not bool(word)
    assert word in entry.message


def test_a_sheet_that_shows_no_zeros(file: Path) -> None:
    def hide(content: bytes) -> bytes:
        return content.replace(b"<sheetView ", b'<sheetView showZeros="0" ')

    path = edited(saved(file, 0), file.with_name("b.xlsx"), hide)
    assert "不显示" in by_cell(read(path))["D2"].message


def test_a_struck_name_is_asked(file: Path) -> None:
    book = openpyxl.load_workbook(xlsx(file, [TEMPLATE, ["T02", "学前教育毛入园率", 2024, 98]]))
    book["台账"]["B2"].font = Font(strike=True)
    book.save(file)
    assert "名称画了删除线" in by_cell(read(file))["D2"].message


def struck(book: xlwt.Workbook, sheet: Any) -> None:
    sheet.write(1, 3, 96.5, xlwt.easyxf("font: struck_out true"))


def run_struck(book: xlwt.Workbook, sheet: Any) -> None:
    out = xlwt.easyfont("struck_out true")
    sheet.write_rich_text(1, 3, (("95", out), ("98", xlwt.easyfont(""))))


def raised(book: xlwt.Workbook, sheet: Any) -> None:
    sheet.write_rich_text(
        1, 3, (("98", xlwt.easyfont("")), ("1", xlwt.easyfont("escapement superscript")))
    )


def dashed(book: xlwt.Workbook, sheet: Any) -> None:
    sheet.write(1, 3, 0, xlwt.easyxf(num_format_str='0.0;-0.0;"—"'))


def no_zeros(book: xlwt.Workbook, sheet: Any) -> None:
    sheet.show_zero_values = False
    sheet.write(1, 3, 0)


@pytest.mark.parametrize(
    ("write", "value", "word"),
    [
        (struck, None, "删除线"),
        (run_struck, "98", "删除线"),
        (raised, "98", "注释标记"),
        (dashed, "0", "不显示"),
        (no_zeros, "0", "不显示"),
    ],
)
def test_the_same_in_xls(
    tmp_path: Path, write: Callable[[Any, Any], None], value: str | None, word: str
) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for column, head in enumerate(TEMPLATE):
        sheet.write(0, column, head)
    sheet.write(1, 0, "T02")
    write(book, sheet)
    book.save(str(tmp_path / "a.xls"))
    entry = by_cell(read(tmp_path / "a.xls"))["D2"]
    assert word in entry.message
    assert told(entry)[1] == value


def test_a_formula_in_xls_is_rounded_as_it_is_shown(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for column, head in enumerate(TEMPLATE):
        sheet.write(0, column, head)
    sheet.write(1, 0, "T02")
    sheet.write(1, 3, 0.0345, xlwt.easyxf(num_format_str="0.0%"))
    book.save(str(tmp_path / "a.xls"))
    typed = by_cell(read(tmp_path / "a.xls"))["D2"]
    assert typed.value == Decimal("3.45")  # nobody computed it: taken as typed


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize(
    ("value", "look"),
    [
        ("=0.0345*1", {"number_format": "0.0%"}),
        (0, {"number_format": '0.0;-0.0;"—"'}),
        (96.5, {"font": Font(strike=True)}),
        (5.6, {"number_format": '0.0"‰"'}),
        (0.985, {"number_format": "0.0%"}),
    ],
)
def test_the_same_cell_gives_the_same_in_every_kind_of_file(
    tmp_path: Path, kind: str, value: Any, look: dict[str, Any]
) -> None:
    (tmp_path / "再存").mkdir()
    source = converted(saved(tmp_path / "原.xlsx", value, **look), "xlsx", tmp_path / "再存")
    first = by_cell(read(source))["D2"]
    other = by_cell(read(converted(source, kind, tmp_path)))["D2"]
    assert (other.value, other.status) == (first.value, first.status)


@pytest.mark.parametrize(
    ("cell", "text", "column", "expected"),
    [
        ("A2", "\u200bT02", "D2", "96.5"),
        ("A2", "T\u200d02\ufeff", "D2", "96.5"),
        ("B2", "学前教育\u2060毛入园率\u202c", "D2", "96.5"),
        ("D1", "数\u00ad值", "D2", "96.5"),
        ("D2", "96.5\u202d", "D2", "96.5"),
        ("D2", "\u2066-\u2069", "D2", None),
        ("G2", "\u200e女", "D2", "96.5"),
    ],
)
def test_signs_nobody_sees_change_nothing(
    file: Path, cell: str, text: str, column: str, expected: str | None
) -> None:
    book = openpyxl.load_workbook(xlsx(file, [TEMPLATE, ["T02", None, 2024, 96.5]]))
    book["台账"][cell].value = text
    book.save(file)
    entry = by_cell(read(file))[column]
    assert told(entry)[:2] == ("T02", expected)
    assert entry.breakdown == ("sex:female" if cell == "G2" else "")


@pytest.mark.parametrize(
    ("value", "word"),
    [
        *(
            ('=DISPIMG("ID_2",1)', "图片"),
            ('=_xlfn.DISPIMG("ID_3",1)', "图片"),
            ("8:30:15", "时间"),
        ),
        *(
            ("8时30分", "时间"),
            ("23:59", "时间"),
            (timedelta(hours=30), "时间"),
            (time(9, 5), "时间"),
        ),
    ],
)
def test_pictures_and_times_are_told_as_what_they_are(file: Path, value: Any, word: str) -> None:
    is_picture = isinstance(value, str) and value.startswith("=")
    path = saved(file, value.removeprefix("=") if is_picture else value)
    assert word in by_cell(read(path))["D2"].message
