"""Accounts for each role and level, with passwords made at random and kept in one private file."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from config.demo.catalogue import CITY_CODE, MARK, REGION_CODE
from units.choices import Role
from units.models import Grant, MemberUnit, Region, User
from units.models.region import NATION_CODE

PASSWORD_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Who may sign in to the demonstration, and where."""

    username: str
    name: str
    role: Role
    region: str = REGION_CODE
    unit: str = ""


ACCOUNTS: Final = (
    DemoAccount("office", "区妇儿工委办", Role.OFFICE),
    DemoAccount("reviewer", "区统计局审核员", Role.REVIEWER),
    DemoAccount("liaison", "区卫生健康局联络员", Role.LIAISON, unit="区卫生健康局"),
    DemoAccount("evaluator", "评估专家", Role.EVALUATOR),
    DemoAccount("leader", "分管领导", Role.LEADER),
    DemoAccount("auditor", "审计员", Role.AUDITOR, NATION_CODE),
    DemoAccount("admin", "系统管理员", Role.ADMIN, NATION_CODE),
    DemoAccount("city", "市妇儿工委办", Role.OFFICE, CITY_CODE),
    DemoAccount("cityleader", "市分管领导", Role.LEADER, CITY_CODE),
    DemoAccount("cityexpert", "市评估专家", Role.EVALUATOR, CITY_CODE),
    DemoAccount("nation", "全国妇儿工委办", Role.OFFICE, NATION_CODE),
)


def accounts_keep(path: Path) -> dict[str, User]:
    """All accounts by user name; an account without a known password gets a new one.

    The file is written before the database commits, so no password is ever lost.
    """
    known = _passwords(path)
    existing = {u.username: u for u in User.objects.filter(username__in=_names())}
    missing = [a for a in ACCOUNTS if a.username not in existing or a.username not in known]
    if not missing:
        return existing
    for account in missing:
        known.setdefault(account.username, secrets.token_urlsafe(PASSWORD_BYTES))
    with transaction.atomic():
        for account in missing:
            existing[account.username] = _account_keep(account, known[account.username])
        _write(path, known)
    return existing


def _names() -> list[str]:
    return [account.username for account in ACCOUNTS]


def _account_keep(account: DemoAccount, password: str) -> User:
    user, _ = User.objects.get_or_create(
        username=account.username, defaults={"full_name": account.name}
    )
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save()
    region = Region.objects.get(code=account.region)
    unit = MemberUnit.objects.get(region=region, name=account.unit) if account.unit else None
    Grant.objects.get_or_create(
        user=user, role=account.role, region=region, unit=unit, defaults={"reason": MARK}
    )
    return user


def _passwords(path: Path) -> dict[str, str]:
    """Passwords by user name from a file of an earlier run."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[0] in _names()}


def _write(path: Path, passwords: dict[str, str]) -> None:
    """A file only its owner can read, in place at once or not at all."""
    lines = [f"# {MARK}账号，只用于本机演示。用户名、密码、角色、姓名："]
    lines += [
        "\t".join((a.username, passwords[a.username], a.role.label, a.name)) for a in ACCOUNTS
    ]
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    fresh.replace(path)
