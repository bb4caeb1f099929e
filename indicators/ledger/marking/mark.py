"""Marks cells of a workbook in place: colours, comments, states, the list of what to change.

Only what a mark needs is written into the parts of the package; everything else of the unit's
workbook (formulas and their results, pictures, charts, controls, other people's comments) stays
as it is. What a mark replaces is kept on a very hidden sheet, and put back when the workbook
returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from indicators.ledger.marking import own_sheets
from indicators.ledger.marking.cells import ORDER, SheetCells
from indicators.ledger.marking.comments import SheetComments
from indicators.ledger.marking.own_sheets import ReplacedLook, sheets_of
from indicators.ledger.marking.package import BookPackage, child, put_in_order
from indicators.ledger.marking.plain_book import plain_book
from indicators.ledger.marking.styles import StyleBook
from indicators.ledger.parsing.package import workbook_content
from indicators.ledger.workbook import cell_name, cell_place, column_letters
from indicators.messages import ledger_files as messages


def mark_file(path: Path, request: dict[str, Any]) -> None:
    """Open the workbook (or write it from plain data), mark it, save it as the target."""
    is_plain = bool(request.get("plain"))
    source = BytesIO(plain_book(path)) if is_plain else workbook_content(path)
    if is_plain:
        request["faults"] = [*request["faults"], messages.WRITTEN_ANEW]
    book = _Book(BookPackage(source))
    book.unmark()
    book.mark(request)
    book.package.save(Path(request["target"]))


class _Sheet:
    """One sheet that is changed."""

    def __init__(self, package: BookPackage, part: str) -> None:
        self.cells = SheetCells(package.tree(part))
        self.comments = SheetComments(package, part, self.cells)


class _Book:
    def __init__(self, package: BookPackage) -> None:
        self.package = package
        self.styles = StyleBook(package)
        self._sheets: dict[str, _Sheet] = {}
        self._held: list[ReplacedLook] = []

    def _sheet(self, name: str) -> _Sheet | None:
        """A sheet by its name; None where the book has none, or a sheet of another kind."""
        if name not in self._sheets:
            part = sheets_of(self.package).get(name, "")
            if not part or not self.package.has(part):
                return None
            self._sheets[name] = _Sheet(self.package, part)
        return self._sheets[name]

    def unmark(self) -> None:
        """Put a workbook that we marked before as it was; drop our sheets."""
        held = own_sheets.read_held(self.package)
        own_sheets.drop_own_sheets(self.package)
        for name in dict.fromkeys(one.sheet for one in held):
            sheet = self._sheet(name)
            if sheet is not None:
                self._unmark_sheet(name, sheet, [one for one in held if one.sheet == name])

    def _unmark_sheet(self, name: str, sheet: _Sheet, held: list[ReplacedLook]) -> None:
        for one, place in _found([h for h in held if h.kind in ("cell", "made")], sheet):
            self._unmark_cell(sheet, one, place)
        for one in held:
            if one.kind == "status":
                _clear_column(sheet.cells, one.place)
            elif one.kind == "filter":
                _clear_filter(sheet.cells, one.note)
                own_sheets.name_filter(self.package, name, "")

    def _unmark_cell(self, sheet: _Sheet, held: ReplacedLook, place: str) -> None:
        at = cell_place(place)
        cell = sheet.cells.cell(*at) if at else None
        sheet.comments.unmark(place, held.note, held.author, held.text)
        if cell is None or at is None or not self.styles.is_marked(int(cell.get("s", "0"))):
            return
        if held.kind == "made" and not len(cell):
            sheet.cells.remove(*at)
        elif held.style:
            cell.set("s", str(held.style))
        else:
            cell.attrib.pop("s", None)

    def mark(self, request: dict[str, Any]) -> None:
        for name, place, _, _, level, text in request["cells"]:
            sheet, at = self._sheet(name), cell_place(place)
            if sheet is not None and at is not None:
                self._mark_cell(name, sheet, at, level, text)
        self._write_states(request["rows"], request["heads"])
        for sheet in self._sheets.values():
            sheet.comments.save()
        own_sheets.write_held(self.package, self._held)
        own_sheets.write_list(self.package, self.styles, request)
        own_sheets.show_first(self.package)

    def _mark_cell(
        self, name: str, sheet: _Sheet, at: tuple[int, int], level: str, text: str
    ) -> None:
        row, column = sheet.cells.corner(*at)
        place = cell_name(row, column)
        is_there = sheet.cells.cell(row, column) is not None
        cell = sheet.cells.made(row, column)
        style = int(cell.get("s") or 0)
        kept, author, told = sheet.comments.mark(place, text)
        kind = "cell" if is_there else "made"
        self._held.append(ReplacedLook(kind, name, place, style, kept, author, told))
        cell.set("s", str(self.styles.filled(style, level)))

    def _write_states(self, rows: list[list[Any]], heads: list[list[Any]]) -> None:
        """A 状态 column right of each table, to filter by."""
        by_sheet: dict[str, dict[int, str]] = {}
        for name, row, state in rows:
            by_sheet.setdefault(name, {})[row] = state
        ends: dict[str, int] = {}
        for name, head in reversed(heads):
            sheet = self._sheet(name)
            if sheet is None:
                continue
            below = {
                row: state
                for row, state in by_sheet.get(name, {}).items()
                if head < row < ends.get(name, row + 1)
            }
            ends[name] = head
            self._write_column(name, sheet, head, below)

    def _write_column(self, name: str, sheet: _Sheet, head: int, states: dict[int, str]) -> None:
        """``head`` and the rows count from 1 here."""
        cells = sheet.cells
        column = cells.last_filled_column(head - 1) + 1
        beside = cells.cell(head - 1, column - 1)
        look = int(beside.get("s") or 0) if beside is not None else 0
        cells.put(head - 1, column, messages.STATUS_COLUMN, look)
        for row, state in states.items():
            cells.put(row - 1, column, state)
        self._held.append(ReplacedLook("status", name, column_letters(column)))
        has_filter = child(cells.root, "autoFilter") is not None
        if has_filter or child(cells.root, "tableParts") is not None:
            return  # theirs stays
        ref = own_sheets.filter_ref(head - 1, max(states, default=head) - 1, column)
        made = etree.Element(f"{{{cells.namespace}}}autoFilter", ref=ref)
        put_in_order(cells.root, made, ORDER)
        hidden = ",".join(str(row + 1) for row in cells.hidden_rows())
        self._held.append(ReplacedLook("filter", name, ref, note=hidden))
        own_sheets.name_filter(self.package, name, ref)


def _found(held: list[ReplacedLook], sheet: _Sheet) -> Iterator[tuple[ReplacedLook, str]]:
    """Each mark and where it is now: sorting moves cells together with their comments."""
    texts = sheet.comments.texts()
    stayed = [one for one in held if not one.text or texts.get(one.place) == one.text]
    for one in stayed:
        texts.pop(one.place, None)
        yield one, one.place
    for one in held:
        if one not in stayed:
            moved = next((place for place, text in texts.items() if text == one.text), one.place)
            texts.pop(moved, None)
            yield one, moved


def _clear_column(cells: SheetCells, letters: str) -> None:
    at = cell_place(f"{letters}1")
    for row in cells.rows() if at else ():
        if at:
            cells.remove(row, at[1])


def _clear_filter(cells: SheetCells, hidden_before: str) -> None:
    """Take our filter away, and show again what only it hid."""
    found = child(cells.root, "autoFilter")
    if found is None:
        return
    if len(found):
        kept = {int(row) - 1 for row in hidden_before.split(",") if row.isdecimal()}
        cells.show_rows(set(cells.hidden_rows()) - kept)
    cells.root.remove(found)
