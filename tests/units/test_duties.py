"""Second factor, due passwords, password rules: what stands between a sign-in and the pages."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import GrantFactory, MemberUnitFactory, RegionFactory, user_with
from units import messages
from units.choices import AuditAction, Role
from units.models import AuditEvent, Region, User
from units.request_context import client_address

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

PASSWORD = "a-long-test-password"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SECOND_FACTOR = "/account/second-factor/"

pytestmark = pytest.mark.django_db


def code(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the telephone shows now, or so many half minutes later."""
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    shown.time = time.time() + steps * device.step
    return f"{shown.token():06d}"


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


@pytest.fixture
def client(office: User) -> Client:
    client = Client()
    client.force_login(office, backend=BACKEND)
    return client


def test_without_the_setting_nobody_is_asked(client: Client) -> None:
    assert client.get(reverse("reports:home")).status_code == 200


@pytest.mark.parametrize(
    ("role", "asked"),
    [(Role.OFFICE, True), (Role.EVALUATOR, True), (Role.LEADER, False), (Role.LIAISON, False)],
)
def test_office_and_evaluators_must_set_one_up(
    settings: SettingsWrapper, role: Role, asked: bool
) -> None:
    settings.REQUIRE_2FA = True
    region = RegionFactory()
    unit = MemberUnitFactory(region=region) if role is Role.LIAISON else None
    client = Client()
    client.force_login(user_with(role, region, unit), backend=BACKEND)
    answer = client.get(reverse("reports:home"))
    if asked:
        assert (answer.status_code, answer["Location"]) == (302, SECOND_FACTOR)
        assert client.get("/api/v1/regions/").json() == {"detail": messages.API_DUTY}
        assert client.post(reverse("units:sign_out")).status_code == 302
    else:
        assert answer.status_code == 200


def test_setting_up_opens_the_pages_and_asks_next_time(
    settings: SettingsWrapper, client: Client, office: User
) -> None:
    settings.REQUIRE_2FA = True
    page = client.get(SECOND_FACTOR).content.decode()
    assert not TOTPDevice.objects.exists()  # looking makes nothing
    device = TOTPDevice(user=office, key=client.session["second_factor_key"])
    assert "data:image/svg+xml;base64," in page
    refused = client.post(SECOND_FACTOR, {"token": "000000"})
    assert messages.SIGN_IN_CODE_WRONG in refused.content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    answer = client.post(SECOND_FACTOR, {"token": code(device)})
    assert (answer.status_code, answer["Location"]) == (302, reverse("reports:home"))
    assert client.get(reverse("reports:home")).status_code == 200
    rows = AuditEvent.objects.filter(action=AuditAction.ACCOUNT, user=office).order_by("pk")
    refusal, done = rows
    assert (refusal.detail["status"], done.subject) == (200, messages.SECOND_FACTOR_SET)

    again = Client()
    fields = {"username": office.username, "password": PASSWORD}
    without = again.post(reverse("units:sign_in"), fields)
    assert messages.SIGN_IN_CODE_NEEDED in without.content.decode()
    used = again.post(reverse("units:sign_in"), {**fields, "token": code(device)})
    assert messages.SIGN_IN_CODE_WRONG in used.content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    later = again.post(reverse("units:sign_in"), {**fields, "token": code(device, steps=1)})
    assert (later.status_code, later["Location"]) == (302, reverse("reports:home"))


def test_a_confirmed_device_hides_its_key(client: Client, office: User) -> None:
    TOTPDevice.objects.create(user=office, name="phone", confirmed=True)
    answer = client.get(reverse("reports:home"))
    assert answer["Location"] == SECOND_FACTOR
    assert "data:image" not in client.get(SECOND_FACTOR).content.decode()


def test_reset_by_command(office: User) -> None:
    TOTPDevice.objects.create(user=office, name="phone", confirmed=True)
    call_command("reset_second_factor", office.username)
    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_second_factor", "nobody")


