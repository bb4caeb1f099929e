"""From the cells of one figure (value, numerator, denominator, reason) to an entry."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import Final

from indicators.core import tokens
from indicators.core.formats import NumberFormat, number_format
from indicators.core.readings import Conversion, Fault, Question, Reading
from indicators.core.reported import MAX_EVIDENCE, MAX_REMARK
from indicators.core.values import Raw, plain, read_count, read_value, typed_decimal
from indicators.core.vocabulary import TOTAL, BlankReason, Measure, ResponsibilityKind
from indicators.core.written_measures import count_in_measure, in_measure, measure_in_line
from indicators.ledger.amounts import take_part, take_quotient, take_value
from indicators.ledger.columns import LABELS, ColumnKey
from indicators.ledger.entries import OTHER, EntryStatus, LedgerEntry, LedgerIndicator
from indicators.ledger.table import FigureColumns, LedgerTable, raw_text
from indicators.ledger.workbook import PLAIN_MARK, CellMark, LedgerSheet, cell_name
from indicators.messages import ledger as messages
from indicators.wording.labels import BLANKS, PARTS

_RATIOS: Final = ("", "百分点", "女=100", "比")
# These wait for the parts and the reason of the row.
_LATER: Final = (Question.NO_RESULT, Question.NONE_WORD)


def read_cell(sheet: LedgerSheet, row: int, column: int, target: Measure | None) -> Reading:
    """One value cell (or, without ``target``, a count cell) with its format and formula."""
    raw = sheet.value(row, column)
    mark = sheet.marks.get((row, column), PLAIN_MARK)
    if mark.strike == "whole" and raw is not None:
        return Reading(fault=Fault.STRUCK_WHOLE)
    shown = _shown(sheet, raw, mark)
    is_formula = mark.is_formula
    if raw is None and mark.has_result:
        is_formula = False  # a formula that gives empty text is a blank, not a missing result
    reading = (
        read_count(raw, shown=shown, is_formula=is_formula)
        if target is None
        else read_value(raw, target, shown=shown, is_formula=is_formula)
    )
    asked = ((mark.strike == "part", Question.STRUCK), (mark.is_raised, Question.FOOTNOTE))
    questions = tuple(question for happened, question in asked if happened)
    if not questions or reading.value is None:
        return reading
    return replace(reading, questions=(*reading.questions, *questions))


def _shown(sheet: LedgerSheet, raw: Raw, mark: CellMark) -> NumberFormat:
    """How the sheet shows this number; text and dates have no number format."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw):
        return number_format(mark.format)
    shown = number_format(mark.format, typed_decimal(raw))
    return replace(shown, hides=True) if sheet.hides_zeros and raw == 0 else shown


def make_entry(
    table: LedgerTable,
    row: int,
    group: FigureColumns,
    indicator: LedgerIndicator,
    *,
    region_code: str,
    year: int,
    breakdown: str,
    in_name: str = "",
) -> LedgerEntry:
    """The figure of one row and group, with everything its own cells say.

    ``in_name``: a measure that the row's name tells.
    """
    sheet = table.sheet
    column = group.value if group.value is not None else group.columns[0]
    raw = sheet.value(row, group.value) if group.value is not None else None
    entry = LedgerEntry(
        sheet=sheet.name,
        row=row + 1,
        cell=cell_name(row, column),
        raw=raw_text(raw),
        region_code=region_code,
        indicator_code=indicator.code,
        indicator_name=indicator.name,
        reference_year=year,
        breakdown=breakdown,
        has_parts=group.numerator is not None or group.denominator is not None,
        has_remark=table.columns[ColumnKey.REMARK] is not None,
    )
    if entry.has_remark:
        _take_remark(entry, tokens.seen(raw_text(table.raw(row, ColumnKey.REMARK))))
    _take_evidence(entry, raw_text(table.raw(row, ColumnKey.EVIDENCE)).strip())
    reading = (
        read_cell(sheet, row, group.value, indicator.meaning)
        if group.value is not None
        else Reading(blank=True)
    )
    if entry.has_parts:
        _take_parts(entry, sheet, row, group)
    if reading.value is not None:
        written = table.told_measure(row, group, in_name)
        reading = _in_own_measure(reading, written, group.kind, indicator.meaning)
    take_value(entry, reading, indicator, later=_LATER)
    if not reading.reason:
        take_quotient(entry, indicator)
    _take_reason(entry, table, row, raw, reading)
    if not entry.is_blank:
        _ask_hidden(entry, sheet, row, group.columns)
    _check_role(entry, indicator)
    return entry


