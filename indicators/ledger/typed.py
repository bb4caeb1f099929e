"""What a person types or pastes into the grid, read and checked like a ledger's cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from indicators.core import tokens
from indicators.core.readings import Conversion
from indicators.core.reported import MAX_EXPLANATION, MAX_RAW, MAX_REMARK
from indicators.core.values import read_count, read_value
from indicators.core.vocabulary import TOTAL, BlankReason
from indicators.ledger.amounts import take_part, take_quotient, take_value
from indicators.ledger.checks import check_entry, check_together
from indicators.ledger.entries import LedgerContext, LedgerEntry, LedgerIndicator
from indicators.messages import grid as messages
from units.messages import FIELD_TOO_LONG

_REASONS: Final = frozenset(reason.value for reason in BlankReason)


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """One value as it stands in the grid: texts of its cells, and why a warning is right."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    reason: str = ""
    remark: str = ""
    explanation: str = ""


def typed_entry(
    typed: TypedFigure,
    indicator: LedgerIndicator,
    *,
    region_code: str,
    year: int,
    breakdown: str,
) -> LedgerEntry:
    """The figure and what its own cells say; an empty value comes from the parts."""
    raw = typed.value.strip()
    entry = LedgerEntry(
        sheet="",
        row=0,
        cell="",
        raw=raw,
        region_code=region_code,
        indicator_code=indicator.code,
        indicator_name=indicator.name,
        reference_year=year,
        breakdown=breakdown,
        remark=tokens.seen(typed.remark),
        has_parts=bool(indicator.numerator and indicator.denominator) and breakdown == TOTAL,
        has_remark=True,
    )
    entry.errors += _too_long(typed, indicator)
    if entry.errors:
        return entry
    reading = read_value(raw, indicator.meaning)
    take_value(entry, reading, indicator, usual=(Conversion.TEXT_NUMBER,))
    entry.blank_reason = reading.reason
    top, bottom = messages.NUMERATOR, messages.DENOMINATOR
    _take_part(entry, "numerator", typed.numerator, top.format(name=indicator.numerator))
    _take_part(entry, "denominator", typed.denominator, bottom.format(name=indicator.denominator))
    take_quotient(entry, indicator)
    if entry.is_blank and typed.reason in _REASONS and not entry.errors:
        entry.blank_reason = BlankReason(typed.reason or entry.blank_reason)
    check_entry(entry, indicator)
    return entry


def check_typed(
    entries: Iterable[LedgerEntry],
    context: LedgerContext,
    indicators: Mapping[str, LedgerIndicator],
) -> None:
    """Sexes against the total and jumps from the year before; adds warnings to the entries."""
    check_together(entries, context, indicators, {})
    for entry in entries:
        if entry.ratio_question and entry.ratio_question not in entry.warnings:
            entry.warnings = (entry.ratio_question, *entry.warnings)


def _too_long(typed: TypedFigure, indicator: LedgerIndicator) -> tuple[str, ...]:
    """Nothing is cut: a text longer than its field is refused with its length."""
    names = (indicator.name, indicator.numerator, indicator.denominator)
    told = (
        *zip(names, (typed.value, typed.numerator, typed.denominator), repeat(MAX_RAW)),
        (messages.REMARK, typed.remark, MAX_REMARK),
        (messages.EXPLANATION, typed.explanation, MAX_EXPLANATION),
    )
    return tuple(
        FIELD_TOO_LONG.format(label=label, size=len(text.strip()), limit=limit)
        for label, text, limit in told
        if len(text.strip()) > limit
    )


def _take_part(entry: LedgerEntry, name: str, text: str, where: str) -> None:
    raw = text.strip()
    if raw and not tokens.is_blank(raw):
        take_part(entry, name, read_count(raw), raw, where)
