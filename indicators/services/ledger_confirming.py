"""Storing what a preview showed: one unit's ledger at once, a file of many places as a job.

Either way the file is read again against what is stored by then, so that nothing stale is
written, and one conditional UPDATE of the ledger's state lets it be stored once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import LedgerState
from indicators.ledger.entries import EntryStatus
from indicators.ledger.import_choice import ImportChoice
from indicators.messages import ledger as messages
from indicators.models import Ledger, SubmissionValue
from indicators.services.ledger_uploads import (
    ledger_read,
    ledger_reading,
    preview_renew,
    upload_plan,
)
from indicators.services.ledgers import LedgerPlan, ledger_sheets, ledger_store
from indicators.services.on_behalf import stored_tell
from units.files import file_path
from units.jobs import jobs_wake, requeue
from units.leases import Lease
from units.models import User
from units.text import field_text

_ENDED: Final = (LedgerState.STORED, LedgerState.UNDONE, LedgerState.DISCARDED)
_STEPS: Final = 3


def ledger_confirm(
    *,
    ledger: Ledger,
    reason: str,
    answers: Mapping[str, str],
    by: User,
    as_office: bool = False,
    partial: bool = False,
) -> int:
    """Store what the preview showed; how many values were written.

    Warnings need a reason: one for all, or one per ``sheet!cell``. When the file no longer says
    what was shown, nothing is stored. ``partial``: the office takes the right rows only; a
    warning without a reason stays out with the errors.
    """
    if partial and not as_office:
        raise ValidationError(messages.PARTIAL_IS_OFFICES, code="partial")
    if ledger.state != LedgerState.PREVIEW:
        raise ValidationError(messages.STORED_ALREADY, code="stored_already")
    plan = upload_plan(ledger, ledger_sheets(file_path(ledger.file), ledger.file.name))
    asked = (e for e in plan.reading.rows if e.status is EntryStatus.WARNING)
    places = {f"{entry.sheet}!{entry.cell}": entry.needs_reason for entry in asked}
    given = _given(places, reason, answers, partial=partial)
    choice = ImportChoice(partial=partial, accepted=frozenset(given))
    _refuse(plan, choice)
    with transaction.atomic():
        return _store(ledger, plan, choice, given, by=by, as_office=as_office)


def _given(
    places: Mapping[str, bool], reason: str, answers: Mapping[str, str], *, partial: bool
) -> dict[str, str]:
    """Place → why its warning is accepted, nothing where no reason is needed; refuses where one
    that is needed lacks, unless partial. ``places``: place → is a reason needed?"""
    given = {
        place: field_text(
            SubmissionValue, "warning_reason", answers.get(place, "").strip() or reason
        )
        if needed
        else ""
        for place, needed in places.items()
    }
    lacking = [place for place, needed in places.items() if needed and not given[place]]
    if lacking and not partial:
        raise ValidationError(
            messages.WARNINGS_NEED_REASON.format(
                count=len(lacking), first=lacking[0].replace("!", " ")
            ),
            code="reason",
        )
    return {place: text for place, text in given.items() if place not in lacking}


def _refuse(plan: LedgerPlan, choice: ImportChoice) -> None:
    refusal = choice.refusal(plan.reading)
    if not refusal and choice.partial and not any(map(choice.takes, plan.reading.rows)):
        refusal = messages.NOTHING_RIGHT
    if refusal:
        raise ValidationError(refusal, code="refused")


def _store(
    ledger: Ledger,
    plan: LedgerPlan,
    choice: ImportChoice,
    given: Mapping[str, str],
    *,
    by: User | None,
    as_office: bool,
) -> int:
    stored = ledger_store(
        ledger=ledger, plan=plan, choice=choice, by=by, as_office=as_office, answers=given
    )
    counts = {**plan.reading.counts, "stored": stored}
    Ledger.objects.filter(pk=ledger.pk).update(answers=given, counts=counts)
    if as_office and by is not None:
        stored_tell(ledger=ledger, by=by)
    return stored


@transaction.atomic
def ledger_confirm_ask(
    *, ledger: Ledger, reason: str, answers: Mapping[str, str], by: User, partial: bool = False
) -> None:
    """Queue the storing of a file of many places; the worker does it in ``by``'s name.

    Only warnings that the preview showed are accepted: one that comes up when the file is read
    again refuses it.
    """
    asked = (r for r in ledger_reading(ledger)["rows"] if r["status"] == EntryStatus.WARNING.value)
    places = {f"{row['sheet']}!{row['cell']}": row.get("needs_reason", True) for row in asked}
    given = _given(places, reason, answers, partial=partial)
    moved = requeue(
        Ledger.objects.filter(pk=ledger.pk, state=LedgerState.PREVIEW),
        state=LedgerState.STORING,
        answers=given,
        is_partial=partial,
        requested_by=by,
        requested_at=timezone.now(),
        is_awaited=True,
        progress_total=_STEPS,
    )
    jobs_wake(Ledger, moved)
    if not moved:
        state = Ledger.objects.values_list("state", flat=True).get(pk=ledger.pk)
        raise ValidationError(messages.NOT_TO_STORE.get(state, messages.NOT_WAITING), code="state")


def ledger_work(*, ledger: Ledger, lease: Lease) -> None:
    """What is due of a ledger in the worker: its reading, or the storing somebody confirmed.

    Nothing, where a worker was killed after it had stored everything and before it said so.
    """
    if ledger.state == LedgerState.STORING:
        _store_queued(ledger, lease)
    elif ledger.state not in _ENDED:
        ledger_read(ledger=ledger, lease=lease)


def _store_queued(ledger: Ledger, lease: Lease) -> None:
    """A refusal is the job's error; its end (``ledgers_ended``) shows the preview again, with what
    was read now: so that a question that came up meanwhile can be answered."""
    lease.report(0, _STEPS, messages.STEP_READING)
    sheets = ledger_sheets(file_path(ledger.file), ledger.file.name)
    lease.report(1, _STEPS, messages.STEP_CHECKING)
    plan = upload_plan(ledger, sheets)
    choice = ImportChoice(partial=ledger.is_partial, accepted=frozenset(ledger.answers))
    try:
        _refuse(plan, choice)
    except ValidationError:
        preview_renew(ledger=ledger, sheets=sheets, plan=plan, lease=lease)
        raise
    lease.report(2, _STEPS, messages.STEP_WRITING)
    with transaction.atomic():
        lease.hold()
        _store(ledger, plan, choice, ledger.answers, by=ledger.requested_by, as_office=True)
        # However long the writing took: whoever waited for the row finds it still in our hands.
        lease.hold()
