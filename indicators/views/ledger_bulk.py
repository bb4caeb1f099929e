"""汇总文件: one file of many places and years, uploaded by the office."""

from __future__ import annotations

from typing import Final

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.forms.collecting import BulkLedgerForm
from indicators.messages import ledger as messages
from indicators.models import Ledger
from indicators.services.ledger_uploads import ledger_upload_bulk
from indicators.views.ledgers import rows_with_counts
from units.access import Ability, person, reach, regions_in_reach, requires
from units.refusals import refusals_shown

PAGE_SIZE: Final = 50


@requires(Ability.APPROVE)
@require_http_methods(["GET", "POST"])
def ledger_bulk(request: HttpRequest) -> HttpResponse:
    """The bulk files of the places in reach; the office uploads another."""
    user = person(request)
    form = BulkLedgerForm(
        request.POST or None,
        request.FILES or None,
        regions=regions_in_reach(user, Ability.APPROVE).order_by("code"),
    )
    if request.method == "POST":
        return _upload(request, form)
    rows = Ledger.objects.filter(
        reach(user, Ability.APPROVE).places("region"), unit__isnull=True
    ).select_related("file__uploaded_by", "region")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "ledgers": rows_with_counts(page)}
    return render(request, "indicators/ledger_bulk.html", context)


def _upload(request: HttpRequest, form: BulkLedgerForm) -> HttpResponse:
    if not form.is_valid():
        notes.error(request, messages.BULK_CHOOSE)
        return redirect("indicators:ledger_bulk")
    upload = form.cleaned_data["file"]
    with refusals_shown(request):
        ledger = ledger_upload_bulk(
            region=form.cleaned_data["region"],
            chunks=upload.chunks(),
            name=upload.name or "",
            size=upload.size or 0,
            by=person(request),
        )
        return redirect("indicators:ledger", pk=ledger.pk)
    return redirect("indicators:ledger_bulk")
