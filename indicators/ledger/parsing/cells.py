"""The cells of one .xlsx sheet as expat walks through them: marks, and values where asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from indicators.core.values import Raw
from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.package import CellStyles
from indicators.ledger.parsing.stream import Attributes, local, whole_number
from indicators.ledger.parsing.strings import RichText, RunReader
from indicators.ledger.workbook import (
    MAX_COLUMNS,
    CellMark,
    LedgerSheet,
    MergedRange,
    cleaned_rows,
    column_number,
)

_MAX_MARKS: Final = 50_000
_MAX_ROW: Final = 1_048_576
_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_YES: Final = ("1", "true")


class CellReader:
    """Collects marks, error texts, hidden rows and columns of one sheet.

    ``strings``: the shared strings, where the values are wanted too.
    """

    def __init__(
        self,
        sheet: LedgerSheet,
        styles: CellStyles,
        special: set[int],
        strings: Sequence[RichText] | None,
        has_1904: bool,  # noqa: FBT001 - one caller
    ) -> None:
        self.sheet = sheet
        self.styles = styles
        self.special = special
        self.strings = strings
        self.epoch = MAC_EPOCH if has_1904 else WINDOWS_EPOCH
        self.rows: dict[int, dict[int, Raw]] = {}
        self.row = self.column = -1
        self.kind = self.value = ""
        self.style = 0
        self.has_formula = self.has_value = self.inside_value = False
        self.runs = RunReader()

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        if name == "c":
            self._open(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.inside_value = True
        elif name == "row":
            self._open_row(attributes)
        elif name == "col" and (
            attributes.get("hidden") in _YES or attributes.get("width", "1").strip("0.") == ""
        ):
            first, last = whole_number(attributes["min"]) - 1, whole_number(attributes["max"])
            self.sheet.hidden_columns.update(range(first, min(last, 16_384)))
        elif name == "sheetView" and attributes.get("showZeros") in ("0", "false"):
            self.sheet.hides_zeros = True
        elif name == "mergeCell" and self.strings is not None:
            self._merge(attributes.get("ref", ""))
        else:
            self.runs.start(name, attributes)

    def _merge(self, ref: str) -> None:
        ends = [_ADDRESS.fullmatch(end) for end in ref.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = (
                (column_number(end[1]), int(end[2]) - 1) for end in ends if end
            )
            self.sheet.merged.append(MergedRange(top, left, bottom, right))

    def _open_row(self, attributes: Attributes) -> None:
        told = whole_number(attributes.get("r", ""))
        self.row = told - 1 if told else self.row + 1
        self.column = -1
        if attributes.get("hidden") in _YES or attributes.get("ht", "1").strip("0.") == "":
            self.sheet.hidden_rows.add(self.row)

    def _open(self, attributes: Attributes) -> None:
        address = _ADDRESS.fullmatch(attributes.get("r", ""))
        self.column = column_number(address[1]) if address else self.column + 1
        self.kind = attributes.get("t", "")
        self.style = whole_number(attributes.get("s", ""))
        self.has_formula = self.has_value = self.inside_value = False
        self.value = ""
        self.runs = RunReader()

    def text(self, data: str) -> None:
        if self.inside_value:
            self.has_value = True  # an empty <v/> is no result
            if self.strings is not None or self.kind == "e":
                self.value += data
        else:
            self.runs.text(data)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "v":
            self.inside_value = False
        elif name == "c":
            self._close()
        else:
            self.runs.end(name)

    def _close(self) -> None:
        if self.kind == "e":
            self._put_error()
        rich = RichText("")
        if self.strings is not None:
            rich = self._rich()
            self._put(self._raw(rich))
        self._mark(rich)

    def _mark(self, rich: RichText) -> None:
        has_value = self.has_value or bool(rich.text) or self.kind == "inlineStr"
        decimals_only = has_value and len(self.sheet.marks) < _MAX_MARKS
        if not (self.has_formula or self.style in self.special or rich.strike or decimals_only):
            return
        if not (self.has_formula or has_value):
            return  # a style on an empty cell says nothing
        strike = "whole" if self.style in self.styles.struck else rich.strike
        mark = CellMark(
            self.styles.format(self.style),
            self.has_formula,
            self.has_value or self.kind == "str",
            strike,
            rich.is_raised,
        )
        if mark != CellMark():
            self.sheet.marks[self.row, self.column] = mark

    def _put_error(self) -> None:
        """calamine gives error cells as empty text: put the error's own text there."""
        rows = self.sheet.rows
        if self.strings is not None or self.row > len(rows) + 1000 or self.column >= MAX_COLUMNS:
            return
        while len(rows) <= self.row:
            rows.append([])
        cells = rows[self.row]
        cells.extend([None] * (self.column + 1 - len(cells)))
        cells[self.column] = self.value or "#N/A"

    def _rich(self) -> RichText:
        if self.kind == "s" and self.strings is not None:
            place = whole_number(self.value)
            return self.strings[place] if place < len(self.strings) else RichText("")
        if self.kind == "inlineStr":
            return self.runs.take()
        return RichText(self.value if self.kind in ("str", "e") else "")

    def _raw(self, rich: RichText) -> Raw:
        if rich.text or self.kind in ("s", "inlineStr", "str"):
            return rich.text or None
        text = self.value.strip()
        if not text:
            return None
        if self.kind == "b":
            return text in _YES
        if self.kind == "d":
            return _iso_day(text)
        number = float(text)  # ValueError: the sheet is damaged
        code = self.styles.format(self.style)
        return self._day(number) if is_date_format(code) else number

    def _day(self, number: float) -> Raw:
        try:
            day = from_excel(number, self.epoch, timedelta=False)
        except (ValueError, OverflowError):
            return number
        if isinstance(day, timedelta | time) or not isinstance(day, date):
            return day if isinstance(day, timedelta | time) else number
        return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001

    def _put(self, raw: Raw) -> None:
        if raw is None:
            return
        if self.row >= _MAX_ROW:
            raise FileRefusedError(FileFault.DAMAGED)
        if self.column > MAX_COLUMNS:
            raise FileRefusedError(FileFault.TOO_WIDE)
        self.rows.setdefault(self.row, {})[self.column] = raw

    def finish(self) -> None:
        """Put the values read into the sheet's rows."""
        if self.strings is None or not self.rows:
            return
        self.sheet.rows = cleaned_rows(
            _filled(self.rows.get(row)) for row in range(max(self.rows) + 1)
        )


def _filled(cells: dict[int, Raw] | None) -> list[Raw]:
    return [cells.get(column) for column in range(max(cells) + 1)] if cells else []


def _iso_day(text: str) -> Raw:
    try:
        return datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
