"""One table for page, Word and Excel: what columns show, tall cells, what a sheet keeps."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from tests.reports.sample import rate_table
from units.printed_table import Align, Cell, Column, Row, RowKind, Table, table_of, text
from units.workbook import tables_workbook


def places() -> Table:
    columns = [
        Column("name", "地方", show=lambda row: text(row[0], f"/{row[0]}/")),
        Column(
            "rate",
            "达标率",
            align=Align.RIGHT,
            show=lambda row: Cell(row[1], unit="%", value=Decimal(row[1].replace(",", ""))),
        ),
    ]
    rows = [("甲区", "96.08"), ("<b>", "1,204.50"), ("", "3")]
    chosen = {"is_chosen": True}
    return table_of(
        "places",
        "各区:达标",
        columns,
        rows,
        notes=["注"],
        row_more=lambda row: chosen if row[0] == "甲区" else {},
    )


def test_a_page_draws_what_the_columns_show() -> None:
    body = places().body
    assert (
        '<tr aria-selected="true"><th scope="row" class="col-name"><a href="/甲区/">甲区</a></th>'
        '<td class="col-rate num">96.08<span class="unit">%</span></td></tr>'
    ) in body
    assert "&lt;b&gt;" in body
    assert "<b>" not in body
    assert '<th scope="row" class="col-name">—</th>' in body


def test_a_sheet_keeps_numbers_as_they_are_printed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook([places()], "厦门市", "2020年")))
    (sheet,) = book.worksheets
    assert sheet.title == "各区 达标"
    assert [c.value for c in sheet[4]] == ["地方", "达标率"]
    assert [(sheet[f"B{n}"].value, sheet[f"B{n}"].number_format) for n in (5, 6, 7)] == [
        (96.08, '0.00"%"'),
        (1204.5, '#,##0.00"%"'),
        (3, '0"%"'),
    ]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A9"].value) == (
        "厦门市 各区:达标",
        "2020年",
        "注",
    )


def test_words_that_look_like_formulas_stay_words() -> None:
    columns = (Column("a", "甲", show=Cell),)
    table = table_of("t", "表", columns, ["=1+1", "12"])
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook([table, table], "", "")))
    assert book.sheetnames == ["表", "表 2"]
    assert [(c.value, c.data_type) for c in book["表"]["A"][4:]] == [("=1+1", "s"), ("12", "s")]


def test_tall_cells_span_their_rows() -> None:
    first, second = rate_table(8).laid_out[:2]
    assert first[1][0][1:] == (Cell("妇女规划"), 8)
    assert second[1][0][1].text == "妇女与领域2"
    assert {height for _, _, height in second[1]} == {1}


def test_a_row_of_another_length_is_refused() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    Table("t", "表", columns, (Row((Cell("组"),), RowKind.GROUP),))
    with pytest.raises(ValueError, match="table t: row 'x' has 1 cells"):
        Table("t", "表", columns, (Row((Cell("1"),), key="x"),))
