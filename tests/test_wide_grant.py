"""A grant for the whole country sees all of every list, whatever the list asks beside it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, AssessmentBatch, Result
from assessments.options import Options
from indicators.models import Ledger, Observation, Plan, PlanIndicator, ReportingRound, WorkPaper
from reports.models import Report
from reports.services.subjects import on_assessment
from tests.access_table import ACCESS
from tests.factories import (
    MemberUnitFactory,
    ObservationFactory,
    PlanIndicatorFactory,
    RegionFactory,
    SubmissionFactory,
    user_with,
)
from units.access import Ability, reach
from units.audit import audit_record
from units.choices import AuditAction, Role
from units.files import file_store
from units.models import AuditEvent, Region, User
from units.selectors import acts_in

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PLACES = (("000000", "全国"), ("350000", "甲省"), ("350206", "乙区"), ("650000", "丙区"))
PAGES = {
    "units:audit_log": AuditEvent,
    "indicators:value_list": Observation,
    "indicators:round_list": ReportingRound,
    "indicators:paper_list": WorkPaper,
    "indicators:ledger_bulk": Ledger,
    "assessments:assessment_list": Assessment,
    "assessments:batch_list": AssessmentBatch,
    "reports:assessment_list": Assessment,
    "reports:batch_list": AssessmentBatch,
    "reports:report_list": Report,
}
ENDPOINTS = {
    "api:region-list": Region,
    "api:plan-list": Plan,
    "api:plan_indicator-list": PlanIndicator,
    "api:observation-list": Observation,
    "api:assessment-list": Assessment,
    "api:batch-list": AssessmentBatch,
    "api:result-list": Result,
}
BOUND_TO_A_UNIT = {Role.LIAISON}


@pytest.fixture
def nation() -> Region:
    for code, name in PLACES:
        _fill(RegionFactory(code=code, name=name))
    audit_record(action=AuditAction.SIGN_IN, username="someone")  # an act without a place
    return Region.objects.get(code="000000")


def _fill(region: Region) -> None:
    """One row of each kind in the place."""
    unit = MemberUnitFactory(region=region)
    asked = PlanIndicatorFactory(plan__region=region)
    ObservationFactory(region=region, indicator=asked.indicator)
    submission = SubmissionFactory(reporting_round__region=region, unit=unit)
    file = file_store(chunks=[b"a,b"], name="a.csv", content_type="text/csv", user=None)
    Ledger.objects.create(region=region, reference_year=2020, file=file, job_state="done")
    WorkPaper.objects.create(reporting_round=submission.reporting_round, unit=unit, kind="plan")
    assessment = Assessment.objects.create(
        region=region,
        round=asked.plan.round,
        stage="final",
        year=2020,
        question=region.code.ljust(64, "0"),
        settings=Options().to_json(),
        computed_at=timezone.now(),
    )
    Result.objects.create(
        assessment=assessment,
        plan_indicator=asked,
        name=asked.name,
        rule=asked.rule,
        verdict="no_data",
    )
    AssessmentBatch.objects.create(region=region, title="各地")
    Report.objects.create(**on_assessment(assessment).fields, kind="final", job_state="done")
    audit_record(action=AuditAction.ASSESS, region=region)


def seen(user: User, name: str) -> int:
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    if name.startswith("api:"):
        return len(answer.json()["results"])
    return int(answer.context["page"].paginator.count)


@pytest.mark.parametrize("role", sorted(set(Role) - BOUND_TO_A_UNIT))
def test_a_whole_country_grant_sees_every_row(nation: Region, role: Role) -> None:
    user = user_with(role, nation)
    lists = {n: m for n, m in {**PAGES, **ENDPOINTS}.items() if n in ACCESS}
    asked = {name: model for name, model in lists.items() if role in ACCESS[name].roles}
    found = {name: seen(user, name) for name in asked}
    assert found == {name: model.objects.count() for name, model in asked.items()}


def test_a_place_s_own_grant_sees_its_own_and_what_belongs_to_no_place(nation: Region) -> None:
    province = Region.objects.get(code="350000")
    auditor = user_with(Role.AUDITOR, province)
    places = set(AuditEvent.objects.values_list("region__code", flat=True))
    assert places >= {"000000", "350000", "350206", "650000", None}
    shown = set(acts_in(reach(auditor, Ability.VIEW_LOG)).values_list("region__code", flat=True))
    assert shown == {"350000", "350206", None}
