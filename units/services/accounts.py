"""Accounts: opening one with a role, and its second factor."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from axes.handlers.proxy import AxesProxyHandler
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from units import messages
from units.audit import audit_record
from units.budgets import budget_forgive
from units.choices import AuditAction, Role
from units.duties import FREE_ROLES
from units.models import Grant, MemberUnit, Region, User
from units.notices import notices_send
from units.selectors import office_of
from units.services.resets import SLIP_DAYS, one_time_code

_USERNAME: Final = re.compile(r"[a-z0-9._-]+|[\u4e00-\u9fff][\u4e00-\u9fff0-9._-]*")
DEVICE_NAME: Final = "phone"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """``password`` is shown once and kept nowhere."""

    user: User
    password: str


def account_create(
    *, username: str, full_name: str, role: Role, region: Region, unit: MemberUnit | None = None
) -> NewAccount:
    """An account with one grant and a random password, which its owner must change."""
    if (role is Role.LIAISON) != (unit is not None):
        raise ValidationError(messages.ACCOUNT_UNIT_NEEDED, code="unit")
    user = User(username=username, full_name=full_name)
    user.clean_fields(exclude=["password"])
    username_check(username, user)
    password = one_time_code()
    with transaction.atomic():
        user.set_password(password)
        user.one_time_until = timezone.now() + datetime.timedelta(days=SLIP_DAYS)
        user.save(force_insert=True)
        grant = Grant(user=user, role=role, region=region, unit=unit)
        grant.full_clean()
        grant.save(force_insert=True)
        grant_announce(grant=grant)
        audit_record(
            action=AuditAction.ACCOUNT, region=region, subject=username, detail={"role": role}
        )
    return NewAccount(user, password)


def second_factor_open(*, user: User, key: str) -> TOTPDevice:
    """The account's device, else a new one with this key (hexadecimal), kept when a code comes."""
    known = TOTPDevice.objects.filter(user=user).order_by("-confirmed", "pk").first()
    return known or TOTPDevice(user=user, name=DEVICE_NAME, confirmed=False, key=key)


def second_factor_confirm(*, device: TOTPDevice) -> bool:
    """True when this code was the first one, so that the device is now in use."""
    rows = TOTPDevice.objects.filter(pk=device.pk, confirmed=False).update(confirmed=True)
    device.confirmed = True
    return bool(rows)


def account_unlock(*, user: User, by: User | None = None) -> None:
    """Forget the failed sign-ins of an account, so that it need not wait."""
    AxesProxyHandler.reset_attempts(username=user.username)
    budget_forgive("sign_in_name", user.username.casefold())
    audit_record(action=AuditAction.UNLOCKED, user=by, subject=user.username)


def second_factor_reset(*, username: str) -> None:
    """Forget the device of somebody who lost the telephone."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise ValidationError(messages.ACCOUNT_UNKNOWN.format(username=username), code="unknown")
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        text = messages.SECOND_FACTOR_RESET.format(username=username)
        audit_record(action=AuditAction.ACCOUNT, subject=text)


def username_check(username: str, user: User) -> None:
    """Letters that look like others, and names that differ by case only, are refused."""
    if not _USERNAME.fullmatch(username):
        raise ValidationError(messages.USERNAME_FORM, code="username_form")
    others = User.objects.exclude(pk=user.pk)
    if others.filter(username=username).exists():
        raise ValidationError(messages.ACCOUNT_EXISTS.format(username=username), code="exists")
    alike = others.filter(username__iexact=username).first()
    if alike is not None:
        raise ValidationError(
            messages.USERNAME_LOOKS_LIKE.format(username=username, other=alike.username),
            code="username_alike",
        )


def grant_announce(*, grant: Grant) -> None:
    """Tell the place's office of a new protected role, so that nobody becomes one unseen."""
    if grant.role in FREE_ROLES:
        return
    text = messages.GRANTED_NOTICE.format(
        user=grant.user, region=grant.region.name, role=grant.get_role_display()
    )
    people = [person for person in office_of(grant.region) if person != grant.user]
    notices_send(users=people, text=text)
