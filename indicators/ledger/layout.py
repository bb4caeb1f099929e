"""Where a table begins in a sheet and what each of its columns is.

Titles may stand above the head; the head may have several lines, years may be merged over
合计/男/女, and a line of column numbers (甲 乙 1 2) may close it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from indicators.core.signs import is_measure
from indicators.core.tokens import name_key, parse_breakdown, parse_year
from indicators.ledger.columns import BEGINNINGS, LABELS, WORDS, ColumnKey
from indicators.ledger.titles import years_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.core.values import Raw
    from indicators.ledger.workbook import LedgerSheet

_HEAD_SEARCH: Final = 60
_MAX_HEAD_LINES: Final = 5
_YEAR_HEAD: Final = re.compile(
    r"(?:截至)?((?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})(?:\.0)?"
    r"(?:年度|年底|年末|年|度)?(.*)"
)
_BRACKET: Final = re.compile(r"\(([^()]*)\)$")
_DIFFERENCE: Final = (
    "较",
    "比上",
    "比去",
    "比基",
    "比前",
    "比较",
    "比20",
    "同比",
    "环比",
    "增减",
    "增长",
    "增幅",
    "变化",
    "升降",
    "±",
)
_TARGET: Final = re.compile(r"目标|规划值|计划值|预期值|应达")
_PREVIOUS: Final = ("上年同期", "上一年度", "上一年", "上年度", "上年", "去年同期", "去年", "上期")
_CURRENT: Final = ("本年度", "本年", "当年", "今年", "本期", "报告期", "监测年度", "本年实际")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
# Words over a group of columns that do not narrow what the columns below them hold.
_GENERAL: Final = re.compile(
    r"^(?:历年|各年度?|近[一二三四五]年)?(?:监测|统计|指标|完成|实际|进展)*"
    r"(?:数据|情况|数值|数|值|结果)?$"
)
_BASE: Final = frozenset({"基期", "基期值", "基数", "基准值"})
# Made of nothing but such words, a head means the value: 年度实绩, 指标完成值, 填报数.
_VALUE_HEAD: Final = re.compile(
    r"(?:年度|年末|指标|监测|统计|实际|填报|报送|上报|完成|达到)*(?:数据|数值|数|值|结果|实绩|情况)"
)
_NAME_HEAD: Final = re.compile(r"[一-龥]{0,6}指标(?:名称)?")
_COLUMN_NUMBER: Final = re.compile(
    r"[甲乙丙丁戊己庚辛壬癸]|\(?[0-9]{1,2}\)?(?:\.0)?|[①-⑳]|[A-Z]|—|-"
)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """What one column is. ``year``/``breakdown`` are None where the head does not say.

    ``key`` is None where nobody knows: such a column can be mapped by the user.
    """

    column: int
    header: str
    key: ColumnKey | None
    year: int | None = None
    breakdown: str | None = None

    @property
    def measure(self) -> str:
        """A measure the head gives in brackets, such as % in 指标值（%）; else empty."""
        found = _BRACKETED.findall(unicodedata.normalize("NFKC", self.header))
        return found[-1].strip().removeprefix("单位:") if found else ""


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The head of one table: first line, first line of data, columns, year of the title."""

    top: int
    first_row: int
    cells: tuple[HeadCell, ...]
    title_year: int | None

    def column(self, key: ColumnKey) -> int | None:
        """The column of a key; one that bears the template's own label is preferred."""
        found = [cell for cell in self.cells if cell.key is key]
        own = [cell for cell in found if name_key(cell.header) == name_key(LABELS[key])]
        return (own or found)[0].column if found else None


