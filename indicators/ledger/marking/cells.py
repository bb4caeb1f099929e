"""Cells of one sheet's XML, found, added and taken away in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from indicators.ledger.marking.package import child, local, put_in_order
from indicators.ledger.workbook import cell_name, cell_place

ORDER: Final = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches"),
    *("ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF"),
    *("drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
)

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def legal(text: str) -> str:
    """A text without the signs that no XML may hold."""
    return _ILLEGAL.sub("", text)


def add_text(parent: Any, namespace: str, text: str) -> None:
    element = etree.SubElement(parent, f"{{{namespace}}}t")
    element.text = legal(text)
    element.set(_PRESERVE, "preserve")


class SheetCells:
    """The rows and cells of one sheet; ``root`` is its worksheet element."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.namespace: str = etree.QName(root).namespace or ""
        data = child(root, "sheetData")
        if data is None:
            data = etree.Element(f"{{{self.namespace}}}sheetData")
            put_in_order(root, data, ORDER)
        self._data = data
        self._rows: dict[int, Any] = {}
        at = -1
        for row in data:
            if local(row) == "row":
                told = row.get("r", "")
                at = int(told) - 1 if told.isdecimal() else at + 1
                self._rows.setdefault(at, row)
        self._last = max(self._rows, default=-1)
        self._cells: dict[int, dict[int, Any]] = {}
        self._merged = list(self._merged_ranges())

    def cell(self, row: int, column: int) -> Any:
        """The cell's element, or None."""
        return self._cells_of(row).get(column)

    def _cells_of(self, row: int) -> dict[int, Any]:
        if row not in self._cells:
            found: dict[int, Any] = {}
            at = -1
            for cell in self._rows.get(row, ()):
                if local(cell) == "c":
                    place = cell_place(cell.get("r", ""))
                    at = place[1] if place else at + 1
                    found.setdefault(at, cell)
            self._cells[row] = found
        return self._cells[row]

    def made(self, row: int, column: int) -> Any:
        """The cell's element, put in its place where it is missing."""
        cells = self._cells_of(row)
        if column in cells:
            return cells[column]
        home = self._rows.get(row)
        if home is None:
            home = self._made_row(row)
        home.attrib.pop("spans", None)  # only a hint, and no longer true
        cell = etree.Element(f"{{{self.namespace}}}c", r=cell_name(row, column))
        later = [other for other in cells if other > column]
        if later:
            cells[min(later)].addprevious(cell)
        else:
            home.append(cell)
        cells[column] = cell
        return cell

    def _made_row(self, row: int) -> Any:
        home = etree.Element(f"{{{self.namespace}}}row", r=str(row + 1))
        if row > self._last:
            self._data.append(home)
            self._last = row
        else:
            self._rows[min(other for other in self._rows if other > row)].addprevious(home)
        self._rows[row] = home
        return home

    def remove(self, row: int, column: int) -> None:
        cell = self._cells_of(row).pop(column, None)
        if cell is not None:
            home = cell.getparent()
            home.remove(cell)
            if not len(home) and set(home.attrib) <= {"r"}:
                self._data.remove(home)
                self._rows.pop(row, None)
                self._last = max(self._rows, default=-1) if row == self._last else self._last

    def put(self, row: int, column: int, text: str, style: int = 0) -> None:
        """Write a text as a text, whatever it begins with."""
        cell = self.made(row, column)
        for old in list(cell):
            cell.remove(old)
        if style:
            cell.set("s", str(style))
        cell.set("t", "inlineStr")
        add_text(etree.SubElement(cell, f"{{{self.namespace}}}is"), self.namespace, text)

    def last_filled_column(self, first: int) -> int:
        """The last column that holds anything at or below a row."""
        last = 0
        for row, home in self._rows.items():
            if row < first:
                continue
            at = len(home) - 1
            while at >= 0 and not len(home[at]):
                at -= 1
            if at >= 0:
                place = cell_place(home[at].get("r", ""))
                last = max(last, place[1] if place else at)
        return last

    def rows(self) -> list[int]:
        return list(self._rows)

    def hidden_rows(self) -> list[int]:
        return [row for row, home in self._rows.items() if home.get("hidden") in ("1", "true")]

    def show_rows(self, shown: set[int]) -> None:
        for row in shown:
            if row in self._rows:
                self._rows[row].attrib.pop("hidden", None)

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged range a cell lies in, else the cell itself."""
        for top, bottom in self._merged:
            if top[0] <= row <= bottom[0] and top[1] <= column <= bottom[1]:
                return top
        return row, column

    def _merged_ranges(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        merged = child(self.root, "mergeCells")
        for area in () if merged is None else merged:
            first, _, last = area.get("ref", "").partition(":")
            top, bottom = cell_place(first), cell_place(last)
            if top and bottom:
                yield top, bottom
