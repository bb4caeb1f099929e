"""The log of acts, for the auditor."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from units.access import Ability, person, reach, requires
from units.audit import audit_broken_links
from units.choices import AuditAction
from units.selectors import acts_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from units.models import AuditEvent

PAGE_SIZE = 100


@requires(Ability.VIEW_LOG)
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """Acts in reach, newest first; with ``check`` the chain of hashes is gone through."""
    held = reach(person(request), Ability.VIEW_LOG)
    rows = _filtered(acts_in(held), request.GET)
    checked = "check" in request.GET
    return render(
        request,
        "units/audit_log.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "actions": AuditAction.choices,
            "query": {name: request.GET.get(name, "") for name in ("action", "q", "from", "to")},
            "checked": checked,
            "broken": audit_broken_links() if checked else [],
        },
    )


def _filtered(rows: QuerySet[AuditEvent], query: QueryDict) -> QuerySet[AuditEvent]:
    if query.get("action") in AuditAction.values:
        rows = rows.filter(action=query["action"])
    text = query.get("q", "").strip()
    if text:
        rows = rows.filter(Q(username__contains=text) | Q(subject__contains=text))
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
