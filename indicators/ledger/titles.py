"""The years a title speaks of."""

from __future__ import annotations

import re
from typing import Final

from indicators.core.tokens import parse_year

# A longer span is a plan's (2021—2030年), not a table's.
_SHORT: Final = 5
_FULL: Final = r"(?:(?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
_TITLE_YEAR: Final = re.compile(
    rf"({_FULL})(?:年|学年)|[(（]({_FULL})[)）]|^({_FULL})(?=[一-龥])|(?<![0-9〇○零])([0-9]{{2}})年(?!以|内|来|间|龄|级)"
)
_SPAN: Final = re.compile(rf"({_FULL})(?:学?年)?[-—–~～至到]+({_FULL})(?:学?年)?")
_DAY: Final = re.compile(
    rf"({_FULL})[年.\-/]([0-9一二三四五六七八九十]{{1,3}})[月.\-/](?:([0-9一二三四五六七八九十]{{1,3}})日?)?"
)
_LAST_DAYS: Final = (("12", "31"), ("十二", "三十一"), ("12", ""))


def years_in(text: str) -> set[int]:
    """The years a title names: a day counts only as the last of its year, a span by its years.

    A date of filling in (2025年4月20日) says nothing of the figures.
    """
    bare = "".join(text.split())
    years: set[int] = set()
    for found in _SPAN.finditer(bare):
        first, last = parse_year(found[1]), parse_year(found[2])
        if first and last and last - first < _SHORT:
            years |= set(range(first, last + 1))
    bare = _SPAN.sub(" ", bare)
    for found in _DAY.finditer(bare):
        if (found[2], found[3] or "") in _LAST_DAYS:
            years.add(parse_year(found[1]) or 0)
    bare = _DAY.sub(" ", bare)
    for found in _TITLE_YEAR.finditer(bare):
        told = next(group for group in found.groups() if group)
        years.add(parse_year(told if len(told) > 2 else f"20{told}") or 0)
    return years - {0}
