"""What a row says of its figures beside the numbers: place, year, part, measure, and doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from indicators.core import tokens
from indicators.core.narrowing import (
    Narrowing,
    NarrowKind,
    is_part_of_year,
    whole_year,
)
from indicators.core.values import Raw
from indicators.core.vocabulary import TOTAL
from indicators.ledger.columns import ColumnKey
from indicators.ledger.doubts import cell_doubts, doubt, place_doubts
from indicators.ledger.entries import LedgerContext
from indicators.ledger.names import Resolved
from indicators.ledger.table import LedgerTable, raw_text
from indicators.messages import ledger as messages
from indicators.wording.labels import PARTS

_YEAR_DAYS: Final = ((1, 1), (12, 1), (12, 31))


@dataclass(slots=True)
class RowFacts:
    """``faults`` and ``doubts``: sentences for each figure of the row; ``measure``: told by the
    row's name; ``has_own_year``: the name tells the year;
    ``is_target``: the row holds targets, no figures."""

    region_code: str
    year: int
    breakdown: str = TOTAL
    measure: str = ""
    has_own_year: bool = False
    is_target: bool = False
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def row_facts(
    table: LedgerTable, row: int, resolved: Resolved | None, context: LedgerContext
) -> RowFacts:
    """Everything the row's own cells say, the columns of figures apart."""
    facts = RowFacts(context.region_code, context.reference_year)
    _take_region(facts, table, row, context)
    _take_year(facts, table, row, context)
    _take_breakdown(facts, table, row)
    if resolved is not None:
        facts.doubts += [resolved.doubt] if resolved.doubt else []
        for said in resolved.narrowed:
            _take_narrowing(facts, said, is_asked=not resolved.is_own_part)
    _take_beside(facts, table, row, context)
    if table.is_struck(row):
        facts.doubts.append(messages.STRUCK_ROW)
    surplus = table.surplus(row)
    if surplus:
        raw = messages.shortened("、".join(map(raw_text, surplus)))
        facts.faults.append(messages.SURPLUS_CELLS.format(count=len(surplus), raw=raw))
    return facts


def _take_narrowing(facts: RowFacts, said: Narrowing, *, is_asked: bool) -> None:
    match said.kind:
        case NarrowKind.MEASURE:
            facts.measure = said.text
        case NarrowKind.YEAR:
            facts.year, facts.has_own_year = said.year, True
        case NarrowKind.TARGET:
            facts.is_target = True
        case NarrowKind.BREAKDOWN if facts.breakdown not in (TOTAL, said.breakdown):
            told = PARTS[facts.breakdown]
            facts.faults.append(messages.OTHER_PART.format(named=said.text, told=told))
        case NarrowKind.BREAKDOWN:
            facts.breakdown = said.breakdown
            if is_asked:
                facts.doubts.append(doubt(said.kind, messages.IN_NAME, said.text, said.breakdown))
        case _:
            facts.doubts.append(doubt(said.kind, messages.IN_NAME, said.text))


def _take_beside(facts: RowFacts, table: LedgerTable, row: int, context: LedgerContext) -> None:
    """Words in the row's other columns: those that are read for nothing else, and its place."""
    for cell in table.beside:
        raw = table.filled(row, cell.column)
        if isinstance(raw, str):
            facts.doubts += cell_doubts(cell.header, raw, context.region_name, facts.year)
    place = table.text(row, ColumnKey.REGION_NAME)
    if place and not context.is_bulk:
        facts.doubts += place_doubts(place, context.region_name)


def _take_region(facts: RowFacts, table: LedgerTable, row: int, context: LedgerContext) -> None:
    """The place of a row: its own column in a bulk file, else the unit's place."""
    code = table.text(row, ColumnKey.REGION_CODE)
    if context.is_bulk:
        facts.region_code = code
        if code not in context.places:
            facts.faults.append(messages.NO_REGION.format(raw=messages.shortened(code)))
    elif code and code != context.region_code:
        sentence = messages.OTHER_REGION.format(found=code, expected=context.region_code)
        facts.faults.append(sentence)


def _take_year(facts: RowFacts, table: LedgerTable, row: int, context: LedgerContext) -> None:
    expected = context.reference_year
    facts.year = table.head.title_year or expected
    raw = table.raw(row, ColumnKey.YEAR)
    if raw is None:
        if context.is_bulk and not table.head.title_year and table.needs_year:
            facts.faults.append(messages.UNREADABLE_YEAR.format(raw="", expected=expected))
        return
    text = messages.shortened(raw_text(raw))
    year = whole_year(raw)
    if _is_part_of_year(raw):
        facts.faults.append(messages.PART_OF_YEAR.format(raw=text, expected=expected))
    elif year is None:
        facts.faults.append(messages.UNREADABLE_YEAR.format(raw=text, expected=expected))
    facts.year = year or facts.year


def _is_part_of_year(raw: Raw) -> bool:
    if isinstance(raw, date):
        return (raw.month, raw.day) not in _YEAR_DAYS
    return isinstance(raw, str) and is_part_of_year(raw)


def _take_breakdown(facts: RowFacts, table: LedgerTable, row: int) -> None:
    text = table.text(row, ColumnKey.BREAKDOWN)
    if not text or tokens.is_blank(text):
        return
    breakdown = tokens.parse_breakdown(text)
    if breakdown is None:
        raw = messages.shortened(text)
        facts.faults.append(messages.UNKNOWN_BREAKDOWN.format(raw=raw))
    facts.breakdown = breakdown or TOTAL