@pytest.mark.statement("S01")
@pytest.mark.parametrize("age", [None, 91])
def test_a_due_password_comes_before_any_page(
    settings: SettingsWrapper, client: Client, office: User, age: int | None
) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 90
    if age is not None:
        office.password_changed_at = timezone.now() - datetime.timedelta(days=age)
        office.save(update_fields=["password_changed_at"])
    answer = client.get(reverse("reports:home"), follow=True)
    assert answer.redirect_chain == [(reverse("units:password"), 302)]
    assert messages.RENEWAL_DUE in answer.content.decode()
    new = "Another-long-secret-7"
    client.post(
        reverse("units:password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert client.get(reverse("reports:home")).status_code == 200


@pytest.mark.statement("S01")
def test_the_last_five_passwords_are_refused(office: User) -> None:
    for number in range(6):
        office.set_password(f"Ein-langes-Wort-{number}")
        office.save()
    for number in range(1, 6):
        with pytest.raises(ValidationError) as refusal:
            validate_password(f"Ein-langes-Wort-{number}", office)
        assert refusal.value.messages == [messages.USED_BEFORE.format(count=5)]
    validate_password("Ein-langes-Wort-0", office)
    assert office.former_passwords.count() == 5


@pytest.mark.statement("S01")
@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("onlylowercaseletters", False),
        ("lower-and-signs-only", False),
        ("Lower-and-signs-UPPER", True),
        ("lower-signs-2026", True),
        ("Short-1", False),
    ],
)
def test_three_of_four_classes_and_twelve_characters(password: str, good: bool) -> None:
    if good:
        validate_password(password)
    else:
        with pytest.raises(ValidationError):
            validate_password(password)


def test_what_a_password_must_be_is_said_in_the_words_of_the_project(client: Client) -> None:
    page = client.get(reverse("units:password")).content.decode()
    assert "你的" not in page
    for asked in ("不能与您的用户名、姓名等相近。", "至少 12 个字符。", "不能全是数字。"):
        assert f"<li>{asked}</li>" in page
    assert "<li></li>" not in page


def test_the_first_account_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["admin", "--role", "admin", "--region", "000000:全国"]
    call_command("create_account", *arguments)
    password = capsys.readouterr().out.strip().rsplit("：", 1)[1]
    user = User.objects.get(username="admin")
    assert user.check_password(password)
    assert not user.is_superuser
    assert user.grants.get().role == Role.ADMIN
    with pytest.raises(CommandError, match="admin"):
        call_command("create_account", *arguments)
    with pytest.raises(CommandError, match="--unit"):
        call_command("create_account", "x", "--role", "liaison", "--region", "000000")
    assert User.objects.count() == 1


@pytest.mark.statement("S02")
def test_the_admin_unlocks_accounts_within_reach(office: User) -> None:
    keeper = user_with(Role.ADMIN, office.grants.get().region)
    stranger = Client()
    fields = {"username": office.username, "password": "wrong"}
    for _ in range(5):
        stranger.post(reverse("units:sign_in"), fields)
    fields["password"] = PASSWORD
    assert stranger.post(reverse("units:sign_in"), fields).status_code == 429
    client = Client()
    client.force_login(keeper, backend=BACKEND)
    client.post("/admin/units/user/", {"action": "unlock", "_selected_action": [office.pk]})
    assert stranger.post(reverse("units:sign_in"), fields).status_code == 302
    event = AuditEvent.objects.get(action=AuditAction.UNLOCKED)
    assert (event.user, event.subject) == (keeper, office.username)


def test_an_account_with_a_wider_grant_is_not_kept_below(office: User) -> None:
    region = office.grants.get().region
    GrantFactory(user=office, role=Role.OFFICE, region=RegionFactory(code="350200", name="某市"))
    client = Client()
    client.force_login(user_with(Role.ADMIN, region), backend=BACKEND)
    assert client.get(f"/admin/units/user/{office.pk}/change/").status_code == 302
    nation = RegionFactory(code="000000", name="全国")
    for wider in (Region.objects.get(code="350200"), nation):
        client.force_login(user_with(Role.ADMIN, wider), backend=BACKEND)
        assert client.get(f"/admin/units/user/{office.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        pytest.param(0, "203.0.113.9", "127.0.0.1", id="no proxy: the header is a claim"),
        pytest.param(1, "198.51.100.1, 203.0.113.9", "203.0.113.9", id="one: the last entry"),
        pytest.param(2, "1.1.1.1, 198.51.100.1, 203.0.113.9", "198.51.100.1", id="two"),
        pytest.param(2, "203.0.113.9", "127.0.0.1", id="fewer entries than proxies"),
        pytest.param(1, "<script>", None, id="no address"),
        pytest.param(1, "2001:db8::1", "2001:db8::1", id="version 6"),
    ],
)
def test_whose_address_is_believed(
    settings: SettingsWrapper, proxies: int, forwarded: str, expected: str | None
) -> None:
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == expected
