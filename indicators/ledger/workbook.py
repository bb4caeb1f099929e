"""A spreadsheet as plain data: cells, formats that matter, merged and hidden parts.

Rows and columns count from 0 here; what people see counts from 1 and A.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from indicators.core.values import Raw
from indicators.ledger.faults import FileFault, FileRefusedError

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
CHUNK: Final = 2_000
_BEGINNING: Final = 300
_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class CellMark(NamedTuple):
    """What a cell is besides its value.

    ``strike``: ``whole`` where all of it is struck out, ``part`` where struck parts were left
    out. ``is_raised``: superscripts were left out.
    """

    format: str = "General"
    is_formula: bool = False
    has_result: bool = True
    strike: str = ""
    is_raised: bool = False


PLAIN_MARK: Final = CellMark()


class MergedRange(NamedTuple):
    """A merged range, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class LedgerSheet:
    """``hides_zeros``: nothing is shown for 0. ``is_text``: from a text file, whose cells a
    forgotten quote can push aside."""

    name: str
    hidden: bool = False
    hides_zeros: bool = False
    is_text: bool = False
    rows: list[list[Raw]] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    marks: dict[tuple[int, int], CellMark] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Raw:
        if row >= len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def mark(self, row: int, column: int) -> CellMark:
        return self.marks.get((row, column), PLAIN_MARK)


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The address people know: (0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def cell_place(name: str) -> tuple[int, int] | None:
    """Row and column of an address: A1 is (0, 0); None where it is none."""
    found = _ADDRESS.fullmatch(name.upper())
    return (int(found[2]) - 1, column_number(found[1])) if found else None


def beginning(text: str) -> str:
    """How a comment begins, without blanks: by that ours are known again, because not every
    program keeps authors, runs and line breaks."""
    return "".join(text.split())[:_BEGINNING]


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cleaned_rows(rows: Iterable[Iterable[Raw]]) -> list[list[Raw]]:
    """Rows without empty ends, limited to what a ledger may hold."""
    result: list[list[Raw]] = []
    filled = 0
    length = 0
    for row in rows:
        cells = [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise FileRefusedError(FileFault.TOO_WIDE)
        result.append(cells)
        if cells:
            filled += 1
            length = len(result)
            if filled > MAX_ROWS:
                raise FileRefusedError(FileFault.TOO_MANY_ROWS)
    del result[length:]
    return result


def encode(sheets: Iterable[LedgerSheet]) -> Iterator[str]:
    """JSON lines: a head per sheet, then its rows in pieces, then one line that says done."""
    for sheet in sheets:
        head = {
            "sheet": sheet.name,
            "hidden": sheet.hidden,
            "hides_zeros": sheet.hides_zeros,
            "is_text": sheet.is_text,
            "merged": sheet.merged,
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "marks": [(*place, *mark) for place, mark in sheet.marks.items()],
            "comments": [(*place, text) for place, text in sheet.comments.items()],
        }
        yield json.dumps(head, ensure_ascii=False)
        for start in range(0, len(sheet.rows), CHUNK):
            yield json.dumps(
                {"rows": sheet.rows[start : start + CHUNK]}, ensure_ascii=False, default=_plain
            )
    yield '{"done": true}'


def _plain(cell: object) -> dict[str, str]:
    if isinstance(cell, date):
        return {"$": cell.isoformat()}
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return {"clock": f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"}
    if isinstance(cell, time):
        return {"clock": cell.isoformat("seconds")}
    raise TypeError(type(cell).__name__)


def _dated(found: dict[str, object]) -> object:
    if "clock" in found:
        return found["clock"]  # 8:30:00, which no value can be
    text = found.get("$")
    return datetime.fromisoformat(text) if isinstance(text, str) else found


def decode(lines: Iterable[bytes]) -> list[LedgerSheet]:
    """Sheets from what ``encode`` wrote; DAMAGED when the last line is missing."""
    sheets: list[LedgerSheet] = []
    for line in lines:
        piece = json.loads(line, object_hook=_dated)
        if "error" in piece:
            raise FileRefusedError(FileFault(piece["error"]), piece["detail"])
        if "done" in piece:
            return sheets
        if "rows" in piece:
            sheets[-1].rows.extend(piece["rows"])
        else:
            sheets.append(_sheet(piece))
    raise FileRefusedError(FileFault.DAMAGED)


def _sheet(head: dict[str, list[list[int]]]) -> LedgerSheet:
    return LedgerSheet(
        name=str(head["sheet"]),
        hidden=bool(head["hidden"]),
        hides_zeros=bool(head["hides_zeros"]),
        is_text=bool(head["is_text"]),
        merged=[MergedRange(*place) for place in head["merged"]],
        hidden_rows={int(str(row)) for row in head["hidden_rows"]},
        hidden_columns={int(str(column)) for column in head["hidden_columns"]},
        marks={
            (row, column): CellMark(str(code), bool(formula), bool(result), str(strike), bool(up))
            for row, column, code, formula, result, strike, up in head["marks"]
        },
        comments={(row, column): str(text) for row, column, text in head["comments"]},
    )
