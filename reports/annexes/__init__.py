"""The annexes of each kind of report, in order: one module with ``build`` each.

``build(writing)`` gives the annexes it has something to say in; an empty list leaves it out.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reports.annexes import (
    definitions,
    duties,
    indicators,
    places,
    rates,
    sources,
    unmet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.document import Annex
    from reports.words.writing import Writing

_ALL: Final = (
    indicators.build,
    unmet.build,
    rates.build,
    definitions.build,
    duties.build,
    sources.build,
)
ANNEXES: Final[Mapping[str, tuple[Callable[[Writing], list[Annex]], ...]]] = MappingProxyType(
    {
        "final": _ALL,
        "midterm": _ALL,
        "unit": (),
        "regions": (places.build,),
        "annual": (indicators.build, unmet.build, rates.build, sources.build),
    }
)
