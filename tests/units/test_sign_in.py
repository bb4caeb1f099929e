"""Sign-in, lock-out, sign-out, password: rows of the log and texts."""

from __future__ import annotations

import re

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from tests.factories import RegionFactory, UserFactory, user_with
from units import messages
from units.choices import AuditAction, Role
from units.models import AuditEvent, User

PASSWORD = "a-long-test-password"
pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


def sign_in(client: Client, username: str, password: str):
    return client.post(reverse("units:sign_in"), {"username": username, "password": password})


def test_right_password_opens_the_home_page_and_is_logged(client: Client, office: User) -> None:
    answer = sign_in(client, office.username, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, reverse("reports:home"))
    event = AuditEvent.objects.get()
    assert (event.action, event.user) == (AuditAction.SIGN_IN, office)


def test_wrong_password_says_how_many_tries_are_left(client: Client, office: User) -> None:
    answer = sign_in(client, office.username, "wrong")
    assert messages.SIGN_IN_LEFT.format(left=4, minutes=30) in answer.content.decode()
    assert AuditEvent.objects.get().action == AuditAction.SIGN_IN_FAILED


def test_after_a_wrong_password_the_cursor_waits_in_the_password(
    client: Client, office: User
) -> None:
    page = sign_in(client, office.username, "wrong").content.decode()
    name, password = re.findall(r'<input [^>]*name="(?:username|password)"[^>]*>', page)
    assert f'value="{office.username}"' in name
    assert ("autofocus" in name, "autofocus" in password) == (False, True)


def test_a_name_that_does_not_exist_reads_the_same(client: Client, db: None) -> None:
    answer = sign_in(client, "nobody", "wrong")
    assert messages.SIGN_IN_LEFT.format(left=4, minutes=30) in answer.content.decode()


@pytest.mark.parametrize(("length", "is_refused"), [(150, False), (151, True), (400, True)])
def test_a_name_longer_than_any_is_refused_with_its_length(
    client: Client, db: None, length: int, is_refused: bool
) -> None:
    page = sign_in(client, "n" * length, "wrong")
    assert page.status_code == 200
    said = f"用户名最长 150 个字，这里有 {length} 个" in page.content.decode()
    assert said is is_refused
    # Not handed on: the table of failures takes 255 characters, and PostgreSQL means it.
    assert AccessAttempt.objects.exists() is not is_refused
    assert AuditEvent.objects.get().action == AuditAction.SIGN_IN_FAILED


@pytest.mark.statement("S02")
def test_five_failures_lock_even_the_right_password_out(client: Client, office: User) -> None:
    for _ in range(5):
        answer = sign_in(client, office.username, "wrong")
    assert answer.status_code == 429
    answer = sign_in(client, office.username, PASSWORD)
    assert answer.status_code == 429
    assert messages.SIGN_IN_LOCKED.format(limit=5, minutes=30) in answer.content.decode()
    assert AuditEvent.objects.filter(action=AuditAction.LOCKED).exists()


def test_sign_out_takes_a_post_only(client: Client, office: User) -> None:
    client.force_login(office, backend=BACKEND)
    assert client.get(reverse("units:sign_out")).status_code == 405
    assert client.post(reverse("units:sign_out")).status_code == 302
    assert client.get(reverse("reports:home")).status_code == 302
    assert AuditEvent.objects.get().action == AuditAction.SIGN_OUT


def test_changing_the_password_keeps_the_session_and_is_logged(
    client: Client, office: User
) -> None:
    client.force_login(office, backend=BACKEND)
    new = "another-long-secret-7"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = client.post(reverse("units:password"), fields, follow=True)
    assert messages.ACCOUNT_RENEWED in answer.content.decode()
    office.refresh_from_db()
    assert office.check_password(new)
    assert office.password_changed_at is not None
    assert AuditEvent.objects.filter(action=AuditAction.PASSWORD, user=office).count() == 1


def test_a_short_password_is_refused(client: Client) -> None:
    user = UserFactory()
    client.force_login(user, backend=BACKEND)
    fields = {"old_password": PASSWORD, "new_password1": "short1", "new_password2": "short1"}
    client.post(reverse("units:password"), fields)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
