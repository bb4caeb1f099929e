"""What is said of one figure, and where it was said: the fields every room shares, named once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MAX_RAW: Final = 100
MAX_REMARK: Final = 300
MAX_EXPLANATION: Final = 300
MAX_EVIDENCE: Final = 300


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One figure as a person gives it.

    ``text``: the answer where the measure is 有/无. ``blank_reason``: why there is no figure.
    ``decimals``: how many were given, for printing. ``warning_reason``: why a doubtful figure is
    right all the same. ``evidence_names``: the files said to prove it, as they are written.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    blank_reason: str = ""
    decimals: int | None = None
    remark: str = ""
    warning_reason: str = ""
    evidence_names: str = ""

    @property
    def says_nothing(self) -> bool:
        return self == NO_FIGURE


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """Where a figure was read: the text as it stood, how it was understood, file and cell."""

    raw: str = ""
    read_as: str = ""
    ledger_id: int | None = None
    sheet: str = ""
    cell: str = ""


NO_FIGURE = ReportedFigure()
NO_ORIGIN = FigureOrigin()
