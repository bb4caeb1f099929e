"""The review desk of one submission: marks, threads, return, approve, reopen."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from indicators.choices import MarkState, SubmissionState
from indicators.messages import review_desk as messages
from indicators.models import Submission, SubmissionValue
from indicators.selectors.duties import plan_names
from indicators.selectors.reviewing import (
    Review,
    computed_text,
    parts_text,
    review,
    value_evidence,
    value_text,
    value_thread,
)
from indicators.services.marks import (
    missing_value_flag,
    value_comment,
    value_mark,
    value_unmark,
    values_accept_rest,
)
from indicators.services.observations import UpsertCounts
from indicators.services.submissions import (
    submission_reopen,
    submission_return,
    submission_start_review,
    submissions_approve,
)
from indicators.views.reachable import judging_settings, submission_or_404, value_or_404
from units.access import Ability, person, reach, requires
from units.models import User
from units.notices import notices_send
from units.refusals import refusals_shown
from units.selectors import is_keeper, liaisons_of, office_of
from units.text import whole

SHOWN = ("changed", "attention", "all")


@requires(Ability.MARK)
@require_safe
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed, to be accepted or flagged. Its script begins the review (``review_begin``)."""
    submission = submission_or_404(request, pk, Ability.MARK)
    may_approve = is_keeper(person(request), submission.unit.region)
    found = review(submission)
    shown = request.GET.get("show", "")
    if shown not in SHOWN:
        shown = "changed" if found.changed else "all"
    rows = {"changed": found.changed, "attention": found.attention, "all": found.rows}[shown]
    chosen = _chosen(request, rows)
    context = {
        "submission": submission,
        "year": submission.reporting_round.reference_year,
        "review": found,
        "tally": found.tally,
        "words": messages.review_words(found.tally),
        "judging": judging_settings(submission),
        "rows": rows,
        "shown": shown,
        "choices": [(name, messages.SHOWN[name], found.tally[name]) for name in SHOWN],
        "chosen": chosen,
        "may_approve": may_approve,
        "may_mark": is_keeper(person(request), submission.unit.region, Ability.MARK),
        "is_waiting": submission.state == SubmissionState.SUBMITTED,
        "begins": may_approve
        and submission.state == SubmissionState.SUBMITTED
        and submission.review_started_at is None,
        "is_approved": submission.state == SubmissionState.APPROVED,
        "next": _next_waiting(submission),
        "events": submission.events.select_related("by").order_by("-at", "-pk"),
        "evidence": submission.evidence.filter(indicator=None).select_related("file"),
        **(_detail(chosen.value, chosen.name) if chosen else {}),
    }
    return render(request, "indicators/review.html", context)


@requires(Ability.APPROVE)
@require_POST
def review_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The office looks at it: from now on the unit cannot withdraw. Sent by the page's script."""
    submission = submission_or_404(request, pk, Ability.APPROVE)
    submission_start_review(submission=submission, by=person(request))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@requires(Ability.MARK)
