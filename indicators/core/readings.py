"""What reading one cell can come to: a value, conversions, questions or a fault."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from indicators.core.vocabulary import BlankReason


class Fault(StrEnum):
    """Why a cell cannot be read at all."""

    UNREADABLE = "unreadable"
    ERROR_CELL = "error_cell"
    NOT_FINITE = "not_finite"
    DATE = "date"
    YEAR = "year"
    INTERVAL = "interval"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    OTHER_MEASURE = "other_measure"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_NO = "not_yes_no"
    TIME = "time"
    PICTURE = "picture"
    STRUCK_WHOLE = "struck_whole"


class Question(StrEnum):
    """What the user has to confirm; the value is what would be stored."""

    APPROXIMATE = "approximate"
    BOUNDED = "bounded"
    BARE_RATIO = "bare_ratio"
    OTHER_SCALE = "other_scale"
    OTHER_MULTIPLE = "other_multiple"
    PART_OF_MEASURE = "part_of_measure"
    FRACTION = "fraction"
    SHOWN_WITH_WORDS = "shown_with_words"
    COMMA = "comma"
    SHOWN_OTHERWISE = "shown_otherwise"
    NO_RESULT = "no_result"
    NONE_WORD = "none_word"
    TOO_FINE = "too_fine"
    ONE_OR_ZERO = "one_or_zero"
    OTHER_MEASURE_TOLD = "other_measure_told"
    OTHER_KIND_TOLD = "other_kind_told"
    UNKNOWN_MEASURE_TOLD = "unknown_measure_told"
    SHOWN_AS_NOTHING = "shown_as_nothing"
    STRUCK = "struck"
    FOOTNOTE = "footnote"


class Conversion(StrEnum):
    """What was done to the cell on the way to the value."""

    TEXT_NUMBER = "text_number"
    FULL_WIDTH = "full_width"
    SIGN_DROPPED = "sign_dropped"
    THOUSANDS = "thousands"
    EXPONENT = "exponent"
    PERCENT_FORMAT = "percent_format"
    FORMULA_ROUNDED = "formula_rounded"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says.

    ``value`` is in the measure's own unit; ``text`` is 有 or 无 where the measure is that.
    ``blank`` means nothing was reported (never zero), ``reason`` why, where the cell says it.
    ``decimals`` are the decimals as reported, for printing.
    """

    value: Decimal | None = None
    text: str = ""
    blank: bool = False
    reason: BlankReason = BlankReason.PRESENT
    fault: Fault | None = None
    questions: tuple[Question, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    decimals: int | None = None


BLANK: Final = Reading(blank=True)
