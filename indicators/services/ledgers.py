"""From a ledger file to stored values: read, check, and all or nothing into submissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import LedgerState, SubmissionState
from indicators.core.reported import FigureOrigin
from indicators.core.values import MAX_DECIMALS, plain
from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerReading
from indicators.ledger.faults import FileRefusedError
from indicators.ledger.import_choice import ImportChoice
from indicators.ledger.reader import read_ledger
from indicators.ledger.sandbox import read_workbook
from indicators.ledger.survey import survey
from indicators.ledger.workbook import LedgerSheet
from indicators.messages import ledger as messages
from indicators.models import Ledger, Submission
from indicators.selectors.gates import OPEN_STATES
from indicators.selectors.ledger_context import (
    LedgerBasis,
    PlaceBasis,
    bulk_basis,
    library_value,
    unit_basis,
)
from indicators.services.rounds import reporting_rounds_ensure, submissions_ensure
from indicators.services.submissions import submissions_approve, submissions_submit
from indicators.services.values import SaveStatus, ValueEntry, values_store
from units.audit import audit_record
from units.choices import AuditAction, JobState
from units.files import file_store
from units.models import MemberUnit, Region, StoredFile, User
from units.services.member_units import unit_from_text
from units.services.regions import region_from_text

_RAW: Final = 100
_READ_AS: Final = 200
_SHEET: Final = 60
_BLOCK: Final = 1 << 20
_CONFIRMED: Final = (LedgerState.PREVIEW, LedgerState.STORING)
_WRITTEN: Final = (SaveStatus.NEW, SaveStatus.CHANGED)


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """A file that was read and checked, and where its entries would go. Nothing is written."""

    reading: LedgerReading
    basis: LedgerBasis
    region: Region
    unit: MemberUnit | None
    reference_year: int | None


def ledger_sheets(path: Path, name: str = "") -> list[LedgerSheet]:
    """The sheets of a file, parsed in a child process; refuses in one sentence."""
    try:
        return read_workbook(path, name)
    except FileRefusedError as refusal:
        raise ValidationError(
            messages.file_sentence(refusal.fault.value, refusal.detail), code=refusal.fault.value
        ) from None
    except OSError:
        raise ValidationError(
            messages.NO_FILE.format(name=name or path.name), code="no_file"
        ) from None


def ledger_plan(
    *,
    sheets: Sequence[LedgerSheet],
    region: Region,
    unit: MemberUnit | None,
    reference_year: int | None,
    place: PlaceBasis | None = None,
    mapping: Mapping[str, str] | None = None,
) -> LedgerPlan:
    """Read and check sheets for a unit and year, or as a bulk file of the places in ``region``.

    ``mapping``: what was said of this file's columns, beside what the unit's are known to be.
    """
    if unit is not None and reference_year is not None:
        basis = unit_basis(unit=unit, reference_year=reference_year, place=place, said=mapping)
    else:
        codes, years = survey(sheets)
        if not codes:
            raise ValidationError(messages.NEEDS_UNIT, code="needs_unit")
        basis = bulk_basis(region=region, codes=codes, years=years)
    reading = read_ledger(sheets, basis.context)
    _check_fit(reading, basis)
    return LedgerPlan(reading, basis, region, unit, reference_year)


def _check_fit(reading: LedgerReading, basis: LedgerBasis) -> None:
    """A figure in another multiple must still fit once it is in the library's."""
    for entry in reading.rows if basis.factors else ():
        value = library_value(entry.value, basis.factors.get(entry.indicator_code))
        if value is not None and _decimals(value) > MAX_DECIMALS:
            entry.errors += (messages.DOES_NOT_FIT.format(measure=""),)
            entry.status = EntryStatus.ERROR


def _decimals(value: Any) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def ledger_import(
    *,
    path: str | Path,
    region: str,
    unit: str = "",
    reference_year: int | None = None,
    choice: ImportChoice,
    dry_run: bool = False,
    approve: bool = False,
    by: User | None = None,
    sheets: Sequence[LedgerSheet] | None = None,
    basis: PlaceBasis | None = None,
) -> dict[str, Any]:
    """One ledger into its submissions, as ``import_ledger`` does it; the contract's document.

    ``sheets`` and ``basis``: what the file and the place hold, where somebody has read it
    already for many files.
    A refusal is in the document under ``error``; nothing is written then. A dry run writes
    nothing either and refuses nothing.
    """
    file = Path(path)
    if sheets is None:
        sheets = ledger_sheets(file)
    with transaction.atomic():
        place = region_from_text(region)
        member = unit_from_text(region=place, text=unit) if unit else None
        plan = ledger_plan(
            sheets=sheets,
            region=place,
            unit=member,
            reference_year=reference_year,
            place=basis,
        )
        refuse_locked(plan)
        error = ImportChoice(partial=True).refusal(plan.reading) if dry_run else ""
        error = error or ("" if dry_run else choice.refusal(plan.reading))
        document = ledger_document(plan.reading)
        if error or dry_run:
            transaction.set_rollback(True)
            return {**document, "error": error} if error else document
        ledger = ledger_keep(plan=plan, file=_stored_file(file, by), by=by)
        stored = ledger_store(ledger=ledger, plan=plan, choice=choice, by=by, as_office=True)
        if approve:
            _approve(plan, by)
    return {**document, "stored": stored}


