""".xlsx: values from calamine; formats, formulas and error cells from the sheet's XML.

The second pass is our own because it must survive what openpyxl does not: strict OOXML,
a styled cell at XFD1048576, dangling links. It keeps only cells that need a second look.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openpyxl.styles.numbers import BUILTIN_FORMATS
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from indicators.core.formats import NumberFormat, number_format
from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.stream import CHUNK, Attributes, walk
from indicators.ledger.workbook import (
    CellMark,
    LedgerSheet,
    MergedRange,
    cleaned_rows,
    column_number,
)

_MAX_MARKS: Final = 50_000
if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDS_LOOK: Final = re.compile(rb"<(?:\w+:)?f[ />]|t=[\"']e[\"']|hidden=[\"'](?:1|true)")
_STYLE: Final = re.compile(rb"\bs=[\"']([0-9]+)[\"']")
# Empty cells and rows without cells, as all common programs write them.
_EMPTY: Final = (re.compile(rb'<c r="[^>]*/>'), re.compile(rb"<row [^>]*></row>"))
_ADDRESS: Final = re.compile(r"([A-Z]+)([0-9]+)")


def read(path: Path) -> list[LedgerSheet]:
    workbook = CalamineWorkbook.from_path(str(path))
    with zipfile.ZipFile(path) as package:
        parts = _sheet_parts(package)
        formats = _cell_formats(package)
        sheets = []
        for meta in workbook.sheets_metadata:
            grid = workbook.get_sheet_by_name(meta.name)
            if grid.height * grid.width > 20_000_000:
                raise FileRefusedError(FileFault.TOO_WIDE)
            sheet = LedgerSheet(meta.name, hidden=meta.visible != SheetVisibleEnum.Visible)
            sheet.rows = cleaned_rows(grid.to_python(skip_empty_area=False))
            sheet.merged = [
                MergedRange(*start, *end) for start, end in grid.merged_cell_ranges or ()
            ]
            if meta.name in parts:
                _look_again(package, parts[meta.name], formats, sheet)
            sheets.append(sheet)
    return sheets


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """LedgerSheet name → the part that holds it."""
    main = next((n for n in package.namelist() if n.casefold() == "xl/workbook.xml"), None)
    if main is None:
        return {}
    folder, name = posixpath.split(main)
    relations = f"{folder}/_rels/{name}.rels"
    targets: dict[str, str] = {}
    wanted: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if _local(tag) == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = (
                target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            )

    def sheet(tag: str, attributes: Attributes) -> None:
        if _local(tag) == "sheet":
            key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            wanted[attributes.get("name", "")] = key

    if relations in package.namelist():
        walk(package, relations, relation)
    walk(package, main, sheet)
    present = set(package.namelist())
    return {name: targets[key] for name, key in wanted.items() if targets.get(key) in present}


def _cell_formats(package: zipfile.ZipFile) -> list[str]:
    """The number format code of each cell style, by its index."""
    if "xl/styles.xml" not in package.namelist():
        return []
    own: dict[int, str] = {}
    codes: list[str] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        name = _local(tag)
        if name == "numFmt" and attributes.get("numFmtId", "").isdigit():
            own.setdefault(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", "0"))
            codes.append(own.get(number) or BUILTIN_FORMATS.get(number, "General"))

    def end(tag: str) -> None:
        nonlocal inside
        if _local(tag) == "cellXfs":
            inside = False

    walk(package, "xl/styles.xml", start, end)
    return codes


def _changes_reading(shown: NumberFormat) -> bool:
    return bool(shown.percent or shown.power or shown.literal or shown.hides)


def _look_again(
    package: zipfile.ZipFile, part: str, formats: list[str], sheet: LedgerSheet
) -> None:
    special = {i for i, code in enumerate(formats) if _changes_reading(number_format(code))}
    if not _worth_a_walk(package, part, special):
        return
    walker = _SheetWalker(formats, special, sheet)
    walk(package, part, walker.start, walker.end, walker.text, drop=_EMPTY)


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


class _SheetWalker:
    """Collects marks, error texts, hidden rows and columns of one sheet."""

    def __init__(self, formats: list[str], special: set[int], sheet: LedgerSheet) -> None:
        self.formats = formats
        self.special = special
        self.sheet = sheet
        self.row = -1
        self.column = -1
        self.kind = ""
        self.style = 0
        self.has_formula = False
        self.has_value = False
        self.inside_value = False
        self.value = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        name = _local(tag)
        if name == "c":
            self._cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.inside_value = True
        elif name == "row":
            self._row(attributes)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.sheet.hidden_columns.update(range(first, min(last, 16_384)))

    def _row(self, attributes: Attributes) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self.row)

    def _cell(self, attributes: Attributes) -> None:
        address = _ADDRESS.fullmatch(attributes.get("r", ""))
        self.column = column_number(address[1]) if address else self.column + 1
        self.kind = attributes.get("t", "")
        self.style = int(attributes.get("s", "0"))
        self.has_formula = self.has_value = self.inside_value = False
        self.value = ""

    def text(self, data: str) -> None:
        if self.inside_value:
            self.has_value = True  # an empty <v/> is no result
            if self.kind == "e":
                self.value += data

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "v":
            self.inside_value = False
        elif name == "c":
            self._close()

    def _close(self) -> None:
        if self.kind == "e":
            self._put_error()
        decimals_only = self.has_value and len(self.sheet.marks) < _MAX_MARKS
        if not (self.has_formula or self.style in self.special or decimals_only):
            return
        if not (self.has_formula or self.has_value):
            return  # a style on an empty cell says nothing
        code = self.formats[self.style] if self.style < len(self.formats) else "General"
        if code == "General" and not self.has_formula:
            return
        has_result = self.has_value or self.kind == "str"
        self.sheet.marks[self.row, self.column] = CellMark(code, self.has_formula, has_result)

    def _put_error(self) -> None:
        """calamine gives error cells as empty text: put the error's own text there."""
        rows = self.sheet.rows
        if self.row > len(rows) + 1000 or self.column >= 200:
            return
        while len(rows) <= self.row:
            rows.append([])
        cells = rows[self.row]
        cells.extend([None] * (self.column + 1 - len(cells)))
        cells[self.column] = self.value or "#N/A"
