"""The workbook: numbers as numbers, live formulas, native charts, print set-up."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from reports.builders import excel
from reports.document import Annex, Orientation
from tests.reports.sample import sample_document
from units.printed_table import Align, Cell, Column, Row, RowKind, Table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    target = tmp_path_factory.mktemp("excel") / "report.xlsx"
    excel.build(sample_document(domains=8, annex_rows=40), target)
    return openpyxl.load_workbook(target)


def test_every_table_has_a_sheet_and_the_contents_list_them(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[0] == "目录"
    assert {"表1", "附件1", "附件2", "图表"} <= set(book.sheetnames)
    listed = [row[0].value for row in book["目录"].iter_rows(min_row=4)]
    assert listed == book.sheetnames[1:]


def test_values_are_numbers_and_differences_formulas(book: openpyxl.Workbook) -> None:
    page = book["附件1"]
    row = next(r for r in page.iter_rows(min_row=3) if r[0].value == "1")
    assert row[6].value == 96.24
    assert row[6].number_format == "0.00"
    assert row[8].value == f"=G{row[0].row}-F{row[0].row}"


def test_sheets_print_on_a4_with_their_heads(book: openpyxl.Workbook) -> None:
    page = book["附件1"]
    assert page.page_setup.orientation == "landscape"
    assert str(page.page_setup.paperSize) == "9"
    assert page.print_title_rows == "$3:$3"
    assert page.page_setup.fitToHeight == 0


def test_charts_are_native(book: openpyxl.Workbook) -> None:
    assert len(book["图表"]._charts) == 8


def counted_document(text: str = "未达标"):
    columns = (
        Column("number", "序号", 25, Align.CENTRE),
        Column("name", "指标", 150),
        Column("verdict", "判定", 50),
    )
    rows = [Row((Cell("一、健康"),), RowKind.GROUP, group="health")]
    rows += [
        Row((Cell(str(n)), Cell("=1+1" if n == 1 else "甲"), Cell(v)), group="health")
        for n, v in enumerate(("达标", text, "达标"), 1)
    ]
    annex = Annex(
        "women",
        "完成情况表",
        Orientation.LANDSCAPE,
        (Table("women", "完成情况表", columns, tuple(rows), captioned=False),),
    )
    rate_columns = (
        Column("domain", "领域", 40),
        Column("met", "达标", 40),
        Column("total", "指标数", 40),
        Column("rate", "达标率", 36),
    )
    met = Cell("2", value=Decimal(2), formula='=COUNTIF({women:verdict:health},"达标")')
    total = Cell("3", value=Decimal(3), formula="=COUNTA({women:verdict:health})")
    rate = Cell("66.67", value=Decimal("66.67"), formula="=ROUND({met}/{total}*100,2)")
    tally = Cell("2", value=Decimal(2), formula="=SUM({met@a})")
    rates = Table(
        "rates",
        "达标率",
        rate_columns,
        (
            Row((Cell("健康"), met, total, rate), key="a"),
            Row((Cell("合计"), tally, total, rate), RowKind.TOTAL, key="sum"),
        ),
        captioned=False,
    )
    second = Annex("rates", "汇总表", Orientation.PORTRAIT, (rates,))
    base = sample_document(domains=8, annex_rows=12)
    return replace(base, sections=(), annexes=(replace(annex, number=1), replace(second, number=2)))


def test_rates_recompute_from_the_verdicts_of_the_other_sheet(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    excel.build(counted_document(), target)
    live = openpyxl.load_workbook(target)["附件2"]
    cached = openpyxl.load_workbook(target, data_only=True)["附件2"]
    row = next(r[0].row for r in live.iter_rows() if r[0].value == "健康")
    assert live.cell(row, 2).value == "=COUNTIF('附件1'!$C$5:$C$7,\"达标\")"
    assert live.cell(row, 4).value == f"=ROUND(B{row}/C{row}*100,2)"
    assert live.cell(row + 1, 2).value == f"=SUM(B{row})"
    assert cached.cell(row, 4).value == 66.67


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    excel.build(counted_document(), target)
    with zipfile.ZipFile(target) as archive:
        page = archive.read("xl/worksheets/sheet2.xml").decode()
        assert "=1+1" in archive.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in page
