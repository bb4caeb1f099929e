"""Order and headings of a report's sections, as an office chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class OutlinePart(NamedTuple):
    """One section. ``heading``: its own; empty: the one the section gives itself."""

    key: str
    heading: str = ""
    is_shown: bool = True


Outline = tuple[OutlinePart, ...]


def arranged(known: Sequence[str], chosen: Iterable[OutlinePart]) -> Outline:
    """Every section there is, in the chosen order. ``known``: their keys in the usual order; one
    that the choice does not name stands behind the one before it there."""
    parts = [part for part in {part.key: part for part in chosen}.values() if part.key in known]
    for place, key in enumerate(known):
        names = [part.key for part in parts]
        if key not in names:
            before = names.index(known[place - 1]) + 1 if place else 0
            parts.insert(before, OutlinePart(key))
    return tuple(parts)


def outline_to_plain(parts: Iterable[OutlinePart]) -> list[list[Any]]:
    return [[part.key, part.heading, part.is_shown] for part in parts]


def outline_from_plain(content: Iterable[Iterable[Any]]) -> Outline:
    return tuple(OutlinePart(*part) for part in content)
