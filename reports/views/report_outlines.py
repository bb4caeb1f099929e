"""Order and headings of the sections of the own place's reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports import messages
from reports.choices import ReportKind
from reports.core.outline import OutlinePart, arranged
from reports.sections import ARRANGED, SECTIONS
from reports.selectors.report_outlines import outline_in, outline_row
from reports.services.report_outlines import LONGEST_HEADING, outline_reset, outline_save
from reports.views.report_bases import own_place
from units.access import Ability, person, requires
from units.text import whole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reports.sections import SectionPart
    from units.models import Region


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One row of the form: the section, and what stands in its fields."""

    part: SectionPart
    order: str
    heading: str
    is_shown: bool


@requires(Ability.EDIT_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_outline(request: HttpRequest, region: str, kind: str) -> HttpResponse:
    place = own_place(request, region)
    if kind not in ARRANGED:
        raise Http404
    faults: list[str] = []
    lines = _stored(place, kind)
    if request.method == "POST":
        lines, faults = _change(request, place, kind)
        if not faults:
            return redirect("reports:report_outline", region=region, kind=kind)
    row = outline_row(place, kind)
    return render(
        request,
        "reports/report_outline.html",
        {
            "place": place,
            "kind": kind,
            "kinds": [(each.value, each.label) for each in map(ReportKind, ARRANGED)],
            "label": ReportKind(kind).label,
            "lines": lines,
            "is_own": row is not None,
            "version": request.POST.get("version") or (row.version if row else 0),
            "longest": LONGEST_HEADING,
            "faults": faults,
        },
        status=409 if faults else 200,
    )


def _stored(place: Region, kind: str) -> list[OutlineLine]:
    parts = {part.key: part for part in SECTIONS[kind]}
    chosen = arranged(list(parts), outline_in(place, kind))
    return [
        OutlineLine(parts[one.key], str(number), one.heading, one.is_shown)
        for number, one in enumerate(chosen, 1)
    ]


def _change(request: HttpRequest, place: Region, kind: str) -> tuple[list[OutlineLine], list[str]]:
    """What was typed, and why it was not kept."""
    user = person(request)
    if "reset" in request.POST:
        outline_reset(region=place, kind=kind, user=user)
        notes.success(request, messages.OUTLINE_RESET)
        return [], []
    typed = [
        OutlineLine(
            line.part,
            request.POST.get(f"order-{line.part.key}", "").strip(),
            request.POST.get(f"heading-{line.part.key}", "").strip(),
            not line.part.is_optional or f"shown-{line.part.key}" in request.POST,
        )
        for line in _stored(place, kind)
    ]
    faults = [
        messages.OUTLINE_ORDER.format(title=line.part.title, text=line.order[:20])
        for line in typed
        if whole(line.order) is None
    ]
    if faults:
        return typed, faults
    ordered = sorted(typed, key=lambda line: whole(line.order) or 0)
    try:
        outline_save(
            region=place,
            kind=kind,
            parts=[OutlinePart(one.part.key, one.heading, one.is_shown) for one in ordered],
            seen_version=whole(request.POST.get("version", "")) or 0,
            user=user,
        )
    except ValidationError as refusal:
        return typed, refusal.messages
    notes.success(request, messages.OUTLINE_SAVED)
    return [], []
