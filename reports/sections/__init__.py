"""The sections of each kind of report, in order: a section is one module with ``build``.

``build(writing) -> Section | None``; None leaves the section out. Annexes stand in
``reports.annexes`` in the same way.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reports.sections import (
    annual,
    domains,
    feedback,
    highlights,
    outlook,
    overview,
    places,
    practice,
    problems,
    proposals,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.document import Section
    from reports.words.writing import Writing

SECTIONS: Final[Mapping[str, tuple[Callable[[Writing], Section | None], ...]]] = MappingProxyType(
    {
        "final": (
            summary.build,
            overview.build,
            practice.build,
            domains.build,
            highlights.build,
            problems.build,
            proposals.build,
        ),
        "midterm": (
            summary.build,
            overview.build,
            practice.build,
            domains.build,
            outlook.build,
            problems.build,
            proposals.build,
        ),
        "unit": (feedback.build, feedback.build_gaps, feedback.build_wanted),
        "regions": (places.build, places.build_indicators, places.build_notes),
        "annual": (
            annual.build,
            domains.build,
            problems.build_concerns,
            proposals.build,
        ),
    }
)
