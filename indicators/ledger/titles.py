"""The years a title speaks of."""

from __future__ import annotations

import re
from typing import Final

from indicators.core.tokens import parse_year

_TITLE_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})年")
_NOT_A_TITLE_YEAR: Final = re.compile(
    r"(?:(?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
    r"(?:年?(?:[-—–~～至到]+)(?:19|20)[0-9]{2}年?|[年.\-/][0-9一二三四五六七八九十]{1,3}[月.\-/]"
    r"(?:[0-9一二三四五六七八九十]{1,3}日?)?)"
)


def years_in(text: str) -> set[int]:
    """The years a title names, without spans of years and dates of filling in."""
    bare = _NOT_A_TITLE_YEAR.sub(" ", "".join(text.split()))
    found = (parse_year(match[1]) for match in _TITLE_YEAR.finditer(bare))
    return {year for year in found if year is not None}