def classify(
    texts: tuple[str, ...], column: int, reference_year: int, mapping: Mapping[str, str]
) -> HeadCell:
    """What the head lines above one column say together."""
    header = " ".join(dict.fromkeys(text for text in texts if text))
    mapped = mapping.get(name_key(header))
    keys: list[ColumnKey] = [ColumnKey(mapped)] if mapped else []
    year: int | None = None
    breakdown: str | None = None
    unknown = False
    for text in texts:
        found = _read_head_text(name_key(text), reference_year)
        year = found.year if found.year is not None else year
        breakdown = found.breakdown if found.breakdown is not None else breakdown
        if found.key is not None:
            keys.append(found.key)
        unknown = unknown or not (found.understood or _GENERAL.search(text))
    joined = WORDS.get(name_key("".join(texts)))
    if joined is not None and len(texts) > 1:
        keys, unknown = [joined], False
    key = ColumnKey(mapped) if mapped else _decide(keys, year, breakdown, unknown=unknown)
    return HeadCell(column, header, key, year, breakdown)


def _decide(
    keys: list[ColumnKey], year: int | None, breakdown: str | None, *, unknown: bool
) -> ColumnKey | None:
    if ColumnKey.IGNORED in keys:
        return ColumnKey.IGNORED
    specific = [key for key in keys if key is not ColumnKey.VALUE]
    if specific:
        return specific[-1]
    if unknown:
        return None
    if keys or year is not None or breakdown is not None:
        return ColumnKey.VALUE
    return None


@dataclass(frozen=True, slots=True)
class _HeadText:
    key: ColumnKey | None = None
    year: int | None = None
    breakdown: str | None = None
    understood: bool = True


_UNKNOWN: Final = _HeadText(understood=False)


def _read_head_text(text: str, reference_year: int) -> _HeadText:
    if not text:
        return _HeadText()
    key = _known_word(text)
    if key is not None:
        return _HeadText(key)
    breakdown = parse_breakdown(text)
    if breakdown is not None:
        return _HeadText(breakdown=breakdown)
    year, rest = _year_of_head(text, reference_year)
    if year is not None:
        return _with_rest(year, rest)
    bracket = _BRACKET.search(text)
    if bracket is None:
        return _UNKNOWN
    told = parse_year(bracket[1])  # 基期值（2020年）
    if told is None and not is_measure(bracket[1]):
        return _UNKNOWN
    found = _read_head_text(text[: bracket.start()], reference_year)
    return replace(found, year=told) if told is not None else found


def _known_word(text: str) -> ColumnKey | None:
    if text in _BASE:
        return ColumnKey.IGNORED  # without its year nobody knows what it is of
    if text in WORDS:
        return WORDS[text]
    for beginning, key in BEGINNINGS:
        if text.startswith(beginning):
            return key
    if text.startswith(_DIFFERENCE) or _TARGET.search(text):
        return ColumnKey.IGNORED
    if _NAME_HEAD.fullmatch(text):
        return ColumnKey.NAME
    if _VALUE_HEAD.fullmatch(text):
        return ColumnKey.VALUE
    # 分子（活产数）: the bracket only names what is counted.
    bare = WORDS.get(_BRACKET.sub("", text))
    return bare if bare in (ColumnKey.NUMERATOR, ColumnKey.DENOMINATOR) else None


def _without_measure(text: str) -> str:
    """The text without a measure in brackets; other brackets may narrow it and stay."""
    match = _BRACKET.search(text)
    return text[: match.start()] if match and is_measure(match[1]) else text


def _year_of_head(text: str, reference_year: int) -> tuple[int | None, str]:
    for words, year in ((_PREVIOUS, reference_year - 1), (_CURRENT, reference_year)):
        for word in words:
            if text.startswith(word):
                return year, text[len(word) :]
    match = _YEAR_HEAD.fullmatch(text)
    if match:
        return parse_year(match[1]), match[2]
    return None, text


def _with_rest(year: int, rest: str) -> _HeadText:
    """A year and what stands behind it: 完成值, 目标, 女, (%), or something unknown."""
    rest = _without_measure(rest).strip("()")
    if not rest or rest in ("%", "‰"):
        return _HeadText(year=year)
    if rest.startswith(_DIFFERENCE) or _TARGET.search(rest):
        return _HeadText(ColumnKey.IGNORED, year)
    breakdown = parse_breakdown(rest)
    if breakdown is not None:
        return _HeadText(year=year, breakdown=breakdown)
    key = WORDS.get(rest) or (ColumnKey.VALUE if _VALUE_HEAD.fullmatch(rest) else None)
    return _HeadText(key, year, understood=key is not None)