def ledger_document(reading: LedgerReading) -> dict[str, Any]:
    """The JSON contract of one reading."""
    rows = [
        {
            "sheet": entry.sheet,
            "row": entry.row,
            "cell": entry.cell,
            "region_code": entry.region_code,
            "indicator_code": entry.indicator_code,
            "reference_year": entry.reference_year,
            "breakdown": entry.breakdown,
            "raw": entry.raw,
            "value": _told_value(entry),
            "status": entry.status.value,
            "message": entry.message,
        }
        for entry in reading.rows
    ]
    return {**reading.counts, "stored": 0, "rows": rows}


def _told_value(entry: LedgerEntry) -> str | None:
    if entry.status is EntryStatus.ERROR:
        return None
    return plain(entry.value) if entry.value is not None else entry.text or None


def refuse_locked(plan: LedgerPlan) -> None:
    """A submission that is not open takes unchanged rows; a change is an error."""
    closed = {
        (s.reporting_round.region.code, s.reporting_round.reference_year, s.unit_id): s
        for s in _submissions(plan)
        if s.state not in OPEN_STATES
    }
    if not closed:
        return
    for entry in plan.reading.rows:
        if entry.status not in (EntryStatus.NEW, EntryStatus.CHANGED, EntryStatus.WARNING):
            continue
        place = plan.basis.regions.get(entry.region_code)
        unit_id = _unit_of(plan, entry, place) if place else None
        submission = closed.get((entry.region_code, entry.reference_year or 0, unit_id or 0))
        if submission is None:
            continue
        if entry.change is EntryStatus.UNCHANGED:
            entry.status, entry.warnings = EntryStatus.UNCHANGED, ()
            continue
        sentence = messages.LOCKED.format(
            unit=submission.unit,
            year=entry.reference_year,
            state=submission.get_state_display(),
        )
        entry.errors += (sentence,)
        entry.status = EntryStatus.ERROR


def _submissions(plan: LedgerPlan) -> Iterator[Submission]:
    rows = Submission.objects.select_related("reporting_round__region", "unit")
    if plan.unit is not None:
        year = plan.reference_year or 0
        yield from rows.filter(unit=plan.unit, reporting_round__reference_year=year)
        return
    yield from rows.filter(reporting_round__region__in=list(plan.basis.regions.values()))


def _unit_of(plan: LedgerPlan, entry: LedgerEntry, place: Region) -> int | None:
    """The unit an entry belongs to: the file's own, or the lead of its place and year."""
    if plan.unit is not None:
        return plan.unit.pk
    indicator_id = plan.basis.indicator_ids[entry.indicator_code]
    return plan.basis.book.lead(place.pk, entry.reference_year or 0, indicator_id)


def ledger_keep(*, plan: LedgerPlan, file: StoredFile, by: User | None) -> Ledger:
    """The row of an import in the foreground: read already, about to be stored."""
    now = timezone.now()
    return Ledger.objects.create(
        region=plan.region,
        unit=plan.unit,
        reference_year=plan.reference_year,
        file=file,
        state=LedgerState.PREVIEW,
        job_state=JobState.DONE,
        started_at=now,
        finished_at=now,
        requested_by=by,
        counts=plan.reading.counts,
    )


