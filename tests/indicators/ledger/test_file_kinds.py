"""Files by what they are: web pages, XML 2003 and text named .xls, damage, odd packages."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.sandbox import check_workbook, read_workbook
from tests.indicators.ledger.books import SHEET, TEMPLATE, by_cell, edited, read, told, xls, xlsx

ROWS = [TEMPLATE, ["T01", "孕产妇死亡率", 2024, 12.3], ["T02", "学前教育毛入园率", 2024, 96.5]]
LINES = [",".join(str(cell) for cell in row) for row in ROWS]
HTML = (
    "<html><head><meta charset='{charset}'></head><body><table><tr>"
    + "".join(f"<th>{head}</th>" for head in TEMPLATE)
    + "</tr><tr><td>T01</td><td>孕产妇死亡率</td><td rowspan=2>2024</td><td>12.3</td></tr>"
    "<tr><td>T02</td><td>学前教育毛入园率</td><td>96.5<sup>1</sup></td></tr></table></body></html>"
)
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p">
<NumberFormat ss:Format="0.0%"/></Style></Styles><Worksheet ss:Name="台账"><Table><Row>{heads}</Row>
<Row><Cell><Data ss:Type="String">T01</Data></Cell><Cell ss:Index="4">
<Data ss:Type="Number">12.3</Data></Cell></Row><Row ss:Index="4"><Cell>
<Data ss:Type="String">T02</Data></Cell>
<Cell ss:Index="4" ss:StyleID="p"><Data ss:Type="Number">0.965</Data></Cell></Row></Table>
</Worksheet>
</Workbook>""".format(
    heads="".join(f'<Cell><Data ss:Type="String">{head}</Data></Cell>' for head in TEMPLATE)
)


def put(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def mhtml(path: Path) -> Path:
    body = HTML.format(charset="utf-8").encode("utf-8")
    import base64  # noqa: PLC0415

    return put(
        path,
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(body)
        + b"\r\n--b--\r\n",
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda p: put(p / "报表.xls", HTML.format(charset="utf-8")),
        lambda p: put(p / "报表.xls", HTML.format(charset="gb2312"), "gb18030"),
        lambda p: put(p / "报表.xlsx", HTML.format(charset="utf-8"), "utf-16"),
        lambda p: mhtml(p / "报表.xls"),
        lambda p: put(p / "报表.xls", "\n".join(LINES).replace(",", "\t"), "gb18030"),
        lambda p: put(p / "报表.xls", "\n".join(LINES).replace(",", "\t"), "utf-16"),
        lambda p: put(p / "报表.csv", "\r\n".join(LINES).replace(",", ";")),
        lambda p: put(p / "报表.csv", "sep=;\n" + "\n".join(LINES).replace(",", ";")),
        lambda p: put(p / "报表.txt", "\n".join(LINES), "utf-8-sig"),
        lambda p: xlsx(p / "a.xlsx", ROWS).rename(p / "报表.xls"),
        lambda p: xls(p / "a.xls", ROWS).rename(p / "报表.xlsx"),
        lambda p: xlsx(p / "a.xlsx", ROWS).rename(p / "报表.csv"),
    ],
)
def test_a_file_is_what_stands_in_it(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    cells = by_cell(read(make(tmp_path)))
    assert told(cells["D2"])[:2] == ("T01", "12.3")
    assert told(cells["D3"])[:2] == ("T02", "96.5")


def test_xml_2003_with_formats_and_skipped_rows(tmp_path: Path) -> None:
    cells = by_cell(read(put(tmp_path / "报表.xls", XML)))
    assert told(cells["D2"]) == ("T01", "12.3", "new")
    assert told(cells["D4"]) == ("T02", "96.5", "new")


def test_a_text_table_bears_the_name_people_gave_it(tmp_path: Path) -> None:
    stored = put(tmp_path / "3f2a9c", "\n".join(LINES))
    assert [sheet.name for sheet in read_workbook(stored, "卫健局.csv")] == ["卫健局"]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ([*LINES[:2], 'T02,"未完,2024,96.5', "T03,,2024,5"], 3),
        ([LINES[0], 'T01,,2024,12.3,,,,,"说明', *LINES[2:]], 2),
        (['"指标代码,指标名称', *LINES[1:]], 1),
        ([*LINES, 'T03,"a"b,2024,5'], 4),
        ([*LINES, "T03,,2024,5", '"'], 5),
    ],
)
def test_an_open_quote_is_refused_with_its_line(
    tmp_path: Path, lines: list[str], line: int
) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read_workbook(put(tmp_path / "a.csv", "\n".join(lines)))
    assert (refusal.value.fault, refusal.value.detail) == (FileFault.OPEN_QUOTE, str(line))