def find_head(
    sheet: LedgerSheet,
    reference_year: int,
    mapping: Mapping[str, str],
    known_names: frozenset[str],
    start: int = 0,
) -> LedgerHead | None:
    """The first head at or below ``start``, or None."""
    last = min(len(sheet.rows), start + _HEAD_SEARCH)
    for row in range(start, last):
        if _begins_head(sheet, row, reference_year, mapping, known_names):
            return _read_head(sheet, row, reference_year, mapping, known_names, start)
    return None


def guess_head(sheet: LedgerSheet, row: int, reference_year: int) -> tuple[HeadCell, ...]:
    """A line nobody knows to be a head, offered to the user as one."""
    return tuple(
        classify((_text(cell).strip(),), column, reference_year, {})
        for column, cell in enumerate(sheet.rows[row])
        if cell is not None
    )


def is_head_row(
    sheet: LedgerSheet, row: int, reference_year: int, mapping: Mapping[str, str]
) -> bool:
    """Whether a row in the middle of a table begins another table."""
    return _begins_head(sheet, row, reference_year, mapping, frozenset())


def _begins_head(
    sheet: LedgerSheet,
    row: int,
    reference_year: int,
    mapping: Mapping[str, str],
    known_names: frozenset[str],
) -> bool:
    cells = [cell for cell in sheet.rows[row] if cell is not None]
    if len(cells) < 2:
        return False
    keys: set[ColumnKey] = set()
    understood = 0
    for cell in cells:
        text = _text(cell)
        if name_key(text) in known_names:
            return False
        found = classify((text,), 0, reference_year, mapping)
        if found.key is not None:
            keys.add(found.key)
            understood += isinstance(cell, str)
    return bool(keys & {ColumnKey.CODE, ColumnKey.NAME}) and understood >= 2


def _read_head(
    sheet: LedgerSheet,
    row: int,
    reference_year: int,
    mapping: Mapping[str, str],
    known_names: frozenset[str],
    start: int,
) -> LedgerHead:
    top = row
    while top > start and row - top < 2 and _is_head_line(sheet, top - 1, reference_year):
        top -= 1
    end = row + 1
    while end < len(sheet.rows) and end - top < _MAX_HEAD_LINES:
        if not _continues_head(sheet, end, reference_year, known_names):
            break
        end += 1
    lines = _filled_lines(sheet, top, end)
    width = max(len(line) for line in lines)
    cells = []
    for column in range(width):
        texts = tuple(line[column] for line in lines if line[column])
        if texts:
            cells.append(classify(_distinct(texts), column, reference_year, mapping))
    return LedgerHead(top, end, tuple(cells), _title_year(sheet, top, start, reference_year))


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


def _is_head_line(sheet: LedgerSheet, row: int, reference_year: int) -> bool:
    """Years or groups alone: the upper line of a head with several."""
    texts = [_text(cell) for cell in sheet.rows[row] if cell is not None]
    return bool(texts) and all(
        _read_head_text(name_key(text), reference_year).understood for text in texts
    )


def _continues_head(
    sheet: LedgerSheet, row: int, reference_year: int, known_names: frozenset[str]
) -> bool:
    cells = [cell for cell in sheet.rows[row] if cell is not None]
    texts = [_text(cell) for cell in cells]
    if not texts or any(name_key(text) in known_names for text in texts):
        return False
    if _are_column_numbers(texts):
        return True
    if not all(isinstance(cell, str) or parse_year(cell) for cell in cells):
        return False
    return all(
        is_measure(text.strip("()（）"))
        or _read_head_text(name_key(text), reference_year).understood
        for text in texts
    )


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
