"""Targets of single years in one cell of a table: ``2018:90；2019:92``, a range ``103—107``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from indicators.core.case import Goal
from indicators.core.tokens import YEARLY_TARGET, half_width

_BETWEEN: Final = re.compile(r"[;,、\n]+")


def yearly_read(text: str) -> tuple[tuple[int, Goal], ...]:
    """The targets by year, earliest first; nothing for a blank cell.

    Raises ``ValueError`` with the piece that is no target of a year, names a year twice, or
    has its ends in the wrong order.
    """
    goals: dict[int, Goal] = {}
    for part in _BETWEEN.split(half_width(text)):
        piece = part.strip()
        if not piece:
            continue
        found = YEARLY_TARGET.fullmatch(piece)
        if found is None or int(found[1]) in goals:
            raise ValueError(piece)
        upper = None if found[3] is None else Decimal(found[3])
        goal = Goal(Decimal(found[2]), upper)
        if upper is not None and upper < goal.value:
            raise ValueError(piece)
        goals[int(found[1])] = goal
    return tuple(sorted(goals.items()))


def yearly_text(goals: Iterable[tuple[int, Goal]]) -> str:
    """The cell again, so that a table sent out comes back unchanged."""
    return "；".join(
        f"{year}:" + "—".join(_plain(end) for end in goal if end is not None)
        for year, goal in goals
    )


def _plain(number: Decimal) -> str:
    return format((number + 0).normalize(), "f")
