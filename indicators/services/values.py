"""Storing what a unit says: from the grid cell by cell, from a ledger in bulk.

The submissions concerned are locked while their values are compared and
written, so a save and a move (送审, 通过) never cross. A row's ``version`` counts
its saves: whoever saves over a version not seen gets the other's value back
instead. Every version is kept as a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.core.reported import NO_FIGURE, NO_ORIGIN, FigureOrigin, ReportedFigure
from indicators.messages import collecting as messages
from indicators.models import (
    Indicator,
    Submission,
    SubmissionValue,
    SubmissionValueRevision,
)
from indicators.models.values import DECIMAL_PLACES, MAX_DIGITS
from indicators.selectors.gates import Gate, value_gates
from indicators.selectors.grid_data import said_values
from indicators.services.copying import rows_add, rows_put
from units.models import User

_ROWS: Final = 2_000
_LIMIT: Final = Decimal(10) ** (MAX_DIGITS - DECIMAL_PLACES)
_KEY: Final = ("submission_id", "indicator_id", "reference_year", "breakdown")
_CONTENT: Final = tuple(f.name for f in fields(ReportedFigure))
_ORIGIN: Final = tuple(f.name for f in fields(FigureOrigin))
_ROW: Final = (*_KEY, *_CONTENT, *_ORIGIN)
_WRITTEN: Final = (*_ROW, "version", "changed_at", "changed_by_id")
# A revision tells what was said and where, not the typing behind it.
_NOT_REVISED: Final = ("submission_id", "indicator_id", "warning_reason", "raw", "read_as")
_REVISED: Final = tuple(name for name in _ROW if name not in _NOT_REVISED)

ValueKey = tuple[int, int, int, str]


class SaveStatus(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One value as a unit gives it.

    ``seen_version``: the version the person had before the eyes, 0 for an empty
    cell; None where nobody looked at a cell (a ledger, checked at its preview).
    """

    submission_id: int
    indicator_id: int
    reference_year: int
    breakdown: str = ""
    figure: ReportedFigure = NO_FIGURE
    origin: FigureOrigin = NO_ORIGIN
    seen_version: int | None = None

    @property
    def key(self) -> ValueKey:
        return self.submission_id, self.indicator_id, self.reference_year, self.breakdown


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """What became of one entry. ``version``: the version that stands now (0: none).

    ``stored_id``: the row, if there is one. ``message``: why it was refused. ``before``: what
    stood there. On a conflict the row holds what the other person saved.
    """

    status: SaveStatus
    version: int
    stored_id: int | None = None
    message: str = ""
    before: ReportedFigure = NO_FIGURE

    @property
    def is_written(self) -> bool:
        return self.status in (SaveStatus.NEW, SaveStatus.CHANGED)


@dataclass(frozen=True, slots=True)
class _Stored:
    pk: int
    version: int
    figure: ReportedFigure


def value_entry_check(entry: ValueEntry) -> None:
    """Refuse what the table cannot hold, before the database does (bulk writes skip it)."""
    figure = entry.figure
    numbers = (figure.value, figure.numerator, figure.denominator)
    for number in numbers:
        if number is not None and not _fits(number):
            raise ValidationError(messages.VALUE_TOO_BIG.format(text=number), code="too_big")
    if figure.denominator == 0:
        raise ValidationError(messages.VALUE_DENOMINATOR_ZERO, code="denominator_zero")
    has_number = any(n is not None for n in numbers)
    if figure.blank_reason and (has_number or figure.text):
        raise ValidationError(messages.VALUE_REASON_AND_NUMBER, code="reason_and_number")


@transaction.atomic
def values_store(
    *,
    entries: Sequence[ValueEntry],
    by: User | None,
    as_office: bool = False,
    is_strict: bool = True,
    why: str = "",
) -> list[SaveOutcome]:
    """Store entries of any number of submissions; one outcome per entry, in order.

    A key stands at most once in ``entries``. With ``is_strict`` any refusal or
    conflict stops the whole (ValidationError with every sentence); without, the
    others are stored. Unchanged entries write nothing and are never refused.
    Outside the filling window only the office (``as_office``) may change a value.
    """
    gates = _locked_gates({e.submission_id for e in entries}, as_office=as_office)
    return _store(entries, gates, _stored(entries), by=by, is_strict=is_strict, why=why)


@dataclass(frozen=True, slots=True)
class HeldValues:
    """Submissions locked until the transaction ends, and all they say, with the marks on it."""

    submissions: list[Submission]
    values: list[SubmissionValue]
    gates: dict[int, Gate]


def values_hold(*, rows: QuerySet[Submission], as_office: bool = False) -> HeldValues:
    """Lock the submissions and read what they say; for acts that must see all of it to decide."""
    held = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    values = list(said_values(held))
    return HeldValues(held, values, value_gates(held, as_office=as_office, values=values))


