"""What can be wrong with a row of a catalogue or a series."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