def _in_own_measure(reading: Reading, written: str, kind: str, target: Measure) -> Reading:
    """The value in the indicator's measure where the table's own measure differs.

    A sign in the cell itself (5.6‰) has been heard already and wins. ``kind``: what kind of
    figure the head says it is, where nobody tells a measure.
    """
    if Conversion.SIGN_DROPPED in reading.conversions or reading.value is None:
        return reading
    if Conversion.PERCENT_FORMAT in reading.conversions:
        return reading
    value, questions = in_measure(reading.value, written, target)
    if not written and kind and not target.is_qualitative and _is_other_kind(kind, target):
        questions = (Question.OTHER_KIND_TOLD,)
    if not questions:
        return reading
    kept = tuple(q for q in reading.questions if q is not Question.BARE_RATIO)
    return replace(reading, value=Decimal(plain(value)), questions=(*kept, *questions))


def measure_doubts(
    entry: LedgerEntry, text: str, where: str, indicator: LedgerIndicator
) -> tuple[str, ...]:
    """A measure that a remark or a note tells (单位：%), where it is not the indicator's."""
    written = measure_in_line(text) if "单位" in text else ""
    if not written or entry.value is None:
        return ()
    if not in_measure(entry.value, written, indicator.meaning)[1]:
        return ()
    return (
        messages.OTHER_MEASURE_SAID.format(
            where=where,
            text=messages.shortened(text),
            measure=indicator.measure,
            value=plain(entry.value),
        ),
    )


def _is_other_kind(kind: str, target: Measure) -> bool:
    if kind == "count":
        return target.is_rate
    return not target.is_rate and target.base not in _RATIOS


def _take_remark(entry: LedgerEntry, remark: str) -> None:
    if len(remark) > MAX_REMARK:
        sentence = messages.REMARK_TOO_LONG.format(size=len(remark), limit=MAX_REMARK)
        entry.errors += (sentence,)
    entry.remark = remark


def _take_evidence(entry: LedgerEntry, names: str) -> None:
    if len(names) > MAX_EVIDENCE:
        sentence = messages.EVIDENCE_TOO_LONG.format(size=len(names), limit=MAX_EVIDENCE)
        entry.errors += (sentence,)
    entry.evidence_names = names


def _take_parts(entry: LedgerEntry, sheet: LedgerSheet, row: int, group: FigureColumns) -> None:
    columns = (ColumnKey.NUMERATOR, group.numerator), (ColumnKey.DENOMINATOR, group.denominator)
    for (key, column), told in zip(columns, group.part_measures, strict=True):
        if column is None or sheet.value(row, column) is None:
            continue
        where = messages.PART.format(label=LABELS[key], cell=cell_name(row, column))
        reading = _counted(read_cell(sheet, row, column, None), told)
        take_part(entry, key.value, reading, raw_text(sheet.value(row, column)), where)


def _counted(reading: Reading, written: str) -> Reading:
    """A count in single things, where its head tells it in 千 or 万."""
    if reading.value is None or not written or Conversion.SIGN_DROPPED in reading.conversions:
        return reading
    value, questions = count_in_measure(reading.value, written)
    asked = (*reading.questions, *questions)
    return replace(reading, value=Decimal(plain(value)), questions=asked)


def _take_reason(
    entry: LedgerEntry, table: LedgerTable, row: int, raw: Raw, reading: Reading
) -> None:
    """Why there is no value; a value with a reason, or neither, is asked about."""
    written = table.text(row, ColumnKey.REASON)
    reason = tokens.blank_reason(written) if written else None
    if written and reason is None and not tokens.is_blank(written):
        entry.warnings += (messages.UNKNOWN_REASON.format(raw=messages.shortened(written)),)
    has_value = entry.value is not None or bool(entry.text)
    if has_value:
        if reason:
            entry.warnings += (
                messages.REASON_WITH_VALUE.format(
                    value=messages.number(entry.value) or entry.text,
                    reason=BLANKS[reason],
                ),
            )
        return
    if entry.errors or not reading.blank:
        return
    _take_blank(entry, reason or reading.reason, raw, reading)


def _take_blank(entry: LedgerEntry, reason: BlankReason, raw: Raw, reading: Reading) -> None:
    if Question.NONE_WORD in reading.questions and not reason:
        entry.warnings += messages.question_sentences(reading, entry.raw, "", (Question.NONE_WORD,))
        return
    if Question.NO_RESULT in reading.questions:
        entry.warnings += messages.question_sentences(reading, "", "", (Question.NO_RESULT,))
        return
    if not reason and entry.remark:
        found = tokens.reason_in(entry.remark)
        if found:
            reason = found
            entry.read_as = messages.REASON_FROM_REMARK.format(
                remark=messages.shortened(entry.remark)
            )
    if reason:
        # A reason stands only where nothing at all was reported.
        entry.blank_reason = reason
        entry.numerator = entry.denominator = None
    elif entry.numerator is None and entry.denominator is None:
        reminder = (
            messages.BLANK_SIGN.format(raw=messages.shortened(entry.raw))
            if raw is not None
            else messages.BLANK
        )
        entry.warnings += (reminder,)
        entry.reminders += (reminder,)
    elif not entry.warnings:
        entry.warnings += (messages.BLANK,)


