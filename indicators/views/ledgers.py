"""上传台账: template, upload, preview, confirmation, the marked file, undoing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.choices import LedgerState
from indicators.ledger.columns import COLUMNS
from indicators.messages import ledger as messages
from indicators.messages.ledger_files import STATUS
from indicators.models import Ledger, Submission
from indicators.selectors.gates import OPEN_STATES
from indicators.selectors.ledger_context import remembered_columns
from indicators.selectors.ledger_templates import ledger_template
from indicators.selectors.windows import closed_reasons
from indicators.services.ledger_confirming import ledger_confirm, ledger_confirm_ask
from indicators.services.ledger_undo import ledger_undo
from indicators.services.ledger_uploads import (
    WAITING,
    XLSX,
    column_mapping_forget,
    ledger_columns_set,
    ledger_discard,
    ledger_reading,
    ledger_upload,
)
from indicators.views.reachable import submission_or_404
from units.access import Ability, NotYours, object_or_404, person, reach, requires
from units.audit import audit_record
from units.choices import AuditAction
from units.files import content_response, file_response
from units.job_progress import job_progress, quiet_view
from units.notices import notices_read
from units.refusals import refusals_shown
from units.selectors import is_keeper, speaks_for
from units.text import whole

LINES: Final = 100
# All that is asked stands on one page, so that no reason typed is lost by turning it.
ASKED_LINES: Final = 1000
_TAGS: Final = {
    status: {"label": label, "tone": tone}
    for (status, label), tone in zip(
        STATUS.items(), ("bad", "warn", "good", "info", "mute", "mute"), strict=True
    )
}
_NO_COUNTS: Final = dict.fromkeys(
    ("rows_in_file", "new", "changed", "unchanged", "ignored", "errors", "warnings", "stored"), 0
)
_FILTERS: Final = {
    "error": ("error",),
    "ask": ("error", "warning"),
    "take": ("new", "changed"),
    "same": ("unchanged",),
    "skip": ("ignored",),
}


def _ledger_or_404(request: HttpRequest, pk: int, *abilities: Ability) -> Ledger:
    """A unit's ledger for whom the abilities reach it; a bulk file for its place's office."""
    user = person(request)
    rows = Ledger.objects.select_related(
        "file__uploaded_by",
        "reading",
        "marked_file",
        "region",
        "unit__region",
        "requested_by",
        "submission__unit__region",
        "submission__reporting_round__region",
    )
    inside = Q(unit__isnull=True) & reach(user, Ability.APPROVE).places("region")
    for ability in abilities:
        inside |= Q(unit__isnull=False) & reach(user, ability).member_units("unit")
    return object_or_404(rows, inside, pk=pk)


def _ledger_to_change_or_404(request: HttpRequest, pk: int) -> Ledger:
    """One that the person may store or give up: to the office above it is there to be read."""
    ledger = _ledger_or_404(request, pk, Ability.FILL, Ability.APPROVE)
    if ledger.unit is not None and not speaks_for(person(request), ledger.unit):
        raise NotYours
    return ledger


def _is_offices(request: HttpRequest, ledger: Ledger) -> bool:
    """Whether the person stands over the ledger as the office of its place."""
    user = person(request)
    office = reach(user, Ability.APPROVE)
    if ledger.unit is None:
        return office.holds_in(ledger.region)
    return office.holds_for(ledger.unit) and is_keeper(user, ledger.region)


def _is_units(request: HttpRequest, ledger: Ledger) -> bool:
    return ledger.unit is not None and reach(person(request), Ability.FILL).holds_for(ledger.unit)


def _uploads_of(ledger: Ledger) -> HttpResponse:
    """Back to where the ledger was uploaded."""
    if ledger.submission_id is None:
        return redirect("indicators:ledger_bulk")
    return redirect("indicators:ledger_list", pk=ledger.submission_id)


def rows_with_counts(ledgers: Iterable[Ledger]) -> list[dict[str, Any]]:
    """Lines of a list of uploads."""
    return [
        {"row": row, "tone": LedgerState(row.state).tone, "counts": _NO_COUNTS | row.counts}
        for row in ledgers
    ]


@requires(Ability.VIEW_SUBMISSIONS)
@require_http_methods(["GET", "POST"])
def ledger_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The uploads of a submission; the unit uploads another."""
    submission = submission_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    may_fill = reach(person(request), Ability.FILL).holds_for(submission.unit)
    as_office = not may_fill and speaks_for(person(request), submission.unit)
    if request.method == "POST":
        if not may_fill and not as_office:
            return HttpResponse(status=403)
        if "forget" in request.POST:
            return _forget(request, submission)
        return _upload(request, submission, as_office=as_office)
    is_open = submission.state in OPEN_STATES
    context = {
        "submission": submission,
        "year": submission.reporting_round.reference_year,
        "ledgers": rows_with_counts(submission.ledgers.select_related("file__uploaded_by")),
        "remembered": remembered_columns(submission),
        "may_upload": (may_fill or as_office) and is_open,
        "as_office": as_office,
        "closed_because": (
            closed_reasons([submission]).get(pk, "") if is_open and not as_office else ""
        ),
    }
    return render(request, "indicators/ledger_list.html", context)


