"""What other rooms want kept with a finalised run, so that nothing of it is read live later.

A room registers its part once, when it is set up; finalising makes every part of the draft at
the moment it freezes it. A part is hashed with the rest; a record, which tells days and people
and would give the same content another hash, is kept beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.models import Assessment

    Make = Callable[[Assessment], Any]

_PARTS: dict[str, Make] = {}
_RECORDS: dict[str, Make] = {}


def frozen_part(name: str, make: Make) -> None:
    """``make``: gives the part as plain data of a computed draft that is about to be frozen."""
    _PARTS[name] = make


def frozen_record(name: str, make: Make) -> None:
    """``make``: as of a part."""
    _RECORDS[name] = make


def frozen_parts(assessment: Assessment) -> dict[str, Any]:
    return {name: make(assessment) for name, make in _PARTS.items()}


def frozen_records(assessment: Assessment) -> dict[str, Any]:
    return {name: make(assessment) for name, make in _RECORDS.items()}