@require_safe
def review_value(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of one value: where it was read, its arithmetic, files and thread."""
    value = value_or_404(request, pk, Ability.MARK)
    names = plan_names(region=value.submission.reporting_round.region, year=value.reference_year)
    name = names.get(value.indicator_id, value.indicator.name)
    context = {"value": value, **_detail(value, name)}
    return render(request, "indicators/_review_value.html", context)


@requires(Ability.MARK)
@require_POST
def review_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, flag or unmark one value. Answers with the new tally (JSON)."""
    value = value_or_404(request, pk, Ability.MARK)
    user = person(request)
    act = request.POST.get("act", "")
    version = request.POST.get("version", "")
    try:
        if act == "unmark":
            value_unmark(value=value, by=user)
        else:
            value_mark(
                value=value,
                state=MarkState.FLAGGED if act == "flag" else MarkState.ACCEPTED,
                version=whole(version) or 0,
                reason=request.POST.get("reason", ""),
                by=user,
            )
    except ValidationError as refusal:
        return _refused(refusal)
    return _tally(review(value.submission), value)


@requires(Ability.MARK)
@require_POST
def review_missing(request: HttpRequest, pk: int) -> HttpResponse:
    """Flag a cell that was left open, with what is wanted."""
    submission = submission_or_404(request, pk, Ability.MARK)
    wanted = review(submission).missing
    cell = (request.POST.get("indicator", ""), request.POST.get("breakdown", ""))
    row = next((m for m in wanted if (str(m.indicator.pk), m.breakdown) == cell), None)
    if row is None:
        return redirect("indicators:review", pk=pk)
    with refusals_shown(request):
        missing_value_flag(
            submission=submission,
            indicator_id=row.indicator.pk,
            breakdown=row.breakdown,
            reason=request.POST.get("reason", ""),
            by=person(request),
        )
    return redirect("indicators:review", pk=pk)


@requires(Ability.MARK)
@require_POST
def review_accept_rest(request: HttpRequest, pk: int) -> HttpResponse:
    submission = submission_or_404(request, pk, Ability.MARK)
    with refusals_shown(request):
        count = values_accept_rest(submission=submission, by=person(request))
        text = messages.ACCEPTED_REST.format(count=count) if count else messages.NOTHING_TO_ACCEPT
        notes.success(request, text)
    return redirect("indicators:review", pk=pk)


@requires(Ability.VIEW_SUBMISSIONS)
@require_POST
def value_comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark of either side; the other side gets a message. Answers with the thread."""
    value = value_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    user = person(request)
    try:
        comment = value_comment(value=value, text=request.POST.get("text", ""), by=user)
    except ValidationError as refusal:
        return _refused(refusal)
    _tell_other_side(value, user, comment.text)
    return render(request, "indicators/_thread.html", {"thread": value_thread(value)})


@requires(Ability.APPROVE)
@require_POST
def submission_return_view(request: HttpRequest, pk: int) -> HttpResponse:
    submission = submission_or_404(request, pk, Ability.APPROVE)
    reason = request.POST.get("reason", "")
    with refusals_shown(request):
        submission_return(submission=submission, reason=reason, by=person(request))
        told = tell_unit(submission, messages.NOTICE_RETURNED, reason=reason.strip())
        text = messages.RETURNED if told else messages.RETURNED_UNTOLD
        notes.success(request, text.format(unit=submission.unit))
        return redirect("indicators:round_desk", pk=submission.reporting_round_id)
    return redirect("indicators:review", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def submission_approve_view(request: HttpRequest, pk: int) -> HttpResponse:
    submission = submission_or_404(request, pk, Ability.APPROVE)
    with refusals_shown(request):
        counts = submissions_approve(submissions=[submission], by=person(request))
        tell_unit(submission, messages.NOTICE_APPROVED)
        what = messages.APPROVED_UNIT.format(unit=submission.unit)
        notes.success(request, approved_text(what, counts))
        return redirect("indicators:round_desk", pk=submission.reporting_round_id)
    return redirect("indicators:review", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def submission_reopen_view(request: HttpRequest, pk: int) -> HttpResponse:
    submission = submission_or_404(request, pk, Ability.APPROVE)
    reason = request.POST.get("reason", "")
    with refusals_shown(request):
        submission_reopen(submission=submission, reason=reason, by=person(request))
        tell_unit(submission, messages.NOTICE_REOPENED, reason=reason.strip())
        notes.success(
            request,
            messages.REOPENED.format(
                unit=submission.unit, year=submission.reporting_round.reference_year
            ),
        )
        return redirect("indicators:round_desk", pk=submission.reporting_round_id)
    return redirect("indicators:review", pk=pk)


def _chosen(request: HttpRequest, rows: list[Any]) -> Any:
    """The row of ``?value=``, else the first not yet looked at."""
    wanted = request.GET.get("value", "")
    named = next((r for r in rows if str(r.value.pk) == wanted), None)
    return named or next((r for r in rows if not r.is_seen), rows[0] if rows else None)


def _detail(value: SubmissionValue, name: str) -> dict[str, Any]:
    files, missing = value_evidence(value)
    return {
        "value": value,
        "name": name,
        "text": value_text(value),
        "parts": parts_text(value),
        "computed": computed_text(value),
        "thread": value_thread(value),
        "files": files,
        "missing_evidence": missing,
    }


def _next_waiting(submission: Submission) -> Submission | None:
    """The one of the same round that has waited longest, this one apart."""
    waiting = Submission.objects.filter(
        reporting_round=submission.reporting_round_id, state=SubmissionState.SUBMITTED
    ).select_related("unit")
    return waiting.exclude(pk=submission.pk).order_by("submitted_at", "pk").first()


def _tally(found: Review, value: SubmissionValue) -> JsonResponse:
    row = next((r for r in found.rows if r.value.pk == value.pk), None)
    state = ""
    if row is not None and row.is_flagged:
        state = "flagged"
    elif row is not None and row.is_accepted:
        state = "accepted"
    return JsonResponse(
        {
            "tally": found.tally,
            "state": state,
            "words": messages.review_words(found.tally),
        }
    )


def _refused(refusal: ValidationError) -> JsonResponse:
    return JsonResponse({"error": "".join(refusal.messages)}, status=HTTPStatus.CONFLICT)


def approved_text(what: str, counts: UpsertCounts) -> str:
    return messages.approved_words(
        what,
        numbers=counts.numbers,
        blank=counts.blank,
        unchanged=counts.unchanged,
        kept=counts.kept,
    )


def tell_unit(submission: Submission, sentence: str, reason: str = "") -> int:
    """How many people of the unit were told."""
    text = sentence.format(year=submission.reporting_round.reference_year, reason=reason)
    return notices_send(
        users=liaisons_of(submission.unit),
        text=text,
        url=reverse("indicators:submission", args=[submission.pk]),
    )


def _tell_other_side(value: SubmissionValue, user: User, text: str) -> None:
    submission = value.submission
    is_units = reach(user, Ability.FILL).holds_for(submission.unit)
    others = office_of(submission.unit.region) if is_units else liaisons_of(submission.unit)
    url_name = "indicators:review" if is_units else "indicators:submission"
    notices_send(
        users=others,
        text=messages.NOTICE_COMMENT.format(
            who=user.display_name, indicator=value.indicator.name, text=text
        ),
        url=reverse(url_name, args=[submission.pk]),
    )
