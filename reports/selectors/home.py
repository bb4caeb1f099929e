"""工作台: what waits for whom. A fixed number of queries for any number of units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, When
from django.utils import timezone

from assessments.models import Assessment
from indicators.choices import SubmissionState
from indicators.models import Submission
from indicators.selectors.completeness import progress
from indicators.selectors.review import open_rounds, review_desks, rounds_counted
from indicators.selectors.windows import closing_days, days_late

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from django.db.models import Q

    from indicators.models import ReportingRound
    from indicators.selectors.review import DeskRow, ReviewDesk
    from units.models import Region

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission with its closing day, days late and what it lacks."""

    submission: Submission
    closes_on: datetime.date
    late: int
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
class Bench:
    """The review work of the own places: their rounds at work, newest first, and ``below``:
    the newest rounds of the places below with their counts, as those places' own state."""

    boards: list[ReviewDesk]
    below: list[ReportingRound]

    @property
    def waiting(self) -> list[DeskRow]:
        """What waits for review, the longest waiting first."""
        rows = [row for board in self.boards for row in board.waiting]
        return sorted(rows, key=lambda r: r.submission.submitted_at or timezone.now())

    @property
    def late(self) -> int:
        return sum(len(board.late) for board in self.boards)

    @property
    def newest(self) -> ReviewDesk | None:
        return self.boards[0] if self.boards else None


def bench(own: Iterable[str], below: Q) -> Bench:
    """``own``: codes of the places whose work it is; ``below``: rows of the places below."""
    rounds = rounds_counted(below)
    newest = rounds.values_list("reference_year", flat=True).first()
    shown = rounds.filter(reference_year=newest)[:SHOWN] if newest else []
    return Bench(review_desks(open_rounds(own)), list(shown))


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
    return [
        Waiting(
            submission=row,
            closes_on=days[row.pk],
            late=days_late(row, days[row.pk]) if done[row.pk].asked else 0,
            missing=len(done[row.pk].missing),
        )
        for row in rows
    ]


def newest_assessments(inside: Q, home: Region | None) -> list[Assessment]:
    """The newest computed assessments in reach, those of one's own place before others;
    without their frozen content."""
    rows = Assessment.objects.filter(inside).select_related("region", "round", "ordered_by")
    own_first = Case(When(region=home, then=0), default=1)
    order = (own_first, "-year", "-stage", "-requested_at")
    return list(rows.listed().order_by(*order)[:SHOWN])
