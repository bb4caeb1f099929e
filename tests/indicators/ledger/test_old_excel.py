"""Old .xls files: directories that only need repair, formulas with and without results."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from indicators.ledger.faults import FileRefusedError
from indicators.ledger.sandbox import read_workbook
from tests.indicators.ledger.books import TEMPLATE, by_cell, read, told, xls

ENTRY = "Workbook".encode("utf-16-le")
ROWS = [TEMPLATE, ["T02", None, 2024, 96.5], *(["T99", None, 2023, 1] for _ in range(60))]


def changed(content: bytes, offset: int, put: bytes) -> bytes:
    """A copy with bytes replaced, counted from the book's entry in the directory."""
    start = content.index(ENTRY) + offset
    return content[:start] + put + content[start + len(put) :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c.replace(ENTRY, "WORKBOOK".encode("utf-16-le")),
        lambda c: c.replace(ENTRY, "workbook".encode("utf-16-le")),
        lambda c: changed(changed(c, 64, b"\x0a\0"), 0, "Book\0\0\0\0".encode("utf-16-le")),
        lambda c: changed(c, -128 + 76, struct.pack("<i", -1)),  # the root has no child
        lambda c: changed(c, 72, struct.pack("<i", 99)),  # a neighbour that is not there
        lambda c: changed(c, -128 + 66, b"\0"),  # a root of no type
        lambda c: changed(c, 64, b"\0\0"),  # a name of no length
        lambda c: changed(c, 67, b"\5"),
        lambda c: c + b"x" * 77,
    ],
)
def test_directories_that_only_need_repair(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = xls(tmp_path / "a.xls", ROWS)
    path.write_bytes(damage(path.read_bytes()))
    assert told(by_cell(read(path))["D2"]) == ("T02", "96.5", "new")


@pytest.mark.parametrize("offset", [120, 116])
def test_a_stream_that_is_nowhere_is_refused_in_a_sentence(tmp_path: Path, offset: int) -> None:
    path = xls(tmp_path / "a.xls", ROWS)
    path.write_bytes(changed(path.read_bytes(), offset, struct.pack("<I", 0x7FFF_FFFF)))
    with pytest.raises(FileRefusedError):
        read_workbook(path)


def with_formula(path: Path, code: str, result: float | None) -> Path:
    """A formula as xlwt writes it, without a result; or with the one a program put there."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for column, head in enumerate(TEMPLATE):
        sheet.write(0, column, head)
    sheet.write(1, 0, "T02")
    sheet.write(1, 3, xlwt.Formula("4801.23/100"), xlwt.easyxf(num_format_str=code))
    book.save(str(path))
    if result is not None:
        content = path.read_bytes()
        empty = struct.pack("<Q", 0xFFFF_0000_0000_0003)
        assert content.count(empty) == 1
        path.write_bytes(content.replace(empty, struct.pack("<d", result)))
    return path


@pytest.mark.parametrize(
    ("code", "result", "value"),
    [
        ("0.00", 48.0123, "48.01"),
        ("0.0", 48.0623, "48.1"),
        ("0", 48.5, "49"),
        ("General", 48.0123, "48.0123"),
        ("0.0%", 0.480623, "48.1"),
    ],
)
def test_a_formula_is_read_as_it_is_shown(
    tmp_path: Path, code: str, result: float, value: str
) -> None:
    entry = by_cell(read(with_formula(tmp_path / "a.xls", code, result)))["D2"]
    assert told(entry) == ("T02", value, "new")


def test_a_formula_that_nobody_computed_is_never_nothing(tmp_path: Path) -> None:
    entry = by_cell(read(with_formula(tmp_path / "a.xls", "0.00", None)))["D2"]
    assert told(entry)[1:] == (None, "warning")
