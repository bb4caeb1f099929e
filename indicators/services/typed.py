"""What a person types or pastes into the grid, read and checked like a ledger's cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError

from indicators.core import tokens
from indicators.core.readings import Conversion, Question
from indicators.core.values import MAX_DECIMALS, plain, read_count, read_value, round_half_up
from indicators.core.vocabulary import BlankReason
from indicators.ledger.checks import check_entry, check_together
from indicators.ledger.entries import LedgerEntry
from indicators.messages import grid as messages
from indicators.messages import ledger as sentences
from indicators.models import SubmissionValue
from units.text import field_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indicators.ledger.entries import LedgerContext, LedgerIndicator

_REASONS: Final = frozenset(reason.value for reason in BlankReason)


@dataclass(frozen=True, slots=True)
class Typed:
    """One value as it stands in the grid: texts of its cells, and why a warning is right."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    reason: str = ""
    remark: str = ""
    explanation: str = ""


def typed_entry(
    typed: Typed,
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
        remark=typed.remark.strip(),
    )
    if _too_long(entry, typed):
        return entry
    _take_value(entry, raw, indicator)
    _take_part(entry, "numerator", typed.numerator, messages.NUMERATOR, indicator.numerator)
    _take_part(entry, "denominator", typed.denominator, messages.DENOMINATOR, indicator.denominator)
    _take_quotient(entry, indicator)
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


def _too_long(entry: LedgerEntry, typed: Typed) -> bool:
    """Nothing is cut: a text longer than its field is refused with its length."""
    fields = {
        "raw": (typed.value, typed.numerator, typed.denominator),
        "remark": (typed.remark,),
        "warning_reason": (typed.explanation,),
    }
    for name, texts in fields.items():
        for text in texts:
            try:
                field_text(SubmissionValue, name, text)
            except ValidationError as refusal:
                entry.errors += tuple(refusal.messages)
    return bool(entry.errors)


def _take_value(entry: LedgerEntry, raw: str, indicator: LedgerIndicator) -> None:
    if not raw or tokens.is_blank(raw):
        reading = read_value(raw, indicator.meaning)
        entry.blank_reason = reading.reason
        return
    reading = read_value(raw, indicator.meaning)
    if reading.fault is not None:
        entry.errors += (sentences.fault_sentence(reading.fault, raw, indicator.measure),)
        return
    entry.value, entry.text, entry.decimals = reading.value, reading.text, reading.decimals
    entry.blank_reason = reading.reason
    if set(reading.conversions) - {Conversion.TEXT_NUMBER}:  # everything typed is text
        entry.read_as = sentences.read_as(reading, raw)
    for question in reading.questions:
        (sentence,) = sentences.question_sentences(
            reading, raw, indicator.measure, (question,), indicator.meaning.scale
        )
        if question is Question.BARE_RATIO:
            entry.ratio_question = sentence
        else:
            entry.warnings += (sentence,)


def _take_part(entry: LedgerEntry, name: str, text: str, label: str, part: str) -> None:
    raw = text.strip()
    if not raw or tokens.is_blank(raw):
        return
    reading = read_count(raw)
    if reading.fault is not None:
        sentence = sentences.fault_sentence(reading.fault, raw, "")
        entry.errors += (messages.PART.format(label=label.format(name=part), sentence=sentence),)
        return
    if reading.value is not None and reading.value < 0:
        sentence = sentences.NEGATIVE.format(raw=raw)
        entry.errors += (messages.PART.format(label=label.format(name=part), sentence=sentence),)
        return
    setattr(entry, name, reading.value)


def _take_quotient(entry: LedgerEntry, indicator: LedgerIndicator) -> None:
    if entry.numerator is None or entry.denominator is None or entry.errors:
        return
    if entry.denominator == 0:
        entry.errors += (sentences.ZERO_DENOMINATOR,)
        return
    if entry.value is None and not entry.text:
        value = entry.numerator / entry.denominator * indicator.scale
        entry.value = round_half_up(value, MAX_DECIMALS).normalize()
        entry.is_computed = True
        entry.read_as = sentences.READ_FROM_PARTS.format(
            numerator=plain(entry.numerator),
            denominator=plain(entry.denominator),
            scale=indicator.scale,
            value=plain(entry.value),
        )
