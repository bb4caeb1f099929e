"""Who is late with the yearly reporting, and what is next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from indicators.choices import SubmissionState
from indicators.core.vocabulary import Stage
from indicators.models import Plan, ReportingRound, Submission
from indicators.selectors.completeness import progress
from indicators.selectors.windows import closing_days, days_late
from units.models import MemberUnit, Region
from units.models.region import ancestor_codes


@dataclass(frozen=True, slots=True)
class LateUnit:
    unit: MemberUnit
    state: SubmissionState
    days: int
    filled: int


@dataclass(frozen=True, slots=True)
class ReportingProgress:
    """The newest reporting round of a place that has begun."""

    reference_year: int
    closes_on: datetime.date
    units: int
    approved: int
    late: Sequence[LateUnit]

    @property
    def days_left(self) -> int:
        return (self.closes_on - timezone.localdate()).days


@dataclass(frozen=True, slots=True)
class Countdown:
    """The next evaluation of the plan in force: its stage, data year and closing day."""

    stage: Stage
    year: int
    day: datetime.date

    @property
    def days(self) -> int:
        return (self.day - timezone.localdate()).days


def rounds_of(region: Region) -> list[ReportingRound]:
    """The place's reporting rounds, newest first. One query."""
    return list(ReportingRound.objects.filter(region=region).order_by("-reference_year"))


def open_years(rounds: Iterable[ReportingRound]) -> frozenset[int]:
    """Years whose values may still come in today."""
    today = timezone.localdate()
    return frozenset(each.reference_year for each in rounds if each.closes_on >= today)


def approved_share(region: Region, year: int) -> tuple[int, int] | None:
    """How many of the place's units are approved for the year; None where none was asked."""
    rows = Submission.objects.filter(
        reporting_round__region=region,
        reporting_round__reference_year=year,
        unit__is_active=True,
    )
    counted = rows.aggregate(
        units=Count("pk"), done=Count("pk", filter=Q(state=SubmissionState.APPROVED))
    )
    return (counted["done"], counted["units"]) if counted["units"] else None


def reporting_progress(rounds: Iterable[ReportingRound]) -> ReportingProgress | None:
    """How the newest round that has begun stands; None where none has.

    The number of queries does not depend on how many units there are. Before the closing day
    nobody is late.
    """
    today = timezone.localdate()
    newest = next((each for each in rounds if each.opens_on <= today), None)
    if newest is None:
        return None
    rows = list(
        Submission.objects.filter(reporting_round=newest, unit__is_active=True)
        .select_related("unit")
        .annotate(filled=Count("values__indicator", distinct=True))
        .order_by("unit__order", "unit__code")
    )
    late = [] if newest.closes_on >= today else _late(rows, newest)
    approved = sum(row.state == SubmissionState.APPROVED for row in rows)
    return ReportingProgress(newest.reference_year, newest.closes_on, len(rows), approved, late)


def _late(rows: Sequence[Submission], of: ReportingRound) -> list[LateUnit]:
    """Most days late first, then who has filled in least. Who owes nothing is never late."""
    for row in rows:
        row.reporting_round = of
    closing = closing_days(rows)
    done = progress(rows)
    late = [
        LateUnit(row.unit, SubmissionState(row.state), days, getattr(row, "filled", 0))
        for row in rows
        if done[row.pk].asked and (days := days_late(row, closing[row.pk]))
    ]
    return sorted(late, key=lambda each: (-each.days, each.filled))


def countdown(region: Region) -> Countdown | None:
    """The nearest end of a stage still to come, of the plans that judge the place."""
    codes = [region.code, *ancestor_codes(region.code)]
    today = timezone.localdate()
    ahead = [
        Countdown(stage, year, datetime.date(year, 12, 31))
        for midterm, end in Plan.objects.filter(region__code__in=codes)
        .order_by()
        .values_list("midterm_year", "end_year")
        for stage, year in ((Stage.MIDTERM, midterm), (Stage.FINAL, end))
    ]
    return min(
        (each for each in ahead if each.day >= today), key=lambda each: each.day, default=None
    )
