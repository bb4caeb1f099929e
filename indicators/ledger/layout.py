"""Where a table begins in a sheet and what each of its columns is.

Titles may stand above the head; the head may have several lines, years may be merged over
合计/男/女, and a line of column numbers (甲 乙 1 2) may close it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, TypeGuard

from indicators.core.formats import number_format
from indicators.core.narrowing import is_part_of_year, is_whole_year
from indicators.core.tokens import name_key, parse_year
from indicators.core.values import Raw
from indicators.core.written_measures import is_measure
from indicators.ledger.columns import LABELS, WORDS, ColumnKey
from indicators.ledger.heads import KEY_COLUMNS, HeadCell, HeadContext, classify, read_head_text
from indicators.ledger.titles import years_in
from indicators.ledger.workbook import LedgerSheet, MergedRange

_HEAD_SEARCH: Final = 60
_MAX_HEAD_LINES: Final = 5
_HEADLESS_SEARCH: Final = 2_000
_NUMBER: Final = re.compile(r"\s*-?[0-9][0-9,]*(?:\.[0-9]+)?[%‰]?\s*")
_TARGET: Final = re.compile(r"目标|规划值|计划值|任务")
_DEGREE: Final = re.compile(r"(?:指标|目标|任务|实际|年度)?完成(?:率|比例|进度)(?:\(%\)|%)?")
_YEAR_DAYS: Final = ((1, 1), (12, 31))
_YEAR_LABEL: Final = re.compile(
    r"(?:填报|数据|统计|所属|监测|报告|报表)?(?:年度|年份|年)[:：]?((?:19|20)[0-9]{2})年?度?"
)
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


def find_head(
    sheet: LedgerSheet, context: HeadContext, start: int = 0, title_from: int | None = None
) -> LedgerHead | None:
    """The first head at or below ``start``, or None. ``title_from``: where its title begins."""
    above = start if title_from is None else title_from
    last = min(len(sheet.rows), start + _HEAD_SEARCH)
    for row in range(start, last):
        if is_head_row(sheet, row, context):
            return _read_head(sheet, row, context, start, above)
    return None


def guess_head(sheet: LedgerSheet, row: int, context: HeadContext) -> tuple[HeadCell, ...]:
    """A line nobody knows to be a head, offered to the user as one."""
    cells = [
        classify((_text(sheet, row, column).strip(),), column, context)
        for column, cell in enumerate(sheet.rows[row])
        if cell is not None
    ]
    return (*cells, *_headless(sheet, row + 1, cells, context))


def is_head_row(sheet: LedgerSheet, row: int, context: HeadContext) -> bool:
    """Whether a row begins a table."""
    cells = [(c, cell) for c, cell in enumerate(sheet.rows[row]) if cell is not None]
    # Columns that have no head but were named make one together with the head of names.
    named = sum(key.startswith("#") for key in context.mapping)
    if len(cells) + named < 2:
        return False
    keys: set[ColumnKey] = set()
    understood = named
    for column, cell in cells:
        text = _text(sheet, row, column)
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
        columns = range(len(sheet.rows[row]))
        found = [classify((_text(sheet, row, c),), c, context) for c in columns]
        keys = {cell.key for cell in found}
        if ColumnKey.REGION_NAME in keys and any(cell.year for cell in found):
            return not keys & KEY_COLUMNS
    return False


def _read_head(
    sheet: LedgerSheet, row: int, context: HeadContext, start: int, above: int
) -> LedgerHead:
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
    year = _title_year(sheet, top, above, context.reference_year)
    context = replace(context, title_year=year)
    cells = []
    for column in range(width):
        texts = tuple(line[column] for line in lines if line[column])
        if texts:
            cells.append(classify(_distinct(texts), column, context))
    cells = _without_degrees(cells)
    cells += _headless(sheet, end, cells, context)
    return LedgerHead(top, end, tuple(cells), year, _lines_above(sheet, above, top))


def transposed_row(sheet: LedgerSheet, context: HeadContext) -> int:
    """The line, from 1, in which names of indicators stand side by side; else 0."""
    found = []
    for row in range(min(len(sheet.rows), _HEAD_SEARCH)):
        cells = sheet.rows[row]
        known = sum(_is_text(c) and name_key(c) in context.known_names for c in cells)
        if known:
            has_number = any(isinstance(cell, int | float) for cell in cells)
            found.append(0 if known == 1 or has_number else row + 1)
    return found[0] if len(found) == 1 else 0


def names_indicators(sheet: LedgerSheet, row: int, context: HeadContext) -> bool:
    """Whether a line has the head of codes or names, and no indicator."""
    texts = [cell for cell in sheet.rows[row] if _is_text(cell)]
    if any(name_key(text) in context.known_names for text in texts):
        return False
    return any(classify((text,), c, context).key in KEY_COLUMNS for c, text in enumerate(texts))


def _without_degrees(cells: list[HeadCell]) -> list[HeadCell]:
    """Beside a target 完成率 may be how much of it was reached: nobody knows."""
    if not any(cell.key is ColumnKey.IGNORED and _TARGET.search(cell.header) for cell in cells):
        return cells
    return [replace(c, key=None) if _DEGREE.fullmatch(name_key(c.header)) else c for c in cells]


def _headless(
    sheet: LedgerSheet, first: int, cells: list[HeadCell], context: HeadContext
) -> list[HeadCell]:
    """Columns of numbers without a head, so that somebody can say what they are. 1 2 3 … count
    the lines."""
    if sheet.is_text:
        return []  # there such cells are surplus: a forgotten quote pushed them aside
    known = {cell.column for cell in cells}
    held: dict[int, list[tuple[int, Raw]]] = {}
    for row in range(first, min(len(sheet.rows), first + _HEADLESS_SEARCH)):
        if any(WORDS.get(name_key(c)) in KEY_COLUMNS for c in sheet.rows[row] if _is_text(c)):
            break  # the next table
        for column, cell in enumerate(sheet.rows[row]):
            is_number = isinstance(cell, int | float) or (
                _is_text(cell) and _NUMBER.fullmatch(cell)
            )
            if column not in known and is_number:
                held.setdefault(column, []).append((row, cell))
    return [
        replace(classify(("",), column, context), sample=_text(sheet, found[0][0], column))
        for column, found in sorted(held.items())
        if not _counts_lines([cell for _, cell in found])
    ]


def _is_text(cell: Raw) -> TypeGuard[str]:
    return isinstance(cell, str)


def _counts_lines(cells: list[Raw]) -> bool:
    numbers = [str(cell).removesuffix(".0") for cell in cells]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _key_columns(sheet: LedgerSheet, row: int, context: HeadContext) -> frozenset[int]:
    """The columns of code and name in the line that begins a head."""
    cells = enumerate(sheet.rows[row])
    found = (classify((_text(sheet, row, c),), c, context) for c, cell in cells if cell is not None)
    return frozenset(cell.column for cell in found if cell.key in KEY_COLUMNS)


def _lines_above(sheet: LedgerSheet, start: int, top: int) -> str:
    lines = (
        " ".join(
            f"{cell.year}年{cell.month}月{cell.day}日"
            if isinstance(cell, date)
            else _text(sheet, row, column)
            for column, cell in enumerate(sheet.rows[row])
            if cell is not None
        )
        for row in range(start, top)
    )
    return "\n".join(line for line in lines if line)


def _distinct(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _text(sheet: LedgerSheet, row: int, column: int) -> str:
    """A cell of a head as it is shown: a date as its year, month or day, words of its format."""
    cell = sheet.value(row, column)
    if cell is None:
        return ""
    if isinstance(cell, date):
        beside = [other for other in sheet.rows[row] if isinstance(other, date)]
        are_months = any((day.month, day.day) not in _YEAR_DAYS for day in beside)
        return _shown_date(cell, sheet.mark(row, column).format, are_months=are_months)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    text = str(int(cell)) if cell == cell // 1 else str(cell)
    return text + number_format(sheet.mark(row, column).format).literal


def _shown_date(day: date, code: str, *, are_months: bool) -> str:
    """The first and the last day of a year stand for it, and so does a format of years alone;
    among other months January is one."""
    is_year = (day.month, day.day) in _YEAR_DAYS and not are_months
    shows_year = "y" in code.casefold() and not set("md") & set(code.casefold())
    return f"{day.year}年" if is_year or shows_year else f"{day.year}年{day.month}月"


def _is_upper_line(
    sheet: LedgerSheet, row: int, keys: frozenset[int], context: HeadContext
) -> bool:
    """Years or groups alone: the upper line of a head. One that covers the names is a title."""
    filled = (c for c, cell in enumerate(sheet.rows[row]) if cell is not None)
    cells = {c: _text(sheet, row, c) for c in filled}
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
    texts = [_text(sheet, row, c) for c in cells]
    if cells.keys() <= keys:
        return False  # a line of names alone stands over the rows below it
    if any(name_key(text) in context.known_names for text in texts):
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
    words = all(isinstance(cell, str) and _divides(cell) for cell in cells.values())
    return words and not keys & cells.keys() and (bool(under) or len(cells) > 1)


def _divides(text: str) -> bool:
    """Words without numbers, or parts of a year: 全市, 1—6月."""
    return not _HAS_DIGIT.search(text) or is_part_of_year(text) or is_whole_year(text)


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
        [_text(sheet, row, column).strip() for column in range(width)] for row in range(top, end)
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
    lines = _lines_above(sheet, start, top).split("\n")
    labelled = {year for line in lines if (year := _labelled_year(line))}
    told = set().union(*map(years_in, lines))
    for years in (labelled, told, years_in(sheet.name)):
        if years:
            return reference_year if reference_year in years else max(years)
    return parse_year(sheet.name)


def _labelled_year(line: str) -> int | None:
    """年度 | 2023, 填报年份：2023."""
    found = _YEAR_LABEL.fullmatch("".join(line.split()))
    return parse_year(found[1]) if found else None
