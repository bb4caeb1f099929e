"""Statements of the help page on security that no other room's tests prove."""

from __future__ import annotations

import io
import socket
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from docx import Document
from openpyxl import load_workbook

from assessments.models import Assessment
from indicators.models import PlanIndicator
from indicators.selectors.chasing import reminders
from indicators.services.chasing import reminder_letter
from reports.builders.archive import csv_bytes
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.selectors.archive import ArchiveSheet
from reports.services.building import report_ask
from reports.services.subjects import on_assessment
from reports.tasks import report_run
from tests.access_table import ACCESS
from tests.factories import RegionFactory, user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from tests.scenes import collecting_scene
from tests.test_access import World, undone, world  # noqa: F401 - the fixture
from units.choices import JobState, Role
from units.files import file_open
from units.models import User

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-test-password"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PHONE = "13905920001"
HOSTILE = "=1+1<script>alert(1)</script>{{7*7}}"
NEEDS_PHONES = {Role.OFFICE, Role.REVIEWER}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.statement("S03")
def test_half_an_hour_without_an_act_ends_the_session() -> None:
    assert project.SESSION_COOKIE_AGE == 30 * 60
    client = signed_in(user_with(Role.OFFICE, RegionFactory()))
    assert client.get(reverse("reports:home")).status_code == 200
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    answer = client.get(reverse("reports:home"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("units:sign_in"))


@pytest.mark.statement("S04")
def test_a_code_opens_once(settings: SettingsWrapper) -> None:
    settings.REQUIRE_2FA = True
    user = user_with(Role.OFFICE, RegionFactory())
    device = TOTPDevice.objects.create(user=user, name="phone")
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    shown.time = time.time()
    typed = {"username": user.username, "password": PASSWORD, "token": f"{shown.token():06d}"}
    address = reverse("units:sign_in")
    without = Client().post(address, {**typed, "token": ""})
    assert without.status_code == 200
    assert Client().post(address, typed).status_code == 302
    again = Client().post(address, typed)
    assert again.status_code == 200
    assert not again.wsgi_request.user.is_authenticated


@pytest.mark.statement("S06")
def test_a_new_installation_has_no_account_and_gives_random_passwords(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert not User.objects.exists()
    RegionFactory(code="350206", name="湖里区")
    said = []
    for name in ("first", "second"):
        call_command("create_account", name, "--role", "admin", "--region", "350206")
        said.append(capsys.readouterr().out.replace(name, ""))
    assert said[0] != said[1]
    hashes = User.objects.values_list("password", flat=True)
    assert not any(password in " ".join(said) for password in hashes)
    guesses = ("first", "second", "admin", "123456", "Admin@123456", "password")
    assert not any(u.check_password(guess) for u in User.objects.all() for guess in guesses)


@pytest.mark.statement("S15")
def test_files_lie_where_no_web_server_looks() -> None:
    store = Path(project.PRIVATE_FILES_DIR).resolve()
    for public in (project.STATIC_ROOT, *project.STATICFILES_DIRS):
        assert not store.is_relative_to(Path(public).resolve())
    assert not project.MEDIA_URL.strip("/")
    for conf in (project.BASE_DIR / "config" / "deploy").glob("nginx*"):
        assert "/data/files" not in conf.read_text("utf-8")


@pytest.mark.statement("S16")
def test_a_hostile_name_is_text_on_pages_and_in_letters() -> None:
    scene = collecting_scene()
    scene.unit.name = HOSTILE
    scene.unit.save()
    PlanIndicator.objects.update(name=HOSTILE)
    client = signed_in(scene.office)
    for address in (
        reverse("indicators:round_desk", args=[scene.reporting_round.pk]),
        reverse("indicators:submission", args=[scene.submission.pk]),
        reverse("admin:units_memberunit_changelist"),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{7*7}}" in page
    letter = Document(
        io.BytesIO(reminder_letter(scene.reporting_round, reminders(scene.reporting_round)))
    )
    assert letter.tables[0].rows[1].cells[0].text == HOSTILE


@pytest.mark.statement("S16")
def test_a_hostile_name_is_text_in_reports_and_tables(assessment: Assessment) -> None:  # noqa: F811
    PlanIndicator.objects.filter(plan__region=assessment.region).update(name=HOSTILE)
    assessment.results.update(name=HOSTILE)
    type(assessment).objects.filter(pk=assessment.pk).update(job_state=JobState.DONE)
    formats = [ReportFormat.WORD, ReportFormat.EXCEL]
    report = report_ask(subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=formats)
    report_run(report.pk)
    files = {f.format: f.file for f in Report.objects.get(pk=report.pk).files.all()}
    with file_open(files[ReportFormat.WORD]) as file:
        document = Document(file)
    words = [p.text for p in document.paragraphs]
    words += [c.text for t in document.tables for r in t.rows for c in r.cells]
    # The report sets Chinese punctuation; the words stand as they are.
    assert any("script＞alert（1）＜/script＞{{7*7}}" in text for text in words)
    with file_open(files[ReportFormat.EXCEL]) as file:
        book = load_workbook(io.BytesIO(file.read()))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    named = [c for c in cells if "{{7*7}}" in str(c.value)]
    assert named
    assert {c.data_type for c in named} == {"s"}
    line = csv_bytes(ArchiveSheet("a", ("名称",), [(HOSTILE,)])).decode("utf-8-sig")
    assert line.splitlines()[1].lstrip('"').startswith("'=1+1")


@pytest.mark.statement("S16")
def test_tooltips_of_charts_are_drawn_not_parsed() -> None:
    """ECharts puts names into a tooltip as HTML unless it draws them."""
    for path in (project.BASE_DIR / "static" / "js").glob("*.js"):
        text = path.read_text("utf-8")
        assert text.count("tooltip: { trigger") == text.count('renderMode: "richText"'), path.name


@pytest.mark.statement("S19")
def test_a_day_at_the_office_speaks_to_no_other_host(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every page and file is asked for once; whatever would leave this machine is noted."""
    spoken: list[Any] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in {"", "127.0.0.1", "localhost", "::1"}:
            spoken.append(address)
            raise OSError
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    office = world.users[Role.OFFICE]
    for name, row in ACCESS.items():
        if Role.OFFICE in row.roles and not row.post:
            undone(name, row, world, office)
    assert spoken == []


@pytest.mark.statement("S24")
@pytest.mark.parametrize("role", sorted(set(Role) - NEEDS_PHONES))
def test_telephones_are_shown_to_nobody_who_does_not_remind(role: Role, world: World) -> None:  # noqa: F811
    world.unit.phone = PHONE
    world.unit.save()
    User.objects.update(phone=PHONE)
    told = []
    for name, row in ACCESS.items():
        if role in row.roles and not row.post:
            answer = undone(name, row, world, world.users[role])
            if not answer.streaming and PHONE in answer.content.decode(errors="replace"):
                told.append(name)
    assert told == []


@pytest.mark.statement("S24")
def test_the_office_sees_whom_to_call() -> None:
    scene = collecting_scene()
    scene.unit.phone = PHONE
    scene.unit.save()
    address = reverse("indicators:round_desk", args=[scene.reporting_round.pk])
    assert PHONE in signed_in(scene.office).get(address).content.decode()


@pytest.mark.statement("S26")
def test_database_and_broker_ask_for_passwords_and_listen_to_the_house_only() -> None:
    text = (project.BASE_DIR / "docker-compose.yml").read_text("utf-8")
    services = yaml.safe_load(text)["services"]
    database, broker = services["database"], services["broker"]
    assert "scram-sha-256" in database["environment"]["POSTGRES_INITDB_ARGS"]
    assert "POSTGRES_HOST_AUTH_METHOD" not in database["environment"]
    assert "requirepass" in " ".join(broker["command"])
    for service in (database, broker):
        assert "ports" not in service
        assert "network_mode" not in service
