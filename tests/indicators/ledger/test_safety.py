"""Hostile and broken files: refused in one sentence, or read, within 5 s and 500 MB."""

from __future__ import annotations

import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.sandbox import read_workbook, read_workbooks
from indicators.messages import ledger as messages
from tests.indicators.ledger.books import edited, xls, xlsx

SECONDS = 5
MEGABYTES = 500
ROWS = [["指标代码", "指标名称", "数值"], ["T01", "孕产妇死亡率", 12.3]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 10))
    + b"]>"
)


def with_parts(source: Path, target: Path, **parts: bytes) -> Path:
    edited(source, target, lambda c: c, "")
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(f"xl/{name}.bin", content)
    return target


def macro(folder: Path) -> Path:
    return with_parts(xlsx(folder / "a.xlsx", ROWS), folder / "宏.xlsm", vbaProject=b"x" * 100)


def zip_bomb(folder: Path) -> Path:
    return with_parts(xlsx(folder / "a.xlsx", ROWS), folder / "b.xlsx", zeros=bytes(120 << 20))


def entity_bomb(folder: Path) -> Path:
    return edited(
        xlsx(folder / "a.xlsx", ROWS),
        folder / "b.xlsx",
        lambda c: BOMB + c.replace(b"12.3", b"&l9;"),
    )


def entity_bomb_in_utf16(folder: Path) -> Path:
    def change(content: bytes) -> bytes:
        text = (BOMB + content.replace(b"12.3", b"&l9;")).decode()
        return text.replace('version="1.0"', 'version="1.0" encoding="UTF-16"', 1).encode("utf-16")

    return edited(xlsx(folder / "a.xlsx", ROWS), folder / "b.xlsx", change)


def bytes_file(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def cut(folder: Path) -> Path:
    path = xlsx(folder / "a.xlsx", ROWS)
    path.write_bytes(path.read_bytes()[:2000])
    return path


def far_value(folder: Path) -> Path:
    book = openpyxl.load_workbook(xlsx(folder / "a.xlsx", ROWS))
    book["台账"]["XFD1048576"] = 1
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (macro, FileFault.MACROS),
        (zip_bomb, FileFault.BOMB),
        (entity_bomb, FileFault.ENTITIES),
        (entity_bomb_in_utf16, FileFault.ENTITIES),
        (cut, FileFault.DAMAGED),
        (far_value, FileFault.BOMB),
        (bytes_file("a.xlsx", b""), FileFault.EMPTY),
        (bytes_file("a.xlsx", b"\x89PNG" + bytes(99)), FileFault.PICTURE_FILE),
        (bytes_file("网页.xls", b"<html><table></table></html>"), FileFault.WEB_PAGE),
        (bytes_file("a.xls", b"\x09\x08\x08\x00" + bytes(99)), FileFault.NOT_A_WORKBOOK),
        (bytes_file("a.xls", b"\x09\x00\x04\x00" + bytes(99)), FileFault.OLD_EXCEL),
        (bytes_file("a.xlsx", b"PK\x03\x04" + bytes(99)), FileFault.DAMAGED),
        (bytes_file("big.xlsx", b"PK\x03\x04" + bytes(21 << 20)), FileFault.TOO_BIG),
        (
            bytes_file("密.xlsx", OLE + bytes(600) + "EncryptedPackage\0".encode("utf-16-le")),
            FileFault.ENCRYPTED,
        ),
        (
            bytes_file("宏.xls", OLE + bytes(600) + "_VBA_PROJECT_CUR\0".encode("utf-16-le")),
            FileFault.MACROS,
        ),
        (bytes_file("a.csv", b"\xff\xff\xff\xfe\xfe,1\n"), FileFault.NOT_UTF8),
    ],
)
def test_refused_with_a_sentence(
    tmp_path: Path, make: Callable[[Path], Path], fault: FileFault
) -> None:
    path = make(tmp_path)
    started = time.monotonic()
    with pytest.raises(FileRefusedError) as refusal:
        read_workbook(path)
    assert refusal.value.fault is fault
    assert messages.FILE_FAULTS[fault.value].endswith("。")
    assert time.monotonic() - started < SECONDS


def styled_corner(folder: Path) -> Path:
    book = openpyxl.load_workbook(xlsx(folder / "a.xlsx", ROWS))
    book["台账"]["XFD1048576"].font = Font(bold=True)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def million_rows(folder: Path) -> Path:
    source = xlsx(folder / "a.xlsx", ROWS, formats={"C2": "0.0%"})

    def change(content: bytes) -> bytes:
        rows = "".join(
            f'<row r="{i}"><c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>'
            for i in range(4, 1_048_577)
        )
        return content.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    return edited(source, folder / "b.xlsx", change)


@pytest.mark.parametrize("make", [styled_corner, million_rows])
def test_read_although_it_looks_huge(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    (sheet,) = read_workbook(path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time: what other work on the machine does to the wall clock is not ours.
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert sheet.rows[1][2] == 12.3
    assert len(sheet.rows) == 2
    assert seconds < SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEGABYTES * 1024


def test_one_bad_file_does_not_stop_the_batch(tmp_path: Path) -> None:
    good = xlsx(tmp_path / "good.xlsx", ROWS)
    corner = tmp_path / "corner"
    corner.mkdir()
    old = xls(tmp_path / "old.xls", ROWS)
    results = list(read_workbooks([good, far_value(corner), old, macro(tmp_path), good]))
    kinds = [r.fault if isinstance(r, FileRefusedError) else r[0].rows[1][2] for r in results]
    assert kinds == [12.3, FileFault.BOMB, 12.3, FileFault.MACROS, 12.3]


def test_hand_edited_sheet_name_with_path_is_only_text(tmp_path: Path) -> None:
    path = edited(
        xlsx(tmp_path / "a.xlsx", ROWS),
        tmp_path / "b.xlsx",
        lambda c: c.replace("台账".encode(), b"../../x"),
        "xl/workbook.xml",
    )
    assert read_workbook(path)[0].name == "../../x"
