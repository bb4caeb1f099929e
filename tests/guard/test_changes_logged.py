"""What each act leaves in the log: one row, with what stood there before and what stands now."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.choices import MarkState
from indicators.messages import collecting as messages
from indicators.models import PlanIndicator, SubmissionValue, WorkPaper
from indicators.selectors.chasing import reminders
from indicators.services.chasing import units_chase
from indicators.services.evidence import evidence_upload
from indicators.services.grid_saving import grid_save
from indicators.services.marks import value_comment, value_mark, value_unmark, values_accept_rest
from indicators.services.papers import paper_save, papers_ensure
from indicators.services.rounds import extension_set, reporting_rounds_open
from indicators.services.submissions import submissions_submit
from tests.factories import UserFactory, user_with
from tests.scenes import YEAR, Collecting, collecting_scene
from tests.units.conftest import seen_on
from tests.units.test_target_records import typed_targets
from units.audit import audit_verify
from units.choices import AuditAction, Role
from units.models import AuditEvent, Grant

if TYPE_CHECKING:
    from collections.abc import Callable

    from indicators.models import ReportingRound

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


def typed(scene: Collecting, *texts: tuple[Any, str, int]) -> None:
    """Cells of the entry grid: indicator, text, version seen."""
    cells = [
        {"key": f"{indicator.pk}||{YEAR}", "seen": seen, "value": text}
        for indicator, text, seen in texts
    ]
    grid_save(submission=scene.submission, cells=cells, by=scene.liaison)


def sent(scene: Collecting) -> SubmissionValue:
    typed(scene, (scene.plain, "96", 0))
    submissions_submit(submissions=[scene.submission], by=scene.liaison, as_office=True)
    return SubmissionValue.objects.get()


def paste(scene: Collecting) -> None:
    typed(scene, (scene.plain, "96", 0))
    typed(scene, (scene.plain, "97.50", 1), (scene.parted, "12", 0))


def mark(scene: Collecting) -> None:
    value = sent(scene)
    for state, reason in ((MarkState.ACCEPTED, ""), (MarkState.FLAGGED, "核对分母")):
        value_mark(value=value, state=state, version=1, by=scene.office, reason=reason)


def unmark(scene: Collecting) -> None:
    mark(scene)
    value_unmark(value=SubmissionValue.objects.get(), by=scene.office)


def comment(scene: Collecting) -> None:
    value_comment(value=sent(scene), text="已按人数核对", by=scene.liaison)


def accept(scene: Collecting) -> None:
    sent(scene)
    values_accept_rest(submission=scene.submission, by=scene.office)


def chase(scene: Collecting) -> None:
    rows = reminders(scene.reporting_round)
    units_chase(reporting_round=scene.reporting_round, rows=rows, by=scene.office)


def paper(scene: Collecting) -> None:
    papers_ensure(reporting_round=scene.reporting_round, unit=scene.unit)
    row = WorkPaper.objects.first()
    assert row is not None
    for version, text in ((row.version, "第一稿"), (row.version + 1, "第二稿")):
        paper_save(paper=row, text=text, file=None, seen_version=version, by=scene.liaison)


def evidence(scene: Collecting) -> None:
    upload = SimpleUploadedFile("依据.pdf", b"%PDF-1.7 secret-content")
    evidence_upload(submission=scene.submission, upload=upload, by=scene.liaison)


def long_over(scene: Collecting) -> ReportingRound:
    known = scene.reporting_round
    known.opens_on, known.closes_on = datetime.date(2020, 3, 1), datetime.date(2020, 7, 31)
    known.save()
    return known


def dates(scene: Collecting) -> None:
    known = long_over(scene)
    reporting_rounds_open(
        regions=[known.region],
        reference_year=YEAR,
        opens_on=known.opens_on,
        closes_on=datetime.date(2020, 8, 20),
        by=scene.office,
    )


def extension(scene: Collecting) -> None:
    known = long_over(scene)
    for day in (21, 22):
        extension_set(
            reporting_round=known,
            unit=scene.unit,
            closes_on=datetime.date(2020, 8, day),
            reason="换人",
            by=scene.office,
        )


def target(scene: Collecting) -> None:
    line = PlanIndicator.objects.get(indicator=scene.plain)
    row = line.targets.get()
    change = {"id": row.pk, "stage": row.stage, "year": row.year or "", "value": "98"}
    answer = typed_targets(signed_in(scene.office), line, change)
    assert answer.status_code == 302, answer.content.decode()


def account(scene: Collecting) -> None:
    admin = user_with(Role.ADMIN, scene.unit.region)
    user = UserFactory(username="chen", full_name="陈晨")
    Grant.objects.create(user=user, role=Role.LEADER, region=scene.unit.region)
    grant = user.grants.get()
    client = signed_in(admin)
    address = reverse("admin:units_user_change", args=[user.pk])
    data = {
        "username": "chen",
        "full_name": "陈辰",
        "is_active": "on",
        "grants-TOTAL_FORMS": 1,
        "grants-INITIAL_FORMS": 1,
        "grants-0-id": grant.pk,
        "grants-0-user": user.pk,
        "grants-0-role": Role.EVALUATOR.value,
        "grants-0-region": grant.region_id,
        "grants-0-starts_on": grant.starts_on or "",
        "_seen": seen_on(client, address),
    }
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()


def refused_file(scene: Collecting) -> None:
    client = signed_in(scene.liaison)
    upload = SimpleUploadedFile("坏.pdf", b"not a document secret-content")
    client.post(reverse("indicators:evidence_list", args=[scene.submission.pk]), {"file": upload})


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


ROWS: dict[str, tuple[Callable[[Collecting], None], AuditAction, dict[str, Any]]] = {
    "values": (
        paste,
        AuditAction.ENTER,
        {
            "changes": [
                {"indicator": "C001", "breakdown": "", "year": YEAR, "old": "96", "new": "97.5"},
                {"indicator": "C002", "breakdown": "", "year": YEAR, "old": "", "new": "12"},
            ]
        },
    ),
    "mark": (mark, AuditAction.REVIEW, {"old": "已核实无误", "new": "已要求核实 核对分母"}),
    "unmark": (unmark, AuditAction.REVIEW, {"old": "已要求核实 核对分母", "new": ""}),
    "comment": (comment, AuditAction.REVIEW, {"comment": "已按人数核对"}),
    "accept the rest": (accept, AuditAction.REVIEW, {"count": 1}),
    "chase": (chase, AuditAction.CHASE, {"units": ["教育局"], "untold": []}),
    "paper": (
        paper,
        AuditAction.ENTER,
        {"old": {"text": "第一稿", "file": ""}, "new": {"text": "第二稿", "file": ""}},
    ),
    "evidence": (evidence, AuditAction.UPLOAD, {"size": 23}),
    "dates": (
        dates,
        AuditAction.SUBMIT,
        {"old": "2020-03-01—2020-07-31", "new": "2020-03-01—2020-08-20"},
    ),
    "extension": (
        extension,
        AuditAction.SUBMIT,
        {"old": "2020-08-21", "new": "2020-08-22", "reason": "换人"},
    ),
    "target": (
        target,
        AuditAction.CATALOGUE,
        {
            "changes": [
                {"row": "义务教育巩固率 终期2020年", "field": "目标值", "old": "95", "new": "98"}
            ]
        },
    ),
    "account": (
        account,
        AuditAction.ACCOUNT,
        {
            "changes": [
                {"field": "姓名", "old": "陈晨", "new": "陈辰"},
                {"row": "陈辰 评估专家", "field": "角色", "old": "领导", "new": "评估专家"},
            ]
        },
    ),
    "refused file": (
        refused_file,
        AuditAction.UPLOAD,
        {
            "status": 302,
            "files": [["坏.pdf", 29]],
            "said": [messages.EVIDENCE_TYPE.format(name="坏.pdf")],
        },
    ),
}


@pytest.mark.statement("S11")
@pytest.mark.parametrize("act", sorted(ROWS))
def test_an_act_leaves_one_row_with_old_and_new(act: str, scene: Collecting) -> None:
    do, action, told = ROWS[act]
    do(scene)
    event = AuditEvent.objects.latest("pk")
    assert event.action == action
    assert {name: event.detail.get(name) for name in told} == told
    assert "secret-content" not in json.dumps(event.detail)
    assert audit_verify().equal
