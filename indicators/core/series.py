"""Rows of a file of historic values: cell texts to typed rows, or faults with line and column."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from indicators.core.catalogue import DECIMAL_PLACES, INTEGER_DIGITS
from indicators.core.loading_faults import FaultKind, RowFault
from indicators.core.vocabulary import BREAKDOWNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REQUIRED: Final = ("indicator_code", "reference_year", "value")
SOURCE_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class SeriesStatistic:
    """What the reader must know of a statistic of the library."""

    code: str
    measure: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One historic value as published. ``decimals`` are those it was printed with."""

    line: int
    code: str
    reference_year: int
    breakdown: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    decimals: int | None
    is_derived: bool
    source: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that names no statistic of the library."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class SeriesReading:
    """A whole file. ``rows`` may be stored only when ``faults`` is empty."""

    rows: tuple[SeriesRow, ...]
    skipped: tuple[SkippedRow, ...]
    faults: tuple[RowFault, ...]


def series_read(
    columns: Sequence[str],
    rows: Sequence[tuple[int, Mapping[str, str]]],
    library: Mapping[str, SeriesStatistic],
) -> SeriesReading:
    """Read every row; all faults in one pass."""
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        faults = (RowFault(FaultKind.COLUMN_MISSING, column=column) for column in missing)
        return SeriesReading((), (), tuple(faults))
    read: list[SeriesRow] = []
    skipped: list[SkippedRow] = []
    faults_found: list[RowFault] = []
    for line, cells in rows:
        code = cells.get("indicator_code", "").strip()
        statistic = library.get(code)
        if statistic is None:
            skipped.append(SkippedRow(line, code))
            continue
        before = len(faults_found)
        row = _row(line, cells, statistic, faults_found)
        if len(faults_found) == before:
            read.append(row)
    faults_found.extend(_clashes(read))
    return SeriesReading(tuple(read), tuple(skipped), tuple(faults_found))


def _row(
    line: int, cells: Mapping[str, str], statistic: SeriesStatistic, faults: list[RowFault]
) -> SeriesRow:
    value = _number(line, cells, "value", faults)
    numerator = _number(line, cells, "numerator", faults)
    denominator = _number(line, cells, "denominator", faults)
    if value is None and not cells.get("value", "").strip() and (not numerator or not denominator):
        faults.append(RowFault(FaultKind.BLANK, line, "value"))
    if denominator is not None and denominator <= 0:
        faults.append(RowFault(FaultKind.NEGATIVE, line, "denominator", str(denominator)))
    unit = cells.get("measure", "").strip()
    if unit and unit != statistic.measure:
        faults.append(
            RowFault(FaultKind.OTHER_THAN_LIBRARY, line, "measure", unit, statistic.measure)
        )
    breakdown = cells.get("breakdown", "").strip()
    if breakdown not in BREAKDOWNS:
        allowed = "、".join(word for word in BREAKDOWNS if word)
        faults.append(RowFault(FaultKind.UNKNOWN_WORD, line, "breakdown", breakdown, allowed))
    return SeriesRow(
        line=line,
        code=statistic.code,
        reference_year=_year(line, cells, faults),
        breakdown=breakdown,
        value=value,
        numerator=numerator,
        denominator=denominator,
        decimals=_decimals(value),
        is_derived=cells.get("derived", "").strip().removesuffix(".0") == "1",
        source=cells.get("source", "").strip()[:SOURCE_LENGTH],
    )


def _number(
    line: int, cells: Mapping[str, str], column: str, faults: list[RowFault]
) -> Decimal | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        faults.append(RowFault(FaultKind.NOT_A_NUMBER, line, column, text))
        return None
    if not number.is_finite():
        faults.append(RowFault(FaultKind.NOT_A_NUMBER, line, column, text))
        return None
    places = -int(number.normalize().as_tuple().exponent)
    if abs(number) >= Decimal(10) ** INTEGER_DIGITS or places > DECIMAL_PLACES:
        faults.append(RowFault(FaultKind.NUMBER_TOO_LARGE, line, column, text))
        return None
    return number


def _decimals(value: Decimal | None) -> int | None:
    return None if value is None else max(0, -int(value.as_tuple().exponent))


def _year(line: int, cells: Mapping[str, str], faults: list[RowFault]) -> int:
    text = cells.get("reference_year", "").strip().removesuffix(".0")
    if text.isascii() and text.isdigit() and 1949 <= int(text) <= 2100:
        return int(text)
    faults.append(RowFault(FaultKind.NOT_WHOLE, line, "reference_year", text, "1949—2100"))
    return 0


def _clashes(rows: Sequence[SeriesRow]) -> list[RowFault]:
    """One key with two values; the same row twice is no fault."""
    first: dict[tuple[str, int, str], SeriesRow] = {}
    faults: list[RowFault] = []
    for row in rows:
        other = first.setdefault((row.code, row.reference_year, row.breakdown), row)
        ours = (row.value, row.numerator, row.denominator)
        if ours != (other.value, other.numerator, other.denominator):
            text = str(row.value if row.value is not None else row.numerator)
            faults.append(
                RowFault(FaultKind.TWICE, row.line, "indicator_code", row.code, str(other.line))
                if row.value is None
                else RowFault(FaultKind.OTHER_THAN_LINE, row.line, "value", text, str(other.line))
            )
    return faults
