"""Saving what was typed or pasted into the entry grid, one answer per cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.db import transaction

from indicators.choices import BreakdownChoices
from indicators.core.reported import FigureOrigin
from indicators.ledger.entries import FigureKey, LedgerEntry, LedgerIndicator
from indicators.ledger.typed import TypedFigure, check_typed, typed_entry
from indicators.messages import grid as messages
from indicators.models import Submission, SubmissionValue
from indicators.selectors.completeness import is_filled
from indicators.selectors.grid import EntryCell, show_value
from indicators.selectors.grid_data import (
    GridData,
    Place,
    grid_after,
    grid_frame,
    grid_said,
    unit_submissions,
)
from indicators.selectors.grid_texts import digits, is_quotient, plain_text, quotient_text
from indicators.selectors.ledger_context import library_value
from indicators.selectors.reviewing import said_text
from indicators.services.values import (
    SaveOutcome,
    SaveStatus,
    ValueEntry,
    held_values_store,
    values_hold,
)
from units.audit import audit_record
from units.choices import AuditAction
from units.models import User
from units.text import whole

_Typed = tuple[dict[str, Any], "LedgerEntry", ValueEntry]


@dataclass(frozen=True, slots=True)
class GridSaved:
    """One answer per cell, and the grid as it stands now."""

    answers: list[dict[str, Any]]
    data: GridData


def grid_save(
    *,
    submission: Submission,
    cells: Sequence[dict[str, Any]],
    by: User,
    as_office: bool = False,
) -> GridSaved:
    """Save typed cells of the submission (or of the unit's other open years), one answer each.

    What cannot be read is not stored, its neighbours are. Each cell: key, the texts of
    ``TypedFigure``, and ``seen``, the version that was on the screen. What the unit says is read
    once, under the lock under which it is compared and written.
    """
    frame = grid_frame(submission)
    years = {frame.years[-1], *(place[2] for cell in cells if (place := _place(cell.get("key"))))}
    rows = unit_submissions(frame, years.intersection(frame.years))
    with transaction.atomic():
        held = values_hold(rows=rows, as_office=as_office)
        data = grid_said(frame, held.submissions, held.values, held.gates)
        answers, typed = _read(data, cells)
        entries = [value for _, _, value in typed]
        outcomes, saved = held_values_store(entries=entries, held=held, by=by)
        _record(submission, typed, outcomes, by)
    others = SubmissionValue.objects.select_related("changed_by").in_bulk(
        [o.stored_id for o in outcomes if o.status is SaveStatus.CONFLICT and o.stored_id]
    )
    codes = _codes(data)
    for (answer, entry, value), outcome in zip(typed, outcomes, strict=True):
        answer |= _answer(entry, value, outcome)
        if outcome.status is SaveStatus.CONFLICT and outcome.stored_id in others:
            other = others[outcome.stored_id]
            answer["other"] = _other(other, data.factor(codes[other.indicator_id]))
    return GridSaved(answers, grid_after(data, saved))


def _codes(data: GridData) -> dict[int, str]:
    return {pk: code for code, pk in data.basis.indicator_ids.items()}


def _read(
    data: GridData, cells: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[_Typed]]:
    """An answer per cell, and what of them can be read and is the unit's to say, checked."""
    told = {i.code: i for i in data.basis.context.indicators}
    codes = _codes(data)
    answers: list[dict[str, Any]] = []
    typed: list[_Typed] = []
    for cell in cells:
        place = _place(cell.get("key", ""))
        owner = data.submissions.get(place[2]) if place else None
        answer: dict[str, Any] = {"key": str(cell.get("key", ""))}
        answers.append(answer)
        if place is None or owner is None or not _is_duty(data, place):
            answer |= {"status": SaveStatus.REFUSED, "message": messages.LOCKED}
            continue
        indicator = told[codes[place[0]]]
        texts = _texts(cell)
        entry = typed_entry(
            texts,
            indicator,
            region_code=data.submission.unit.region.code,
            year=place[2],
            breakdown=place[1],
        )
        if entry.errors:
            answer |= {"status": "error", "message": "".join(entry.errors)}
            continue
        value_entry = _value_entry(cell, texts, entry, place, owner, data.factor(indicator.code))
        held = data.values.get(place)
        if held is not None and held.evidence_names:  # the grid has no cell for them
            named = replace(value_entry.figure, evidence_names=held.evidence_names)
            value_entry = replace(value_entry, figure=named)
        typed.append((answer, entry, value_entry))
    _check(data, told, [entry for _, entry, _ in typed])
    return answers, typed


def _record(
    submission: Submission,
    typed: Sequence[_Typed],
    outcomes: Sequence[SaveOutcome],
    by: User,
) -> None:
    """One row of the log for all cells of the act, each with what stood there before."""
    written = [
        {
            "indicator": entry.indicator_code,
            "breakdown": value.breakdown,
            "year": value.reference_year,
            "old": said_text(outcome.before),
            "new": said_text(value.figure),
        }
        for (_, entry, value), outcome in zip(typed, outcomes, strict=True)
        if outcome.is_written
    ]
    if written:
        audit_record(
            action=AuditAction.ENTER,
            user=by,
            region=submission.unit.region,
            subject=f"{submission.unit} {submission.reporting_round.reference_year}",
            detail={"submission": submission.pk, "changes": written},
        )


def _check(
    data: GridData, told: dict[str, LedgerIndicator], entries: Sequence[LedgerEntry]
) -> None:
    """Check saved cells together with the stored other sexes of the same indicators."""
    have = {entry.key for entry in entries}
    wanted = {(e.indicator_code, e.reference_year) for e in entries}
    region_code = data.submission.unit.region.code
    codes = {pk: code for code, pk in data.basis.indicator_ids.items()}
    stored = []
    for (indicator_id, breakdown, year), value in data.values.items():
        code = codes.get(indicator_id, "")
        if (code, year) not in wanted or FigureKey(region_code, code, year, breakdown) in have:
            continue
        cell = EntryCell(key="", year=year)
        show_value(cell, value, data.factor(code))
        texts = TypedFigure(cell.value, cell.numerator, cell.denominator)
        stored.append(
            typed_entry(texts, told[code], region_code=region_code, year=year, breakdown=breakdown)
        )
    check_typed([*entries, *stored], data.basis.context, told)


def _place(key: Any) -> Place | None:
    parts = str(key).split("|")
    if len(parts) != 3 or parts[1] not in BreakdownChoices.values:
        return None
    indicator, year = whole(parts[0]), whole(parts[2])
    return None if indicator is None or year is None else (indicator, parts[1], year)


def _is_duty(data: GridData, place: Place) -> bool:
    unit_id = data.submission.unit_id
    return data.basis.book.kind(unit_id, data.years[-1], place[0]) is not None


def _texts(cell: dict[str, Any]) -> TypedFigure:
    names = ("value", "numerator", "denominator", "reason", "remark", "explanation")
    return TypedFigure(*(str(cell.get(name) or "") for name in names))


def _value_entry(
    cell: dict[str, Any],
    texts: TypedFigure,
    entry: LedgerEntry,
    place: Place,
    owner: Submission,
    factor: Fraction | None,
) -> ValueEntry:
    seen = cell.get("seen")
    return ValueEntry(
        submission_id=owner.pk,
        indicator_id=place[0],
        breakdown=place[1],
        reference_year=place[2],
        figure=replace(
            entry.figure,
            value=library_value(entry.value, factor),
            blank_reason=entry.blank_reason.value if entry.is_blank else "",
            decimals=None if entry.is_computed or factor else entry.decimals,
            warning_reason=texts.explanation.strip(),
        ),
        origin=FigureOrigin(raw=entry.raw, read_as=entry.read_as[:200]),
        seen_version=seen if isinstance(seen, int) and not isinstance(seen, bool) else 0,
    )


def _answer(entry: LedgerEntry, value: ValueEntry, outcome: SaveOutcome) -> dict[str, Any]:
    figure = value.figure
    unexplained = bool(entry.warnings) and not figure.warning_reason
    state = "warn" if unexplained else ""
    if figure.says_nothing or not is_filled(figure):
        state = "todo"
    shown = entry.text
    if entry.value is not None:
        computed = is_quotient(figure)
        shown = quotient_text(entry.value) if computed else digits(entry.value, figure.decimals)
    return {
        "is_quotient": is_quotient(figure),
        "status": outcome.status.value,
        "version": outcome.version,
        "state": state,
        "message": outcome.message or ("".join(entry.warnings) if unexplained else ""),
        "read_as": entry.read_as,
        "shown": {
            "value": shown,
            "numerator": plain_text(figure.numerator),
            "denominator": plain_text(figure.denominator),
            "reason": figure.blank_reason,
        },
        "number": {
            "value": plain_text(figure.value),
            "numerator": plain_text(figure.numerator),
            "denominator": plain_text(figure.denominator),
        },
    }


def _other(value: SubmissionValue, factor: Fraction | None) -> dict[str, Any]:
    """What the colleague saved meanwhile."""
    cell = EntryCell(key="", year=value.reference_year)
    show_value(cell, value, factor)
    who = value.changed_by.display_name if value.changed_by else ""
    return {
        "who": who,
        "version": value.version,
        "text": cell.shown,
        "value": cell.value,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "reason": cell.reason,
    }
