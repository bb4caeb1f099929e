"""Undoing an import while its values are still with the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import LedgerState
from indicators.core.reported import NO_FIGURE, NO_ORIGIN, FigureOrigin, ReportedFigure
from indicators.messages import ledger as messages
from indicators.models import Ledger, SubmissionValue, SubmissionValueRevision
from indicators.selectors.gates import OPEN_STATES
from indicators.services.on_behalf import undone_tell
from indicators.services.values import SaveStatus, ValueEntry, values_store
from units.audit import audit_record
from units.choices import AuditAction
from units.models import User


@transaction.atomic
def ledger_undo(*, ledger: Ledger, by: User, as_office: bool = False) -> int:
    """Put every value this ledger wrote back to what it was; how many values.

    A value that was saved again since is left alone. Refused once the submission left the
    unit's hands. The history keeps both versions.
    """
    moved = Ledger.objects.filter(pk=ledger.pk, state=LedgerState.STORED).update(
        state=LedgerState.UNDONE
    )
    if not moved:
        raise ValidationError(messages.NOT_STORED, code="not_stored")
    if ledger.submission is not None and ledger.submission.state not in OPEN_STATES:
        raise ValidationError(messages.UNDO_TOO_LATE, code="too_late")
    values = list(SubmissionValue.objects.filter(ledger=ledger).select_related("submission"))
    if any(value.submission.state not in OPEN_STATES for value in values):
        raise ValidationError(messages.UNDO_TOO_LATE, code="too_late")
    before = _before(values)
    entries = [_entry(value, before.get(value.pk)) for value in values]
    why = messages.UNDO_WHY.format(name=ledger.file.name)
    outcomes = values_store(entries=entries, by=by, as_office=as_office, why=why)
    undone = [
        value
        for value, outcome in zip(values, outcomes, strict=True)
        if outcome.status is SaveStatus.CHANGED
    ]
    audit_record(
        action=AuditAction.UPLOAD,
        user=by,
        region=ledger.region,
        subject=ledger.file.name,
        detail={"ledger": ledger.pk, "undone": len(undone)},
    )
    if as_office:
        counts = Counter(value.submission_id for value in undone)
        undone_tell(ledger=ledger, counts=counts, by=by)
    return len(undone)


def _before(values: Sequence[SubmissionValue]) -> dict[int, SubmissionValueRevision]:
    """The version before the present one, of those that had one."""
    wanted = {value.pk: value.version - 1 for value in values}
    rows = SubmissionValueRevision.objects.filter(submission_value__in=wanted)
    return {
        row.submission_value_id: row
        for row in rows
        if row.version == wanted[row.submission_value_id]
    }


def _entry(value: SubmissionValue, before: SubmissionValueRevision | None) -> ValueEntry:
    """What the value said before; nothing at all where the ledger was the first to speak."""
    return ValueEntry(
        submission_id=value.submission_id,
        indicator_id=value.indicator_id,
        reference_year=value.reference_year,
        breakdown=value.breakdown,
        figure=NO_FIGURE if before is None else ReportedFigure(**_kept(ReportedFigure, before)),
        origin=NO_ORIGIN if before is None else FigureOrigin(**_kept(FigureOrigin, before)),
    )


def _kept(
    part: type[ReportedFigure | FigureOrigin], row: SubmissionValueRevision
) -> dict[str, Any]:
    """The fields of it that a revision keeps."""
    return {f.name: getattr(row, f.name) for f in fields(part) if hasattr(row, f.name)}
