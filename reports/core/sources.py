"""Keys of where a number of a report comes from.

“combined”: the rate of all plans; “women”: of one plan; “women.I001”: the judged value of an
indicator; “women.I001@2010”: its value of a year.
"""

from __future__ import annotations

from typing import Final, NamedTuple

COMBINED: Final = "combined"
_YEAR: Final = "@"


class Source(NamedTuple):
    """``plan`` is empty for the rate of all plans, ``code`` for a rate, ``year`` for what is
    judged."""

    plan: str
    code: str = ""
    year: int | None = None


def year_source(key: str, year: int) -> str:
    """The value of a year, where ``key`` is the judged one."""
    return f"{key}{_YEAR}{year}"


def judged(source: str) -> str:
    """The key of the judged value, whatever year the source is of."""
    key, mark, year = source.rpartition(_YEAR)
    return key if mark and len(year) == 4 and year.isdigit() else source


def parse(source: str) -> Source:
    key = judged(source)
    year = int(source[len(key) + 1 :]) if key != source else None
    plan, _, code = key.partition(".")
    return Source("" if plan == COMBINED else plan, code, year)
