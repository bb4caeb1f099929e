"""When units may fill in: opening day, closing day, extensions, and who is late."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from indicators.choices import SubmissionState
from indicators.messages import collecting as messages
from indicators.models import RoundExtension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.models import Submission


def closing_days(submissions: Sequence[Submission]) -> dict[int, datetime.date]:
    """Submission → its closing day, a later one where the unit has an extension. One query."""
    rounds = {s.reporting_round_id for s in submissions}
    later = {
        (round_id, unit_id): day
        for round_id, unit_id, day in RoundExtension.objects.filter(
            reporting_round__in=rounds
        ).values_list("reporting_round_id", "unit_id", "closes_on")
    }
    return {
        s.pk: max(
            s.reporting_round.closes_on,
            later.get((s.reporting_round_id, s.unit_id), s.reporting_round.closes_on),
        )
        for s in submissions
    }


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
