"""Where a table begins in a sheet and what each of its columns is.

Titles may stand above the head; the head may have several lines, years may be merged over
合计/男/女, and a line of column numbers (甲 乙 1 2) may close it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from indicators.core.tokens import name_key, parse_year
from indicators.core.written_measures import is_measure
from indicators.ledger.columns import LABELS, ColumnKey
from indicators.ledger.heads import KEY_COLUMNS, HeadCell, HeadContext, classify, read_head_text
from indicators.ledger.titles import years_in

if TYPE_CHECKING:
    from indicators.core.values import Raw
    from indicators.ledger.workbook import LedgerSheet, MergedRange

_HEAD_SEARCH: Final = 60
_MAX_HEAD_LINES: Final = 5
_HAS_DIGIT: Final = re.compile(r"[0-9]")
_COLUMN_NUMBER: Final = re.compile(
    r"[甲乙丙丁戊己庚辛壬癸]|\(?[0-9]{1,2}\)?(?:\.0)?|[①-⑳]|[A-Z]|—|-"
)


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The head of one table: first line, first line of data, columns; the lines above it and
    the year they speak of."""

    top: int
    first_row: int
    cells: tuple[HeadCell, ...]
    title_year: int | None
    title: str = ""

    def column(self, key: ColumnKey) -> int | None:
        """The column of a key; one that bears the template's own label is preferred."""
        found = [cell for cell in self.cells if cell.key is key]
        own = [cell for cell in found if name_key(cell.header) == name_key(LABELS[key])]
        return (own or found)[0].column if found else None


def find_head(sheet: LedgerSheet, context: HeadContext, start: int = 0) -> LedgerHead | None:
    """The first head at or below ``start``, or None."""
    last = min(len(sheet.rows), start + _HEAD_SEARCH)
    for row in range(start, last):
        if is_head_row(sheet, row, context):
            return _read_head(sheet, row, context, start)
    return None


def guess_head(sheet: LedgerSheet, row: int, context: HeadContext) -> tuple[HeadCell, ...]:
    """A line nobody knows to be a head, offered to the user as one."""
    return tuple(
        classify((_text(cell).strip(),), column, context)
        for column, cell in enumerate(sheet.rows[row])
        if cell is not None
    )


def is_head_row(sheet: LedgerSheet, row: int, context: HeadContext) -> bool:
    """Whether a row begins a table."""
    cells = [(c, cell) for c, cell in enumerate(sheet.rows[row]) if cell is not None]
    if len(cells) < 2:
        return False
    keys: set[ColumnKey] = set()
    understood = 0
    for column, cell in cells:
        text = _text(cell)
        if name_key(text) in context.known_names:
            return False
        found = classify((text,), column, context)
        if found.key is not None:
            keys.add(found.key)
            understood += isinstance(cell, str) or found.year is not None
    return bool(keys & KEY_COLUMNS) and understood >= 2


def is_table_by_place(sheet: LedgerSheet, context: HeadContext) -> bool:
    """地区 | 2019年 | 2020年: one indicator's table of places, which only a bulk file can be."""
    for row in range(min(len(sheet.rows), _HEAD_SEARCH)):
        found = [classify((_text(cell),), c, context) for c, cell in enumerate(sheet.rows[row])]
        keys = {cell.key for cell in found}
        if ColumnKey.REGION_NAME in keys and any(cell.year for cell in found):
            return not keys & KEY_COLUMNS
    return False


def _read_head(sheet: LedgerSheet, row: int, context: HeadContext, start: int) -> LedgerHead:
    keys = _key_columns(sheet, row, context)
    top = row
    while top > start and row - top < 2 and _is_upper_line(sheet, top - 1, keys, context):
        top -= 1
    end = row + 1
    while end < len(sheet.rows) and end - top < _MAX_HEAD_LINES:
        if not _continues_head(sheet, end, keys, context):
            break
        end += 1
    lines = _filled_lines(sheet, top, end)
    width = max(len(line) for line in lines)
    cells = []
    for column in range(width):
        texts = tuple(line[column] for line in lines if line[column])
        if texts:
            cells.append(classify(_distinct(texts), column, context))
    year = _title_year(sheet, top, start, context.reference_year)
    return LedgerHead(top, end, tuple(cells), year, _lines_above(sheet, start, top))