def held_values_store(
    *, entries: Sequence[ValueEntry], held: HeldValues, by: User
) -> tuple[list[SaveOutcome], list[SubmissionValue]]:
    """``values_store`` of held submissions, never strict: the outcomes, and the rows as saved."""
    stored = {
        (v.submission_id, v.indicator_id, v.reference_year, v.breakdown): _Stored(
            v.pk, v.version, ReportedFigure(*(getattr(v, name) for name in _CONTENT))
        )
        for v in held.values
    }
    outcomes = _store(entries, held.gates, stored, by=by, is_strict=False, why="")
    saved = [
        SubmissionValue(
            pk=outcome.stored_id,
            version=outcome.version,
            changed_by=by,
            **dict(zip(_ROW, _row(entry), strict=True)),
        )
        for entry, outcome in zip(entries, outcomes, strict=True)
        if outcome.is_written
    ]
    return outcomes, saved


def _store(
    entries: Sequence[ValueEntry],
    gates: dict[int, Gate],
    stored: dict[ValueKey, _Stored],
    *,
    by: User | None,
    is_strict: bool,
    why: str,
) -> list[SaveOutcome]:
    at = timezone.now()
    outcomes: list[SaveOutcome] = []
    taken: list[int] = []
    for position, entry in enumerate(entries):
        outcome = _decide(entry, stored.get(entry.key), gates)
        outcomes.append(outcome)
        if outcome.is_written:
            taken.append(position)
    if is_strict:
        _raise_refusals(entries, outcomes)
    by_id = by.pk if by else None
    rows = [(*_row(entries[p]), outcomes[p].version, at, by_id) for p in taken]
    for position, pk in zip(taken, _write(rows, why), strict=True):
        outcomes[position] = replace(outcomes[position], stored_id=pk)
    return outcomes


def _locked_gates(submission_ids: set[int], *, as_office: bool) -> dict[int, Gate]:
    locked = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=submission_ids)
        .select_related("reporting_round", "unit")
        .order_by("pk")
    )
    return value_gates(list(locked), as_office=as_office)


def _stored(entries: Sequence[ValueEntry]) -> dict[ValueKey, _Stored]:
    rows = SubmissionValue.objects.filter(
        submission__in={e.submission_id for e in entries}
    ).values_list("pk", "version", *_KEY, *_CONTENT)
    wanted = {e.key for e in entries}
    found = {}
    for pk, version, *rest in rows.iterator(chunk_size=_ROWS):
        key = (rest[0], rest[1], rest[2], rest[3])
        if key in wanted:
            found[key] = _Stored(pk, version, ReportedFigure(*rest[len(_KEY) :]))
    return found


def _decide(entry: ValueEntry, old: _Stored | None, gates: dict[int, Gate]) -> SaveOutcome:
    version = old.version if old else 0
    stored_id = old.pk if old else None
    if entry.figure == (old.figure if old else NO_FIGURE):
        return SaveOutcome(SaveStatus.UNCHANGED, version, stored_id)
    refusal = _refusal(entry, gates[entry.submission_id])
    if refusal:
        return SaveOutcome(SaveStatus.REFUSED, version, stored_id, refusal)
    if entry.seen_version is not None and entry.seen_version != version:
        return SaveOutcome(SaveStatus.CONFLICT, version, stored_id)
    if old is None:
        return SaveOutcome(SaveStatus.NEW, 1)
    return SaveOutcome(SaveStatus.CHANGED, version + 1, stored_id, before=old.figure)


def _refusal(entry: ValueEntry, gate: Gate) -> str:
    refusal = gate.refuses(entry.indicator_id, entry.reference_year, entry.breakdown)
    if refusal:
        return refusal
    try:
        value_entry_check(entry)
    except ValidationError as fault:
        return str(fault.messages[0])
    return ""


def _raise_refusals(entries: Sequence[ValueEntry], outcomes: Sequence[SaveOutcome]) -> None:
    bad = [
        (entry, outcome)
        for entry, outcome in zip(entries, outcomes, strict=True)
        if outcome.status in (SaveStatus.REFUSED, SaveStatus.CONFLICT)
    ]
    if not bad:
        return
    names = Indicator.objects.in_bulk({entry.indicator_id for entry, _ in bad})
    sentences = [
        messages.VALUE_REFUSED.format(
            indicator=names[entry.indicator_id].name,
            year=entry.reference_year,
            why=outcome.message or messages.VALUE_CONFLICT,
        )
        for entry, outcome in bad
    ]
    raise ValidationError([ValidationError(text, code="value_refused") for text in sentences])


def _row(entry: ValueEntry) -> tuple[Any, ...]:
    parts = ((entry, _KEY), (entry.figure, _CONTENT), (entry.origin, _ORIGIN))
    return tuple(getattr(part, name) for part, names in parts for name in names)


def _write(rows: list[tuple[Any, ...]], why: str) -> list[int]:
    """The rows and their revisions; the rows' primary keys, in order."""
    keys = rows_put(SubmissionValue, _WRITTEN, rows, key=_KEY)
    places = [_WRITTEN.index(name) for name in _REVISED]
    rows_add(
        SubmissionValueRevision,
        ("submission_value_id", "why", "version", "at", "by_id", *_REVISED),
        [
            (pk, why, *row[-3:], *(row[place] for place in places))
            for pk, row in zip(keys, rows, strict=True)
        ],
    )
    return keys


def _fits(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    exponent = number.normalize().as_tuple().exponent
    return abs(number) < _LIMIT and isinstance(exponent, int) and exponent >= -DECIMAL_PLACES
