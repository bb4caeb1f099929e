"""The unit's ledger to download: its indicators, what is known of them, cells to fill in.

A file made here, filled in and saved by Excel, WPS or LibreOffice, is read by the reader
without a question. Text is written as text: nothing here can become a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.core.reported import ReportedFigure
from indicators.core.values import NO, YES, plain
from indicators.core.vocabulary import SEXES, TOTAL
from indicators.ledger.columns import TEMPLATE_COLUMNS, LedgerColumn
from indicators.ledger.columns import ColumnKey as ColumnKey
from indicators.ledger.entries import FigureKey, LedgerContext, LedgerIndicator
from indicators.ledger.owners import stamp
from indicators.messages import ledger_files as messages
from indicators.wording.labels import BLANKS, PARTS

VERSION: Final = 1
_HEAD_ROW: Final = 2
_EARLIER_YEARS: Final = 3
_LIMIT: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class _Line:
    """One row to fill in: an indicator, of all or of one sex."""

    indicator: LedgerIndicator
    breakdown: str
    stored: ReportedFigure | None
    earlier: str


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Format
    given: Format
    entry: Format
    number: Format
    title: Format
    small: Format


def build_template(context: LedgerContext, indicators: Sequence[LedgerIndicator]) -> bytes:
    """The workbook for one unit and year, with ``indicators`` in their order."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made_for = stamp(VERSION, context.region_code, context.unit_code, context.reference_year)
    title = messages.TITLE.format(
        place=messages.unit_of_place(context.region_name, context.unit_names[0]),
        year=context.reference_year,
    )
    book.set_properties({"title": title, "comments": made_for})
    looks = _looks(book)
    sheet = book.add_worksheet(messages.SHEET)
    _write_head(sheet, looks, title, made_for)
    lines = [line for indicator in indicators for line in _lines(context, indicator)]
    for row, line in enumerate(lines, _HEAD_ROW + 1):
        _write_line(sheet, looks, row, line, context.reference_year)
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
    )
    guide = book.add_worksheet(messages.GUIDE)
    guide.set_column(0, 0, 100)
    for row, text in enumerate(messages.GUIDE_LINES):
        guide.write_string(row, 0, text, looks.small)
    guide.protect()
    book.close()
    return buffer.getvalue()


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    box = base | {"border": 1, "border_color": "#BFBFBF"}
    return _Looks(
        head=book.add_format(box | {"bold": True, "bg_color": "#E8EDF3", "align": "center"}),
        given=book.add_format(box | {"bg_color": "#F3F4F6"}),
        entry=book.add_format(box | {"locked": False}),
        number=book.add_format(box | {"locked": False, "align": "right"}),
        title=book.add_format(base | {"bold": True, "font_size": 15, "text_wrap": False}),
        small=book.add_format(base | {"font_color": "#4B5563"}),
    )


_INFORMATION: Final = (
    (messages.TARGET, 18),
    (messages.EARLIER, 26),
    (messages.DEFINITION, 40),
)


def _write_head(sheet: Worksheet, looks: _Looks, title: str, made_for: str) -> None:
    sheet.write_string(0, 0, title, looks.title)
    sheet.write_string(1, 0, messages.STAMP_LINE.format(stamp=made_for), looks.small)
    sheet.set_row(0, 26)
    sheet.set_row(_HEAD_ROW, 24)
    for column, place in enumerate(TEMPLATE_COLUMNS):
        sheet.write_string(_HEAD_ROW, column, place.label, looks.head)
        sheet.set_column(column, column, place.width)
    for number, (label, width) in enumerate(_INFORMATION, len(TEMPLATE_COLUMNS)):
        sheet.write_string(_HEAD_ROW, number, label, looks.head)
        sheet.set_column(number, number, width)


def _lines(context: LedgerContext, indicator: LedgerIndicator) -> list[_Line]:
    breakdowns = (TOTAL, *SEXES) if indicator.by_sex else (TOTAL,)
    return [
        _Line(
            indicator,
            breakdown,
            context.stored.get(_key(context, indicator, context.reference_year, breakdown)),
            _earlier(context, indicator, breakdown),
        )
        for breakdown in breakdowns
    ]


