"""What an account must do before anything else: a new password, a second factor."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_otp import user_has_device

from units.access import roles_of
from units.choices import Role
from units.models import User

FREE_ROLES: Final = frozenset({Role.LIAISON, Role.LEADER})
"""Roles for which a second factor is a setting (SECOND_FACTOR_FOR); every other one needs it."""


class SignInDuty(StrEnum):
    """The value is the URL name of the page where it is done."""

    PASSWORD = "units:password"  # noqa: S105 - an address, not a secret
    SECOND_FACTOR = "units:second_factor"


def needs_second_factor(user: User) -> bool:
    """Everybody who set one up, and the roles that must."""
    if user_has_device(user):
        return True
    asked = frozenset(Role) - FREE_ROLES | frozenset(settings.SECOND_FACTOR_FOR)
    return settings.REQUIRE_2FA and not asked.isdisjoint(roles_of(user))


def has_protected_role(user: User) -> bool:
    """Whether a new sign-in for this account takes two people."""
    return not roles_of(user) <= FREE_ROLES


def password_is_due(user: User) -> bool:
    """A one-time code, never chosen by its owner, or older than PASSWORD_MAX_AGE_DAYS (0: never
    due)."""
    if user.one_time_until is not None:
        return True
    days = settings.PASSWORD_MAX_AGE_DAYS
    if not days:
        return False
    changed = user.password_changed_at
    return changed is None or timezone.now() - changed > datetime.timedelta(days=days)


def pending_duty(user: User, *, is_verified: bool) -> SignInDuty | None:
    """``is_verified``: this session was opened with a second factor."""
    if not is_verified and needs_second_factor(user):
        return SignInDuty.SECOND_FACTOR
    if password_is_due(user):
        return SignInDuty.PASSWORD
    return None
