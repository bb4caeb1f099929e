"""Who is late, as the leader's page names them, and what is next."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from indicators.models import RoundExtension
from indicators.selectors.reporting import countdown, open_years, reporting_progress, rounds_of
from reports.columns.dashboard import late_names, more_late
from tests.factories import (
    MemberUnitFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    SubmissionFactory,
)
from tests.queries import count_queries
from units.models import MemberUnit

pytestmark = pytest.mark.django_db


def day(shift: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=shift)


def closed_round(year: int = 2020, closed: int = -5):
    return ReportingRoundFactory(
        reference_year=year, opens_on=day(closed - 30), closes_on=day(closed)
    )


def asked(unit: MemberUnit) -> None:
    """Give the unit something to report."""
    line = PlanIndicatorFactory(plan=PlanFactory(region=unit.region))
    ResponsibilityFactory(plan_indicator=line, unit=unit)


def test_late_are_drafts_and_returned_ones_past_their_own_closing_day() -> None:
    round_ = closed_round()
    place = round_.region
    for order, (name, state) in enumerate(
        [("甲局", "draft"), ("乙局", "submitted"), ("丙局", "approved"), ("丁局", "returned")]
    ):
        unit = MemberUnitFactory(region=place, name=name, order=order)
        SubmissionFactory(reporting_round=round_, unit=unit, state=state)
        asked(unit)
    later = MemberUnitFactory(region=place, name="戊局", order=9)
    SubmissionFactory(reporting_round=round_, unit=later)
    asked(later)
    owes_nothing = MemberUnitFactory(region=place, name="庚局", order=8)
    SubmissionFactory(reporting_round=round_, unit=owes_nothing)
    RoundExtension.objects.create(
        reporting_round=round_, unit=later, closes_on=day(-2), reason="汛期"
    )
    gone = MemberUnitFactory(region=place, name="己局", is_active=False)
    SubmissionFactory(reporting_round=round_, unit=gone)
    progress = reporting_progress(rounds_of(place))
    assert progress is not None
    assert [(row.unit.name, row.days) for row in progress.late] == [
        ("甲局", 5),
        ("丁局", 5),
        ("戊局", 2),
    ]
    assert (progress.units, progress.approved) == (6, 1)
    assert late_names(progress.late[1:]) == "丁局、戊局"
    assert more_late(progress.late[1:]) == ["另有 2 家：丁局、戊局"]
    assert more_late([]) == []


def test_nobody_is_late_before_the_closing_day_and_that_year_is_open() -> None:
    closed_round(2019)
    running = closed_round(2020, closed=3)
    SubmissionFactory(reporting_round=running)
    rounds = rounds_of(running.region)
    assert open_years(rounds) == {2020}
    progress = reporting_progress(rounds)
    assert progress is not None
    assert (progress.reference_year, progress.late, progress.days_left) == (2020, [], 3)


def test_units_do_not_cost_queries() -> None:
    round_ = closed_round()

    def queries() -> int:
        return len(count_queries(lambda: reporting_progress(rounds_of(round_.region))))

    SubmissionFactory(reporting_round=round_)
    few = queries()
    for _ in range(12):
        SubmissionFactory(reporting_round=round_)
    assert queries() == few


def test_without_a_round_there_is_no_progress() -> None:
    assert reporting_progress(rounds_of(RegionFactory())) is None


def test_the_next_stage_counts_down_by_the_plan_that_judges_the_place() -> None:
    year = timezone.localdate().year
    top = RegionFactory(code="350200", name="某市")
    PlanFactory(region=top, midterm_year=year - 1, end_year=year + 4)
    place = RegionFactory(code="350206", parent=top)
    found = countdown(place)
    assert found is not None
    assert (found.stage, found.year) == ("final", year + 4)
    assert found.days > 365 * 3
    assert countdown(RegionFactory(code="110000", name="别处")) is None
