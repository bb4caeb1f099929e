"""Rows of a catalogue file: cell texts to typed entries, or faults with line and column.

A column the file does not have is None in the entry (leave as it is); a blank cell
is an empty text or a missing number (set to nothing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeVar

from indicators.core.loading_faults import YEARS, FaultKind, RowFault, RowReader
from indicators.core.target_text import DITTO
from indicators.core.usable import MIDTERM, Stated, unusable
from indicators.core.vocabulary import Aggregate, Frequency, PlanKind, RuleKind, measure

T = TypeVar("T")

REQUIRED: Final = ("indicator_code", "plan", "domain", "name", "measure", "rule")
_CODE: Final = re.compile(r"\S{1,20}")
_YEARS: Final = re.compile(
    r"\s*(\d{4})\s*[-\u2013—－~～\u81f3]+\s*(\d{4})\s*\u5e74?\s*"
)  # also the words to, year
_LENGTHS: Final = {
    "domain": 40,
    "name": 100,
    "measure": 20,
    "report_measure": 20,
    "target_text": 200,
    "numerator": 100,
    "denominator": 100,
    "source": 300,
}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One row of a catalogue, read."""

    line: int
    code: str
    kind: PlanKind
    domain: str
    domain_order: int | None
    order: int | None
    name: str
    measure: str
    report_measure: str | None
    scale: int
    rule: RuleKind
    target: Decimal | None
    target_upper: Decimal | None
    midterm_target: Decimal | None
    tolerance: Decimal | None
    baseline_year: int | None
    base_value: Decimal | None
    factor: str
    compare_code: str
    change_points: Decimal | None
    aggregate: Aggregate | None
    frequency: Frequency | None
    by_sex: bool | None
    decimals: int | None
    target_text: str | None
    numerator: str
    denominator: str
    definition: str
    aliases: tuple[str, ...]
    departments: tuple[str, ...] | None
    is_key: bool | None
    source: str | None
    is_verified: bool | None


def round_years(text: str) -> tuple[int, int] | None:
    """First and last year of a round named ``2011-2020``; None when it is not one."""
    match = _YEARS.fullmatch(text)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if 1949 <= start <= end <= 2100 else None


def catalogue_read(
    columns: Sequence[str], rows: Sequence[tuple[int, Mapping[str, str]]]
) -> tuple[list[CatalogueEntry], list[RowFault]]:
    """All entries of a file that could be read, and all its faults, in one pass. Nothing may be
    stored while there are faults."""
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        return [], [RowFault(FaultKind.COLUMN_MISSING, column=column) for column in missing]
    if not rows:
        return [], [RowFault(FaultKind.NO_ROWS)]
    entries: list[CatalogueEntry] = []
    faults: list[RowFault] = []
    for line, cells in rows:
        reader = RowReader(line, cells, faults, _LENGTHS)
        before = len(faults)
        entry = _entry(reader)
        unread = {fault.column for fault in faults[before:]}
        if "rule" not in unread:
            faults.extend(fault for fault in _unjudgeable(entry) if fault.column not in unread)
        if not unread:
            entries.append(entry)
    faults.extend(_clashes(entries))
    entries = _spelled_out(entries)
    return entries, sorted(faults, key=lambda fault: fault.line)


