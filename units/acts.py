"""Which page is which act in the log: one line per address that changes or hands out something.

Services write what they changed themselves. What wrote nothing (refused, failed, nothing to do)
and what is only handed out gets its row from here. A test walks every address.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib.messages import WARNING, get_messages
from django.http import HttpRequest, HttpResponse

from units.audit import audit_record
from units.choices import AuditAction as Act
from units.models import User

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "units:sign_in": Act.SIGN_IN_FAILED,
        "units:sign_out": Act.SIGN_OUT,
        "units:password": Act.PASSWORD,
        "units:second_factor": Act.ACCOUNT,
        "units:resets": Act.ACCOUNT,
        "units:reset_answer": Act.ACCOUNT,
        "units:notices_read": Act.READ,
        "indicators:observation_correct": Act.CORRECT,
        "indicators:round_list": Act.SUBMIT,
        "indicators:round_dates": Act.SUBMIT,
        "indicators:round_extension": Act.SUBMIT,
        "indicators:round_approve": Act.REVIEW,
        "indicators:round_chased": Act.CHASE,
        "indicators:submission_values": Act.ENTER,
        "indicators:submission_submit": Act.SUBMIT,
        "indicators:submission_withdraw": Act.SUBMIT,
        "indicators:ledger_list": Act.UPLOAD,
        "indicators:ledger_bulk": Act.UPLOAD,
        "indicators:ledger_columns": Act.UPLOAD,
        "indicators:ledger_confirm": Act.UPLOAD,
        "indicators:ledger_discard": Act.UPLOAD,
        "indicators:ledger_undo": Act.UPLOAD,
        "indicators:evidence_list": Act.UPLOAD,
        "indicators:evidence_delete": Act.UPLOAD,
        "indicators:value_comment": Act.REVIEW,
        "indicators:review_begin": Act.REVIEW,
        "indicators:paper_start": Act.SUBMIT,
        "indicators:review_missing": Act.REVIEW,
        "indicators:review_accept_rest": Act.REVIEW,
        "indicators:review_mark": Act.REVIEW,
        "indicators:submission_return": Act.REVIEW,
        "indicators:submission_approve": Act.REVIEW,
        "indicators:submission_reopen": Act.REVIEW,
        "indicators:paper": Act.SUBMIT,
        "indicators:paper_return": Act.REVIEW,
        "indicators:paper_approve": Act.REVIEW,
        "assessments:decision": Act.DECIDE,
        "assessments:override": Act.DECIDE,
        "assessments:recompute": Act.ASSESS,
        "assessments:remedies_ask": Act.ASSESS,
        "assessments:remedy": Act.ENTER,
        "assessments:remedy_return": Act.REVIEW,
        "assessments:remedy_approve": Act.REVIEW,
        "reports:assessment_start": Act.ASSESS,
        "reports:assessment_run_again": Act.ASSESS,
        "reports:assessment_finalise": Act.FINALISE,
        "reports:assessment_discard": Act.ASSESS,
        "reports:batch_start": Act.ASSESS,
        "reports:batch_again": Act.ASSESS,
        "reports:report_base": Act.UPLOAD,
        "reports:report_outline": Act.REPORT,
        "reports:report_paper": Act.REPORT,
        "reports:report_new": Act.REPORT,
        "reports:report_start": Act.REPORT,
        "reports:report_text": Act.REPORT,
        "reports:report_comment": Act.REPORT,
        "reports:report_answer": Act.REPORT,
        "reports:report_build": Act.REPORT,
        "reports:report_cancel": Act.REPORT,
        "reports:report_version": Act.REPORT,
        "reports:report_issue": Act.REPORT,
        "reports:report_again": Act.REPORT,
        "api:assessment-list": Act.ASSESS,
        "api:batch-list": Act.ASSESS,
    }
)
"""Address → act, for requests that change something."""

QUESTIONS: Final = frozenset(("assessments:judge_drafts", "indicators:submission_paste"))
"""Addresses that take POST only because a question is long; they change nothing."""

HANDED_OUT: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "indicators:ledger_file": Act.DOWNLOAD,
        "indicators:ledger_template": Act.DOWNLOAD,
        "indicators:evidence": Act.DOWNLOAD,
        "indicators:paper_file": Act.DOWNLOAD,
        "indicators:round_chase": Act.EXPORT,  # names and telephones of the units' people
        "indicators:round_chase_word": Act.EXPORT,
        "assessments:decision_evidence": Act.DOWNLOAD,
        "reports:report_base_file": Act.DOWNLOAD,
        "reports:report_file": Act.DOWNLOAD,
        "api:schema": Act.READ,
    }
)
"""Address → act, for requests that hand out a file or people's data."""

_ADMIN: Final = "admin:"
_EXPORT_PAGE: Final = "_export"
_LISTS: Final = "-list"
_DOWNLOAD: Final = "download"


def is_export(request: HttpRequest) -> bool:
    """A table of a page, or records with the units' people and telephones, as a file."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    is_records = name.startswith(_ADMIN) and name.endswith(_EXPORT_PAGE)
    return is_records or _DOWNLOAD in request.GET


def act_of(method: str, name: str, *, is_export: bool) -> Act | None:
    """What a request is in the log; None for mere looking."""
    if is_export and (method in SAFE or name.startswith(_ADMIN)):
        return Act.EXPORT
    if method in SAFE:
        is_bulk = name.startswith("api:") and name.endswith(_LISTS)
        return Act.EXPORT if is_bulk else HANDED_OUT.get(name)
    if name.startswith(_ADMIN):
        return Act.SETTINGS
    return None if name in QUESTIONS else ACTS.get(name)


def act_record(request: HttpRequest, response: HttpResponse) -> None:
    """The row of an act that wrote none itself: what was tried, and how it was answered.

    Whatever leaves as a file is one, named above or not.

    Nobody's requests are left to the server log: anybody can send a million of them.
    """
    user = request.user if hasattr(request, "user") else None
    if not isinstance(user, User) or request.resolver_match is None:
        return
    name = request.resolver_match.view_name
    act = act_of(request.method or "", name, is_export=is_export(request))
    if act is None and response.get("Content-Disposition", "").startswith("attachment"):
        act = Act.DOWNLOAD
    if act is None:
        return
    audit_record(
        action=act,
        user=user,
        subject=f"{request.method} {request.path}",
        detail={
            "status": response.status_code,
            "query": request.GET.urlencode(),
            **_tried(request),
        },
    )


def _tried(request: HttpRequest) -> dict[str, Any]:
    """Names and sizes of the files that came along, and the sentences that refused the act.

    Only what was read and said already: nothing is read for the log's sake.
    """
    files: Any = request.FILES.values() if hasattr(request, "_files") else ()
    notes: Any = get_messages(request)
    shown = [*getattr(notes, "_loaded_data", ()), *getattr(notes, "_queued_messages", ())]
    said = [str(note.message) for note in shown if note.level >= WARNING]
    found = {"files": [[file.name, file.size] for file in files], "said": said}
    return {name: value for name, value in found.items() if value}
