"""The field's words as enums, and what a measure means.

Every enum value is what the database and the JSON contracts store. Labels in
Chinese stand in ``choices.py``; the only Chinese here is the text of measures,
which is data of the field.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class PlanKind(StrEnum):
    WOMEN = "women"
    CHILDREN = "children"


class RuleKind(StrEnum):
    """How a plan says that an indicator has reached its aim."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    AROUND = "around"
    RANGE = "range"
    RISE = "rise"
    FALL = "fall"
    AT_MOST_OF_BASELINE = "at_most_of_baseline"
    AT_LEAST_OF_BASELINE = "at_least_of_baseline"
    CHANGE_AT_LEAST = "change_at_least"
    AT_LEAST_INDICATOR = "at_least_indicator"
    QUALITATIVE = "qualitative"
    BACKGROUND = "background"


class Direction(StrEnum):
    HIGHER_IS_BETTER = "higher"
    LOWER_IS_BETTER = "lower"
    NEITHER = "neither"

    def is_worse(self, new: Decimal, old: Decimal) -> bool:
        """Whether a change from ``old`` goes against it; a rule without a way has no worse."""
        if self is Direction.NEITHER:
            return False
        return new < old if self is Direction.HIGHER_IS_BETTER else new > old


class Verdict(StrEnum):
    MET = "met"
    UNMET = "unmet"
    NO_DATA = "no_data"
    NOT_ASSESSABLE = "not_assessable"


class Grade(StrEnum):
    """A finer word beside met or unmet (design: the first that fits)."""

    EARLY = "early"
    ON_TRACK = "on_track"
    BASIC = "basic"
    LOST = "lost"
    BEHIND = "behind"


class Stage(StrEnum):
    MIDTERM = "midterm"
    FINAL = "final"
    ANNUAL = "annual"


class Basis(StrEnum):
    MIDTERM = "midterm"
    FINAL = "final"
    PACE = "pace"
    ANNUAL = "annual"


class Trend(StrEnum):
    """What 逐步提高 and 降低 are held against."""

    BASE = "base"
    LAST_YEAR = "last_year"
    THREE_YEARS = "three_years"


class Frequency(StrEnum):
    YEARLY = "yearly"
    CENSUS = "census"
    ELECTION = "election"


class Aggregate(StrEnum):
    """How parts make the whole: the usual way, or the worst part must do."""

    WHOLE = ""
    WORST_PART = "worst_part"


class BlankReason(StrEnum):
    """Why a value is missing. Missing is never zero."""

    PRESENT = ""
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    OMITTED = "omitted"


class ResponsibilityKind(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"


class DenominatorRule(StrEnum):
    """Which indicators count in a compliance rate (domain.md §5)."""

    ALL = "all"
    KEY = "key"
    QUANTITATIVE = "quantitative"
    MONITORABLE = "monitorable"


class MissingRule(StrEnum):
    """What an indicator without data does to the denominator."""

    EXCLUDE = "exclude"
    UNMET = "unmet"
    SEPARATE = "separate"


class Rounding(StrEnum):
    HALF_UP = "half_up"
    TRUNCATE = "truncate"


TOTAL: Final = ""
FEMALE: Final = "sex:female"
MALE: Final = "sex:male"
# The order of the rows wherever both are asked: a column copied from one table into another
# must not change the sexes.
SEXES: Final = (MALE, FEMALE)
URBAN: Final = "area:urban"
RURAL: Final = "area:rural"
BREAKDOWNS: Final = (TOTAL, FEMALE, MALE, URBAN, RURAL)


# fmt: off
COUNTED_THINGS: Final = frozenset((
    "人", "例", "个", "人次", "名", "份", "起", "户", "张", "条", "对", "册", "种", "项",
    "场次", "所", "件", "次", "处", "家", "间", "套", "座", "户次", "篇", "部",
))
# fmt: on
"""What an office counts; values in these measures add up over places."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measurement as plans print it.

    ``text``: as printed, e.g. ``%``, ``1/10万``, ``元/人·月``.
    ``possible_maximum``: the largest value that makes sense (100 for %), or None.
    ``scale``: factor from a bare ratio to the printed number (100 for %), or 1.
    ``multiple``: for counts, how many single things one unit stands for (万人: 10000).
    ``base``: for counts, the thing counted (人); equal bases convert exactly.
    """

    text: str
    scale: int = 1
    possible_maximum: Decimal | None = None
    multiple: int = 1
    base: str = ""

    @property
    def is_rate(self) -> bool:
        return self.scale > 1

    @property
    def is_qualitative(self) -> bool:
        return self.text == "有/无"

    @property
    def is_count(self) -> bool:
        """Whether it counts things, so that values of parts may be added.

        Rates, ages, durations, ratios and amounts per head are not counts.
        """
        return self.base in COUNTED_THINGS


_RATES: Final = {
    "%": (100, "100"),
    "‰": (1000, "1000"),
    "1/万": (10_000, "10000"),
    "1/10万": (100_000, "100000"),
}
_MULTIPLES: Final = (("万", 10_000), ("亿", 100_000_000))


def multiples_of(base: str) -> list[tuple[str, int]]:
    """The measures that count a thing, each with how many of it are one, smallest first."""
    return [(base, 1), *((f"{sign}{base}", size) for sign, size in _MULTIPLES)]


def measure(text: str) -> Measure:
    """The meaning of a measure's text. Unknown texts are plain numbers of that text."""
    if text in _RATES:
        scale, maximum = _RATES[text]
        return Measure(text, scale=scale, possible_maximum=Decimal(maximum))
    for sign, multiple in _MULTIPLES:
        if text.startswith(sign) and len(text) > 1:
            return Measure(text, multiple=multiple, base=text[1:])
    return Measure(text, base=text)