def _key_columns(sheet: LedgerSheet, row: int, context: HeadContext) -> frozenset[int]:
    """The columns of code and name in the line that begins a head."""
    cells = enumerate(sheet.rows[row])
    found = (classify((_text(cell),), c, context) for c, cell in cells if cell is not None)
    return frozenset(cell.column for cell in found if cell.key in KEY_COLUMNS)


def _lines_above(sheet: LedgerSheet, start: int, top: int) -> str:
    cells = (cell for row in range(start, top) for cell in sheet.rows[row])
    return "\n".join(cell for cell in cells if isinstance(cell, str))


def _distinct(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _text(cell: Raw) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.year}年"  # a year typed as a date, shown as a year
    if isinstance(cell, float) and cell == cell // 1:
        return str(int(cell))
    return str(cell)


def _is_upper_line(
    sheet: LedgerSheet, row: int, keys: frozenset[int], context: HeadContext
) -> bool:
    """Years or groups alone: the upper line of a head. One that covers the names is a title."""
    cells = {c: _text(cell) for c, cell in enumerate(sheet.rows[row]) if cell is not None}
    if not cells or keys & cells.keys():
        return False
    covering = (area for area in sheet.merged if area.top <= row <= area.bottom)
    if any(set(range(area.left, area.right + 1)) & keys for area in covering if area.left in cells):
        return False
    return all(read_head_text(name_key(text), context).understood for text in cells.values())


def _continues_head(
    sheet: LedgerSheet, row: int, keys: frozenset[int], context: HeadContext
) -> bool:
    cells = {c: cell for c, cell in enumerate(sheet.rows[row]) if cell is not None}
    texts = [_text(cell) for cell in cells.values()]
    if not texts or any(name_key(text) in context.known_names for text in texts):
        return False
    if _are_column_numbers(texts):
        return True
    if not all(isinstance(cell, str) or parse_year(cell) for cell in cells.values()):
        return False
    if all(
        is_measure(text.strip("()（）")) or read_head_text(name_key(text), context).understood
        for text in texts
    ):
        return True
    # A line that names nothing but stands under several columns divides them: 全市 | 本区.
    under = [c for c in cells if any(_spans(area, row - 1, c) for area in sheet.merged)]
    words = all(isinstance(cell, str) and not _HAS_DIGIT.search(cell) for cell in cells.values())
    return words and not keys & cells.keys() and (bool(under) or len(cells) > 1)


def _spans(area: MergedRange, row: int, column: int) -> bool:
    wide = area.right > area.left and area.left <= column <= area.right
    return wide and area.top <= row <= area.bottom


def _are_column_numbers(texts: list[str]) -> bool:
    """甲 乙 丙 1 2 3, (1) (2) (3), 1 2 3 4: a line that numbers the columns."""
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text.strip()) for text in texts):
        return False
    numbers = [int(m) for text in texts if (m := re.sub(r"\D", "", text.removesuffix(".0")))]
    if any(text.strip() in "甲乙丙" for text in texts):
        return True
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _filled_lines(sheet: LedgerSheet, top: int, end: int) -> list[list[str]]:
    """The head lines as text, merged ranges filled, bare years spread over their groups."""
    width = max(len(sheet.rows[row]) for row in range(top, end))
    lines = [
        [_text(sheet.value(row, column)).strip() for column in range(width)]
        for row in range(top, end)
    ]
    lines = [line for line in lines if not _are_column_numbers([t for t in line if t])]
    for area in sheet.merged:
        if top <= area.top < top + len(lines) and area.left < width:
            text = lines[area.top - top][area.left]
            for row in range(area.top, min(area.bottom + 1, top + len(lines))):
                for column in range(area.left, min(area.right + 1, width)):
                    lines[row - top][column] = text
    for upper, lower in pairwise(lines):
        _spread_years(upper, lower)
    return lines


def _spread_years(upper: list[str], lower: list[str]) -> None:
    for column in range(1, len(upper)):
        beside = upper[column - 1]
        if not upper[column] and lower[column] and beside and parse_year(beside) is not None:
            upper[column] = beside


def _title_year(sheet: LedgerSheet, top: int, start: int, reference_year: int) -> int | None:
    """The year the lines above the head speak of, else the sheet's name; None when unclear."""
    cells = (cell for row in range(start, top) for cell in sheet.rows[row])
    text = " ".join(cell for cell in cells if isinstance(cell, str))
    for source in (text, sheet.name):
        years = years_in(source)
        if reference_year in years:
            return reference_year
        if len(years) == 1:
            return years.pop()
        if years:
            return None
    return parse_year(sheet.name)
