"""XML Spreadsheet 2003, as reporting tools still write it under the name .xls."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from xml.parsers import expat

from indicators.core.values import Raw
from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.stream import Attributes, local, refuse_doctype, whole_number
from indicators.ledger.parsing.strings import TextRun, joined
from indicators.ledger.workbook import (
    MAX_COLUMNS,
    MAX_ROWS,
    CellMark,
    LedgerSheet,
    MergedRange,
    cleaned_rows,
)

_FORMATS: Final = {
    "Percent": "0.00%",
    "Standard": "#,##0.00",
    "Fixed": "0.00",
    "General Number": "General",
}


def read(content: bytes) -> list[LedgerSheet]:
    reader = _BookReader()
    parser = expat.ParserCreate(namespace_separator=":")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position only
    for sheet in reader.sheets:
        sheet.rows = cleaned_rows(sheet.rows)
    return reader.sheets


class _BookReader:
    def __init__(self) -> None:
        self.sheets: list[LedgerSheet] = []
        self.formats: dict[str, str] = {}
        self.struck: set[str] = set()
        self.style = ""
        self.cell: Attributes = {}
        self.kind = ""
        self.runs: list[TextRun] | None = None
        self.depth = {"S": 0, "Sup": 0}
        self.place = 0, 0

    def start(self, tag: str, told: Attributes) -> None:
        attributes = {local(name): value for name, value in told.items()}
        name = local(tag)
        handler = getattr(self, f"start_{name.casefold()}", None)
        if handler is not None:
            handler(attributes)
        elif name in self.depth:
            self.depth[name] += 1

    def start_style(self, attributes: Attributes) -> None:
        self.style = attributes.get("ID", "")

    def start_numberformat(self, attributes: Attributes) -> None:
        code = attributes.get("Format", "General")
        self.formats[self.style] = _FORMATS.get(code, code)

    def start_font(self, attributes: Attributes) -> None:
        if attributes.get("StrikeThrough") == "1":
            self.struck.add(self.style)

    def start_worksheet(self, attributes: Attributes) -> None:
        self.sheets.append(LedgerSheet(attributes.get("Name", "")))

    def start_row(self, attributes: Attributes) -> None:
        rows = self.sheets[-1].rows
        wanted = whole_number(attributes.get("Index", "")) or len(rows) + 1
        if wanted > MAX_ROWS * 2:
            raise FileRefusedError(FileFault.TOO_MANY_ROWS)
        rows.extend([] for _ in range(wanted - len(rows)))
        if attributes.get("Hidden") == "1":
            self.sheets[-1].hidden_rows.add(len(rows) - 1)

    def start_cell(self, attributes: Attributes) -> None:
        cells = self.sheets[-1].rows[-1]
        wanted = whole_number(attributes.get("Index", "")) or len(cells) + 1
        if wanted > MAX_COLUMNS + 1:
            raise FileRefusedError(FileFault.TOO_WIDE)
        cells.extend([None] * (wanted - len(cells)))
        self.cell = attributes
        right = whole_number(attributes.get("MergeAcross", ""))
        down = whole_number(attributes.get("MergeDown", ""))
        row, column = len(self.sheets[-1].rows) - 1, len(cells) - 1
        if right or down:
            area = MergedRange(row, column, row + down, column + right)
            self.sheets[-1].merged.append(area)
            cells.extend([None] * min(right, MAX_COLUMNS - column))
        self.place = row, column

    def start_data(self, attributes: Attributes) -> None:
        self.kind = attributes.get("Type", "String")
        self.runs = []

    def text(self, data: str) -> None:
        if self.runs is not None:
            self.runs.append(TextRun(data, self.depth["S"] > 0, self.depth["Sup"] > 0))

    def end(self, tag: str) -> None:
        name = local(tag)
        if name in self.depth:
            self.depth[name] -= 1
        elif name == "Data" and self.runs is not None:
            self._close()
            self.runs = None

    def _close(self) -> None:
        rich = joined(self.runs or [])
        sheet = self.sheets[-1]
        row, column = self.place
        sheet.rows[row][column] = _raw(self.kind, rich.text)
        style = self.cell.get("StyleID", "Default")
        mark = CellMark(
            self.formats.get(style, "General"),
            "Formula" in self.cell,
            bool(rich.text),
            "whole" if style in self.struck else rich.strike,
            rich.is_raised,
        )
        if mark != CellMark():
            sheet.marks[row, column] = mark


def _raw(kind: str, text: str) -> Raw:
    if kind == "Number":
        return float(text) if text.strip() else None
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return datetime.fromisoformat(text.strip())
    return text or None
