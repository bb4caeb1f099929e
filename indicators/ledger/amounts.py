"""Value, parts and quotient of one figure: read alike from a file's cells and from the grid."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from indicators.core.readings import Conversion, Question, Reading
from indicators.core.values import MAX_DECIMALS, plain, round_half_up
from indicators.ledger.entries import LedgerEntry, LedgerIndicator
from indicators.messages import ledger as messages

NO_QUESTIONS: Final[frozenset[Question]] = frozenset()
NO_CONVERSIONS: Final[frozenset[Conversion]] = frozenset()


def take_value(
    entry: LedgerEntry,
    reading: Reading,
    indicator: LedgerIndicator,
    *,
    later: Collection[Question] = NO_QUESTIONS,
    usual: Collection[Conversion] = NO_CONVERSIONS,
) -> None:
    """The value as it was read. ``later``: questions that other cells may answer first;
    ``usual``: conversions nobody need be told of. A bare ratio always waits for the checks."""
    if reading.fault is not None:
        sentence = messages.fault_sentence(reading.fault, entry.raw, indicator.measure)
        entry.errors += (sentence,)
        return
    entry.value, entry.text, entry.decimals = reading.value, reading.text, reading.decimals
    entry.is_computed = Conversion.FORMULA_ROUNDED in reading.conversions
    if not reading.questions and set(reading.conversions) - set(usual):
        entry.read_as = messages.read_as(reading, entry.raw)
    for question in reading.questions:
        (sentence,) = messages.question_sentences(
            reading, entry.raw, indicator.measure, (question,), indicator.meaning.scale
        )
        if question is Question.BARE_RATIO:
            entry.ratio_question = sentence
        elif question not in later:
            entry.warnings += (sentence,)


def take_part(entry: LedgerEntry, name: str, reading: Reading, raw: str, where: str) -> None:
    """A numerator or denominator; ``where``: how sentences begin, such as 分子（F3）."""
    if reading.fault is not None:
        entry.errors += (where + messages.fault_sentence(reading.fault, raw, ""),)
    for sentence in messages.question_sentences(reading, raw, "", reading.questions):
        entry.warnings += (where + sentence,)
    if reading.value is not None and reading.value < 0:
        entry.errors += (messages.PART_NEGATIVE.format(where=where, value=plain(reading.value)),)
    setattr(entry, name, reading.value)


def take_quotient(entry: LedgerEntry, indicator: LedgerIndicator) -> None:
    """No value written: numerator ÷ denominator gives it, where both are there."""
    if entry.numerator is None or entry.denominator is None:
        return
    if entry.value is not None or entry.text or entry.errors:
        return
    if entry.denominator == 0:
        entry.errors += (messages.ZERO_DENOMINATOR,)
        return
    value = entry.numerator / entry.denominator * indicator.scale
    entry.value = round_half_up(value, MAX_DECIMALS).normalize()
    entry.is_computed = True
    entry.read_as = messages.READ_FROM_PARTS.format(
        numerator=plain(entry.numerator),
        denominator=plain(entry.denominator),
        scale=indicator.scale,
        value=plain(entry.value),
    )
