""".xlsx: values from calamine; formats, formulas, strikes and error cells from the sheet's XML.

The second pass is our own because it must survive what openpyxl does not: strict OOXML,
a styled cell at XFD1048576, dangling links. It keeps only cells that need a second look. Where
calamine gives up, or would lose what text runs and missing addresses say, it reads the values too.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook, PasswordError

from indicators.core.formats import is_special
from indicators.core.values import Raw
from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.cells import CellReader
from indicators.ledger.parsing.package import (
    BookParts,
    CellStyles,
    book_parts,
    cell_comments,
    cell_styles,
    workbook_content,
)
from indicators.ledger.parsing.stream import CHUNK, walk
from indicators.ledger.parsing.strings import RichText, shared_strings
from indicators.ledger.workbook import LedgerSheet, MergedRange, cleaned_rows

_NEEDS_LOOK: Final = re.compile(
    rb"<(?:\w+:)?f[ />]|t=[\"']e[\"']|hidden=[\"'](?:1|true)|showZeros=[\"'](?:0|false)"
)
_STYLE: Final = re.compile(rb"\bs=[\"']([0-9]+)[\"']")
_RUNS: Final = re.compile(rb"<(?:\w+:)?(?:strike|vertAlign)\b")
_NO_ADDRESS: Final = re.compile(rb"<(?:\w+:)?(?:row|c)(?:>| (?![^>]*\br=)[^>]*>)")
# Empty cells and rows without cells, as all common programs write them.
_EMPTY: Final = (re.compile(rb'<c r="[^>]*/>'), re.compile(rb"<row [^>]*></row>"))
_MAX_AREA: Final = 20_000_000


def read(path: Path) -> list[LedgerSheet]:
    content = workbook_content(path)
    with zipfile.ZipFile(content) as package:
        book = book_parts(package)
        styles = cell_styles(package, book.styles)
        values = None if _needs_own_reading(package, book) else _calamine_rows(content)
        strings = shared_strings(package, book.strings) if values is None else []
        return [
            _sheet(package, position, book, styles, strings, values)
            for position in range(len(book.sheets))
        ]


def _needs_own_reading(package: zipfile.ZipFile, book: BookParts) -> bool:
    """Whether text runs or missing addresses say what calamine would lose."""
    parts = [(book.strings, _RUNS)] if book.strings else []
    parts += [(sheet.part, _NO_ADDRESS) for sheet in book.sheets if sheet.part]
    parts += [(sheet.part, _RUNS) for sheet in book.sheets if sheet.part]
    for part, pattern in parts:
        with package.open(part) as stream:
            whole = pattern is _RUNS and part == book.strings
            if pattern.search(stream.read() if whole else stream.read(CHUNK)):
                return True
    return False


def _calamine_rows(
    content: BytesIO,
) -> dict[str, tuple[list[list[Raw]], list[MergedRange]]] | None:
    """Sheet name → rows and merged ranges; None where calamine cannot read the book."""
    found = {}
    content.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(content)
        for name in workbook.sheet_names:
            grid = workbook.get_sheet_by_name(name)
            if grid.height * grid.width > _MAX_AREA:
                raise FileRefusedError(FileFault.TOO_WIDE)  # noqa: TRY301 - one loop
            merged = [MergedRange(*start, *end) for start, end in grid.merged_cell_ranges or ()]
            found[name] = (cleaned_rows(grid.to_python(skip_empty_area=False)), merged)
    except (FileRefusedError, MemoryError, PasswordError):
        raise
    except BaseException:  # noqa: BLE001 - a panic of its Rust is no Exception
        return None
    return found


def _sheet(
    package: zipfile.ZipFile,
    position: int,
    book: BookParts,
    styles: CellStyles,
    strings: list[RichText],
    values: dict[str, tuple[list[list[Raw]], list[MergedRange]]] | None,
) -> LedgerSheet:
    told = book.sheets[position]
    sheet = LedgerSheet(told.name, hidden=told.is_hidden)
    if values is not None:
        sheet.rows, sheet.merged = values.get(told.name, ([], []))
    if not told.part:
        return sheet
    sheet.comments = cell_comments(package, told.part)
    special = {i for i, code in enumerate(styles.formats) if is_special(code)} | styles.struck
    if values is not None and not _worth_a_walk(package, told.part, special):
        return sheet
    reader = CellReader(sheet, styles, special, strings if values is None else None, book.has_1904)
    drop = _EMPTY if values is not None else ()
    walk(package, told.part, reader.start, reader.end, reader.text, drop=drop)
    reader.finish()
    return sheet


def _worth_a_walk(package: zipfile.ZipFile, part: str, special: set[int]) -> bool:
    """Whether a sheet has formulas, errors, hidden parts or formats that change a value."""
    if package.getinfo(part).file_size < 4 * CHUNK:
        return True
    wanted = {str(i).encode() for i in special}
    tail = b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            piece = tail + chunk
            if _NEEDS_LOOK.search(piece) or b":c>" in piece:
                return True
            if wanted and not wanted.isdisjoint(_filled_styles(piece)):
                return True
            tail = piece[-200:]
    return False


def _filled_styles(piece: bytes) -> Iterator[bytes]:
    """Styles of cells that hold something: those are closed by a tag of their own."""
    for cell in piece.split(b"</c>")[:-1]:
        style = _STYLE.search(cell, max(cell.rfind(b"<c "), 0))
        if style:
            yield style[1]