@pytest.mark.parametrize(
    "line",
    [
        "T03,婴儿死亡率,2024,1,234,,,,,,,",
        "T03,婴儿,死亡率,2024,5,,,,,备注,多",
        "T03,婴儿死亡率,2024,5,6,7,女,无,备,注,多",
    ],
)
def test_surplus_cells_are_an_error_at_their_row(tmp_path: Path, line: str) -> None:
    head = "指标代码,指标名称,年份,数值"
    path = put(tmp_path / "a.csv", f"{head}\nT01,孕产妇死亡率,2024,12.3\n{line}\n")
    reading = read(path)
    assert [e.status.value for e in reading.rows if e.row == 2] == ["new"]
    assert all("比表头多出" in e.message for e in reading.rows if e.row == 3)
    assert reading.counts["errors"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.replace(b'<c r="E2"', b'<c r="E2" t="e"><v>#SPILL!</v></c><c r="F2"'),
        lambda c: c.replace(b'<c r="D2"', b'<c r="D2" s=""'),
        lambda c: c.replace(b' r="2"', b"").replace(b' r="3"', b""),
        lambda c: c.replace(b"<sheetData>", b"<sheetData><!-- x --><?y z?>"),
        lambda c: c.replace(b"</row>", b'<c r="I9" t="e"><v>#PYTHON!</v></c></row>', 1),
    ],
)
def test_odd_cells_do_not_refuse_the_file(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = edited(xlsx(tmp_path / "a.xlsx", ROWS), tmp_path / "b.xlsx", change)
    cells = by_cell(read(path))
    assert told(cells["D2"]) == ("T01", "12.3", "new")
    assert told(cells["D3"]) == ("T02", "96.5", "new")


def renamed(source: Path, target: Path, name_of: Callable[[str], str]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo("x")
            info.filename = name_of(name)
            new.writestr(info, old.read(name))
    return target


@pytest.mark.parametrize(
    "name_of",
    [
        lambda n: n.replace("/", "\\"),
        lambda n: "/" + n,
        lambda n: n.replace("xl/workbook.xml", "xl/Workbook.xml"),
        lambda n: n.replace("xl/", "XL/"),
    ],
)
def test_packages_with_odd_names(tmp_path: Path, name_of: Callable[[str], str]) -> None:
    path = renamed(xlsx(tmp_path / "a.xlsx", ROWS), tmp_path / "b.xlsx", name_of)
    assert told(by_cell(read(path))["D3"]) == ("T02", "96.5", "new")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"%PDF-1.7 ...", FileFault.PDF_FILE),
        (b"\xff\xd8\xff\xe0JFIF", FileFault.PICTURE_FILE),
        (b"Rar!\x1a\x07\x00", FileFault.ARCHIVE_FILE),
        (b"{\\rtf1\\ansi}", FileFault.WORD_FILE),
        (b"hello world", FileFault.NOT_A_WORKBOOK),
        (bytes(range(256)) * 4, FileFault.NOT_A_WORKBOOK),
    ],
)
def test_what_is_no_table_is_told_as_what_it_is(
    tmp_path: Path, content: bytes, fault: FileFault
) -> None:
    for check in (check_workbook, read_workbook):
        with pytest.raises(FileRefusedError) as refusal:
            check(put(tmp_path / "a.xls", content))
        assert refusal.value.fault is fault


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("offset", [0, 10, 40])
def test_damage_is_a_sentence_before_and_while_reading(
    tmp_path: Path, part: str, offset: int
) -> None:
    source = xlsx(tmp_path / "a.xlsx", ROWS * 40)
    content = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as package:
        info = package.getinfo(part)
    start = info.header_offset + 30 + len(part) + offset
    content[start : start + 6] = b"\xff" * 6
    broken = put(tmp_path / "b.xlsx", bytes(content))
    for check in (check_workbook, read_workbook):
        with pytest.raises(FileRefusedError) as refusal:
            check(broken)
        assert refusal.value.fault in (FileFault.DAMAGED, FileFault.NOT_A_WORKBOOK)
