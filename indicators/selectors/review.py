"""The office's desk: where each unit stands, and what of a submission was looked at."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from indicators.choices import MarkState, RoundStanding, SubmissionState
from indicators.models import ReportingRound, Submission, SubmissionValue
from indicators.selectors.completeness import Progress, progress
from indicators.selectors.windows import closing_days, days_late

# A row emptied before it was ever looked at says nothing that could be looked at.
_SAYS_NOTHING = Q(value=None, numerator=None, denominator=None, text="", blank_reason="", mark=None)
_SEEN = Q(mark__version__gte=F("version"))
UNSEEN = ~_SEEN & ~_SAYS_NOTHING
"""Values that nobody of the office looked at in their present version."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One unit in a round: its submission, how far it is, how late, what waits."""

    submission: Submission
    progress: Progress
    closes_on: datetime.date
    days_late: int
    unseen: int
    flagged: int

    @property
    def waiting_days(self) -> int:
        sent = self.submission.submitted_at
        if self.submission.state != SubmissionState.SUBMITTED or sent is None:
            return 0
        return (timezone.localdate() - timezone.localtime(sent).date()).days

    @property
    def standing(self) -> RoundStanding:
        """The one word for where the unit stands."""
        state = self.submission.state
        if state == SubmissionState.APPROVED:
            return RoundStanding.APPROVED
        if state == SubmissionState.SUBMITTED:
            return RoundStanding.WAITING
        if not self.progress.asked:
            return RoundStanding.IDLE
        if state == SubmissionState.RETURNED:
            return RoundStanding.RETURNED
        return RoundStanding.FILLING if self.progress.filled else RoundStanding.UNTOUCHED

    @property
    def can_be_approved(self) -> bool:
        waits = self.submission.state == SubmissionState.SUBMITTED
        return waits and not self.unseen and not self.flagged


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """A round at a glance; each group in the order the office works through it.

    Every count of a round's units, on whatever page, is one of these lists or ``shares``.
    ``late`` and ``filling`` together are those to be reminded; ``idle``: asked for nothing.
    """

    round: ReportingRound
    waiting: list[DeskRow]
    late: list[DeskRow]
    filling: list[DeskRow]
    approved: list[DeskRow]
    idle: list[DeskRow]

    @property
    def rows(self) -> list[DeskRow]:
        return [*self.waiting, *self.owing, *self.approved, *self.idle]

    @property
    def owing(self) -> list[DeskRow]:
        """Units that still have something to send, the latest first."""
        return [*self.late, *self.filling]

    @property
    def shares(self) -> list[tuple[RoundStanding, int]]:
        """How many units stand where; the counts add up to the units of the round."""
        found = Counter(row.standing for row in self.rows)
        return [
            (standing, found[standing])
            for standing in RoundStanding
            if found[standing] or standing is not RoundStanding.IDLE
        ]

    @property
    def days_left(self) -> int:
        """Days until the round's closing day, which still counts."""
        return (self.round.closes_on - timezone.localdate()).days


def desk_rows(submissions: Sequence[Submission]) -> list[DeskRow]:
    """One row per submission; the number of queries does not depend on how many there are."""
    days = closing_days(submissions)
    done = progress(submissions)
    unseen = unseen_counts(submissions)
    flagged = flagged_counts(submissions)
    return [
        DeskRow(
            s,
            done[s.pk],
            days[s.pk],
            days_late(s, days[s.pk]) if done[s.pk].asked else 0,  # nothing asked is never late
            unseen.get(s.pk, 0),
            flagged.get(s.pk, 0),
        )
        for s in submissions
    ]


def review_desk(reporting_round: ReportingRound) -> ReviewDesk:
    """Everything the desk of one round shows."""
    return review_desks([reporting_round])[0]


def review_desks(rounds: Sequence[ReportingRound]) -> list[ReviewDesk]:
    """The desks of some rounds, in their order; the same queries for one and for many."""
    submissions = list(
        Submission.objects.filter(reporting_round__in=rounds)
        .select_related("unit__region", "reporting_round__region", "submitted_by", "approved_by")
        .order_by("unit__order", "unit__pk")
    )
    of_round: dict[int, list[DeskRow]] = {}
    for row in desk_rows(submissions):
        of_round.setdefault(row.submission.reporting_round_id, []).append(row)
    return [_desk(each, of_round.get(each.pk, [])) for each in rounds]


def _desk(reporting_round: ReportingRound, rows: list[DeskRow]) -> ReviewDesk:
    waiting = [r for r in rows if r.submission.state == SubmissionState.SUBMITTED]
    waiting.sort(key=lambda r: (r.submission.submitted_at or timezone.now(), r.submission.pk))
    late = sorted((r for r in rows if r.days_late), key=lambda r: -r.days_late)
    owing = (RoundStanding.RETURNED, RoundStanding.FILLING, RoundStanding.UNTOUCHED)
    return ReviewDesk(
        round=reporting_round,
        waiting=waiting,
        late=late,
        filling=[r for r in rows if r.standing in owing and not r.days_late],
        approved=[r for r in rows if r.standing is RoundStanding.APPROVED],
        idle=[r for r in rows if r.standing is RoundStanding.IDLE],
    )


def open_rounds(places: Iterable[str]) -> list[ReportingRound]:
    """Rounds of these places that somebody still works at, and the newest of each place."""
    rows = ReportingRound.objects.filter(region__code__in=places)
    newest = Subquery(
        ReportingRound.objects.filter(region=OuterRef("region"))
        .order_by("-reference_year")
        .values("pk")[:1]
    )
    at_work = Exists(
        Submission.objects.filter(reporting_round=OuterRef("pk")).exclude(
            state=SubmissionState.APPROVED
        )
    )
    return list(
        rows.filter(Q(at_work) | Q(pk=newest))
        .select_related("region")
        .order_by("-reference_year", "region__code")
    )


def rounds_counted(inside: Q) -> QuerySet[ReportingRound]:
    """Rounds with how many units they have, how many wait and how many are approved."""
    return (
        ReportingRound.objects.filter(inside)
        .select_related("region")
        .annotate(
            units=Count("submissions"),
            waiting=Count("submissions", Q(submissions__state=SubmissionState.SUBMITTED)),
            approved=Count("submissions", Q(submissions__state=SubmissionState.APPROVED)),
        )
        .order_by("-reference_year", "region__code")
    )


def flagged_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many of its values are flagged as they stand."""
    return _counts(submissions, _SEEN & Q(mark__state=MarkState.FLAGGED))


def unseen_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many values nobody of the office looked at in their present version."""
    return _counts(submissions, UNSEEN)


def _counts(submissions: Iterable[Submission], condition: Q) -> dict[int, int]:
    rows = (
        SubmissionValue.objects.filter(submission__in=[s.pk for s in submissions])
        .filter(condition)
        .order_by()
        .values_list("submission_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)
