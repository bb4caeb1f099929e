"""Signing in through a service opens an existing account and changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from config import sso_cas
from config.sso_cas import KnownAccountCAS
from config.sso_oidc import KnownAccountOIDC
from tests.factories import RegionFactory, UserFactory, user_with
from units.choices import Role
from units.models import AuditEvent, Grant, User
from units.single_sign_on import accounts_of, is_signed_in_by_service, sign_ins_watch

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def oidc(settings: SettingsWrapper) -> None:
    settings.SSO, settings.SSO_ATTRIBUTE, settings.SSO_ACCOUNT_FIELD = "oidc", "uid", "username"
    settings.OIDC_OP_TOKEN_ENDPOINT = settings.OIDC_OP_USER_ENDPOINT = "https://sso.test/"
    settings.OIDC_OP_JWKS_ENDPOINT = "https://sso.test/"
    settings.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_SECRET = "test"
    settings.OIDC_RP_SIGN_ALGO = "RS256"
    settings.OIDC_CREATE_USER = False


def told(monkeypatch: pytest.MonkeyPatch, claims: dict[str, Any]) -> User | None:
    """The account that OpenID Connect opens when the service tells this of somebody."""
    backend = KnownAccountOIDC()
    monkeypatch.setattr(backend, "get_userinfo", lambda *_: claims)
    found: User | None = backend.get_or_create_user("access", "id", {})
    return found


def test_the_configured_attribute_opens_the_account_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = user_with(Role.LEADER, RegionFactory())
    before = User.objects.filter(pk=user.pk).values().get()
    grants = list(Grant.objects.values())
    claims = {"uid": user.username, "name": "别名", "email": "x@y.z", "is_staff": True}
    assert told(monkeypatch, {**claims, "roles": ["admin"], "groups": ["admin"]}) == user
    assert User.objects.filter(pk=user.pk).values().get() == before
    assert list(Grant.objects.values()) == grants


@pytest.mark.parametrize(
    "claims",
    [
        {"uid": "nobody"},
        {"uid": ""},
        {},
        {"uid": ["chen"]},
        {"uid": "CHEN"},
        {"uid": "chen\x00"},
        {"email": "chen@example.org", "preferred_username": "chen"},
    ],
    ids=str,
)
def test_whoever_is_not_found_is_refused_logged_and_never_made(
    monkeypatch: pytest.MonkeyPatch, claims: dict[str, Any]
) -> None:
    UserFactory(username="chen", email="chen@example.org")
    assert told(monkeypatch, claims) is None
    assert User.objects.count() == 1
    event = AuditEvent.objects.get()
    assert (event.action, event.detail) == ("sign_in_failed", {"by": "oidc"})


def test_who_has_left_and_whom_two_share_is_refused(settings: SettingsWrapper) -> None:
    UserFactory(username="left", is_active=False)
    assert not accounts_of({"uid": "left"})
    settings.SSO_ACCOUNT_FIELD = "phone"
    UserFactory(phone="0592")
    assert accounts_of({"uid": "0592"}).count() == 1
    UserFactory(phone="0592")
    assert not accounts_of({"uid": "0592"})


@pytest.mark.parametrize(("ticket", "found"), [("good", True), ("forged", False)])
def test_cas_opens_who_the_service_vouches_for(
    settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, ticket: str, *, found: bool
) -> None:
    settings.SSO, settings.SSO_ATTRIBUTE = "cas", "cas:user"
    user = UserFactory(username="chen")

    class Service:
        def verify_ticket(self, given: str) -> tuple[str | None, dict[str, str], None]:
            return ("chen" if given == "good" else None), {"affiliation": "admin"}, None

    monkeypatch.setattr(sso_cas, "get_cas_client", lambda **_: Service())
    opened = KnownAccountCAS().authenticate(
        RequestFactory().get("/"), ticket=ticket, service="https://here.test"
    )
    assert opened == (user if found else None)


def test_the_sign_in_is_logged_with_the_service(settings: SettingsWrapper) -> None:
    sign_ins_watch()
    request = RequestFactory().get("/")
    request.session = SessionStore()
    user = UserFactory()
    login(request, user, backend=settings.SSO_BACKENDS["oidc"])
    assert is_signed_in_by_service(request)
    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.detail) == ("sign_in", user, {"by": "oidc"})


OIDC = {
    "OIDC_CLIENT_ID": "x",
    "OIDC_CLIENT_SECRET": "y",
    "OIDC_AUTHORIZATION_ENDPOINT": "https://sso.test/a",
    "OIDC_TOKEN_ENDPOINT": "https://sso.test/t",
    "OIDC_USER_ENDPOINT": "https://sso.test/u",
    "OIDC_JWKS_ENDPOINT": "https://sso.test/j",
}
ASK = """
import django; django.setup()
from django.conf import settings
from django.urls import reverse, NoReverseMatch
names = [b.rpartition(".")[2] for b in settings.AUTHENTICATION_BACKENDS]
try: start = reverse(settings.SSO_START) if settings.SSO_START else ""
except NoReverseMatch: start = "missing"
print(",".join(names), start)
"""


@pytest.mark.parametrize(
    ("environment", "answer"),
    [
        ({}, "AxesStandaloneBackend,ModelBackend"),
        (
            {"SSO": "oidc", **OIDC},
            "AxesStandaloneBackend,ModelBackend,KnownAccountOIDC /sso/authenticate/",
        ),
        (
            {"SSO": "cas", "CAS_SERVER_URL": "https://sso.test/cas/"},
            "AxesStandaloneBackend,ModelBackend,KnownAccountCAS /sso/",
        ),
    ],
    ids=["off", "oidc", "cas"],
)
def test_it_is_off_by_default_and_passwords_stay_beside_it(
    environment: dict[str, str], answer: str, tmp_path: Path
) -> None:
    own = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    own |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**own, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == answer, done.stderr
