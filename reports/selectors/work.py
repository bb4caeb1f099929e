"""工作台: what waits for whom. A fixed number of queries for any number of units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, When
from django.utils import timezone

from assessments.choices import VerdictChoices
from assessments.models import Assessment, Result
from indicators.choices import SubmissionState
from indicators.models import ReportingRound, Submission
from indicators.selectors.completeness import progress
from indicators.selectors.windows import closing_days, days_late

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from django.db.models import Q

    from units.models import Region

SHOWN = 8
_PROGRESS_ORDER = (
    SubmissionState.APPROVED,
    SubmissionState.SUBMITTED,
    SubmissionState.RETURNED,
    SubmissionState.DRAFT,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission with its closing day, days late, days waited, and what it lacks."""

    submission: Submission
    closes_on: datetime.date
    late: int
    waited: int
    missing: int

    @property
    def days_left(self) -> int:
        """Days until the unit's closing day, which still counts."""
        return (self.closes_on - timezone.localdate()).days

    @property
    def is_open(self) -> bool:
        """Whether the unit still works on it: only then is something lacking."""
        return self.submission.state in (SubmissionState.DRAFT, SubmissionState.RETURNED)

    @property
    def state(self) -> SubmissionState:
        return SubmissionState(self.submission.state)

    @property
    def is_returned(self) -> bool:
        return self.state is SubmissionState.RETURNED

    @property
    def is_draft(self) -> bool:
        return self.state is SubmissionState.DRAFT


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one reporting round is."""

    round: ReportingRound
    total: int
    approved: int
    shares: list[tuple[str, int]]
    days_left: int


def submissions_with(inside: Q, states: Sequence[str]) -> list[Waiting]:
    """Submissions in reach in one of the states, the longest waiting and latest first.

    A unit that is asked for nothing is never late.
    """
    rows = list(
        Submission.objects.filter(inside, state__in=states)
        .select_related("reporting_round__region", "unit__region", "submitted_by")
        .order_by("submitted_at", "unit__order")
    )
    days = closing_days(rows)
    done = progress(rows)
    now = timezone.now()
    return [
        Waiting(
            submission=row,
            closes_on=days[row.pk],
            late=days_late(row, days[row.pk]) if done[row.pk].asked else 0,
            waited=(now - row.submitted_at).days if row.submitted_at else 0,
            missing=len(done[row.pk].missing),
        )
        for row in rows
    ]


def newest_progress(inside: Q) -> Progress | None:
    """The newest reporting round of one's own place, with its submissions by state."""
    newest = (
        ReportingRound.objects.filter(inside)
        .select_related("region")
        .order_by("-reference_year", "region__code")
        .first()
    )
    if newest is None:
        return None
    counts = Counter(newest.submissions.values_list("state", flat=True))
    return Progress(
        round=newest,
        total=sum(counts.values()),
        approved=counts[SubmissionState.APPROVED],
        shares=[(state.label, counts[state]) for state in _PROGRESS_ORDER],
        days_left=(newest.closes_on - timezone.localdate()).days,
    )


def newest_assessments(inside: Q, home: Region | None) -> list[Assessment]:
    """The newest computed assessments in reach, those of one's own place before others;
    without their frozen content."""
    rows = Assessment.objects.filter(inside).select_related("region", "round")
    own_first = Case(When(region=home, then=0), default=1)
    order = (own_first, "-year", "-stage", "-requested_at")
    return list(rows.defer("frozen").order_by(*order)[:SHOWN])


def unmet_results(assessment: Assessment) -> list[Result]:
    """What an assessment found unmet, in the plans' order."""
    return list(
        Result.objects.filter(
            assessment=assessment, verdict=VerdictChoices.UNMET, whose=""
        ).select_related("plan_indicator__indicator", "plan_indicator__plan")[:SHOWN]
    )