def _forget(request: HttpRequest, submission: Submission) -> HttpResponse:
    with refusals_shown(request):
        column_mapping_forget(
            submission=submission, pk=whole(request.POST["forget"]) or 0, by=person(request)
        )
        notes.success(request, messages.MAPPING_FORGOTTEN)
    return redirect("indicators:ledger_list", pk=submission.pk)


def _upload(request: HttpRequest, submission: Submission, *, as_office: bool) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        notes.error(request, messages.NO_UPLOAD)
        return redirect("indicators:ledger_list", pk=submission.pk)
    with refusals_shown(request):
        ledger = ledger_upload(
            submission=submission,
            chunks=upload.chunks(),
            name=upload.name or "",
            size=upload.size or 0,
            by=person(request),
            as_office=as_office,
        )
        return redirect("indicators:ledger", pk=ledger.pk)
    return redirect("indicators:ledger_list", pk=submission.pk)


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def ledger_template_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The template of the submission's unit and year."""
    submission = submission_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    name, content = ledger_template(
        unit=submission.unit, reference_year=submission.reporting_round.reference_year
    )
    return content_response(content, name, XLSX)


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def ledger_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read, line by line, and what can be done with it."""
    ledger = _ledger_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    notices_read(user=person(request), url=request.path)
    return _shown(request, ledger)


def _shown(
    request: HttpRequest,
    ledger: Ledger,
    *,
    reason: str = "",
    answers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page. ``reason`` and ``answers``: typed already, where they did not yet suffice."""
    reading = ledger_reading(ledger)
    asks = any(row["status"] in _FILTERS["ask"] for row in reading["rows"])
    show = request.GET.get("show") or ("ask" if asks else "all")
    wanted = _FILTERS.get(show)
    rows = [row for row in reading["rows"] if wanted is None or row["status"] in wanted]
    if show == "ask":
        rows.sort(key=lambda row: row["status"] != "error")  # what must change comes first
    submission, is_storing = ledger.submission, ledger.state == LedgerState.STORING
    per_page = ASKED_LINES if show == "ask" else LINES
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    context = {
        "ledger": ledger,
        "submission": submission,
        "tone": LedgerState(ledger.state).tone,
        "job_title": messages.STORING_TITLE if is_storing else messages.READING_TITLE,
        "counts": _NO_COUNTS | ledger.counts,
        "is_read": bool(ledger.counts),
        "page": page,
        "lines": [_line(row, answers or {}) for row in page],
        "reason": reason,
        "show": show if wanted else "all",
        "faults": reading["faults"],
        "heads": [head for head in reading["heads"] if head["needs_mapping"]],
        "asked": sum(map(_needs_reason, reading["rows"])),
        "mappable": COLUMNS,
        "offers_bulk": reading.get("is_by_place", False)
        and reach(person(request), Ability.APPROVE).holds_in(ledger.region),
        **_possible(request, ledger),
    }
    return render(request, "indicators/ledger.html", context)


def _needs_reason(row: Mapping[str, Any]) -> bool:
    """Readings kept before the question was kept asked it of every warning."""
    return row["status"] == "warning" and bool(row.get("needs_reason", True))


