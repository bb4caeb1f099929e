"""工作台: what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from units.access import grants_of, person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = person(request)
    return render(
        request, "reports/home.html", {"grants": grants_of(user), "today": timezone.localdate()}
    )
