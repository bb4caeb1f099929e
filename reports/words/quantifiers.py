"""When a quantifier may be said: each word has its predicate (phrase book 2, §3).

``n``: those with data that compare, ``k``: those of them that fit. Of nothing, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEAST_FOR_MOST: Final = 5
_LEAST_FOR_HALF: Final = 6
_MOST_FOR_ONLY: Final = 3
_LEAST_YEARS: Final = 3
_LEAST_SPREAD: Final = 4


@dataclass(frozen=True, slots=True)
class Proportion:
    """``k`` of ``n``; ``blank``: how many more there are without data or verdict."""

    k: int
    n: int
    blank: int = 0

    @property
    def is_all(self) -> bool:
        """全部, 均, 都: two at least; of one, it itself is spoken of."""
        return self.k == self.n > 1

    @property
    def is_most(self) -> bool:
        """多数: more than half of five or more, and not all of them."""
        return self.n >= _LEAST_FOR_MOST and self.n < 2 * self.k < 2 * self.n

    @property
    def is_half_or_more(self) -> bool:
        """半数以上: of six or more."""
        return self.n >= _LEAST_FOR_HALF and 2 * self.k >= self.n

    @property
    def is_only(self) -> bool:
        """只有, 仅: up to three of five or more, and nothing lacks data."""
        few = 1 <= self.k <= _MOST_FOR_ONLY
        return few and self.n >= _LEAST_FOR_MOST and not self.blank

    @property
    def is_none(self) -> bool:
        """没有: none of those with data."""
        return self.k == 0 < self.n

    @property
    def is_well_covered(self) -> bool:
        """Less than a fifth without data, so that it may be said of the whole."""
        return self.blank * 5 < self.n + self.blank


def is_concentrated(counts: Sequence[int]) -> bool:
    """集中在: one or two classes hold three fifths of four or more."""
    whole = sum(counts)
    return whole >= _LEAST_SPREAD and sum(sorted(counts)[-2:]) * 5 >= whole * 3


def is_first(met: Mapping[int, bool], since: int, year: int) -> bool:
    """首次: met now, and in no year from ``since`` on, each with a figure, three at least."""
    before = [met.get(each) for each in range(since, year)]
    return (
        bool(met.get(year)) and len(before) >= _LEAST_YEARS and before.count(False) == len(before)
    )


def streak(met: Mapping[int, bool], year: int) -> int:
    """连续n年: how many years up to this one were met, each with a figure; below three it is 0."""
    length = 0
    while met.get(year - length):
        length += 1
    return length if length >= _LEAST_YEARS else 0
