"""The place that a soak works in: units with ledgers to send, plans to judge, reports to build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessments.models import Assessment
from indicators.core.vocabulary import Stage
from indicators.models import Responsibility, Submission
from tests.factories import ReportingRoundFactory, user_with
from tests.scenes import many_submissions
from units.choices import Role

if TYPE_CHECKING:
    from indicators.models import Indicator, Round
    from units.models import Region, User

YEAR = 2020
UNITS = 6


@dataclass(slots=True)
class World:
    """``led``: submission → the one indicator that its unit leads."""

    region: Region
    round: Round
    office: User
    other: User
    led: dict[int, Indicator] = field(default_factory=dict)

    def submissions(self) -> list[Submission]:
        rows = Submission.objects.select_related("unit__region", "reporting_round__region")
        return list(rows.order_by("pk"))

    def assessments(self) -> list[Assessment]:
        return list(Assessment.objects.select_related("region", "round").order_by("pk"))


def world_made() -> World:
    reporting_round = ReportingRoundFactory(reference_year=YEAR)
    many_submissions(reporting_round, UNITS)
    region = reporting_round.region
    duties = Responsibility.objects.select_related("plan_indicator__indicator")
    first = duties.select_related("plan_indicator__plan__round")[0].plan_indicator.plan
    world = World(
        region,
        first.round,
        user_with(Role.OFFICE, region),
        user_with(Role.OFFICE, region),
    )
    for duty in duties:
        submission = Submission.objects.get(unit=duty.unit_id)
        world.led[submission.pk] = duty.plan_indicator.indicator
    return world


QUESTIONS = [(Stage.FINAL, YEAR), (Stage.ANNUAL, 2018), (Stage.ANNUAL, 2019), (Stage.ANNUAL, YEAR)]
