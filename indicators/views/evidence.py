"""佐证材料: list and upload, download, removal."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages as notes
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.messages import collecting as messages
from indicators.models import Evidence, Indicator, Submission, SubmissionValue
from indicators.selectors.duties import SUPPORT, duty_book, plan_names
from indicators.selectors.evidence_names import evidence_match
from indicators.selectors.gates import OPEN_STATES
from indicators.services.evidence import evidence_remove, evidence_upload
from indicators.views.reachable import submission_or_404
from units.access import Ability, object_or_404, person, reach, requires
from units.audit import audit_record
from units.choices import AuditAction
from units.files import file_response
from units.refusals import refusals_shown
from units.text import whole


@requires(Ability.VIEW_SUBMISSIONS)
@require_http_methods(["GET", "POST"])
def evidence_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Files of a submission by indicator; the unit adds more while it is open."""
    submission = submission_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    may_fill = reach(person(request), Ability.FILL).holds_for(submission.unit)
    indicators = _indicators(submission)
    if request.method == "POST":
        if not may_fill:
            return HttpResponse(status=403)
        _upload(request, submission, indicators)
        return redirect("indicators:evidence_list", pk=pk)
    names = plan_names(
        region=submission.unit.region, year=submission.reporting_round.reference_year
    )
    asked = set(indicators.values_list("pk", flat=True))
    files = list(submission.evidence.select_related("file__uploaded_by", "indicator"))
    values = list(submission.values.exclude(evidence_names="").select_related("indicator"))
    match = evidence_match(values, files)
    context = {
        "submission": submission,
        "year": submission.reporting_round.reference_year,
        "evidence": [
            (
                item,
                names.get(item.indicator_id or 0, ""),
                [(value, _name(value, names)) for value in match.named_by.get(item.pk, ())],
            )
            for item in files
        ],
        "missing": [
            (value, _name(value, names), match.missing[value.pk])
            for value in values
            if value.pk in match.missing
        ],
        "unnamed": match.unnamed if values else [],
        "indicators": [(pk, name) for pk, name in names.items() if pk in asked],
        "may_add": may_fill and submission.state in OPEN_STATES,
    }
    return render(request, "indicators/evidence_list.html", context)


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself, as a download, to those who may see its submission."""
    evidence = _evidence_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    audit_record(
        action=AuditAction.DOWNLOAD,
        user=person(request),
        region=evidence.submission.reporting_round.region,
        subject=evidence.file.name,
        detail={"evidence": evidence.pk, "sha256": evidence.file.sha256},
    )
    return file_response(evidence.file)


@requires(Ability.FILL)
@require_POST
def evidence_delete(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _evidence_or_404(request, pk, Ability.FILL)
    with refusals_shown(request):
        evidence_remove(evidence=evidence, by=person(request))
        notes.success(request, messages.EVIDENCE_REMOVED.format(name=evidence.file.name))
    return redirect("indicators:evidence_list", pk=evidence.submission_id)


def _upload(request: HttpRequest, submission: Submission, indicators: QuerySet[Indicator]) -> None:
    chosen = whole(request.POST.get("indicator", "")) or 0
    indicator = indicators.filter(pk=chosen).first()
    uploads = request.FILES.getlist("file")
    if not uploads:
        notes.error(request, messages.EVIDENCE_NONE)
    for upload in uploads:
        with refusals_shown(request):
            added = evidence_upload(
                submission=submission,
                upload=upload,
                indicator_id=indicator.pk if indicator else None,
                title=request.POST.get("title", ""),
                by=person(request),
            )
            notes.success(request, messages.EVIDENCE_ADDED.format(name=added.file.name))


def _name(value: SubmissionValue, names: Mapping[int, str]) -> str:
    return names.get(value.indicator_id, value.indicator.name)


def _indicators(submission: Submission) -> QuerySet[Indicator]:
    year = submission.reporting_round.reference_year
    book = duty_book(regions=[submission.unit.region], years=[year])
    own = book.indicators_of(submission.unit_id, year)
    return Indicator.objects.filter(
        Q(pk__in=own) | Q(pk__in=book.indicators_of(submission.unit_id, year, SUPPORT))
    )


def _evidence_or_404(request: HttpRequest, pk: int, ability: Ability) -> Evidence:
    rows = Evidence.objects.select_related(
        "file", "submission__unit__region", "submission__reporting_round__region"
    )
    inside = reach(person(request), ability).member_units("submission__unit")
    return object_or_404(rows, inside, pk=pk)