def _ask_hidden(entry: LedgerEntry, sheet: LedgerSheet, row: int, columns: tuple[int, ...]) -> None:
    if row in sheet.hidden_rows:
        entry.warnings += (messages.HIDDEN.format(what=messages.ROW),)
    read = {column for column in columns if sheet.value(row, column) is not None}
    if read & sheet.hidden_columns:
        entry.warnings += (messages.HIDDEN.format(what=messages.COLUMN),)


def _check_role(entry: LedgerEntry, indicator: LedgerIndicator) -> None:
    """Another unit's indicator is refused, a supported one asked about; its blanks without
    a reason, and all blanks of another's, are passed over."""
    if indicator.role == ResponsibilityKind.LEAD:
        return
    if entry.is_blank and not entry.errors:
        entry.warnings = ()
        if indicator.role == OTHER or not entry.blank_reason:
            entry.status = EntryStatus.IGNORED
            entry.note = messages.NOT_REPORTED_HERE.format(
                name=indicator.name, lead=_lead(indicator)
            )
        else:
            entry.warnings = (_supporting(messages.SUPPORTING_BLANK, indicator),)
            entry.reminders = entry.warnings
        return
    if indicator.role == OTHER:
        entry.errors += (
            messages.OTHER_UNITS_INDICATOR.format(name=indicator.name, lead=_lead(indicator)),
        )
        return
    reminder = _supporting(messages.SUPPORTING, indicator)
    entry.warnings += (reminder,)
    entry.reminders += (reminder,)


def _supporting(sentence: str, indicator: LedgerIndicator) -> str:
    unit = indicator.lead_unit or messages.ANOTHER_UNIT
    return sentence.format(name=indicator.name, unit=unit)


def _lead(indicator: LedgerIndicator) -> str:
    return messages.LEAD_IS.format(unit=indicator.lead_unit) if indicator.lead_unit else ""


def check_group(entry: LedgerEntry, indicator: LedgerIndicator) -> None:
    """A figure by sex of an indicator that is not reported by sex."""
    if entry.breakdown == TOTAL or indicator.by_sex or not entry.breakdown.startswith("sex:"):
        return
    if entry.is_blank and not entry.errors:
        entry.warnings = ()
        entry.blank_reason = BlankReason.PRESENT
        entry.read_as = ""
        entry.note = messages.NOT_BY_GROUP
        entry.status = EntryStatus.IGNORED
        return
    entry.warnings += (
        messages.NOT_BY_SEX.format(name=indicator.name, group=PARTS[entry.breakdown]),
    )


def compared_entry(
    table: LedgerTable,
    row: int,
    group: FigureColumns,
    indicator: LedgerIndicator,
    *,
    region_code: str,
    year: int,
    known: Decimal | None,
) -> LedgerEntry | None:
    """Another year's figure of a wide table: compared, never taken; None for an empty cell."""
    sheet = table.sheet
    if group.value is None or sheet.value(row, group.value) is None:
        return None
    reading = read_cell(sheet, row, group.value, indicator.meaning)
    note = messages.COMPARED_ONLY.format(year=year)
    if known is not None and reading.value is not None and reading.value != known:
        note = messages.COMPARED_DIFFERS.format(year=year, known=plain(known))
    return LedgerEntry(
        sheet=sheet.name,
        row=row + 1,
        cell=cell_name(row, group.value),
        raw=raw_text(sheet.value(row, group.value)),
        region_code=region_code,
        indicator_code=indicator.code,
        indicator_name=indicator.name,
        reference_year=year,
        breakdown=group.breakdown or TOTAL,
        value=reading.value,
        text=reading.text,
        note=note,
        is_certain=not reading.questions,
        status=EntryStatus.IGNORED,
    )


def passed_over_entry(
    table: LedgerTable,
    row: int,
    group: FigureColumns,
    indicator: LedgerIndicator,
    *,
    year: int,
    note: str,
) -> LedgerEntry | None:
    """A figure that is none of the ledger's (a target, another place's); None for an empty cell."""
    column = group.columns[0]
    raw = table.sheet.value(row, column)
    if raw is None:
        return None
    return LedgerEntry(
        sheet=table.sheet.name,
        row=row + 1,
        cell=cell_name(row, column),
        raw=raw_text(raw),
        indicator_code=indicator.code,
        indicator_name=indicator.name,
        reference_year=year,
        breakdown=group.breakdown or TOTAL,
        note=note,
        status=EntryStatus.IGNORED,
    )
