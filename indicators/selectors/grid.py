"""The entry grid of one submission: its rows by year, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from indicators.choices import (
    BlankReasonChoices,
    BreakdownChoices,
    ResponsibilityChoices,
    StageChoices,
)
from indicators.core.rules import RULES
from indicators.core.values import plain
from indicators.core.vocabulary import TOTAL, RuleKind
from indicators.ledger.entries import LedgerEntry, LedgerIndicator
from indicators.ledger.typed import TypedFigure, check_typed, typed_entry
from indicators.messages import grid as messages
from indicators.models import PlanIndicator, Submission
from indicators.selectors.completeness import Progress, asked_breakdowns, is_filled, progress_of
from indicators.selectors.grid_data import GridData, Place, grid_data
from indicators.selectors.grid_texts import digits, is_quotient, plain_text, quotient_text
from indicators.selectors.ledger_context import library_value


@dataclass(slots=True)
class EntryCell:
    """One figure in the grid. ``number``: as judged, in the library's measure."""

    key: str
    year: int
    is_open: bool = False
    version: int = 0
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    reason: str = ""
    remark: str = ""
    explanation: str = ""
    raw: str = ""
    is_quotient: bool = False
    locked_because: str = ""
    flag: str = ""
    state: str = ""
    message: str = ""
    number: dict[str, str] = field(
        default_factory=lambda: {"value": "", "numerator": "", "denominator": ""}
    )

    @property
    def shown(self) -> str:
        """A locked cell's text."""
        if self.value:
            return self.value
        return BlankReasonChoices(self.reason).label if self.reason else ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One indicator (or one sex of it): its name, target and cells by year, newest last."""

    indicator_id: int
    code: str
    name: str
    breakdown: str
    breakdown_label: str
    measure: str
    target: str
    numerator: str
    denominator: str
    is_yes_no: bool
    is_support: bool
    has_parts: bool
    cells: tuple[EntryCell, ...]
    evidence: int
    definition: str

    @property
    def now(self) -> EntryCell:
        return self.cells[-1]


@dataclass(frozen=True, slots=True)
class EntryGroup:
    label: str
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class EntryGrid:
    years: tuple[int, ...]
    groups: tuple[EntryGroup, ...]
    asked: int
    missing: int
    warned: int
    flagged: int = 0

    @property
    def filled(self) -> int:
        return self.asked - self.missing

    @property
    def can_be_sent(self) -> bool:
        return not self.missing and not self.warned


def grid(submission: Submission, *, may_fill: bool, as_office: bool = False) -> EntryGrid:
    """The page's rows: what the unit leads, then what it supports; a fixed number of queries.

    ``as_office``: the filling window does not lock cells.
    """
    return grid_shown(grid_data(submission, as_office=as_office), may_fill=may_fill)


def grid_shown(data: GridData, *, may_fill: bool) -> EntryGrid:
    """The page's rows from what has been read."""
    submission = data.submission
    told = {i.code: i for i in data.basis.context.indicators}
    groups: dict[str, list[EntryRow]] = {}
    seen: set[int] = set()
    for row in data.rows:
        kind = data.basis.book.kind(submission.unit_id, data.years[-1], row.indicator_id)
        if kind is None or row.indicator_id in seen:
            continue
        seen.add(row.indicator_id)
        label = messages.SUPPORTED if kind == ResponsibilityChoices.SUPPORT else row.domain.name
        for breakdown in asked_breakdowns(by_sex=row.indicator.by_sex):
            made = _row(data, row, told[row.indicator.code], breakdown, may_fill=may_fill)
            groups.setdefault(label, []).append(made)
    supported = groups.pop(messages.SUPPORTED, None)
    if supported:
        groups[messages.SUPPORTED] = supported
    _warn(data, told, [r for rows in groups.values() for r in rows])
    done = _progress(data)
    warned = sum(r.now.state == "warn" for rows in groups.values() for r in rows)
    return EntryGrid(
        data.years,
        tuple(EntryGroup(label, tuple(rows)) for label, rows in groups.items()),
        done.asked,
        len(done.missing),
        warned,
        sum(r.now.state == "flag" for rows in groups.values() for r in rows),
    )


def _progress(data: GridData) -> Progress:
    year = data.years[-1]
    return progress_of(
        data.basis.book.indicators_of(data.submission.unit_id, year),
        {row.indicator_id: row.indicator.by_sex for row in data.rows},
        [value for (_, _, of_year), value in data.values.items() if of_year == year],
    )


