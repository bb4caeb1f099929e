"""Every URL × every role. The table is in access_table.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.models import Assessment, AssessmentBatch, Decision, Remedy, Result
from assessments.options import Options
from indicators.models import Evidence, Ledger, SubmissionValue, WorkPaper
from reports.models import Report, ReportComment, ReportFile
from reports.services.subjects import on_assessment
from tests.access_table import ACCESS, Access
from tests.factories import (
    MemberUnitFactory,
    ObservationFactory,
    PlanIndicatorFactory,
    RegionFactory,
    SubmissionFactory,
    user_with,
)
from units.acts import ACTS, QUESTIONS, act_of
from units.choices import Role
from units.files import file_store
from units.models import AccountReset, AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from indicators.models import Observation, Plan, PlanIndicator, ReportingRound, Submission
    from units.models import MemberUnit, Region, User

# Rooms of others: Django's admin checks its own rights, the schema pages are in the API tests.
FOREIGN_NAMESPACES = {"admin"}
LET_IN = {200, 201, 202, 204, 302, 304, 400, 409, 422}
KEPT_OUT = {403, 404}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def named_urls(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Full names of our URLs; a pattern without a name is returned by its text."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            if pattern.namespace not in FOREIGN_NAMESPACES:
                yield from named_urls(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or f"<no name> {pattern.pattern}"))


@dataclass(frozen=True, slots=True)
class World:
    """One object of each kind that an address can name, and one user per role."""

    region: Region
    unit: MemberUnit
    users: dict[Role, User]
    foreign_office: User
    offices_above: list[User]
    plan: Plan
    plan_indicator: PlanIndicator
    observation: Observation
    assessment: Assessment
    result: Result
    remedy: Remedy
    decision: Decision
    batch: AssessmentBatch
    reporting_round: ReportingRound
    submission: Submission
    value: SubmissionValue
    evidence: Evidence
    paper: WorkPaper
    ledger: Ledger
    report: Report
    report_file: ReportFile
    report_comment: ReportComment
    reset: AccountReset


NONE_MET = {
    "met": 0,
    "unmet": 0,
    "no_data": 1,
    "not_assessable": 0,
    "denominator": 0,
    "rate": None,
}


@pytest.fixture
def world(db: None) -> World:
    region = RegionFactory(code="350206", name="甲区")
    elsewhere = RegionFactory(code="350303", name="乙区")
    unit = MemberUnitFactory(region=region)
    users = {role: user_with(role, region, unit if role is Role.LIAISON else None) for role in Role}
    asked = PlanIndicatorFactory(plan__region=region)
    assessment = Assessment.objects.create(
        region=region,
        round=asked.plan.round,
        stage="final",
        year=2020,
        question="q" * 64,
        settings=Options().to_json(),
        summary={
            "plans": [{"kind": asked.plan.kind, **NONE_MET}],
            "combined": NONE_MET,
            "domains": [{"kind": asked.plan.kind, "domain": asked.domain.name, **NONE_MET}],
        },
        computed_at=timezone.now(),
    )
    submission = SubmissionFactory(reporting_round__region=region, unit=unit, state="submitted")
    file = file_store(chunks=[b"%PDF-1.7"], name="a.pdf", content_type="application/pdf", user=None)
    report = Report.objects.create(
        **on_assessment(assessment).fields, kind="final", job_state="done"
    )
    return World(
        report=report,
        report_comment=ReportComment.objects.create(report=report, text="请核对"),
        report_file=ReportFile.objects.create(report=report, format="pdf", file=file),
        reporting_round=submission.reporting_round,
        submission=submission,
        value=SubmissionValue.objects.create(
            submission=submission, indicator=asked.indicator, reference_year=2020, value=96
        ),
        ledger=Ledger.objects.create(
            region=region,
            unit=unit,
            submission=submission,
            reference_year=2020,
            file=file,
            state="preview",
            job_state="done",
        ),
        evidence=Evidence.objects.create(submission=submission, file=file),
        paper=WorkPaper.objects.create(
            reporting_round=submission.reporting_round, unit=unit, kind="plan", file=file
        ),
        batch=AssessmentBatch.objects.create(region=region, title="各街道"),
        decision=Decision.objects.create(
            plan_indicator=PlanIndicatorFactory(plan=asked.plan, rule="qualitative"),
            region=region,
            reference_year=2020,
            verdict="met",
            reason="符合",
            evidence=file_store(
                chunks=[b"%PDF-1.7"], name="b.pdf", content_type="application/pdf", user=None
            ),
        ),
        region=region,
        unit=unit,
        users=users,
        reset=AccountReset.objects.create(user=users[Role.EVALUATOR], reason="更换手机"),
        foreign_office=user_with(Role.OFFICE, elsewhere),
        offices_above=[
            user_with(Role.OFFICE, RegionFactory(code=code, name=name))
            for code, name in (("350200", "某市"), ("000000", "全国"))
        ],
        plan=asked.plan,
        plan_indicator=asked,
        observation=ObservationFactory(region=region, indicator=asked.indicator),
        assessment=assessment,
        remedy=Remedy.objects.create(
            assessment=assessment,
            plan_indicator=asked,
            unit=unit,
            answer_by=timezone.localdate(),
        ),
        result=Result.objects.create(
            assessment=assessment,
            plan_indicator=asked,
            name=asked.name,
            rule=asked.rule,
            verdict="no_data",
        ),
    )


def call(name: str, row: Access, world: World, user: User | None) -> HttpResponse:
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    address = reverse(name, kwargs=row.url(world))
    if row.post:
        return client.post(address, row.data(world))
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer)  # a file is closed when it has been read
    return answer


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert set(named_urls(get_resolver())) == set(ACCESS)


def undone(name: str, row: Access, world: World, user: User | None) -> HttpResponse:
    """As ``call``, but the next caller finds the world as it was."""
    with transaction.atomic():
        answer = call(name, row, world, user)
        transaction.set_rollback(True)
    return answer


@pytest.mark.statement("S09")
@pytest.mark.parametrize("name", sorted(ACCESS))
def test_everybody_gets_what_the_table_says(name: str, world: World) -> None:
    """One test per address, all callers in it: making a world is what costs."""
    row = ACCESS[name]
    wrong = {}
    for role, user in world.users.items():
        expected = LET_IN if row.public or role in row.roles else KEPT_OUT
        status = undone(name, row, world, user).status_code
        if status not in expected:
            wrong[role] = status
    assert wrong == {}
    if row.own_region:
        assert undone(name, row, world, world.foreign_office).status_code == 404
    for above in world.offices_above if row.is_own_offices else ():
        assert undone(name, row, world, above).status_code == 404
    if row.public:
        return
    stranger = undone(name, row, world, None)
    if name.startswith("api:"):
        assert stranger.status_code in {401, 403}
    else:
        assert stranger.status_code == 302
        assert stranger["Location"].startswith(reverse("units:sign_in"))


@pytest.mark.statement("S11")
@pytest.mark.parametrize("name", sorted(ACCESS))
def test_every_act_leaves_a_row_in_the_log(name: str, world: World) -> None:
    """Whatever is answered: done, refused, nothing to do. Looking alone leaves none."""
    row = ACCESS[name]
    roles = [role for role in world.users if role in row.roles]
    if not roles:
        return
    client = Client()
    client.force_login(world.users[roles[0]], backend=BACKEND)
    address = reverse(name, kwargs=row.url(world))
    before = AuditEvent.objects.count()
    posted = client.post(address, row.data(world), REMOTE_ADDR="10.1.2.3")
    rows = AuditEvent.objects.count() - before
    says_who_when_where_what(client)
    if posted.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        assert name not in ACTS
    elif name in QUESTIONS:
        assert rows == 0
    else:
        assert rows >= 1, "not in units.acts.ACTS"
    act = act_of("GET", name, is_export=False)
    answer = client.get(address, REMOTE_ADDR="10.1.2.3")
    if answer.streaming:
        b"".join(answer)
    is_file = answer.get("Content-Disposition", "").startswith("attachment")
    assert (act is not None) or not is_file, "a file that leaves: name it in units.acts.HANDED_OUT"
    if act is not None and answer.status_code == HTTPStatus.OK:
        assert AuditEvent.objects.latest("pk").action == act
        says_who_when_where_what(client)


ABOUT_ONESELF = ("sign_in", "sign_in_failed", "sign_out", "password")


def says_who_when_where_what(client: Client) -> None:
    """Every row that the requests of this client left."""
    for event in AuditEvent.objects.exclude(request_id=""):
        assert event.username
        assert event.address == "10.1.2.3"
        assert event.subject or event.action in ABOUT_ONESELF
        assert timezone.now() - event.at < timedelta(minutes=5)
