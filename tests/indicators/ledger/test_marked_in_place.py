"""Marks are written into the unit's own package: what they do not need stays byte for byte."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from indicators.ledger.marks import marked_workbook
from indicators.ledger.parsing.package import book_parts
from indicators.ledger.reader import read_ledger
from indicators.ledger.sandbox import read_workbook
from indicators.ledger.template import build_template
from indicators.messages import ledger_files as messages
from tests.indicators.ledger.books import (
    INDICATORS,
    TEMPLATE,
    by_cell,
    context,
    converted,
    read,
    told,
)

# openpyxl, which only looks here, does not know sparklines.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
    "da63fcff9fa11e000782027f3dc848ef0000000049454e44ae426082"
)
# Parts that a mark must write into; every other part stays.
WRITTEN = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|"
    r"xl/worksheets/sheet1\.xml|xl/worksheets/_rels/sheet1\.xml\.rels|"
    r"xl/comments1\.xml|xl/drawings/vmlDrawing1\.vml"
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def canonical(element: Any) -> bytes:
    text: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return text


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_of(content: bytes, title: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        part = next(sheet.part for sheet in book_parts(package).sheets if sheet.name == title)
        return package.read(part)


def marked(path: Path, name: str = "台账.xlsx") -> bytes:
    sheets = read_workbook(path, name)
    return marked_workbook(path, sheets, read_ledger(sheets, context()), name)


def own_book(path: Path) -> Path:
    """What departments put into a ledger beside numbers."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    other = book.add_worksheet("附表")
    bold = book.add_format({"bold": True, "font_name": "楷体", "border": 1})
    money = book.add_format({"num_format": "#,##0.00", "locked": False, "italic": True})
    for column, head in enumerate(TEMPLATE):
        sheet.write(0, column, head, bold)
    sheet.write_row(1, 0, ["T02", None, 2024])
    sheet.write_formula(1, 3, "=E2/F2*100", money, 48.0123)
    sheet.write_row(1, 4, [4801, 10_000])
    sheet.write_row(2, 0, ["T03", None, 2024])
    sheet.write(2, 3, "约2.8", money)
    sheet.write_row(3, 0, ["T05", None, 2024])
    sheet.write(3, 3, "若干", bold)
    sheet.write_rich_string(3, 8, "上年", bold, "加粗", "说明")
    sheet.write_row(4, 0, ["T01", None, 2024])
    sheet.write_comment(1, 3, "算法见文件", {"author": "科长", "width": 333, "height": 77})
    sheet.write_comment(3, 3, "请核", {"author": "科长", "width": 222, "height": 44})
    sheet.set_column("B:B", 37.5)
    sheet.set_row(1, 31)
    sheet.freeze_panes(1, 2)
    sheet.protect("x", {"autofilter": True})
    sheet.data_validation("H2:H9", {"validate": "list", "source": ["漏报", "不适用"]})
    sheet.conditional_format("D2:D9", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("K2", {"range": "台账!E2:F2"})
    sheet.insert_image("L2", "章.png", {"image_data": BytesIO(PIXEL)})
    sheet.insert_textbox("L8", "本表由统计科填")
    sheet.insert_button("L14", {"caption": "打印"})
    sheet.insert_checkbox("N2", True)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=台账!$E$2:$F$2"})
    sheet.insert_chart("L20", chart)
    sheet.print_area("A1:I9")
    sheet.set_header("&C台账")
    other.write_comment(0, 0, "别处", {"author": "股长"})
    other.add_table("A3:B5", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    other.print_area("A1:B5")
    book.define_name("总数", "=附表!$A$3")
    book.close()
    return path


@pytest.fixture
def own(file: Path) -> Path:
    return own_book(file)


def test_parts_that_no_mark_needs_stay_byte_for_byte(own: Path) -> None:
    before, after = parts(own.read_bytes()), parts(marked(own))
    assert {n for n in before if not WRITTEN.fullmatch(n) and before[n] != after.get(n)} == set()
    kinds = ("media/image1.png", "charts/chart1.xml", "drawings/drawing1.xml", "tables/table1.xml")
    assert {f"xl/{kind}" for kind in kinds} < {n for n in before if not WRITTEN.fullmatch(n)}
    lines = [row[0] for row in openpyxl.load_workbook(BytesIO(marked(own))).worksheets[0].values]
    assert messages.WRITTEN_ANEW not in lines


def test_of_the_marked_sheet_only_marks_differ(own: Path) -> None:
    before = etree.fromstring(part_of(own.read_bytes(), "台账"))
    after = etree.fromstring(part_of(marked(own), "台账"))
    column = next(c.get("r") for c in after.iter(f"{MAIN}c") if "状态" in "".join(c.itertext()))
    state = re.compile(column.rstrip("0123456789") + r"[0-9]+")
    for cell in [c for c in after.iter(f"{MAIN}c") if state.fullmatch(c.get("r"))]:
        cell.getparent().remove(cell)
    for found in after.findall(f"{MAIN}autoFilter"):
        after.remove(found)
    looks = {c.get("r"): c.get("s") for c in before.iter(f"{MAIN}c")}
    changed = [c for c in after.iter(f"{MAIN}c") if looks.get(c.get("r")) != c.get("s")]
    assert {c.get("r") for c in changed} == {"D3", "D4", "D5"}
    for cell in changed:
        old = looks.get(cell.get("r"))
        cell.set("s", old) if old else cell.attrib.pop("s")
    for row in (*before.iter(f"{MAIN}row"), *after.iter(f"{MAIN}row")):
        row.attrib.pop("spans", None)
    for view in (*before.iter(f"{MAIN}sheetView"), *after.iter(f"{MAIN}sheetView")):
        view.attrib.pop("tabSelected", None)
    empty = [c for c in after.iter(f"{MAIN}c") if c.get("r") not in looks]
    for cell in empty:
        cell.getparent().remove(cell)
    assert canonical(after) == canonical(before)


def test_other_peoples_comments_keep_their_words_runs_and_boxes(own: Path) -> None:
    before, after = parts(own.read_bytes()), parts(marked(own))
    was = etree.fromstring(before["xl/comments1.xml"])
    now = etree.fromstring(after["xl/comments1.xml"])
    held = {c.get("ref"): canonical(c) for c in was.iter(f"{MAIN}comment")}
    kept = {c.get("ref"): canonical(c) for c in now.iter(f"{MAIN}comment")}
    assert held["D2"] == kept["D2"]
    text = next("".join(c.itertext()) for c in now.iter(f"{MAIN}comment") if c.get("ref") == "D4")
    assert text.startswith("读到“若干”")
    assert text.endswith("请核")
    shape = re.compile(rb"<v:shape [\s\S]*?</v:shape>")
    boxes = shape.findall(before["xl/drawings/vmlDrawing1.vml"])
    assert len(boxes) == 3  # two comments and a button
    assert [box for box in boxes if box not in after["xl/drawings/vmlDrawing1.vml"]] == []
    assert len(shape.findall(after["xl/drawings/vmlDrawing1.vml"])) == 5
    assert before["xl/comments2.xml"] == after["xl/comments2.xml"]


def test_names_of_the_book_still_point_at_their_sheets(own: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(marked(own)))
    assert book.sheetnames == [messages.TO_CHANGE, "台账", "附表", messages.BEFORE]
    assert book["台账"].print_area == "'台账'!$A$1:$I$9"
    assert book["附表"].print_area == "'附表'!$A$1:$B$5"
    assert "总数" in book.defined_names
    assert [bool(s.sheet_view.tabSelected) for s in book.worksheets] == [True, False, False, False]


def corrected(content: bytes, target: Path, values: dict[str, Any]) -> Path:
    """The cells typed over in the file itself, as a program would that changes nothing else."""
    sheet = etree.fromstring(part_of(content, "台账"))
    for cell in sheet.iter(f"{MAIN}c"):
        if cell.get("r") in values:
            cell.attrib.pop("t", None)
            for old in list(cell):
                cell.remove(old)
            etree.SubElement(cell, f"{MAIN}v").text = str(values[cell.get("r")])
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts(content).items():
            is_sheet = data == part_of(content, "台账")
            package.writestr(name, etree.tostring(sheet) if is_sheet else data)
    return target


def test_a_corrected_book_is_as_it_was(own: Path, tmp_path: Path) -> None:
    again = corrected(marked(own), tmp_path / "改.xlsx", {"D3": 2.8, "D4": 7, "D5": 12})
    cells = by_cell(read(again))
    assert [told(cells[c])[1:] for c in ("D3", "D4", "D5")] == [
        ("2.8", "new"), ("7", "new"), ("12", "new"),
    ]  # fmt: skip
    before, after = parts(own.read_bytes()), parts(marked(again))
    for name in ("xl/comments1.xml", "xl/comments2.xml"):
        assert canonical(etree.fromstring(before[name])) == canonical(etree.fromstring(after[name]))
    assert before["xl/drawings/vmlDrawing1.vml"] == after["xl/drawings/vmlDrawing1.vml"]
    looks = [
        {c.get("r"): c.get("s") for c in etree.fromstring(xml).iter(f"{MAIN}c")}
        for xml in (part_of(own.read_bytes(), "台账"), part_of(marked(again), "台账"))
    ]
    assert {place: looks[1].get(place) for place in looks[0]} == looks[0]


def test_a_sheet_without_comments_has_none_again(file: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, TEMPLATE)
    sheet.write_row(1, 0, ["T03", None, 2024, "约2.8"])
    book.close()
    first = marked(file)
    assert "xl/comments1.xml" in parts(first)
    after = parts(marked(corrected(first, tmp_path / "改.xlsx", {"D2": 2.8})))
    assert not [name for name in after if "comments" in name or "vml" in name.casefold()]
    assert b"legacyDrawing" not in part_of(marked(tmp_path / "改.xlsx"), "台账")


def test_a_mark_is_taken_from_where_sorting_moved_it(own: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(marked(own)))
    sheet = book["台账"]
    for place, goes in (("D3", "D8"), ("D4", "D9")):  # two rows moved down with their comments
        sheet[goes].value, sheet[goes]._style = 3, sheet[place]._style
        sheet[goes].comment, sheet[place].comment = sheet[place].comment, None
        row, to = int(place[1:]), int(goes[1:])
        for column in "ABC":
            sheet[f"{column}{to}"].value = sheet[f"{column}{row}"].value
        for cell in sheet[row][: sheet.max_column - 1]:
            cell.value = None
        sheet[place]._style = sheet["C3"]._style
    sheet["D5"].value = 12
    book.save(tmp_path / "排.xlsx")
    after = openpyxl.load_workbook(BytesIO(marked(tmp_path / "排.xlsx")))["台账"]
    assert [after[place].fill.fill_type for place in ("D8", "D9")] == [None, None]
    assert after["D8"].comment is None
    assert after["D9"].comment.text == "请核"


def test_rows_our_filter_hides_are_no_hidden_rows(own: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(marked(own)))
    sheet = book["台账"]
    sheet.auto_filter.add_filter_column(9, ["有误"])
    sheet.row_dimensions[2].hidden = True
    sheet["D4"].value = 7
    book.save(tmp_path / "滤.xlsx")
    assert told(by_cell(read(tmp_path / "滤.xlsx"))["D4"]) == ("T05", "7", "new")
    assert "隐藏" not in by_cell(read(tmp_path / "滤.xlsx"))["D2"].message
    again = openpyxl.load_workbook(BytesIO(marked(tmp_path / "滤.xlsx")))["台账"]
    assert not again.row_dimensions[2].hidden


def facts(content: bytes, title: str) -> dict[str, Any]:
    """Of every filled cell: number format, font, lock and formula; and what the sheet rules."""
    sheet = etree.fromstring(part_of(content, title))
    styles = etree.fromstring(parts(content)["xl/styles.xml"])
    fonts, looks = (list(styles.find(MAIN + name)) for name in ("fonts", "cellXfs"))
    formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(f"{MAIN}numFmt")}

    def letter(font: Any) -> dict[str, Any]:
        # LibreOffice writes a font's charset or leaves it out, as it likes.
        named = {one.tag.removeprefix(MAIN): dict(one.attrib) for one in font}
        return {key: told for key, told in named.items() if key not in ("charset", "family")}

    def look(cell: Any) -> tuple[Any, ...]:
        own = looks[int(cell.get("s") or 0)]
        lock = own.find(f"{MAIN}protection")
        return (
            formats.get(own.get("numFmtId"), own.get("numFmtId")),
            letter(fonts[int(own.get("fontId"))]),
            None if lock is None else lock.get("locked") not in ("0", "false"),
            cell.findtext(f"{MAIN}f"),
        )

    cells = [c for c in sheet.iter(f"{MAIN}c") if len(c)]
    found: dict[str, Any] = {c.get("r"): look(c) for c in cells}
    for col in sheet.iter(f"{MAIN}col"):
        found[f"列{col.get('min')}"] = (col.get("width"), col.get("hidden"))
    for name in ("sheetProtection", "dataValidations", "conditionalFormatting"):
        found[name] = [canonical(one) for one in sheet.iter(MAIN + name)]
    return found


@pytest.mark.office
def test_filled_in_libreoffice_marked_corrected_there_and_marked_again(tmp_path: Path) -> None:
    """The template through LibreOffice twice: what was there before is there after."""
    path = tmp_path / "模板.xlsx"
    path.write_bytes(build_template(context(), INDICATORS[:4]))
    book = openpyxl.load_workbook(path)
    sheet = book[messages.SHEET]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row}
    value, code = heads["数值"], heads["指标代码"]
    rows = {sheet.cell(r, code).value: r for r in range(sheet.max_row, 3, -1)}
    sheet.cell(rows["T01"], value).value = "=12+0.3"
    sheet.cell(rows["T01"], value).number_format = "0.00"
    sheet.cell(rows["T03"], value).value = "约2.8"
    sheet.cell(rows["T04"], heads["备注"]).comment = openpyxl.comments.Comment("七月统计", "科长")
    book.save(path)
    for name in ("填", "改"):
        (tmp_path / name).mkdir()
    filled = converted(path, "xlsx", tmp_path / "填")
    before = facts(filled.read_bytes(), messages.SHEET)
    (tmp_path / "标.xlsx").write_bytes(marked(filled))
    during = facts((tmp_path / "标.xlsx").read_bytes(), messages.SHEET)
    assert {key: during.get(key) for key in before} == before
    came = converted(tmp_path / "标.xlsx", "xlsx", tmp_path / "改")
    after = facts(came.read_bytes(), messages.SHEET)
    assert {key: after.get(key) for key in before} == before
    (tmp_path / "再.xlsx").write_bytes(marked(came))
    again = facts((tmp_path / "再.xlsx").read_bytes(), messages.SHEET)
    assert {key: again.get(key) for key in before} == before
    assert before[sheet.cell(rows["T01"], value).coordinate][3] == "12+0.3"
    remark = sheet.cell(rows["T04"], heads["备注"]).coordinate
    for content in ((tmp_path / "标.xlsx").read_bytes(), (tmp_path / "再.xlsx").read_bytes()):
        comments = openpyxl.load_workbook(BytesIO(content))[messages.SHEET]
        assert comments[remark].comment.text.strip() == "七月统计"
    place = sheet.cell(rows["T03"], value).coordinate
    corrected((tmp_path / "再.xlsx").read_bytes(), tmp_path / "终.xlsx", {place: 2.8})
    cells = {e.indicator_code: e for e in read(tmp_path / "终.xlsx").rows if not e.breakdown}
    assert told(cells["T03"]) == ("T03", "2.8", "new")
    assert told(cells["T01"])[1:] == ("12.3", "new")


@pytest.mark.parametrize("kind", ["xls", "csv", "ods"])
def test_what_is_written_anew_says_what_it_lost(tmp_path: Path, kind: str) -> None:
    from tests.indicators.ledger.books import xls  # noqa: PLC0415

    rows = [TEMPLATE, ["T03", None, 2024, "x"]]
    path = tmp_path / f"a.{kind}"
    if kind == "xls":
        xls(path, rows)
    elif kind == "csv":
        path.write_text("指标代码,数值\nT03,x\n", encoding="utf-8")
    else:
        path = open_document(path)
    first = openpyxl.load_workbook(BytesIO(marked(path, path.name))).worksheets[0]
    lines = "".join(str(row[0]) for row in first.values)
    for lost in ("公式", "批注", "图片", "字体", "列宽", "数据有效性", "保护"):
        assert lost in lines


def open_document(path: Path) -> Path:
    """The smallest .ods."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="台账">{}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        "<table:table-row>" + "".join(cell.format(text) for text in row) + "</table:table-row>"
        for row in (("指标代码", "数值"), ("T03", "x"))
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content.format(lines))
    return path
