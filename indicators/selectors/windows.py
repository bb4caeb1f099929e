"""When units may fill in: opening day, closing day, extensions, and who is late."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from indicators.choices import SubmissionState
from indicators.messages import collecting as messages
from indicators.models import RoundExtension, Submission

_EXTENSION: Final = "extended_to"


def with_extension(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """The same submissions, each with its unit's later closing day read along."""
    later = RoundExtension.objects.filter(
        reporting_round=OuterRef("reporting_round"), unit=OuterRef("unit")
    )
    return rows.annotate(**{_EXTENSION: Subquery(later.values("closes_on")[:1])})


def closing_days(submissions: Sequence[Submission]) -> dict[int, datetime.date]:
    """Submission → its closing day, a later one where the unit has an extension.

    One query; none where ``with_extension`` has read it along.
    """
    if all(_EXTENSION in s.__dict__ for s in submissions):
        later = {s.pk: s.__dict__[_EXTENSION] for s in submissions}
    else:
        later = _extensions(submissions)
    return {
        s.pk: max(s.reporting_round.closes_on, later.get(s.pk) or s.reporting_round.closes_on)
        for s in submissions
    }


def _extensions(submissions: Sequence[Submission]) -> dict[int, datetime.date]:
    rounds = {s.reporting_round_id for s in submissions}
    rows = RoundExtension.objects.filter(reporting_round__in=rounds)
    later = {
        (round_id, unit_id): day
        for round_id, unit_id, day in rows.values_list("reporting_round_id", "unit_id", "closes_on")
    }
    found = {s.pk: later.get((s.reporting_round_id, s.unit_id)) for s in submissions}
    return {pk: day for pk, day in found.items() if day is not None}


def closed_reasons(submissions: Sequence[Submission], *, as_draft: bool = False) -> dict[int, str]:
    """Submissions that their units may not fill in today, each with the sentence why.

    A returned one stays open after the closing day: it waits for its correction.
    ``as_draft``: as if all were drafts (nobody withdraws what could not be filled then).
    """
    today = timezone.localdate()
    days = closing_days(submissions)
    reasons = {}
    for submission in submissions:
        year = submission.reporting_round.reference_year
        opens = submission.reporting_round.opens_on
        if today < opens:
            reasons[submission.pk] = messages.ROUND_NOT_OPEN_YET.format(
                year=year, opens=messages.day(opens)
            )
        elif (as_draft or submission.state == SubmissionState.DRAFT) and today > days[
            submission.pk
        ]:
            reasons[submission.pk] = messages.ROUND_CLOSED.format(
                year=year, closes=messages.day(days[submission.pk])
            )
    return reasons


def days_late(submission: Submission, closing_day: datetime.date) -> int:
    """Days since the closing day of a submission that still is with its unit; else 0."""
    if submission.state not in (SubmissionState.DRAFT, SubmissionState.RETURNED):
        return 0
    return max((timezone.localdate() - closing_day).days, 0)
