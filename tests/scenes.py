"""Small worlds that several tests stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indicators.models import IndicatorDefinition
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    ObservationFactory,
    PlanIndicatorFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    SubmissionFactory,
    TargetFactory,
    user_with,
)
from units.choices import Role

if TYPE_CHECKING:
    from indicators.models import Indicator, ReportingRound, Submission
    from units.models import MemberUnit, User

YEAR = 2019


@dataclass(slots=True)
class Collecting:
    """教育局 leads four indicators of four kinds; the office waits for its figures of 2019.

    ``plain``: at least 95 %, 94.0 the year before. ``parted``: with numerator and
    denominator, at most 20/10万. ``sexed``: by sex. ``yes_no``: 有/无, decided by a person.
    """

    unit: MemberUnit
    reporting_round: ReportingRound
    submission: Submission
    liaison: User
    office: User
    plain: Indicator
    parted: Indicator
    sexed: Indicator
    yes_no: Indicator
    others: list[Indicator] = field(default_factory=list)


def collecting_scene() -> Collecting:
    submission = SubmissionFactory(
        reporting_round__reference_year=YEAR, unit__name="教育局", unit__contact="林建国"
    )
    unit, region = submission.unit, submission.unit.region
    office = user_with(Role.OFFICE, region)
    liaison = user_with(Role.LIAISON, region, unit)
    plain = _asked(submission, "C001", "义务教育巩固率", target=95)
    ObservationFactory(indicator=plain, region=region, reference_year=YEAR - 1, value=94)
    parted = _asked(
        submission,
        "C002",
        "孕产妇死亡率",
        target=20,
        rule="at_most",
        measure="1/10万",
        scale=100_000,
    )
    IndicatorDefinition.objects.create(
        indicator=parted, valid_from=2010, numerator="死亡人数", denominator="活产数"
    )
    sexed = _asked(submission, "C003", "近视率", target=60, rule="at_most", by_sex=True)
    yes_no = _asked(submission, "C004", "防控机制", rule="qualitative", measure="有/无", scale=1)
    return Collecting(
        unit=unit,
        reporting_round=submission.reporting_round,
        submission=submission,
        liaison=liaison,
        office=office,
        plain=plain,
        parted=parted,
        sexed=sexed,
        yes_no=yes_no,
    )


def many_submissions(reporting_round: ReportingRound, count: int) -> None:
    """More units, each with one led indicator and nothing filled in."""
    for _ in range(count):
        unit = MemberUnitFactory(region=reporting_round.region)
        submission = SubmissionFactory(reporting_round=reporting_round, unit=unit)
        _asked(submission, f"{unit.code}X", f"{unit.name}的指标", target=1)


def other_round(scene: Collecting, year: int) -> ReportingRound:
    made: ReportingRound = ReportingRoundFactory(
        region=scene.reporting_round.region, reference_year=year
    )
    return made


def _asked(
    submission: Submission,
    code: str,
    name: str,
    *,
    target: int | None = None,
    rule: str = "at_least",
    **fields: object,
) -> Indicator:
    indicator: Indicator = IndicatorFactory(code=code, name=name, **fields)
    row = PlanIndicatorFactory(plan__region=submission.unit.region, indicator=indicator, rule=rule)
    if target is not None:
        TargetFactory(plan_indicator=row, value=target)
    ResponsibilityFactory(plan_indicator=row, unit=submission.unit)
    return indicator