def _line(row: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    place = f"{row['sheet']}!{row['cell']}"
    why = answers.get(place, row.get("old_reason", ""))
    asks = {"needs_reason": _needs_reason(row), "place": place, "why": why}
    return {**row, **_TAGS[row["status"]], **asks}


def _possible(request: HttpRequest, ledger: Ledger) -> dict[str, bool]:
    """What this person may do with the ledger as it is now."""
    is_offices = _is_offices(request, ledger)
    may_act = is_offices or _is_units(request, ledger)
    # Of a bulk file each submission is looked at when it is stored or undone.
    is_open = ledger.submission is None or ledger.submission.state in OPEN_STATES
    is_shown = ledger.state == LedgerState.PREVIEW
    counts = _NO_COUNTS | ledger.counts
    is_faulty = bool(counts["errors"])
    return {
        "may_act": may_act,
        "must_change": is_shown and is_faulty,
        "can_map": may_act and ledger.state == LedgerState.NEEDS_COLUMNS,
        "can_discard": may_act and ledger.state in WAITING,
        "can_store": may_act and is_shown and is_open and not is_faulty,
        "can_store_partly": is_offices
        and is_shown
        and is_open
        and bool(counts["errors"] or counts["warnings"])
        and bool(counts["new"] or counts["changed"] or counts["warnings"]),
        "can_undo": may_act and ledger.state == LedgerState.STORED and is_open,
    }


@quiet_view
@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def ledger_progress(request: HttpRequest, pk: int) -> HttpResponse:
    return job_progress(_ledger_or_404(request, pk, Ability.VIEW_SUBMISSIONS))


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def ledger_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The original as it was uploaded, or the marked workbook."""
    ledger = _ledger_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    stored = {"original": ledger.file, "marked": ledger.marked_file}.get(kind)
    if stored is None:
        raise Http404
    audit_record(
        action=AuditAction.DOWNLOAD,
        user=person(request),
        region=ledger.region,
        subject=stored.name,
        detail={"ledger": ledger.pk, "sha256": stored.sha256},
    )
    return file_response(stored)


@requires(Ability.FILL, Ability.APPROVE)
@require_POST
def ledger_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unknown columns are, said once and remembered for the unit."""
    ledger = _ledger_to_change_or_404(request, pk)
    heads, letters = request.POST.getlist("header"), request.POST.getlist("letter")
    repeated = {head for head, count in Counter(heads).items() if count > 1}
    told = zip(heads, letters, request.POST.getlist("key"), strict=False)
    # A column is known by its head, by its letter where heads repeat or there is none.
    mapping = {f"{h}#{at}" if h in repeated or not h else h: key for h, at, key in told}
    with refusals_shown(request):
        ledger_columns_set(ledger=ledger, mapping=mapping, by=person(request))
        notes.success(request, messages.MAPPED)
    return redirect("indicators:ledger", pk=pk)


@requires(Ability.FILL, Ability.APPROVE)
@require_POST
def ledger_confirm_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Store all of it; the office may store the right rows only (``partial``). A file of many
    places is stored by the worker."""
    ledger = _ledger_to_change_or_404(request, pk)
    is_offices, partial = _is_offices(request, ledger), "partial" in request.POST
    if partial and not is_offices:
        raise PermissionDenied
    places, reasons = request.POST.getlist("place"), request.POST.getlist("why")
    answers = dict(zip(places, reasons, strict=False))
    reason, user = request.POST.get("reason", ""), person(request)
    with refusals_shown(request) as refused:
        if ledger.submission_id is None:
            ledger_confirm_ask(
                ledger=ledger, reason=reason, answers=answers, by=user, partial=partial
            )
            return redirect("indicators:ledger", pk=pk)
        count = ledger_confirm(
            ledger=ledger,
            reason=reason,
            answers=answers,
            by=user,
            as_office=is_offices,
            partial=partial,
        )
        sentence = messages.STORED_PARTLY if partial else messages.STORED
        notes.success(request, sentence.format(name=ledger.file.name, count=count))
        return redirect("indicators:submission", pk=ledger.submission_id)
    if "reason" in refused:  # what was typed stays on the page
        return _shown(request, ledger, reason=reason, answers=answers)
    return redirect("indicators:ledger", pk=pk)


@requires(Ability.FILL, Ability.APPROVE)
@require_POST
def ledger_discard_view(request: HttpRequest, pk: int) -> HttpResponse:
    ledger = _ledger_to_change_or_404(request, pk)
    with refusals_shown(request):
        ledger_discard(ledger=ledger, by=person(request))
        notes.success(request, messages.DISCARDED.format(name=ledger.file.name))
    return _uploads_of(ledger)


@requires(Ability.FILL, Ability.APPROVE)
@require_POST
def ledger_undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    ledger = _ledger_to_change_or_404(request, pk)
    as_office = _is_offices(request, ledger)
    with refusals_shown(request):
        count = ledger_undo(ledger=ledger, by=person(request), as_office=as_office)
        notes.success(request, messages.UNDONE.format(name=ledger.file.name, count=count))
    return _uploads_of(ledger)
