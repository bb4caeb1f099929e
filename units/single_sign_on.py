"""Signing in through the office network's own service: who came is told, nothing else is taken.

Only an existing, active account is opened, found by the one attribute that is configured. No
account is made, no role or name is set. Signing in with password and code stays possible beside
it, so that an administrator gets in when the service does not answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models import QuerySet
from django.http import HttpRequest

from units.audit import audit_record
from units.choices import AuditAction
from units.models import User


def accounts_of(attributes: Mapping[str, Any]) -> QuerySet[User]:
    """The one active account that ``SSO_ATTRIBUTE`` names, or none.

    The attribute must be one non-empty text that equals ``SSO_ACCOUNT_FIELD`` of exactly one
    account. Every other attribute stays unread.
    """
    told = attributes.get(settings.SSO_ATTRIBUTE)
    found = User.objects.none()
    if isinstance(told, str) and told and "\x00" not in told:
        found = User.objects.filter(**{settings.SSO_ACCOUNT_FIELD: told})
    if found.count() == 1 and found.get().is_active:
        return found
    audit_record(
        action=AuditAction.SIGN_IN_FAILED,
        username=told if isinstance(told, str) else "",
        detail={"by": settings.SSO},
    )
    return User.objects.none()


def is_signed_in_by_service(request: HttpRequest) -> bool:
    """Whether this session was opened by the service and not with a password."""
    return request.session.get("_auth_user_backend") in settings.SSO_BACKENDS.values()


def sign_in_record(sender: object, request: HttpRequest, user: User, **_more: Any) -> None:
    """The log row of a sign-in through the service; the sign-in page writes its own."""
    if is_signed_in_by_service(request):
        audit_record(action=AuditAction.SIGN_IN, user=user, detail={"by": settings.SSO})


def sign_ins_watch() -> None:
    user_logged_in.connect(sign_in_record, dispatch_uid="units.single_sign_on")
