"""The cells of one row of a catalogue or a series, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Final

INTEGER_DIGITS: Final = 9
DECIMAL_PLACES: Final = 6
YEARS: Final = (1949, 2100)
_SEPARATORS: Final = re.compile(r"[;；、]")
_WORDS: Final[Mapping[str, bool]] = {"": False, "0": False, "1": True}


class FaultKind(StrEnum):
    """What is wrong with a cell, a row or the file."""

    NO_ROWS = "no_rows"
    COLUMN_MISSING = "column_missing"
    BLANK = "blank"
    UNKNOWN_WORD = "unknown_word"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_TOO_LARGE = "number_too_large"
    NOT_WHOLE = "not_whole"
    NOT_A_FACTOR = "not_a_factor"
    BAD_CODE = "bad_code"
    TOO_LONG = "too_long"
    NEGATIVE = "negative"
    NEEDS = "needs"
    NOT_USED = "not_used"
    ABOVE_UPPER = "above_upper"
    COMPARE_ITSELF = "compare_itself"
    RANGE_ORDER = "range_order"
    TWICE = "twice"
    OTHER_THAN_LINE = "other_than_line"
    OTHER_THAN_LIBRARY = "other_than_library"
    MEASURE_NOT_MULTIPLE = "measure_not_multiple"
    COMPARE_UNKNOWN = "compare_unknown"


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault. ``raw``: what was read; ``detail``: what it clashes with or what is allowed."""

    kind: FaultKind
    line: int = 0
    column: str = ""
    raw: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RowReader:
    """One row's cells; a cell that cannot be read leaves a fault and gives a harmless value.

    ``longest``: how many characters a column may hold.
    """

    line: int
    cells: Mapping[str, str]
    faults: list[RowFault]
    longest: Mapping[str, int] = field(default_factory=dict)

    def fault(self, kind: FaultKind, column: str, raw: str = "", detail: str = "") -> None:
        self.faults.append(RowFault(kind, self.line, column, raw, detail))

    def has(self, column: str) -> bool:
        return column in self.cells

    def text(self, column: str) -> str:
        text = self.cells.get(column, "").strip()
        longest = self.longest.get(column, len(text))
        if len(text) > longest:
            self.fault(FaultKind.TOO_LONG, column, text[:20], str(longest))
        return text

    def optional_text(self, column: str) -> str | None:
        return self.text(column) if self.has(column) else None

    def required(self, column: str) -> str:
        text = self.text(column)
        if not text:
            self.fault(FaultKind.BLANK, column)
        return text

    def word(self, column: str, words: type[StrEnum]) -> str:
        text = self.required(column)
        allowed = [word.value for word in words if word.value]
        if text and text not in allowed:
            self.fault(FaultKind.UNKNOWN_WORD, column, text, "、".join(allowed))
        return text

    def number(self, column: str) -> Decimal | None:
        text = self.text(column)
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fault(FaultKind.NOT_A_NUMBER, column, text)
            return None
        exponent = number.normalize().as_tuple().exponent
        if abs(number) >= Decimal(10) ** INTEGER_DIGITS or -int(exponent) > DECIMAL_PLACES:
            self.fault(FaultKind.NUMBER_TOO_LARGE, column, text)
            return None
        return number

    def whole(self, column: str, lowest: int, highest: int) -> int | None:
        text = self.text(column).removesuffix(".0")
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            self.fault(FaultKind.NOT_WHOLE, column, text, f"{lowest}—{highest}")
            return None
        return int(text)

    def yes(self, column: str) -> bool | None:
        if not self.has(column):
            return None
        text = self.text(column).removesuffix(".0")
        if text not in _WORDS:
            self.fault(FaultKind.UNKNOWN_WORD, column, text, "0、1")
        return _WORDS.get(text, False)

    def factor(self, column: str) -> str:
        text = self.text(column)
        try:
            good = not text or (Fraction(text) > 0 and len(text) <= 20)
        except (ValueError, ZeroDivisionError):
            good = False
        if not good:
            self.fault(FaultKind.NOT_A_FACTOR, column, text)
        return text

    def parts(self, column: str) -> tuple[str, ...]:
        names = (part.strip() for part in _SEPARATORS.split(self.text(column)))
        return tuple(dict.fromkeys(name for name in names if name))
