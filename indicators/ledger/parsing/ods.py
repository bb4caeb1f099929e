""".ods read from content.xml in one streamed pass: values, formats as shown, hidden parts.

A cell's own value type says whether it is a percentage, its displayed text how many
decimals it shows; so no table of styles is needed except for hidden columns and sheets.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from indicators.core.values import Raw, round_half_up, typed_decimal
from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.stream import Attributes, walk
from indicators.ledger.parsing.strings import TextRun, joined
from indicators.ledger.workbook import (
    MAX_COLUMNS,
    MAX_ROWS,
    CellMark,
    LedgerSheet,
    MergedRange,
    cleaned_rows,
)

_SHOWN_NUMBER: Final = re.compile(r"(-?[0-9][0-9,]*(?:\.([0-9]+))?)")
_DIGIT: Final = re.compile(r"[0-9]")
_NO_WIDTH: Final = re.compile(r"0+(?:\.0+)?[a-z]*")
_OTHERWISE: Final = "0,"  # a format that shows another magnitude than is stored
_FLAT: Final = ("", "0%", "sub")
_HIDDEN: Final = ("collapse", "filter")


def read(path: Path) -> list[LedgerSheet]:
    reader = _Reader()
    with zipfile.ZipFile(path) as package:
        walk(package, "content.xml", reader.start, reader.end, reader.text)
    for sheet in reader.sheets:
        sheet.rows = cleaned_rows(sheet.rows)
    return reader.sheets


def _repeat(attributes: Attributes, name: str) -> int:
    return int(attributes.get(f"table:number-{name}-repeated", "1"))


class _Reader:
    """Follows tables, rows and cells; annotations and shapes are passed over."""

    def __init__(self) -> None:
        self.sheets: list[LedgerSheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.struck_styles: set[str] = set()
        self.raised_styles: set[str] = set()
        self.spans: list[str] = []
        self.runs: list[TextRun] = []
        self.cells: list[Raw] = []
        self.row = 0
        self.row_repeat = 1
        self.column_cursor = 0
        self.cell: Attributes = {}
        self.paragraphs: list[str] = []
        self.inside_cell = False
        self.skipping = 0
        self.in_comment = self.takes_comment = False
        self.comment = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if self.skipping or tag in ("office:annotation", "table:shapes", "draw:frame"):
            self.skipping += 1
            self.in_comment = self.in_comment or tag == "office:annotation"
            self.takes_comment = self.in_comment and tag.startswith("text:")  # no date, no author
            return
        handler = getattr(self, "start_" + tag.replace(":", "_").replace("-", "_"), None)
        if handler is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            self.in_comment = self.in_comment and self.skipping > 0
            self.takes_comment = self.takes_comment and self.in_comment
            return
        if tag in ("table:table-cell", "table:covered-table-cell"):
            self._close_cell()
        elif tag == "text:span" and self.spans:
            self.spans.pop()
        elif tag == "table:table-row":
            self._close_row()

    def text(self, data: str) -> None:
        if self.takes_comment:
            self.comment += data
        if self.inside_cell and not self.skipping and self.paragraphs:
            self.paragraphs[-1] += data
            styles = {*self.spans}
            struck, raised = styles & self.struck_styles, styles & self.raised_styles
            self.runs.append(TextRun(data, bool(struck), bool(raised)))

    def start_style_style(self, attributes: Attributes) -> None:
        self.style = attributes.get("style:name", "")

    def start_style_table_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def start_style_table_column_properties(self, attributes: Attributes) -> None:
        if _NO_WIDTH.fullmatch(attributes.get("style:column-width", "")):
            self.hidden_styles.add(self.style)

    def start_style_text_properties(self, attributes: Attributes) -> None:
        if attributes.get("style:text-line-through-style", "none") != "none":
            self.struck_styles.add(self.style)
        if attributes.get("style:text-position", "").split(" ")[0] not in _FLAT:
            self.raised_styles.add(self.style)

    def start_text_span(self, attributes: Attributes) -> None:
        self.spans.append(attributes.get("text:style-name", ""))

    def start_table_table(self, attributes: Attributes) -> None:
        hidden = attributes.get("table:style-name") in self.hidden_styles
        self.sheets.append(LedgerSheet(attributes.get("table:name", ""), hidden=hidden))
        self.row = 0
        self.column_cursor = 0

    def start_table_table_column(self, attributes: Attributes) -> None:
        count = _repeat(attributes, "columns")
        is_narrow = attributes.get("table:style-name") in self.hidden_styles
        if is_narrow or attributes.get("table:visibility") in _HIDDEN:
            last = min(self.column_cursor + count, MAX_COLUMNS)
            self.sheets[-1].hidden_columns.update(range(self.column_cursor, last))
        self.column_cursor += count

    def start_table_table_row(self, attributes: Attributes) -> None:
        self.cells = []
        self.row_repeat = _repeat(attributes, "rows")
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self.row + self.row_repeat, MAX_ROWS)
            self.sheets[-1].hidden_rows.update(range(self.row, last))

    def start_table_table_cell(self, attributes: Attributes) -> None:
        self.cell = attributes
        self.paragraphs = []
        self.spans, self.runs = [], []
        self.comment = ""
        self.inside_cell = True

    start_table_covered_table_cell = start_table_table_cell

    def start_text_p(self, _: Attributes) -> None:
        if self.paragraphs:
            self.runs.append(TextRun("\n"))
        self.paragraphs.append("")

    def start_text_s(self, attributes: Attributes) -> None:
        self.text(" " * int(attributes.get("text:c", "1")))

    def start_text_line_break(self, _: Attributes) -> None:
        self.text("\n")

    def _close_cell(self) -> None:
        self.inside_cell = False
        value = self._value()
        repeat = _repeat(self.cell, "columns")
        column = len(self.cells)
        if value is None:
            repeat = min(repeat, MAX_COLUMNS + 1 - column)
        elif column + repeat > MAX_COLUMNS + 1:
            raise FileRefusedError(FileFault.TOO_WIDE)
        self.cells.extend([value] * repeat)
        down = int(self.cell.get("table:number-rows-spanned", "1"))
        right = int(self.cell.get("table:number-columns-spanned", "1"))
        sheet = self.sheets[-1]
        if down > 1 or right > 1:
            sheet.merged.append(
                MergedRange(self.row, column, self.row + down - 1, column + right - 1)
            )
        if self.comment:
            sheet.comments[self.row, column] = self.comment
        mark = self._mark(value)
        if mark is not None:
            for copy in range(max(repeat, 0)):
                sheet.marks[self.row, column + copy] = mark

    def _close_row(self) -> None:
        sheet = self.sheets[-1]
        filled = any(cell is not None for cell in self.cells)
        if filled and self.row + self.row_repeat > MAX_ROWS * 2:
            raise FileRefusedError(FileFault.TOO_MANY_ROWS)
        if filled:
            sheet.rows.extend([] for _ in range(self.row - len(sheet.rows)))
            sheet.rows.extend(list(self.cells) for _ in range(self.row_repeat))
        self.row += self.row_repeat

    def _value(self) -> Raw:
        kind = self.cell.get("office:value-type", "")
        shown = "\n".join(self.paragraphs)
        if not kind or kind == "string":
            return joined(self.runs).text or None
        if self.cell.get("calcext:value-type") == "error":
            return shown or "#N/A"
        if kind in ("float", "percentage", "currency"):
            return float(self.cell.get("office:value", "nan"))
        if kind == "boolean":
            return self.cell.get("office:boolean-value") == "true"
        if kind == "date":
            return _date(self.cell.get("office:date-value", ""))
        if kind == "time":
            return _date("")
        return shown or None

    def _mark(self, value: Raw) -> CellMark | None:
        if value is None and "table:formula" not in self.cell:
            return None
        is_struck = self.cell.get("table:style-name") in self.struck_styles
        is_number = isinstance(value, float) and not isinstance(value, bool)
        rich = joined([] if is_number else self.runs)
        code = "General"
        if isinstance(value, float) and is_number:
            percent = self.cell.get("office:value-type") == "percentage"
            shown = "".join(self.paragraphs) if self.paragraphs else None
            code = _format_as_shown(value, shown, percent=percent)
        mark = CellMark(
            code,
            "table:formula" in self.cell,
            "office:value-type" in self.cell,
            "whole" if is_struck else rich.strike,
            rich.is_raised,
        )
        return None if mark == CellMark() else mark


def _date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime(1900, 1, 1)  # noqa: DTZ001 - a date no value can be, without a zone


def _format_as_shown(value: float, shown: str | None, *, percent: bool) -> str:
    """A number format code that would show what the cell displays (None: not told)."""
    match = None if shown is None else _SHOWN_NUMBER.search(shown)
    if shown is None or match is None:
        if shown is not None and not _DIGIT.search(shown):
            return ";;;"  # nothing, — or words stand where the number is
        return "0.######%" if percent else "General"
    decimals = len(match[2] or "")
    code = "0." + "0" * decimals if decimals else "0"
    if percent:
        return code + "%"
    before, behind = shown[: match.start()].strip(), shown[match.end() :].strip()
    if before or behind:
        return "".join((f'"{before}"' if before else "", code, f'"{behind}"' if behind else ""))
    if not match[2] and value == int(value):
        code = "General"
    stored = round_half_up(typed_decimal(value), decimals)
    same = stored == Decimal(match[1].replace(",", ""))
    return code if same else _OTHERWISE