@transaction.atomic
def ledger_store(
    *,
    ledger: Ledger,
    plan: LedgerPlan,
    choice: ImportChoice,
    by: User | None,
    as_office: bool = False,
    answers: Mapping[str, str] | None = None,
) -> int:
    """Store what the choice takes, with rounds and submissions opened; how many were written.

    ``answers``: ``sheet!cell`` → why a warning is accepted. One conditional UPDATE from the state
    in which the ledger was loaded makes it stored, so that a second click stores nothing.
    """
    shown = Ledger.objects.filter(pk=ledger.pk, state=ledger.state).filter(state__in=_CONFIRMED)
    moved = shown.update(
        state=LedgerState.STORED, stored_at=timezone.now(), is_partial=choice.partial
    )
    if not moved:
        raise ValidationError(messages.STORED_ALREADY, code="stored_already")
    taken = [entry for entry in plan.reading.rows if choice.takes(entry)]
    owners = _owners(plan, taken, by)
    entries = [
        _value_entry(entry, owners[position], ledger.pk, plan, answers or {})
        for position, entry in enumerate(taken)
    ]
    why = messages.IMPORT_WHY.format(name=ledger.file.name)
    outcomes = values_store(entries=entries, by=by, as_office=as_office, why=why)
    written = Counter(outcome.status for outcome in outcomes)
    stored = sum(written[status] for status in _WRITTEN)
    if plan.unit is not None and owners:
        Ledger.objects.filter(pk=ledger.pk).update(submission=owners[0])
    audit_record(
        action=AuditAction.UPLOAD,
        user=by,
        region=plan.region,
        subject=ledger.file.name,
        detail={
            "ledger": ledger.pk,
            "sha256": ledger.file.sha256,
            "partial": choice.partial,
            "as_office": as_office,
            "stored": stored,
            **plan.reading.counts,
        },
    )
    return stored


def _owners(plan: LedgerPlan, taken: Sequence[LedgerEntry], by: User | None) -> list[int]:
    """The submission of each entry, opened with its round where missing."""
    places = plan.basis.regions
    wanted: list[tuple[int, int, int]] = []
    for entry in taken:
        place = places[entry.region_code]
        unit_id = _unit_of(plan, entry, place)
        if unit_id is None:
            raise ValidationError(entry.message, code="no_lead")
        wanted.append((place.pk, entry.reference_year or 0, unit_id))
    if not wanted:
        return []
    by_pk = {place.pk: place for place in places.values()}
    rounds = reporting_rounds_ensure(
        regions=[by_pk[pk] for pk in {region for region, _, _ in wanted}],
        reference_years={year for _, year, _ in wanted},
    )
    units = MemberUnit.objects.in_bulk({unit_id for _, _, unit_id in wanted})
    pairs = [
        (rounds[region, year], units[unit_id]) for region, year, unit_id in dict.fromkeys(wanted)
    ]
    made = submissions_ensure(pairs=pairs, by=by)
    return [made[rounds[region, year].pk, unit].pk for region, year, unit in wanted]


def _value_entry(
    entry: LedgerEntry,
    submission_id: int,
    ledger_id: int,
    plan: LedgerPlan,
    answers: Mapping[str, str],
) -> ValueEntry:
    accepted = ""
    if entry.needs_reason:
        accepted = answers.get(f"{entry.sheet}!{entry.cell}") or messages.ACCEPTED
    return ValueEntry(
        submission_id=submission_id,
        indicator_id=plan.basis.indicator_ids[entry.indicator_code],
        reference_year=entry.reference_year or 0,
        breakdown=entry.breakdown,
        figure=replace(
            entry.figure,
            value=library_value(entry.value, plan.basis.factors.get(entry.indicator_code)),
            warning_reason=accepted,
        ),
        origin=FigureOrigin(
            raw=entry.raw[:_RAW],
            read_as=(entry.read_as or "".join(entry.warnings))[:_READ_AS],
            ledger_id=ledger_id,
            sheet=entry.sheet[:_SHEET],
            cell=entry.cell,
        ),
    )


def _stored_file(path: Path, by: User | None) -> StoredFile:
    with path.open("rb") as stream:
        return file_store(
            chunks=iter(lambda: stream.read(_BLOCK), b""),
            name=path.name,
            content_type="application/octet-stream",
            user=by,
        )


def _approve(plan: LedgerPlan, by: User | None) -> None:
    """Submit and approve what this file filled; what is approved already stays."""
    wanted = {
        (e.region_code, e.reference_year)
        for e in plan.reading.rows
        if e.status not in (EntryStatus.ERROR, EntryStatus.IGNORED)
    }
    touched = [
        s
        for s in _submissions(plan)
        if (s.reporting_round.region.code, s.reporting_round.reference_year) in wanted
    ]
    to_submit = [s for s in touched if s.state in OPEN_STATES]
    if to_submit:
        submissions_submit(submissions=to_submit, by=by, as_office=True)
    to_approve = [s for s in touched if s.state != SubmissionState.APPROVED]
    if to_approve:
        submissions_approve(submissions=to_approve, by=by, is_reviewed=False)
