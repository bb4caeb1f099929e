"""Which sentences of a unit's summary speak of one indicator.

People shorten and turn round the names of indicators, so names are compared by pairs of
characters: a sentence speaks of an indicator when it has enough of the pairs of its name.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Set

ENOUGH: Final = Fraction(2, 5)
"""Share of a name's pairs that a sentence about it has at least."""
_SENTENCE: Final = re.compile(r"[^。！？；\n]+[。！？；]?")
_BETWEEN: Final = re.compile(r"（.*?）|\(.*?\)|\W")


def sentences_about(text: str, name: str) -> tuple[str, ...]:
    """The sentences of ``text`` that speak of the indicator called ``name``, in their order."""
    wanted = _pairs(name)
    if not wanted:
        return ()
    found = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return tuple(s for s in found if len(wanted & _pairs(s)) >= ENOUGH * len(wanted))


def _pairs(text: str) -> Set[str]:
    parts = _BETWEEN.sub(" ", text).split()
    return {part[i : i + 2] for part in parts for i in range(len(part) - 1)}
