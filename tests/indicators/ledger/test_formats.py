"""The same ledger as xlsx, xls, csv, strict or from another office program."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwt

from indicators.ledger.entries import EntryStatus
from tests.indicators.ledger.books import (
    TEMPLATE,
    by_cell,
    converted,
    edited,
    read,
    told,
    xls,
    xlsx,
)


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
    assert cells["D7"].status is EntryStatus.ERROR


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("code", ['0.0"万人"', '"约"0.0', '"约"0.0"（预计）"'])
def test_words_of_a_number_format_are_asked_in_every_program(
    tmp_path: Path, kind: str, code: str
) -> None:
    rows: list[list[Any]] = [["指标代码", "年份", "数值"], ["T03", 2024, 4.2]]
    (tmp_path / "原").mkdir()
    book = xlsx(tmp_path / "原" / "台账.xlsx", rows, formats={"C2": code})
    for path in (book, converted(book, kind, tmp_path)):
        entry = by_cell(read(path))["C2"]
        assert (entry.value, entry.status) == (Decimal("4.2"), EntryStatus.WARNING)


def test_a_column_or_cell_without_width_is_hidden(tmp_path: Path) -> None:
    rows = ["指标名称", "2024年"], ["婴儿死亡率", 4.2]
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for place in ((0, 0), (0, 1), (1, 0), (1, 1)):
        sheet.write(*place, rows[place[0]][place[1]])
    sheet.col(1).width = 0
    book.save(tmp_path / "窄.xls")
    cells = "<tr><th>指标名称</th><th hidden>2024年</th></tr><tr><td>婴儿死亡率</td>{}</tr>"
    for number, cell in enumerate(
        ('<td style="display: none">4.2</td>', "<td hidden>4.2</td>", "<td>4.2</td>")
    ):
        page = f"<html><body><table>{cells.format(cell)}</table></body></html>"
        (tmp_path / f"页{number}.xls").write_text(page, encoding="utf-8")
    for path in sorted(tmp_path.glob("*.xls")):
        entry = by_cell(read(path))["B2"]
        assert entry.status is EntryStatus.WARNING, path
        assert "隐藏" in entry.message


@pytest.mark.parametrize(
    ("columns", "is_hidden"),
    [
        ("<col><col style='display:none'>", True),
        ("<col width=72><col width=0 style='display:none;mso-width-source:userset'>", True),
        ("<colgroup><col span=2 hidden></colgroup>", True),
        ("<col span=2><col style='display:none'>", False),
        ("<col><col width=72>", False),
    ],
)
def test_a_hidden_column_of_a_page_is_hidden(
    tmp_path: Path, columns: str, *, is_hidden: bool
) -> None:
    rows = "<tr><th>指标名称<th>2024年</tr><tr><td>婴儿死亡率<td>4.2</tr>"
    path = tmp_path / "页.xls"
    path.write_text(f"<html><body><table>{columns}{rows}</table></body></html>", encoding="utf-8")
    entry = by_cell(read(path))["B2"]
    assert (entry.status is EntryStatus.WARNING) is is_hidden
    assert ("隐藏" in entry.message) is is_hidden
