"""What stands around a table and speaks against taking its figures as they are."""

from __future__ import annotations

import re
from typing import Final

from indicators.core.narrowing import (
    NarrowKind,
    is_part_of_year,
    is_unfinished,
    narrowing,
    other_place,
)
from indicators.core.vocabulary import TOTAL
from indicators.messages import ledger as messages
from indicators.wording.labels import PARTS

# Lines above a table that speak of its filling in, not of its figures.
_FILLED_IN: Final = re.compile(
    r"日期|时间|填报|填表|制表|上报|报送|截止|单位[:：]|注[:：]|说明|依据|根据"
)
_ASKED: Final = (
    NarrowKind.BREAKDOWN,
    NarrowKind.PART_OF_YEAR,
    NarrowKind.PLACE,
    NarrowKind.STATUS,
    NarrowKind.TARGET,
)


def table_doubts(sheet_name: str, title: str, place: str, year: int) -> tuple[str, ...]:
    """What the lines above a table and the sheet's name say against taking its figures as the
    whole year's, the whole place's and final."""
    doubts = []
    for line in title.split("\n"):
        if not line or _FILLED_IN.search(line):
            continue
        if is_part_of_year(line):
            doubts.append(doubt(NarrowKind.PART_OF_YEAR, messages.IN_TITLE, line))
        if is_unfinished(line):
            doubts.append(doubt(NarrowKind.STATUS, messages.IN_TITLE, line))
        elsewhere = other_place(line, place)
        if elsewhere and elsewhere != "全国":
            doubts.append(doubt(NarrowKind.PLACE, messages.IN_TITLE, elsewhere))
    said = narrowing(sheet_name, place)
    if said.kind is NarrowKind.YEAR and said.year != year:
        doubts.append(messages.SHEET_OF_YEAR.format(text=sheet_name, told=said.year, year=year))
    if said.kind in _ASKED:
        doubts.append(doubt(said.kind, messages.IN_SHEET, sheet_name, said.breakdown))
    return tuple(doubts)


def doubt(kind: NarrowKind, where: str, text: str, breakdown: str = TOTAL) -> str:
    group = PARTS[TOTAL if where == messages.IN_SHEET else breakdown]
    shown = messages.shortened(text)
    return messages.NARROWED[kind.value].format(where=where, text=shown, group=group, name="")