def _key(
    context: LedgerContext, indicator: LedgerIndicator, year: int, breakdown: str
) -> FigureKey:
    return FigureKey(context.region_code, indicator.code, year, breakdown)


def _earlier(context: LedgerContext, indicator: LedgerIndicator, breakdown: str) -> str:
    last = context.reference_year
    found = [
        (year, context.known.get(_key(context, indicator, year, breakdown)))
        for year in range(last - 1, last - 1 - _EARLIER_YEARS, -1)
    ]
    return "；".join(
        messages.EARLIER_VALUE.format(year=year, value=plain(value))
        for year, value in found
        if value is not None
    )


def _write_line(sheet: Worksheet, looks: _Looks, row: int, line: _Line, year: int) -> None:
    for column, place in enumerate(TEMPLATE_COLUMNS):
        if place.is_input:
            _write_input(sheet, looks, (row, column), place, line)
        elif place.key is ColumnKey.YEAR:
            sheet.write_number(row, column, year, looks.given)
        else:
            sheet.write_string(row, column, _GIVEN[place.key](line), looks.given)
    indicator = line.indicator
    texts = (indicator.target_text, line.earlier, indicator.definition)
    for column, text in enumerate(texts, len(TEMPLATE_COLUMNS)):
        sheet.write_string(row, column, text, looks.given)


def _name(line: _Line) -> str:
    return line.indicator.name


_GIVEN: Final[dict[ColumnKey, Callable[[_Line], str]]] = {
    ColumnKey.CODE: lambda line: line.indicator.code,
    ColumnKey.NAME: _name,
    ColumnKey.BREAKDOWN: lambda line: PARTS[line.breakdown],
    ColumnKey.MEASURE: lambda line: line.indicator.measure,
}


def _write_input(
    sheet: Worksheet, looks: _Looks, place: tuple[int, int], column: LedgerColumn, line: _Line
) -> None:
    row, number = place
    look = looks.number if column.numeric else looks.entry
    held = line.stored
    value = getattr(held, column.key.value, None) if held and column.numeric else None
    if value is not None:
        sheet.write_number(row, number, float(value), look)
    else:
        sheet.write_string(row, number, _held_text(column, held), look)
    _validate(sheet, place, column, line.indicator)


def _held_text(column: LedgerColumn, held: ReportedFigure | None) -> str:
    if held is None:
        return ""
    if column.key is ColumnKey.VALUE:
        return held.text
    if column.key is ColumnKey.REASON:
        return BLANKS.get(held.blank_reason, "")
    if column.key is ColumnKey.EVIDENCE:
        return held.evidence_names
    return held.remark if column.key is ColumnKey.REMARK else ""


def _validate(
    sheet: Worksheet, place: tuple[int, int], column: LedgerColumn, indicator: LedgerIndicator
) -> None:
    row, number = place
    if column.key is ColumnKey.REASON:
        rule: dict[str, object] = {
            "validate": "list",
            "source": list(BLANKS.values()),
            "error_message": messages.BAD_REASON,
        }
    elif column.key is ColumnKey.VALUE and indicator.meaning.is_qualitative:
        rule = {
            "validate": "list",
            "source": [YES, NO],
            "input_title": messages.ENTER_NUMBER,
            "input_message": messages.ENTER_YES_NO,
        }
    elif column.numeric:
        help_text = messages.ENTER_NUMBER_HELP.format(measure=indicator.measure)
        if column.key is not ColumnKey.VALUE:
            help_text = messages.ENTER_PART_HELP
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_LIMIT,
            "maximum": _LIMIT,
            "input_title": messages.ENTER_NUMBER,
            "input_message": help_text,
            "error_message": messages.BAD_NUMBER.format(measure=indicator.measure),
            "error_type": "warning",
        }
    else:
        return
    sheet.data_validation(row, number, row, number, rule)