def _spelled_out(entries: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    """Each with its target in full: 同上 means the row before of the same plan, and nothing at all
    in an annex that is sorted otherwise."""
    said: dict[PlanKind, str | None] = {}
    found = []
    for entry in entries:
        if entry.target_text in DITTO and said.get(entry.kind):
            entry = replace(entry, target_text=said[entry.kind])
        said[entry.kind] = entry.target_text
        found.append(entry)
    return found


def _entry(row: RowReader) -> CatalogueEntry:
    code = row.required("indicator_code")
    if code and not _CODE.fullmatch(code):
        row.fault(FaultKind.BAD_CODE, "indicator_code", code)
    unit = row.required("measure")
    kind, rule = row.word("plan", PlanKind), row.word("rule", RuleKind)
    return CatalogueEntry(
        line=row.line,
        code=code,
        kind=PlanKind.CHILDREN if kind == PlanKind.CHILDREN else PlanKind.WOMEN,
        domain=row.required("domain"),
        domain_order=row.whole("domain_order", 0, 9999),
        order=row.whole("order", 0, 9999),
        name=row.required("name"),
        measure=unit,
        report_measure=_report_measure(row, unit),
        scale=row.whole("scale", 1, 10_000_000) or measure(unit).scale,
        rule=_member(RuleKind, rule, RuleKind.BACKGROUND),
        target=row.number("target"),
        target_upper=row.number("target_upper"),
        midterm_target=row.number(MIDTERM),
        tolerance=row.number("tolerance"),
        baseline_year=row.whole("baseline_year", *YEARS),
        base_value=row.number("base_value"),
        factor=row.factor("baseline_factor"),
        compare_code=row.text("compare_code"),
        change_points=row.number("change_points"),
        aggregate=_choice(row, "aggregate", Aggregate, Aggregate.WHOLE),
        frequency=_choice(row, "frequency", Frequency, Frequency.YEARLY),
        by_sex=row.yes("by_sex"),
        decimals=row.whole("decimals", 0, 6),
        target_text=row.optional_text("target_text"),
        numerator=row.text("numerator"),
        denominator=row.text("denominator"),
        definition=row.text("definition"),
        aliases=row.parts("aliases"),
        departments=row.parts("lead_departments") if row.has("lead_departments") else None,
        is_key=row.yes("key"),
        source=row.optional_text("source"),
        is_verified=row.yes("verified"),
    )


def _member(words: type[T], text: str, otherwise: T) -> T:
    build: Callable[[str], T] = words
    try:
        return build(text)
    except ValueError:
        return otherwise


def _choice(row: RowReader, column: str, words: type[T], otherwise: T) -> T | None:
    """The word of an optional column; blank is the usual case, an absent column None."""
    if not row.has(column):
        return None
    text = row.text(column)
    if not text:
        return otherwise
    found = _member(words, text, otherwise)
    if str(found) != text:
        row.fault(FaultKind.UNKNOWN_WORD, column, text)
    return found


def _report_measure(row: RowReader, unit: str) -> str | None:
    """The plan's own multiple of a count; anything but a multiple of the same thing is a fault."""
    text = row.optional_text("report_measure")
    if not text or text == unit:
        return None if text is None else ""
    theirs, ours = measure(text), measure(unit)
    if theirs.is_rate or ours.is_rate or not ours.base or theirs.base != ours.base:
        row.fault(FaultKind.MEASURE_NOT_MULTIPLE, "report_measure", text, unit)
    return text


def _unjudgeable(entry: CatalogueEntry) -> list[RowFault]:
    stated = Stated(
        entry.rule,
        entry.target,
        entry.target_upper,
        entry.midterm_target,
        entry.tolerance,
        entry.factor,
        entry.change_points,
        entry.compare_code,
        entry.code,
    )
    return [replace(fault, line=entry.line) for fault in unusable(stated)]


def _clashes(entries: Sequence[CatalogueEntry]) -> list[RowFault]:
    """Rows that stand twice in one plan, and codes that two rows measure differently."""
    faults: list[RowFault] = []
    places: dict[tuple[PlanKind, str], int] = {}
    first: dict[str, CatalogueEntry] = {}
    for entry in entries:
        at = places.setdefault((entry.kind, entry.code), entry.line)
        if at != entry.line:
            faults.append(
                RowFault(FaultKind.TWICE, entry.line, "indicator_code", entry.code, str(at))
            )
        other = first.setdefault(entry.code, entry)
        for column in ("measure", "scale"):
            ours, theirs = str(getattr(entry, column)), str(getattr(other, column))
            if ours != theirs:
                detail = f"{other.line} {theirs}"
                faults.append(RowFault(FaultKind.OTHER_THAN_LINE, entry.line, column, ours, detail))
    return faults
