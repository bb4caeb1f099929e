"""Accounts of the demonstration: one per role, passwords never lost and never shared."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from config.demo.accounts import ACCOUNTS, accounts_keep
from units.access import roles_of
from units.choices import Role
from units.models import Grant, MemberUnit, Region, User

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    Region.objects.create(code="000000", name="全国", level="nation")
    Region.objects.create(code="350200", name="厦门市", level="city")
    district = Region.objects.create(code="350206", name="湖里区", level="county")
    MemberUnit.objects.create(region=district, code="D01", name="区卫生健康局")


def passwords(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    return {row[0]: row[1] for row in rows}


def test_every_role_has_an_account_that_opens_with_its_password(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    users = accounts_keep(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {role for user in users.values() for role in roles_of(user)} == set(Role.values)
    for name, password in passwords(path).items():
        assert User.objects.get(username=name).check_password(password)
    assert not User.objects.filter(is_superuser=True).exists()


def test_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    accounts_keep(path)
    before = path.read_bytes(), list(User.objects.values_list("username", "password"))
    accounts_keep(path)
    assert (path.read_bytes(), list(User.objects.values_list("username", "password"))) == before
    assert Grant.objects.count() == len(ACCOUNTS)


def test_a_lost_file_gets_new_passwords(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    accounts_keep(path)
    old = passwords(path)
    path.unlink()
    accounts_keep(path)
    new = passwords(path)
    assert not set(old.values()) & set(new.values())
    assert User.objects.get(username="office").check_password(new["office"])
    assert User.objects.count() == len(ACCOUNTS)


def test_an_emptied_database_keeps_the_passwords_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    accounts_keep(path)
    known = passwords(path)
    User.objects.all().delete()
    accounts_keep(path)
    assert passwords(path) == known
    assert User.objects.get(username="leader").check_password(known["leader"])
