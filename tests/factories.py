"""Rows for tests, with the least that makes them valid."""

from __future__ import annotations

import datetime

import factory
from django.db import connection
from django.utils import timezone

from indicators import models as indicators
from units.choices import Role
from units.models import Grant, MemberUnit, Region, User
from units.models.region import region_level


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "350206"
    name = "湖里区"
    level = factory.LazyAttribute(lambda o: region_level(o.code))


class MemberUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MemberUnit
        django_get_or_create = ("region", "code")

    region = factory.SubFactory(RegionFactory)
    code = factory.Sequence(lambda n: f"U{n:03d}")
    name = factory.LazyAttribute(lambda o: f"单位{o.code}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"测试员{n}")
    password = factory.django.Password("a-long-test-password")


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = Role.OFFICE
    region = factory.SubFactory(RegionFactory)
    unit = None
    starts_on = factory.LazyFunction(timezone.localdate)


def user_with(role: str, region: Region, unit: MemberUnit | None = None) -> User:
    """An account with one grant in force."""
    return GrantFactory(role=role, region=region, unit=unit).user


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Round
        django_get_or_create = ("name",)

    name = "2011-2020"
    start_year = 2011
    end_year = 2020


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Plan
        django_get_or_create = ("region", "round", "kind")

    region = factory.SubFactory(RegionFactory)
    round = factory.SubFactory(RoundFactory)
    kind = "women"
    title = factory.LazyAttribute(lambda o: f"{o.region.name}规划（{o.kind}）")
    baseline_year = 2010
    start_year = 2011
    midterm_year = 2015
    end_year = 2020


class DomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Domain
        django_get_or_create = ("plan", "name")

    plan = factory.SubFactory(PlanFactory)
    order = 1
    name = "妇女与健康"


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Indicator
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"T{n:03d}")
    name = factory.LazyAttribute(lambda o: f"指标{o.code}")
    measure = "%"
    scale = 100


class PlanIndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.PlanIndicator

    plan = factory.SubFactory(PlanFactory)
    domain = factory.SubFactory(DomainFactory, plan=factory.SelfAttribute("..plan"))
    indicator = factory.SubFactory(IndicatorFactory)
    order = factory.Sequence(int)
    name = factory.LazyAttribute(lambda o: o.indicator.name)
    rule = "at_least"
    baseline_year = factory.LazyAttribute(lambda o: o.plan.baseline_year)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Target

    plan_indicator = factory.SubFactory(PlanIndicatorFactory)
    stage = "final"
    year = 2020
    value = 95


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Observation

    indicator = factory.SubFactory(IndicatorFactory)
    region = factory.SubFactory(RegionFactory)
    reference_year = 2020
    value = 96
    source = "series"


class ReportingRoundFactory(factory.django.DjangoModelFactory):
    """A round whose window holds today, whatever the year the data are of."""

    class Meta:
        model = indicators.ReportingRound
        django_get_or_create = ("region", "reference_year")

    region = factory.SubFactory(RegionFactory)
    reference_year = 2020
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))


class SubmissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Submission
        django_get_or_create = ("reporting_round", "unit")

    reporting_round = factory.SubFactory(ReportingRoundFactory)
    unit = factory.SubFactory(
        MemberUnitFactory, region=factory.SelfAttribute("..reporting_round.region")
    )


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = indicators.Responsibility

    plan_indicator = factory.SubFactory(PlanIndicatorFactory)
    unit = factory.SubFactory(MemberUnitFactory)
    kind = "lead"


def final_unguard() -> None:
    """Take away what PostgreSQL refuses by itself, as the owner of the database could."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "ALTER TABLE assessments_assessment DISABLE TRIGGER assessment_final_guard"
            )
