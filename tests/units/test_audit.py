"""The log of acts: whole by itself, forged by nobody who has only the database."""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
from datetime import UTC, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import RegionFactory, UserFactory, user_with
from units.audit import audit_anchors, audit_record, audit_verify
from units.choices import AuditAction, Role
from units.models import AuditEvent
from units.request_context import RequestContext, request_context_set

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def three_rows() -> list[AuditEvent]:
    region = RegionFactory()
    return [
        audit_record(action=AuditAction.CORRECT, region=region, subject=f"第{n}次", detail={"n": n})
        for n in range(3)
    ]


def unguard() -> None:
    """Take away what PostgreSQL refuses by itself, as the owner of the database could."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE units_auditevent DISABLE TRIGGER history_append_only")


def test_a_mapped_address_does_not_break_the_chain() -> None:
    with request_context_set(RequestContext("::ffff:10.1.2.3", "a" * 32)):
        audit_record(action=AuditAction.SIGN_IN)
    event = AuditEvent.objects.get()
    assert (event.address, event.request_id) == ("10.1.2.3", "a" * 32)
    assert audit_verify().equal


def test_a_deleted_place_does_not_break_the_chain() -> None:
    region = RegionFactory(code="350299", name="旧区")
    audit_record(action=AuditAction.ASSESS, region=region, subject="评估")
    region.delete()
    event = AuditEvent.objects.get()
    assert (event.region, event.region_code) == (None, "350299")
    assert audit_verify().equal


@pytest.mark.statement("S12")
@pytest.mark.parametrize(
    "forged",
    [
        {"subject": "别的事"},
        {"username": "somebody"},
        {"detail": {"n": 9}},
        {"at": timezone.now() - timedelta(days=9)},
        {"region_code": "110000"},
        {"address": "10.0.0.1"},
        {"request_id": "b" * 32},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_a_changed_row_is_found(forged: dict[str, Any]) -> None:
    middle = three_rows()[1]
    unguard()
    AuditEvent.objects.filter(pk=middle.pk).update(**forged)
    found = audit_verify()
    assert (found.rows, found.first_difference, found.differences) == (3, middle.pk, 1)


def test_a_row_forged_with_the_whole_database_but_without_the_key_is_found() -> None:
    """The chain of version 0.1 could be made anew by anybody who could write the table."""
    last = three_rows()[-1]
    content = json.dumps([last.hash, "任何内容"], ensure_ascii=False)
    AuditEvent.objects.create(
        action=AuditAction.SIGN_IN,
        previous_hash=last.hash,
        hash=hashlib.sha256(content.encode()).hexdigest(),
        algorithm="sha256",
    )
    assert audit_verify().differences == 1


def test_another_key_verifies_nothing(settings: SettingsWrapper) -> None:
    three_rows()
    settings.AUDIT_KEY = "another"
    assert audit_verify().differences == 3


def test_rows_keep_their_algorithm(settings: SettingsWrapper) -> None:
    three_rows()
    settings.DIGEST = "sm3"
    audit_record(action=AuditAction.CORRECT)
    settings.DIGEST = "sha256"
    assert [e.algorithm for e in AuditEvent.objects.order_by("pk")] == [*["sha256"] * 3, "sm3"]
    assert audit_verify().equal


def test_a_row_of_version_0_1_stays_valid() -> None:
    """It hashed the key of its place and its address as it came, without a secret."""
    region = RegionFactory()
    at = timezone.now()
    zone = timezone.get_default_timezone()
    content = ["", at.astimezone(zone).isoformat(), "甲", "::ffff:10.0.0.7", "assess", region.pk]
    text = json.dumps([*content, "评估", {"a": 1}], ensure_ascii=False, sort_keys=True)
    AuditEvent.objects.create(
        at=at,
        username="甲",
        address="10.0.0.7",
        action="assess",
        region=region,
        region_key=region.pk,
        subject="评估",
        detail={"a": 1},
        hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    three_rows()
    assert audit_verify().equal


@pytest.mark.statement("S13")
def test_control_characters_never_enter_and_nothing_is_cut_away() -> None:
    audit_record(
        action=AuditAction.UPLOAD,
        username="坏人\n2026 INFO 假的一行",
        subject="\x00" + "长" * 300,
        detail={"名\x00称": ["a\tb", 1]},
    )
    event = AuditEvent.objects.get()
    assert event.username == "坏人 2026 INFO 假的一行"
    assert len(event.subject) == 200
    assert event.detail == {"名 称": ["a b", 1], "subject": "长" * 300}
    assert audit_verify().equal


def test_the_last_row_of_a_day_is_anchored_in_the_server_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = audit_record(action=AuditAction.SIGN_IN)
    unguard()
    yesterday = timezone.now() - timedelta(days=1)
    AuditEvent.objects.filter(pk=first.pk).update(at=yesterday)
    with caplog.at_level(logging.INFO, logger="units.audit"):
        second = audit_record(action=AuditAction.SIGN_IN)
        audit_record(action=AuditAction.SIGN_IN)
    day = yesterday.astimezone(UTC).date()
    assert caplog.messages == [f"audit anchor {day} row {first.pk} {first.hash}"]
    anchors = audit_anchors(7)
    assert [anchor.row for anchor in anchors] == [second.pk + 1, first.pk]


def test_verify_audit_answers_as_the_contract_says(capsys: pytest.CaptureFixture[str]) -> None:
    three_rows()
    call_command("verify_audit", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "rows": 3,
        "equal": True,
        "first_difference": None,
    }
    AuditEvent.objects.create(action=AuditAction.SIGN_IN, hash="0" * 64)
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["equal"] is False
    assert answer["first_difference"] == AuditEvent.objects.latest("pk").pk


@pytest.mark.statement("S12")
def test_postgresql_refuses_to_empty_the_log() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE
    three_rows()
    migration = importlib.import_module("indicators.migrations.0007_no_truncate")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.FUNCTION.replace("LIKE 'test", "LIKE 'none"), None)
        for table in migration.TABLES:
            with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == 3


def test_a_district_auditor_does_not_read_the_citys_sign_ins() -> None:
    city = RegionFactory(code="350200", name="厦门市")
    district = RegionFactory(code="350206", name="湖里区")
    office = user_with(Role.OFFICE, city)
    clerk = user_with(Role.OFFICE, district)
    for user in (office, clerk):
        audit_record(action=AuditAction.SIGN_IN, user=user)
    audit_record(action=AuditAction.SIGN_IN_FAILED, username="nobody")
    seen = {}
    for role_place in (city, district):
        client = Client()
        client.force_login(user_with(Role.AUDITOR, role_place), backend=BACKEND)
        page = client.get(reverse("units:audit_log")).content.decode()
        seen[role_place.name] = [
            n for n in (office.username, clerk.username, "nobody") if n in page
        ]
    assert seen == {
        "厦门市": [office.username, clerk.username, "nobody"],
        "湖里区": [clerk.username],
    }


@pytest.mark.statement("S12")
def test_the_log_is_exported_with_what_was_changed() -> None:
    region = RegionFactory()
    three_rows()
    client = Client()
    client.force_login(user_with(Role.AUDITOR, region), backend=BACKEND)
    answer = client.get(reverse("units:audit_log"), {"download": "xlsx"})
    assert answer.status_code == HTTPStatus.OK
    assert answer.content[:2] == b"PK"
    assert AuditEvent.objects.latest("pk").action == AuditAction.EXPORT


def test_somebody_elses_object_is_404_and_in_the_log() -> None:
    from tests.factories import SubmissionFactory  # noqa: PLC0415 - one test needs it

    foreign = SubmissionFactory(reporting_round__region=RegionFactory(code="350303", name="乙区"))
    office = user_with(Role.OFFICE, RegionFactory(code="350206", name="甲区"))
    client = Client()
    client.force_login(office, backend=BACKEND)
    address = reverse("indicators:review", kwargs={"pk": foreign.pk})
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.subject) == ("refused", office, f"GET {address}")
    assert client.get(reverse("indicators:review", kwargs={"pk": 999_999})).status_code == 404
    assert AuditEvent.objects.count() == 1


def test_a_request_without_csrf_token_leaves_a_row() -> None:
    user = UserFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend=BACKEND)
    answer = client.post(reverse("units:notices_read"))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    event = AuditEvent.objects.get()
    assert (event.action, event.detail["status"]) == (AuditAction.READ, 403)
    assert answer["X-Request-ID"] == event.request_id


def test_the_content_of_a_row_is_told_in_words() -> None:
    detail = {"changes": [{"indicator": "C001", "year": 2019, "old": "", "new": "97.5"}]}
    event = audit_record(action=AuditAction.ENTER, detail=detail)
    assert event.detail_text == "改动：指标：C001，年份：2019，原：（空），新：97.5"
