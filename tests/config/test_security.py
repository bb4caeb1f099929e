"""Headers, cookies and refusals that hold on every page."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import RegionFactory, user_with
from units.choices import AuditAction, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from units.models import User

PASSWORD = "a-long-test-password"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


@pytest.fixture
def client(office: User) -> Client:
    client = Client()
    client.post(reverse("units:sign_in"), {"username": office.username, "password": PASSWORD})
    return client


ADDRESSES = ["/", "/sign-in/", "/admin/", "/api/v1/regions/", "/api/docs/", "/no/such/page/"]


@pytest.mark.statement("S18")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_policy(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.statement("S23")
def test_pages_of_signed_in_people_are_not_kept_by_browsers_or_proxies(client: Client) -> None:
    for address in ("/", "/account/password/", "/api/v1/regions/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


@pytest.mark.statement("S05")
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["expires"] == ""  # ends with the browser


@pytest.mark.statement("S03")
def test_the_session_gets_a_new_key_at_sign_in_and_ends_at_sign_out(office: User) -> None:
    client = Client()
    client.get(reverse("units:sign_in"))
    before = client.session.session_key
    client.post(reverse("units:sign_in"), {"username": office.username, "password": PASSWORD})
    key = client.session.session_key
    assert key not in (None, before)
    client.post(reverse("units:sign_out"))
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/").status_code == 302


@pytest.mark.statement("S07")
def test_a_disabled_account_is_out_at_once(client: Client, office: User) -> None:
    assert client.get("/").status_code == 200
    office.is_active = False
    office.save(update_fields=["is_active"])
    assert client.get("/").status_code == 302


def test_a_new_password_ends_the_other_sessions(client: Client, office: User) -> None:
    other = Client()
    other.post(reverse("units:sign_in"), {"username": office.username, "password": PASSWORD})
    new = "Another-long-secret-7"
    client.post(
        reverse("units:password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


@pytest.mark.statement("S10")
def test_unsafe_requests_need_a_token(office: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("units:notices_read")).status_code == 403


def test_sign_in_leads_only_to_our_own_pages(office: User) -> None:
    fields = {"username": office.username, "password": PASSWORD}
    answer = Client().post(reverse("units:sign_in") + "?next=//203.0.113.1/x", fields)
    assert answer["Location"] == reverse("reports:home")


def test_the_lock_ends_by_itself(office: User) -> None:
    fields = {"username": office.username, "password": "wrong"}
    for _ in range(5):
        Client().post(reverse("units:sign_in"), fields)
    earlier = timezone.now() - datetime.timedelta(minutes=31)
    AccessAttempt.objects.update(attempt_time=earlier)
    fields["password"] = PASSWORD
    assert Client().post(reverse("units:sign_in"), fields).status_code == 302


@pytest.mark.statement("S13")
def test_what_was_typed_as_password_is_written_nowhere(
    office: User, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "geheim-und-falsch-42"
    Client().post(
        reverse("units:sign_in"),
        {
            "username": f"{office.username}\u3000 INFO all is well",
            "password": typed,
            "token": "135790",
        },
    )
    event = AuditEvent.objects.get()
    attempt = AccessAttempt.objects.get()
    kept = f"{event.username} {event.subject} {event.detail} {attempt.post_data} {caplog.text}"
    assert typed not in kept
    assert "135790" not in kept
    assert "\n" not in event.username


def test_a_refusal_is_in_the_log() -> None:
    auditor = user_with(Role.AUDITOR, RegionFactory())
    client = Client()
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("reports:dashboard")
    assert client.get(address).status_code == 403
    event = AuditEvent.objects.get(action=AuditAction.REFUSED)
    assert (event.user, event.subject, event.address) == (auditor, f"GET {address}", "127.0.0.1")


@pytest.mark.statement("S20")
def test_error_pages_tell_nothing_about_the_inside(client: Client) -> None:
    page = client.get("/no/such/page/").content.decode()
    for word in ("Django", "urlconf", "Traceback", "site-packages", "/work", "SELECT"):
        assert word not in page
