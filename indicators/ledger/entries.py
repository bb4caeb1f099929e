"""What the reader is told about a unit, and what it hands back: one entry per value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from indicators.core.evidence_names import says_no_evidence
from indicators.core.reported import ReportedFigure
from indicators.core.vocabulary import BlankReason, Measure, ResponsibilityKind, measure
from indicators.ledger.heads import HeadCell
from indicators.messages import ledger as messages

OTHER: Final = "other"


class FigureKey(NamedTuple):
    """What one figure is of."""

    region_code: str
    indicator_code: str
    reference_year: int
    breakdown: str


class EntryStatus(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class LedgerIndicator:
    """An indicator as a unit reports it.

    ``measure`` is the text printed in the unit's plan, ``scale`` what numerator ÷ denominator
    is multiplied by. ``role``: ``lead``, ``support`` or ``other`` (another unit's).
    """

    code: str
    name: str
    measure: str
    scale: int = 1
    aliases: tuple[str, ...] = ()
    by_sex: bool = False
    numerator: str = ""
    denominator: str = ""
    role: str = ResponsibilityKind.LEAD
    lead_unit: str = ""
    target_text: str = ""
    definition: str = ""
    meaning: Measure = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "meaning", measure(self.measure))


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """A place of a bulk file and what some unit leads there, as (year, indicator code)."""

    code: str
    name: str
    led: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class LedgerContext:
    """Everything the reader knows beside the file.

    ``stored``: what this unit has in its submissions, for new/changed/unchanged.
    ``known``: figures of other years, for jumps and for columns that are only compared.
    ``mapping``: head text (as ``name_key`` gives it) → column key, named by the user before.
    ``places``: for a bulk file, the places it may speak of; else empty.
    ``other_units``: names of the other units of the place, to notice a mixed-up file.
    """

    region_code: str
    region_name: str
    unit_code: str
    unit_names: tuple[str, ...]
    reference_year: int
    indicators: tuple[LedgerIndicator, ...]
    stored: Mapping[FigureKey, ReportedFigure] = field(default_factory=lambda: MappingProxyType({}))
    known: Mapping[FigureKey, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, LedgerPlace] = field(default_factory=lambda: MappingProxyType({}))
    other_units: tuple[str, ...] = ()

    @property
    def is_bulk(self) -> bool:
        return bool(self.places)


@dataclass(slots=True)
class LedgerEntry:
    """One value of the file, or one line that is none (``ignored``).

    ``row`` and ``cell`` are as people count them. ``value`` is what would be stored; None with
    ``blank_reason`` or without. ``errors`` and ``warnings`` are whole sentences;
    ``reminders`` are those of the warnings that doubt no figure: accepting them takes no reason.
    ``ratio_question`` becomes a warning unless later checks answer it. ``is_computed``: from a
    formula or a quotient, so that nobody chose its decimals. ``held``: what is stored
    of the same figure, found by the checks. ``change``: new, changed or
    unchanged against what is stored, whatever the ``status`` asks. ``has_parts`` and
    ``has_remark``: the file has columns for them. ``is_certain``: nothing is asked about a
    figure that is only compared. ``old_reason``: why the very same figure was right before.
    """

    sheet: str
    row: int
    cell: str
    raw: str = ""
    region_code: str = ""
    indicator_code: str = ""
    indicator_name: str = ""
    reference_year: int | None = None
    breakdown: str = ""
    value: Decimal | None = None
    text: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    decimals: int | None = None
    blank_reason: BlankReason = BlankReason.PRESENT
    remark: str = ""
    evidence_names: str = ""
    read_as: str = ""
    note: str = ""
    old_value: str = ""
    old_reason: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    ratio_question: str = ""
    is_computed: bool = False
    is_certain: bool = True
    has_parts: bool = False
    has_remark: bool = False
    held: ReportedFigure | None = None
    change: EntryStatus = EntryStatus.NEW
    status: EntryStatus = EntryStatus.NEW

    @property
    def key(self) -> FigureKey:
        return FigureKey(
            self.region_code, self.indicator_code, self.reference_year or 0, self.breakdown
        )

    @property
    def figure(self) -> ReportedFigure:
        """The figure as it would be stored, in the measure of the ledger.

        What the file has no column for stays as it is held: the remark, and the parts of a
        value that is still the same. Names of evidence stay where the cell is empty; 无 takes
        them away.
        """
        numerator, denominator, remark = self.numerator, self.denominator, self.remark
        names, held = self.evidence_names, self.held
        if says_no_evidence(names):
            names = ""
        elif held is not None and not names:
            names = held.evidence_names
        if held is not None and not self.has_remark:
            remark = held.remark
        is_same = held is not None and self.value is not None and self.value == held.value
        if held is not None and is_same and not self.has_parts:
            numerator, denominator = held.numerator, held.denominator
        return ReportedFigure(
            value=self.value,
            numerator=numerator,
            denominator=denominator,
            text=self.text,
            blank_reason=self.blank_reason.value,
            decimals=self.decimals,
            remark=remark,
            evidence_names=names,
        )

    @property
    def message(self) -> str:
        """Everything there is to say, as one text."""
        asked = (*self.errors, *self.warnings)
        place = messages.PLACE.format(sheet=self.sheet, cell=self.cell) if asked else ""
        return place + "".join(part for part in (*asked, self.read_as, self.note) if part)

    @property
    def needs_reason(self) -> bool:
        """Must a person say why it is right? A figure in doubt, or one held that goes away."""
        is_emptied = self.is_blank and not self.blank_reason and bool(self.old_value)
        return self.status is EntryStatus.WARNING and (
            is_emptied or any(text not in self.reminders for text in self.warnings)
        )

    @property
    def is_blank(self) -> bool:
        return (
            self.value is None
            and not self.text
            and self.numerator is None
            and self.denominator is None
        )


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head found in one sheet, so that the user can say what an unknown column is.

    ``row``: its last line, as people count.
    """

    sheet: str
    row: int
    cells: tuple[HeadCell, ...]
    needs_mapping: bool


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """Every row of the file, accounted for. ``is_by_place``: its rows are places, which only a
    bulk file can hold."""

    rows: tuple[LedgerEntry, ...]
    heads: tuple[TableHead, ...]
    faults: tuple[str, ...] = ()
    is_by_place: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """The six counts of the contract; they add up to ``rows_in_file``."""
        found = Counter(entry.status for entry in self.rows)
        return {
            "rows_in_file": len(self.rows),
            "new": found[EntryStatus.NEW],
            "changed": found[EntryStatus.CHANGED],
            "unchanged": found[EntryStatus.UNCHANGED],
            "ignored": found[EntryStatus.IGNORED],
            "errors": found[EntryStatus.ERROR],
            "warnings": found[EntryStatus.WARNING],
        }

    @property
    def needs_mapping(self) -> bool:
        return any(head.needs_mapping for head in self.heads)
