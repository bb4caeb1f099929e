"""One's own account: password and messages."""

from __future__ import annotations

from django.contrib import messages as notes
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import messages
from units.access import person
from units.audit import audit_record
from units.choices import AuditAction
from units.forms import OwnPasswordForm
from units.models import Notice
from units.notices import notices_read

PAGE_SIZE = 50


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user.password_changed_at = timezone.now()
        user.one_time_until = None
        form.save()
        update_session_auth_hash(request, user)
        audit_record(action=AuditAction.PASSWORD, user=user)
        notes.success(request, messages.ACCOUNT_RENEWED)
        return redirect("units:password")
    return render(request, "units/password.html", {"form": form})


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    rows = Notice.objects.filter(user=person(request))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    unread = rows.filter(read_at=None).count()
    return render(request, "units/notice_list.html", {"page": page, "unread": unread})


@login_required
@require_POST
def notices_mark_read(request: HttpRequest) -> HttpResponse:
    notices_read(user=person(request))
    return redirect("units:notices")
