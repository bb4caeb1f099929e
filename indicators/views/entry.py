"""我的填报: the liaison's submissions, the entry grid, saving cells, sending and withdrawing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from indicators.choices import BlankReasonChoices, SubmissionState
from indicators.ledger.workbook import MergedRange
from indicators.messages import collecting
from indicators.messages import grid as words
from indicators.messages import review_desk as messages
from indicators.models import Submission
from indicators.selectors.gates import OPEN_STATES
from indicators.selectors.grid import grid
from indicators.selectors.grid_counts import grid_tally, grid_words
from indicators.selectors.grid_data import grid_frame
from indicators.selectors.grid_paste import pasted_cells
from indicators.selectors.windows import closed_reasons, closing_days, days_late
from indicators.services.grid_saving import grid_save
from indicators.services.on_behalf import submitted_tell
from indicators.services.submissions import submission_withdraw, submissions_submit
from indicators.views.reachable import (
    judging_settings,
    submission_or_404,
    submission_to_enter_or_404,
    submissions,
)
from units.access import Ability, person, reach, requires
from units.notices import notices_send
from units.refusals import refusals_shown
from units.selectors import office_of, speaks_for
from units.text import json_of

MAX_CELLS = 500
MAX_COLUMNS = 60


@requires(Ability.FILL)
@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """The person's own units by year; one that waits to be filled in comes first."""
    rows = list(
        submissions(request, Ability.FILL).order_by("-reporting_round__reference_year", "unit")
    )
    days = closing_days(rows)
    closed = closed_reasons(rows)
    table = [
        {
            "submission": row,
            "tone": SubmissionState(row.state).tone,
            "closes_on": days[row.pk],
            "days_late": days_late(row, days[row.pk]),
            "is_open": row.state in OPEN_STATES and row.pk not in closed,
        }
        for row in rows
    ]
    table.sort(key=lambda line: not line["is_open"])
    return render(request, "indicators/submission_list.html", {"table": table})


@requires(Ability.VIEW_SUBMISSIONS)
@require_safe
def submission_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry grid; read-only for whoever may look but not fill in."""
    submission = submission_or_404(request, pk, Ability.VIEW_SUBMISSIONS)
    user = person(request)
    may_fill = speaks_for(user, submission.unit)
    as_office = may_fill and not reach(user, Ability.FILL).holds_for(submission.unit)
    found = grid(submission, may_fill=may_fill, as_office=as_office)
    closes_on = closing_days([submission])[submission.pk]
    year = submission.reporting_round.reference_year
    last = submission.events.select_related("by").exclude(reason="").order_by("-at", "-pk").first()
    is_open = submission.state in OPEN_STATES
    context = {
        "submission": submission,
        "year": year,
        "grid": found,
        "may_fill": may_fill,
        "is_open": is_open,
        "closed_because": ""
        if as_office or not is_open
        else closed_reasons([submission]).get(submission.pk, ""),
        "is_waiting": submission.state == SubmissionState.SUBMITTED,
        "can_withdraw": not as_office
        and submission.state == SubmissionState.SUBMITTED
        and submission.review_started_at is None,
        "closes_on": closes_on,
        "days_late": days_late(submission, closes_on),
        "returned": last if submission.state == SubmissionState.RETURNED else None,
        **grid_words(submission.unit.label, year, found),
        "reasons": [c for c in BlankReasonChoices.choices if c[0]],
        "judging": judging_settings(submission),
        "tone": SubmissionState(submission.state).tone,
        "may_review": reach(user, Ability.MARK).holds_for(submission.unit),
    }
    return render(request, "indicators/submission.html", context)


@requires(Ability.ENTER)
@require_POST
def submission_values(request: HttpRequest, pk: int) -> HttpResponse:
    """Save cells (JSON in, JSON out): one answer per cell, and the page's new counts."""
    submission = submission_to_enter_or_404(request, pk)
    cells = _cells(json_of(request))
    if cells is None:
        return JsonResponse({"error": collecting.BAD_REQUEST}, status=HTTPStatus.BAD_REQUEST)
    saved = grid_save(
        submission=submission,
        cells=cells,
        by=person(request),
        as_office=_is_office(request, submission),
    )
    tally = grid_tally(submission, saved.data)
    now = timezone.localtime()
    return JsonResponse({"cells": saved.answers, "tally": tally, "saved_at": f"{now:%H:%M}"})


