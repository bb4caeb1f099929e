"""Places as tiles of one size, set by their codes like a map; no map data is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# First two digits of the code → column and row: the provinces about where they lie.
_PROVINCES: Final = {
    "23": (9, 0), "15": (6, 1), "11": (7, 1), "21": (8, 1), "22": (9, 1),
    "65": (1, 2), "62": (3, 2), "64": (4, 2), "14": (5, 2), "13": (6, 2), "12": (7, 2),
    "63": (2, 3), "61": (4, 3), "41": (5, 3), "37": (6, 3), "32": (7, 3),
    "54": (1, 4), "51": (3, 4), "50": (4, 4), "42": (5, 4), "34": (6, 4), "31": (7, 4),
    "52": (4, 5), "43": (5, 5), "36": (6, 5), "33": (7, 5),
    "53": (3, 6), "45": (4, 6), "44": (5, 6), "35": (6, 6), "71": (8, 6),
    "46": (4, 7), "82": (5, 7), "81": (6, 7),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Column and row of a place's tile, counted from 0."""

    code: str
    column: int
    row: int


def spots(codes: Sequence[str]) -> list[Spot]:
    """Provinces as on the map, other places in the order of their codes, wider than high."""
    if codes and all(code[:2] in _PROVINCES and code.endswith("0000") for code in codes):
        found = [Spot(code, *_PROVINCES[code[:2]]) for code in codes]
        left, top = min(s.column for s in found), min(s.row for s in found)
        return [Spot(s.code, s.column - left, s.row - top) for s in found]
    across = 1
    while across * across < 2 * len(codes):
        across += 1
    return [Spot(code, i % across, i // across) for i, code in enumerate(sorted(codes))]
