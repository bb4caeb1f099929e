"""The base document of the office's own place: seen, taken, put in, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import messages
from reports.builders.word_base import BASE
from reports.selectors.report_bases import base_of
from reports.services.report_bases import report_base_remove, report_base_upload
from units.access import Ability, object_or_404, own_places, person, requires
from units.files import file_response
from units.models import Region

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


def own_place(request: HttpRequest, region: str) -> Region:
    own = own_places(person(request), Ability.EDIT_REPORTS)
    return object_or_404(Region.objects.all(), Q(code__in=own), code=region)


@requires(Ability.EDIT_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_base(request: HttpRequest, region: str) -> HttpResponse:
    place = own_place(request, region)
    faults: list[str] = []
    if request.method == "POST":
        faults = _change(request, place)
        if not faults:
            return redirect("reports:report_base", region=region)
    return render(
        request,
        "reports/report_base.html",
        {"place": place, "base": base_of(place), "faults": faults},
        status=400 if faults else 200,
    )


def _change(request: HttpRequest, place: Region) -> list[str]:
    """Do what the form asks; why not."""
    upload = request.FILES.get("file")
    try:
        if request.POST.get("act") == "remove":
            report_base_remove(region=place, user=person(request))
            notes.success(request, messages.BASE_REMOVED)
        elif upload is None:
            return [messages.BASE_NO_FILE]
        else:
            report_base_upload(region=place, upload=upload, user=person(request))
            notes.success(request, messages.BASE_SAVED)
    except ValidationError as refusal:
        return refusal.messages
    return []


@requires(Ability.EDIT_REPORTS)
@require_safe
def report_base_file(request: HttpRequest, region: str) -> HttpResponseBase:
    """The base in use, to be changed; ``?system`` gives the system's."""
    own = base_of(own_place(request, region))
    if own is not None and "system" not in request.GET:
        return file_response(own.file)
    return FileResponse(BASE.open("rb"), as_attachment=True, filename=messages.BASE_NAME)
