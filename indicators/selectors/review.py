"""The office's desk: where each unit stands, and what of a submission was looked at."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.utils import timezone

from indicators.choices import MarkState, SubmissionState
from indicators.models import Submission, SubmissionValue
from indicators.selectors.completeness import Progress, progress
from indicators.selectors.windows import closing_days, days_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.models import ReportingRound

# A row emptied before it was ever looked at says nothing that could be looked at.
_SAYS_NOTHING = Q(value=None, numerator=None, denominator=None, text="", blank_reason="", mark=None)
_SEEN = Q(mark__version__gte=F("version"))


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
    def tone(self) -> str:
        """The tag's colour class of the look."""
        return SubmissionState(self.submission.state).tone

    @property
    def is_untouched(self) -> bool:
        return self.submission.state == SubmissionState.DRAFT and not self.progress.filled

    @property
    def can_be_approved(self) -> bool:
        waits = self.submission.state == SubmissionState.SUBMITTED
        return waits and not self.unseen and not self.flagged


@dataclass(frozen=True, slots=True)
class Desk:
    """A round at a glance; each group in the order the office works through it."""

    waiting: list[DeskRow]
    late: list[DeskRow]
    filling: list[DeskRow]
    approved: list[DeskRow]

    @property
    def rows(self) -> list[DeskRow]:
        return [*self.waiting, *self.late, *self.filling, *self.approved]

    @property
    def returned(self) -> int:
        return sum(
            r.submission.state == SubmissionState.RETURNED for r in (*self.late, *self.filling)
        )

    @property
    def untouched(self) -> int:
        return sum(r.is_untouched for r in (*self.late, *self.filling))


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


def desk(reporting_round: ReportingRound) -> Desk:
    """Everything the desk of one round shows."""
    submissions = list(
        Submission.objects.filter(reporting_round=reporting_round)
        .select_related("unit__region", "reporting_round__region", "submitted_by", "approved_by")
        .order_by("unit__order", "unit__pk")
    )
    rows = desk_rows(submissions)
    waiting = [r for r in rows if r.submission.state == SubmissionState.SUBMITTED]
    waiting.sort(key=lambda r: (r.submission.submitted_at or timezone.now(), r.submission.pk))
    late = sorted((r for r in rows if r.days_late), key=lambda r: -r.days_late)
    with_units = (SubmissionState.DRAFT, SubmissionState.RETURNED)
    filling = [r for r in rows if r.submission.state in with_units and not r.days_late]
    approved = [r for r in rows if r.submission.state == SubmissionState.APPROVED]
    return Desk(waiting, late, filling, approved)


def flagged_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many of its values are flagged for change."""
    return _counts(submissions, Q(mark__state=MarkState.FLAGGED))


def unseen_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many values nobody of the office looked at in their present version."""
    return _counts(submissions, ~_SEEN & ~_SAYS_NOTHING)


def _counts(submissions: Iterable[Submission], condition: Q) -> dict[int, int]:
    rows = (
        SubmissionValue.objects.filter(submission__in=[s.pk for s in submissions])
        .filter(condition)
        .order_by()
        .values_list("submission_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)