def _row(
    data: GridData,
    row: PlanIndicator,
    indicator: LedgerIndicator,
    breakdown: str,
    *,
    may_fill: bool,
) -> EntryRow:
    kind = data.basis.book.kind(data.submission.unit_id, data.years[-1], row.indicator_id)
    has_parts = bool(indicator.numerator and indicator.denominator) and breakdown == TOTAL
    cells = tuple(
        _cell(data, (row.indicator_id, breakdown, year), indicator, may_fill=may_fill)
        for year in data.years
    )
    return EntryRow(
        indicator_id=row.indicator_id,
        code=indicator.code,
        name=indicator.name,
        breakdown=breakdown,
        breakdown_label=BreakdownChoices(breakdown).label if breakdown else "",
        measure=indicator.measure,
        target=_target(row),
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        is_yes_no=indicator.meaning.is_qualitative,
        is_support=kind == ResponsibilityChoices.SUPPORT,
        has_parts=has_parts,
        cells=cells,
        evidence=data.evidence.get(row.indicator_id, 0),
        definition=indicator.definition,
    )


def _target(row: PlanIndicator) -> str:
    """The final target as the plan words it, else from its number."""
    if row.target_text:
        return row.target_text
    final = next((t for t in row.targets.all() if t.stage == StageChoices.FINAL), None)
    rule = RULES[RuleKind(row.rule)]
    sign = rule.sign if rule.takes_target else ""
    if not sign or final is None or final.value is None:
        return row.get_rule_display()
    return messages.TARGET.format(sign=sign, value=plain(final.value), measure=row.printed_measure)


def _cell(data: GridData, place: Place, indicator: LedgerIndicator, *, may_fill: bool) -> EntryCell:
    indicator_id, breakdown, year = place
    cell = EntryCell(key="|".join(map(str, place)), year=year)
    gate = data.gates.get(year)
    if gate is None or not may_fill:
        cell.locked_because = messages.LOCKED
    else:
        cell.locked_because = gate.refuses(indicator_id, year, breakdown)
    cell.is_open = not cell.locked_because
    is_now = year == data.years[-1]
    said = data.values.get(place)
    shown: Any = said
    if not cell.is_open and not is_now:
        shown = data.approved.get(place, said)
    if shown is not None:
        show_value(cell, shown, data.factor(indicator.code))
    if said is not None:
        cell.version = said.version
        cell.explanation, cell.raw = said.warning_reason, said.raw
        cell.flag = data.flags.get(said.pk, "")
    total = data.values.get((indicator_id, TOTAL, year))
    is_excused = total is not None and bool(total.blank_reason)
    if is_now and cell.is_open and not is_excused and (said is None or not is_filled(said)):
        cell.state = "todo"
        has_half = bool(cell.numerator) != bool(cell.denominator)
        cell.message = messages.HALF if has_half else messages.NOT_FILLED
    if cell.flag and cell.is_open:
        cell.state = cell.state or "flag"
    return cell


def show_value(cell: EntryCell, shown: Any, factor: Fraction | None) -> None:
    number = library_value(shown.value, 1 / factor if factor else None)
    cell.is_quotient = is_quotient(shown)
    if number is not None:
        cell.value = quotient_text(number) if cell.is_quotient else digits(number, shown.decimals)
    elif shown.text:
        cell.value = shown.text
    cell.numerator, cell.denominator = plain_text(shown.numerator), plain_text(shown.denominator)
    cell.reason, cell.remark = shown.blank_reason, shown.remark
    cell.number = {
        "value": plain_text(shown.value),
        "numerator": cell.numerator,
        "denominator": cell.denominator,
    }


def _entry(data: GridData, row: EntryRow, indicator: LedgerIndicator, value: str) -> LedgerEntry:
    return typed_entry(
        TypedFigure(value, row.now.numerator, row.now.denominator),
        indicator,
        region_code=data.submission.unit.region.code,
        year=row.now.year,
        breakdown=row.breakdown,
    )


def _warn(data: GridData, told: dict[str, LedgerIndicator], rows: Iterable[EntryRow]) -> None:
    """Mark the present year's values that still ask for a look."""
    cells: list[tuple[EntryCell, LedgerEntry]] = []
    for row in rows:
        if row.now.value and row.now.is_open:
            indicator = told[row.code]
            entry = _entry(data, row, indicator, row.now.value)
            if row.now.raw:  # as it was typed it may say more: 约95
                as_typed = _entry(data, row, indicator, row.now.raw)
                entry = as_typed if as_typed.value == entry.value else entry
            cells.append((row.now, entry))
    check_typed([e for _, e in cells], data.basis.context, told)
    for cell, entry in cells:
        if entry.warnings and not cell.explanation:
            cell.state = "warn"
            cell.message = "".join(entry.warnings)
