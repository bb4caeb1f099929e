"""Help pages: one template each, listed here in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.columns.formulas import formula_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


SLUGS: Final = (
    "collecting",
    "judging",
    "assessing",
    "formulas",
    "growing",
    "records",
    "dashboard",
    "roles",
    "account",
    "security",
)


@login_required
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html")


@login_required
@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in SLUGS:
        raise Http404
    context = {"rows": formula_rows()} if slug == "formulas" else {}
    return render(request, f"help/{slug}.html", context)
