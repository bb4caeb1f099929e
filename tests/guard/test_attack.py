"""What an attacker tries by hand: other people's records, half a sign-in, forged heads, twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from indicators.models import Evidence, SubmissionValue
from indicators.tasks import ledger_check
from tests.factories import MemberUnitFactory, RegionFactory, user_with
from tests.guard.test_gate import BACKEND
from tests.hostile import HEAD, table
from tests.scenes import YEAR, Collecting, collecting_scene
from units.choices import Role
from units.models import AuditEvent, MemberUnit, Region, StoredFile, TableImport, User
from units.tasks import table_check

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
PAGES = {
    "units_memberunit": lambda scene: scene.unit,
    "units_region": lambda scene: scene.unit.region,
    "indicators_planindicator": lambda scene: scene.plain.in_plans.get(),
    "indicators_reportinground": lambda scene: scene.reporting_round,
}


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


@pytest.fixture
def elsewhere() -> Region:
    made: Region = RegionFactory(code="350303", name="乙区")
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def save(client: Client, scene: Collecting, **heads: Any) -> HttpResponse:
    cell = {"key": f"{scene.plain.pk}||{YEAR}", "value": "96", "seen": 0}
    address = reverse("indicators:submission_values", args=[scene.submission.pk])
    body = json.dumps({"cells": [cell]})
    answer: HttpResponse = client.post(
        address, body, content_type="application/json", headers=heads
    )
    return answer


@pytest.mark.statement("S09")
@pytest.mark.parametrize("records", sorted(PAGES))
@pytest.mark.parametrize("act", ["change", "delete"])
def test_records_of_another_place_take_no_post(
    records: str, act: str, scene: Collecting, elsewhere: Region
) -> None:
    row = PAGES[records](scene)
    before = type(row)._default_manager.filter(pk=row.pk).values().get()
    client = signed_in(user_with(Role.OFFICE, elsewhere))
    address = reverse(f"admin:{records}_{act}", args=[row.pk])
    answer = client.post(address, {"name": "改掉", "post": "yes", "_seen": ""})
    assert answer.status_code == 302  # Django's admin: not there, back to the index
    assert answer["Location"] == reverse("admin:index")
    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject) == ("settings", f"POST {address}")


@pytest.mark.statement("S09")
def test_a_table_changes_no_record_of_another_place(scene: Collecting, elsewhere: Region) -> None:
    client = signed_in(user_with(Role.OFFICE, elsewhere))
    address = reverse("admin:units_memberunit_import")
    content = table(HEAD, (scene.unit.region.code, scene.unit.code, "改掉"))
    client.post(address, {"import_file": SimpleUploadedFile("表.xlsx", content)})
    row = TableImport.objects.get()
    table_check(row.pk)
    row.refresh_from_db()
    assert row.state == "refused"
    # Confirmed all the same, and by somebody else as well: nothing moves.
    confirm = reverse("admin:units_memberunit_process_import")
    client.post(confirm, {"job": row.pk})
    assert signed_in(scene.office).post(confirm, {"job": row.pk}).status_code == 404
    table_check(row.pk)
    assert MemberUnit.objects.get().name == scene.unit.name


@pytest.mark.statement("S04")
def test_half_a_sign_in_saves_nothing(scene: Collecting, settings: SettingsWrapper) -> None:
    """Password right, second factor still to come: pages lead to it, acts do nothing."""
    settings.REQUIRE_2FA = True
    TOTPDevice.objects.create(user=scene.office, name="手机", confirmed=True)
    client = signed_in(scene.office)
    answer = save(client, scene)
    assert (answer.status_code, answer["Location"]) == (302, reverse("units:second_factor"))
    upload = SimpleUploadedFile("表.xlsx", table(HEAD))
    answer = client.post(reverse("admin:units_memberunit_import"), {"import_file": upload})
    assert answer["Location"] == reverse("units:second_factor")
    answer = client.get(reverse("api:observation-list"))
    assert answer.status_code == 403
    assert not SubmissionValue.objects.exists()
    assert not TableImport.objects.exists()


@pytest.mark.statement("S07")
@pytest.mark.parametrize("end", ["left", "grant over", "new password"])
def test_an_open_session_ends_with_its_reason(end: str, scene: Collecting) -> None:
    client = signed_in(scene.liaison)
    assert save(client, scene).json()["cells"][0]["status"] == "new"
    if end == "left":
        User.objects.filter(pk=scene.liaison.pk).update(is_active=False)
    elif end == "grant over":
        scene.liaison.grants.all().delete()
    else:
        scene.liaison.set_password("Another-long-pass-1")
        scene.liaison.save()
    answer = save(client, scene)
    assert answer.status_code == (403 if end == "grant over" else 302)
    assert SubmissionValue.objects.get().version == 1


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "a b", "[::1"])
def test_a_host_that_is_not_ours_is_refused_and_repeated_nowhere(
    host: str, scene: Collecting
) -> None:
    client = signed_in(scene.office)
    answer = client.get(reverse("reports:home"), headers={"Host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert "evil.example" not in str(answer.headers)


def test_links_and_redirects_name_no_host(scene: Collecting) -> None:
    """Whatever a proxy or client says of the host stands in no address that we give."""
    heads = {
        "X-Forwarded-Host": "evil.example",
        "X-Original-URL": "/admin/",
        "Forwarded": "host=evil.example",
    }
    answer = Client().get(reverse("reports:home"), headers=heads)
    assert answer["Location"].startswith("/")
    page = signed_in(scene.office).get(reverse("reports:home"), headers=heads)
    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


@pytest.mark.parametrize("head", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_method_is_what_it_is(head: str, scene: Collecting) -> None:
    client = signed_in(scene.liaison)
    address = reverse("indicators:submission_withdraw", args=[scene.submission.pk])
    assert client.get(address, {"_method": "POST"}, headers={head: "POST"}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.liaison, backend=BACKEND)
    assert save(strict, scene, **{head: "GET"}).status_code == 403  # still a POST without token
    assert not SubmissionValue.objects.exists()


@pytest.mark.parametrize("forged", ["203.0.113.9", "203.0.113.9, 10.0.0.1", "::1", "nonsense"])
def test_a_forged_address_is_not_in_the_log(
    forged: str, scene: Collecting, settings: SettingsWrapper
) -> None:
    heads = {"X-Forwarded-For": forged, "X-Real-IP": "203.0.113.9"}
    save(signed_in(scene.liaison), scene, **heads)
    assert AuditEvent.objects.latest("pk").address == "127.0.0.1"
    settings.PROXY_COUNT = 1  # our own proxy adds whom it sees, at the end
    save(signed_in(scene.liaison), scene, **{"X-Forwarded-For": f"{forged}, 10.9.8.7"})
    assert AuditEvent.objects.latest("pk").address == "10.9.8.7"


def test_the_same_ledger_twice_stores_once(scene: Collecting) -> None:
    client = signed_in(scene.liaison)
    uploads = reverse("indicators:ledger_list", args=[scene.submission.pk])
    content = f"指标代码,年份,数值\nC001,{YEAR},96\n".encode()
    for _ in range(2):
        client.post(uploads, {"file": SimpleUploadedFile("台账.csv", content)})
    first, second = scene.submission.ledgers.order_by("pk")
    for ledger in (first, second):
        ledger_check(ledger.pk)
    for ledger in (first, first, second):
        client.post(reverse("indicators:ledger_confirm", args=[ledger.pk]))
        ledger_check(ledger.pk)
    value = SubmissionValue.objects.get()
    assert (value.version, value.revisions.count()) == (1, 1)


def test_the_same_evidence_twice_is_two_pieces_with_one_content(scene: Collecting) -> None:
    """Refusing would lose a paper that proves two things; the hash says they are one."""
    client = signed_in(scene.liaison)
    address = reverse("indicators:evidence_list", args=[scene.submission.pk])
    for _ in range(2):
        client.post(address, {"file": SimpleUploadedFile("依据.pdf", b"%PDF-1.7 x")})
    assert Evidence.objects.count() == 2
    assert StoredFile.objects.values("sha256").distinct().count() == 1


def test_a_foreign_unit_in_the_body_moves_nothing(scene: Collecting) -> None:
    other = MemberUnitFactory(region=scene.unit.region)
    client = signed_in(user_with(Role.LIAISON, scene.unit.region, other))
    assert save(client, scene).status_code == 404
    assert not SubmissionValue.objects.exists()
