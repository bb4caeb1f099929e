"""What other rooms want kept with a finalised run, so that nothing of it is read live later.

A room registers its part once, when it is set up; finalising makes every part of the draft at
the moment it freezes it, and hashes it with the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.models import Assessment

_MAKERS: dict[str, Callable[[Assessment], Any]] = {}


def frozen_part(name: str, make: Callable[[Assessment], Any]) -> None:
    """``make``: gives the part as plain data of a computed draft that is about to be frozen."""
    _MAKERS[name] = make


def frozen_parts(assessment: Assessment) -> dict[str, Any]:
    return {name: make(assessment) for name, make in _MAKERS.items()}
