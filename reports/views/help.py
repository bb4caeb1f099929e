"""Help pages: one template each, listed here in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.columns.formulas import formula_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class HelpPage:
    """``slug`` is the address and the template's name; the title stands in the template."""

    slug: str

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"


SLUGS = (
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
PAGES: Final = {slug: HelpPage(slug) for slug in SLUGS}


@login_required
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html")


@login_required
@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = PAGES.get(slug)
    if page is None:
        raise Http404
    context = {"rows": formula_rows()} if slug == "formulas" else {}
    return render(request, page.template, context)