@requires(Ability.ENTER)
@require_POST
def submission_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a pasted block belongs (JSON in, JSON out); it stores nothing."""
    submission = submission_to_enter_or_404(request, pk)
    asked = json_of(request)
    lines, merged = _lines(asked), _merged(asked)
    if lines is None or merged is None:
        text = words.PASTED_TOO_BIG.format(rows=MAX_CELLS, columns=MAX_COLUMNS)
        return JsonResponse({"error": text}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse(pasted_cells(grid_frame(submission), lines, merged))


@requires(Ability.ENTER)
@require_POST
def submission_submit_view(request: HttpRequest, pk: int) -> HttpResponse:
    submission = submission_to_enter_or_404(request, pk)
    user, as_office = person(request), _is_office(request, submission)
    with refusals_shown(request):
        warned = grid_tally(submission)["warned"]
        if warned:
            text = words.WARNINGS_LEFT.format(count=warned)
            raise ValidationError(text, code="warnings")
        submissions_submit(submissions=[submission], by=user, as_office=as_office)
        text = messages.SUBMITTED
        if as_office:
            told = submitted_tell(submission=submission, by=user)
            text = messages.SUBMITTED_FOR if told else messages.SUBMITTED_FOR_UNTOLD
        elif closed_reasons([submission], as_draft=True):
            text = messages.SUBMITTED_CLOSED
        notices_send(
            users=[one for one in office_of(submission.unit.region) if one != user],
            text=messages.NOTICE_SUBMITTED.format(
                unit=submission.unit, year=submission.reporting_round.reference_year
            ),
            url=reverse("indicators:review", args=[pk]),
        )
        notes.success(request, text.format(unit=submission.unit))
    return redirect("indicators:submission", pk=pk)


@requires(Ability.FILL)
@require_POST
def submission_withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    submission = submission_or_404(request, pk, Ability.FILL)
    with refusals_shown(request):
        submission_withdraw(submission=submission, by=person(request))
        notes.success(request, messages.WITHDRAWN)
    return redirect("indicators:submission", pk=pk)


def _is_office(request: HttpRequest, submission: Submission) -> bool:
    """On a unit's behalf: outside the filling window too, and what is missing may stay so."""
    return not reach(person(request), Ability.FILL).holds_for(submission.unit)


def _lines(asked: Any) -> list[list[str]] | None:
    """The posted block; None when it is not what the page sends, or too big for a page."""
    lines = asked.get("lines") if isinstance(asked, dict) else None
    if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
        return None
    if len(lines) > MAX_CELLS or any(len(line) > MAX_COLUMNS for line in lines):
        return None
    return [[str(text) for text in line] for line in lines]


def _merged(asked: Any) -> list[MergedRange] | None:
    """The posted merged ranges, each with both ends; None when they are none of the page's."""
    areas = asked.get("merged", []) if isinstance(asked, dict) else None
    if not isinstance(areas, list) or len(areas) > MAX_CELLS:
        return None
    for area in areas:
        if not (isinstance(area, list) and len(area) == len(MergedRange._fields)):
            return None
        if not all(type(end) is int and 0 <= end <= MAX_CELLS for end in area):
            return None
    return [MergedRange(*area) for area in areas]


def _cells(asked: Any) -> list[dict[str, Any]] | None:
    """The posted cells, each key once; None when it is not what the page sends."""
    cells = asked.get("cells") if isinstance(asked, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        return None
    if len(cells) > MAX_CELLS or len({str(c.get("key")) for c in cells}) != len(cells):
        return None
    return cells
