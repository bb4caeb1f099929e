"""The log of acts, for the auditor."""

from __future__ import annotations

import datetime

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from units import messages
from units.access import Ability, person, reach, requires
from units.audit import audit_anchors, audit_verify
from units.choices import AuditAction
from units.columns import log_columns
from units.files import content_response
from units.models import AuditEvent
from units.printed_table import table_of
from units.selectors import acts_in
from units.workbook import tables_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE_SIZE = 100
EXPORT_ROWS = 50_000
ANCHOR_DAYS = 7
FILTERS = ("action", "q", "from", "to")


@requires(Ability.VIEW_LOG)
@require_safe
def audit_log(request: HttpRequest) -> HttpResponseBase:
    """Acts in reach, newest first; with ``check`` the chain of hashes is gone through."""
    rows = _filtered(acts_in(reach(person(request), Ability.VIEW_LOG)), request.GET)
    if request.GET.get("download") == "xlsx":
        return _export(rows)
    return render(
        request,
        "units/audit_log.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "actions": AuditAction.choices,
            "query": {name: request.GET.get(name, "") for name in FILTERS},
            "verification": audit_verify() if "check" in request.GET else None,
            "anchors": audit_anchors(ANCHOR_DAYS),
        },
    )


def _export(rows: QuerySet[AuditEvent]) -> HttpResponse:
    """The filtered log as a workbook, the newest rows first."""
    table = table_of("log", messages.LOG, log_columns(), rows[:EXPORT_ROWS])
    day = timezone.localdate()
    content = tables_workbook([table], "", messages.EXPORTED_ON.format(day=day))
    return content_response(content, f"{messages.LOG}{day}.xlsx", XLSX)


def _filtered(rows: QuerySet[AuditEvent], query: QueryDict) -> QuerySet[AuditEvent]:
    if query.get("action") in AuditAction.values:
        rows = rows.filter(action=query["action"])
    text = query.get("q", "").strip()
    if text:
        rows = rows.filter(
            Q(username__contains=text) | Q(subject__contains=text) | Q(request_id=text)
        )
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    if first:
        rows = rows.filter(at__gte=first)
    if last:
        rows = rows.filter(at__lt=last + datetime.timedelta(days=1))
    return rows


def _day(text: str) -> datetime.datetime | None:
    try:
        day = parse_date(text)
    except ValueError:  # 2月30日
        return None
    if day is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
