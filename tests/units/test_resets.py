"""Nobody becomes somebody else alone: two people for a new sign-in, powers that exclude."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import GrantFactory, MemberUnitFactory, RegionFactory, user_with
from units import messages
from units.choices import AuditAction, Role
from units.duties import needs_second_factor
from units.models import AccountReset, AuditEvent, Grant, Notice, User
from units.passwords import NoCommonWord
from units.services.accounts import account_create, username_check
from units.services.resets import reset_ask, reset_confirm, reset_refuse, slip_issue

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from units.models import Region

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
RESETS = "units:resets"


@pytest.fixture
def nation() -> Region:
    return RegionFactory(code="000000", name="全国")


@pytest.fixture
def admins(nation: Region) -> tuple[User, User]:
    return user_with(Role.ADMIN, nation), user_with(Role.ADMIN, nation)


@pytest.fixture
def office(nation: Region) -> User:
    return user_with(Role.OFFICE, RegionFactory(code="350206", name="湖里区"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_one_administrator_alone_gets_no_code_of_an_office(
    admins: tuple[User, User], office: User
) -> None:
    before = office.password
    assert reset_ask(user=office, reason="更换手机", by=admins[0]) is None
    office.refresh_from_db()
    assert office.password == before
    (reset,) = AccountReset.objects.all()
    with pytest.raises(ValidationError, match="申请人不能自己确认"):
        reset_confirm(reset=reset, by=admins[0])
    assert Notice.objects.filter(user=admins[1], text__contains="请核实后确认或拒绝").exists()
    assert not Notice.objects.filter(user=admins[0]).exists()


def test_the_second_person_confirms_and_the_old_sign_in_ends(
    admins: tuple[User, User], office: User
) -> None:
    session = signed_in(office)
    assert session.get(reverse("units:notices")).status_code == HTTPStatus.OK
    TOTPDevice.objects.create(user=office, name="phone", confirmed=True)
    reset_ask(user=office, reason="更换手机", by=admins[0])
    slip = reset_confirm(reset=AccountReset.objects.get(), by=admins[1])
    answer = session.get(reverse("units:notices"))
    assert answer.headers["Location"].startswith(reverse("units:sign_in"))
    office.refresh_from_db()
    assert office.check_password(slip.code)
    assert not TOTPDevice.objects.filter(user=office).exists()
    assert office.one_time_until == slip.valid_until
    rows = AuditEvent.objects.filter(action=AuditAction.ACCOUNT).order_by("pk")
    assert [(row.user, row.detail["step"]) for row in rows] == [
        (admins[0], "申请"),
        (admins[1], "确认"),
    ]
    assert slip.code not in str([(row.subject, row.detail) for row in rows])


def test_the_database_refuses_one_person_for_both(admins: tuple[User, User], office: User) -> None:
    for asked, confirmed in ((admins[0], admins[0]), (admins[0], office)):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountReset.objects.create(
                user=office, reason="x", asked_by=asked, confirmed_by=confirmed
            )


def test_a_confirmation_counts_once(admins: tuple[User, User], office: User) -> None:
    reset_ask(user=office, reason="忘记密码", by=admins[0])
    with pytest.raises(ValidationError, match="已有一项重置等待确认"):
        reset_ask(user=office, reason="忘记密码", by=admins[0])
    reset = AccountReset.objects.get()
    reset_refuse(reset=reset, by=admins[1])
    with pytest.raises(ValidationError, match="已经办结"):
        reset_confirm(reset=reset, by=admins[1])


def test_a_liaisons_slip_needs_one_person(admins: tuple[User, User], nation: Region) -> None:
    unit = MemberUnitFactory(region=RegionFactory(code="350206", name="湖里区"))
    liaison = user_with(Role.LIAISON, unit.region, unit)
    slip = reset_ask(user=liaison, reason="忘记密码", by=admins[0])
    assert slip is not None
    with pytest.raises(ValidationError, match="不能重置自己"):
        reset_ask(user=admins[0], reason="忘记密码", by=admins[0])


def test_the_pages_ask_confirm_and_show_the_code_once(
    admins: tuple[User, User], office: User
) -> None:
    asking, confirming = signed_in(admins[0]), signed_in(admins[1])
    answer = asking.post(reverse(RESETS), {"user": office.pk, "reason": "更换手机"})
    assert answer.status_code == HTTPStatus.FOUND
    page = asking.get(reverse(RESETS)).content.decode()
    assert "等另一个人确认" in page
    assert "已核实本人，确认" not in page
    address = reverse("units:reset_answer", kwargs={"pk": AccountReset.objects.get().pk})
    slip = confirming.post(address, {"confirm": "1"}).content.decode()
    (code,) = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", slip)
    office.refresh_from_db()
    assert office.check_password(code)
    assert confirming.post(address, {"confirm": "1"}).status_code == HTTPStatus.NOT_FOUND
    signing = Client()
    signed = signing.post(reverse("units:sign_in"), {"username": office.username, "password": code})
    assert signed.status_code == HTTPStatus.FOUND
    first = signing.get(reverse("reports:home"))
    assert first.headers["Location"] == reverse("units:password")


def test_a_slip_that_ran_out_opens_nothing(office: User) -> None:
    slip = slip_issue(user=office)
    User.objects.filter(pk=office.pk).update(one_time_until=timezone.now() - timedelta(seconds=1))
    answer = Client().post(
        reverse("units:sign_in"), {"username": office.username, "password": slip.code}
    )
    assert messages.SLIP_EXPIRED in answer.content.decode()


def test_the_administrator_types_no_password(admins: tuple[User, User], office: User) -> None:
    client = signed_in(admins[0])
    page = client.get(reverse("admin:units_user_change", args=[office.pk])).content.decode()
    assert "password1" not in page
    assert 'type="password"' not in page


@pytest.mark.statement("S08")
@pytest.mark.parametrize(
    ("held", "asked"),
    [
        (Role.OFFICE, Role.ADMIN),
        (Role.ADMIN, Role.OFFICE),
        (Role.OFFICE, Role.AUDITOR),
        (Role.AUDITOR, Role.ADMIN),
        (Role.ADMIN, Role.LEADER),
    ],
)
def test_powers_exclude_one_another(nation: Region, held: Role, asked: Role) -> None:
    user = user_with(held, nation)
    with pytest.raises(ValidationError, match="三种职责须由不同的人担任"):
        Grant(user=user, role=asked, region=nation).full_clean()
    Grant.objects.filter(user=user).update(
        starts_on=timezone.localdate() - timedelta(days=9),
        ends_on=timezone.localdate() - timedelta(days=1),
    )
    Grant(user=user, role=asked, region=nation).full_clean()


def test_roles_of_one_power_go_together(nation: Region) -> None:
    user = user_with(Role.OFFICE, nation)
    Grant(user=user, role=Role.EVALUATOR, region=nation).full_clean()


@pytest.mark.statement("S04")
@pytest.mark.parametrize("role", list(Role))
def test_whose_second_factor_is_a_must(
    settings: SettingsWrapper, nation: Region, role: Role
) -> None:
    settings.REQUIRE_2FA = True
    unit = MemberUnitFactory(region=nation) if role is Role.LIAISON else None
    user = GrantFactory(role=role, region=nation, unit=unit).user
    free = role in {Role.LIAISON, Role.LEADER}
    assert needs_second_factor(user) is not free
    settings.SECOND_FACTOR_FOR = ["liaison", "leader"]
    assert needs_second_factor(user)


def test_a_new_office_is_announced_to_the_old_one(office: User) -> None:
    region = RegionFactory(code="350206")
    account_create(username="newcomer", full_name="新人", role=Role.OFFICE, region=region)
    (notice,) = Notice.objects.filter(user=office)
    assert notice.text == messages.GRANTED_NOTICE.format(
        user="新人", region=region.name, role="妇儿工委办"
    )


@pytest.mark.parametrize("name", ["аdmin", "ａdmin", "ad min", "Admin", "office\u200b", "用户а"])
def test_look_alike_user_names_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        username_check(name, User())


@pytest.mark.statement("S01")
def test_names_that_differ_by_case_only_are_refused(nation: Region) -> None:
    old = user_with(Role.OFFICE, nation)
    User.objects.filter(pk=old.pk).update(username="Office1")
    with pytest.raises(ValidationError, match="只有大小写不同"):
        username_check("office1", User())
    username_check("区妇联01", User())


@pytest.mark.parametrize(
    "password",
    ["Admin@123456", "P@ssw0rd-2026", "Fu!er#112233x", "My.Qwerty.Keys1", "4dmin-Yes-Ok!"],
)
def test_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="太常见"):
        NoCommonWord().validate(password)
    NoCommonWord().validate("Kite-Harbor-81-moss")


@pytest.mark.statement("S07")
def test_accounts_unused_for_a_quarter_are_listed(admins: tuple[User, User], office: User) -> None:
    now = timezone.now()
    User.objects.filter(pk=office.pk).update(last_login=now - timedelta(days=91))
    User.objects.filter(pk=admins[1].pk).update(last_login=now - timedelta(days=89))
    page = signed_in(admins[0]).get(reverse("admin:units_user_changelist"), {"unused": "90"})
    text = page.content.decode()
    assert office.username in text
    assert f">{admins[1].username}<" not in text
