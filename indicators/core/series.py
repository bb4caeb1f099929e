"""Rows of a file of historic values: cell texts to typed rows, or faults with line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from indicators.core.loading_faults import YEARS, FaultKind, RowFault, RowReader
from indicators.core.vocabulary import BREAKDOWNS

REQUIRED: Final = ("indicator_code", "reference_year", "value")
SOURCE_LENGTH: Final = 300


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
    library: Mapping[str, str],
) -> SeriesReading:
    """Read every row; all faults in one pass. ``library``: code → measure of each statistic."""
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        faults = (RowFault(FaultKind.COLUMN_MISSING, column=column) for column in missing)
        return SeriesReading((), (), tuple(faults))
    read: list[SeriesRow] = []
    skipped: list[SkippedRow] = []
    faults_found: list[RowFault] = []
    for line, cells in rows:
        code = cells.get("indicator_code", "").strip()
        if code not in library:
            skipped.append(SkippedRow(line, code))
            continue
        before = len(faults_found)
        row = _row(RowReader(line, cells, faults_found), code, library[code])
        if len(faults_found) == before:
            read.append(row)
    faults_found.extend(_clashes(read))
    return SeriesReading(tuple(read), tuple(skipped), tuple(faults_found))


def _row(row: RowReader, code: str, measure: str) -> SeriesRow:
    value, numerator, denominator = map(row.number, ("value", "numerator", "denominator"))
    if value is None and not row.text("value") and (not numerator or not denominator):
        row.fault(FaultKind.BLANK, "value")
    if denominator is not None and denominator <= 0:
        row.fault(FaultKind.NEGATIVE, "denominator", str(denominator))
    unit = row.text("measure")
    if unit and unit != measure:
        row.fault(FaultKind.OTHER_THAN_LIBRARY, "measure", unit, measure)
    breakdown = row.text("breakdown")
    if breakdown not in BREAKDOWNS:
        allowed = "、".join(word for word in BREAKDOWNS if word)
        row.fault(FaultKind.UNKNOWN_WORD, "breakdown", breakdown, allowed)
    year = row.whole("reference_year", *YEARS)
    if not row.text("reference_year").removesuffix(".0"):
        row.fault(FaultKind.NOT_WHOLE, "reference_year", "", "{}—{}".format(*YEARS))
    return SeriesRow(
        line=row.line,
        code=code,
        reference_year=year or 0,
        breakdown=breakdown,
        value=value,
        numerator=numerator,
        denominator=denominator,
        decimals=None if value is None else max(0, -int(value.as_tuple().exponent)),
        is_derived=row.text("derived").removesuffix(".0") == "1",
        source=row.text("source")[:SOURCE_LENGTH],
    )


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
