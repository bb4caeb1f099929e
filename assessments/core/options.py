"""What settings of an assessment decide, and the question that they are part of.

The table of settings, each with its words, stands in ``assessments/options.py``.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from indicators.core.case import ToleranceKind
from indicators.core.vocabulary import Basis, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE: Final = Decimal(100)


class TargetsOf(StrEnum):
    """Whose targets a place is held against."""

    OWN = "own"
    ABOVE = "above"
    BOTH = "both"


class MissingWeight(StrEnum):
    """What a missing indicator does to the composite."""

    RESCALE = "rescale"
    ZERO = "zero"


def is_too_wide(tolerance: Decimal | None, kind: str | None) -> bool:
    """Whether a tolerance lets in what lies as far off as the target is large: a typing error."""
    return kind == ToleranceKind.PERCENT_OF_TARGET and tolerance is not None and tolerance >= _WHOLE


def default_basis(stage: Stage) -> Basis:
    """A mid-term is held against the mid-term targets, everything else against the final ones."""
    return Basis.MIDTERM if stage is Stage.MIDTERM else Basis.FINAL


def offered_basis(stage: Stage, year: int, end_year: int, *, has_midterms: bool = True) -> Basis:
    """What people are offered: as long as the round runs, a year is held against the pace, and so
    is the mid-term of plans that set no targets for it."""
    is_open = stage is Stage.ANNUAL or (stage is Stage.MIDTERM and not has_midterms)
    if is_open and year < end_year:
        return Basis.PACE
    return default_basis(stage)


def question_hash(
    *,
    region_code: str,
    round_name: str,
    kind: str,
    stage: Stage,
    year: int,
    settings: Mapping[str, str | int | bool | None],
    ordered_by: str = "",
) -> str:
    """The fingerprint of a question: the same question gives the same text anywhere.

    ``ordered_by``: code of the place above that asks beside the place's own office.
    """
    parts = [region_code, round_name, kind, stage.value, year, dict(settings)]
    question = [*parts, ordered_by] if ordered_by else parts
    canonical = json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
