"""Many places at once: ask, progress place by place, retry, ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.assessing import BatchForm
from assessments.messages import pages as messages
from assessments.messages.rates import rate_rule
from assessments.models import AssessmentBatch
from assessments.selectors.batches import batches, places_of, progress_of, settings_of_batch
from assessments.services.batches import batch_ask, batch_retry
from indicators.wording.verdicts import words_of
from units.access import Ability, NotYours, object_or_404, person, reach, requires
from units.job_progress import progress_shown, quiet_view
from units.selectors import is_keeper

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 30


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    user = person(request)
    rows = batches(reach(user, Ability.VIEW_ASSESSMENTS).places())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    can_run = bool(reach(user, Ability.RUN_ASSESSMENT))
    return render(request, "assessments/batch_list.html", {"page": page, "can_run": can_run})


@requires(Ability.RUN_ASSESSMENT)
@require_http_methods(["GET", "POST"])
def batch_start(request: HttpRequest) -> HttpResponse:
    """One job per place below the chosen one, judged by one set of rules."""
    user = person(request)
    form = BatchForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        question = form.question()
        try:
            batch, _ = batch_ask(
                request=question,
                places=form.places(),
                user=user,
                is_confirmed=form.cleaned_data["confirmed"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return redirect("reports:batch", pk=batch.pk)
    return render(request, "assessments/batch_start.html", {"form": form})


@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _readable(request, pk)
    places, settings = places_of(batch), settings_of_batch(batch)
    return render(
        request,
        "assessments/batch.html",
        {
            "batch": batch,
            "places": places,
            "has_borrowed": any(place.plans_of for place in places),
            "rules": rate_rule(settings) if settings else "",
            "words": words_of(settings),
            "progress": progress_of(batch),
            "can_run": is_keeper(person(request), batch.region, Ability.RUN_ASSESSMENT),
        },
    )


@quiet_view
@requires(Ability.VIEW_ASSESSMENTS)
@require_safe
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How many places have ended, whether done or failed."""
    progress = progress_of(_readable(request, pk))
    ended, total = progress.done + progress.failed, progress.total
    return progress_shown(
        running=progress.is_running,
        done=ended,
        total=total,
        words=messages.BATCH_PROGRESS.format(done=ended, total=total),
    )


@requires(Ability.RUN_ASSESSMENT)
@require_POST
def batch_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The failed places once more."""
    user = person(request)
    within = reach(user, Ability.RUN_ASSESSMENT)
    batch = object_or_404(AssessmentBatch.objects.select_related("region"), within.places(), pk=pk)
    if not is_keeper(user, batch.region, Ability.RUN_ASSESSMENT):
        raise NotYours
    batch_retry(batch=batch, by=user)
    return redirect("reports:batch", pk=pk)


def _readable(request: HttpRequest, pk: int) -> AssessmentBatch:
    inside = reach(person(request), Ability.VIEW_ASSESSMENTS).places()
    rows = AssessmentBatch.objects.select_related("region", "requested_by")
    return object_or_404(rows, inside, pk=pk)
