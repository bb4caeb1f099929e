"""The rows a request may speak of; everything else is 404."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from indicators.models import ReportingRound, Submission, SubmissionValue
from indicators.selectors.catalogue_state import with_catalogue_token
from units.access import Ability, NotYours, object_or_404, person, reach
from units.models import Region
from units.selectors import is_keeper, speaks_for


def submissions(request: HttpRequest, ability: Ability) -> QuerySet[Submission]:
    """Submissions of the units for which the person has the ability."""
    inside = reach(person(request), ability).member_units("unit")
    return Submission.objects.filter(inside).select_related(
        "reporting_round__region", "unit__region", "submitted_by", "approved_by"
    )


def check_duty(request: HttpRequest, region: Region, ability: Ability) -> None:
    """What is sent changes something: to those who only see the place it is not there."""
    works = ability in (Ability.MARK, Ability.APPROVE)
    if works and request.method == "POST" and not is_keeper(person(request), region, ability):
        raise NotYours


def submission_or_404(request: HttpRequest, pk: int, ability: Ability) -> Submission:
    rows = Submission.objects.select_related(
        "reporting_round__region", "unit__region", "submitted_by", "approved_by"
    )
    inside = reach(person(request), ability).member_units("unit")
    submission = object_or_404(with_catalogue_token(rows), inside, pk=pk)
    check_duty(request, submission.unit.region, ability)
    return submission


def submission_to_enter_or_404(request: HttpRequest, pk: int) -> Submission:
    """One in whose unit's name the person may type: to the office above it is there to be read."""
    submission = submission_or_404(request, pk, Ability.ENTER)
    if not speaks_for(person(request), submission.unit):
        raise NotYours
    return submission


def value_or_404(request: HttpRequest, pk: int, ability: Ability) -> SubmissionValue:
    rows = SubmissionValue.objects.select_related(
        "indicator", "submission__unit__region", "submission__reporting_round__region", "ledger"
    )
    inside = reach(person(request), ability).member_units("submission__unit")
    value = object_or_404(rows, inside, pk=pk)
    check_duty(request, value.submission.unit.region, ability)
    return value


def round_or_404(request: HttpRequest, pk: int, ability: Ability) -> ReportingRound:
    rows = ReportingRound.objects.select_related("region")
    inside = reach(person(request), ability).places("region")
    reporting_round = object_or_404(rows, inside, pk=pk)
    check_duty(request, reporting_round.region, ability)
    return reporting_round


def judging_settings(submission: Submission) -> dict[str, str | int]:
    """What judging.js needs to ask the judging core about drafts of a submission."""
    return {
        "url": reverse("assessments:judge_drafts"),
        "region": submission.unit.region.code,
        "year": submission.reporting_round.reference_year,
    }
