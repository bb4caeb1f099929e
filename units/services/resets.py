"""A new one-time code for somebody who cannot sign in: never typed by anybody, shown once.

The strongest roles need two people: one asks, another confirms and hands over the slip. Nobody
can so become somebody else alone.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from typing import Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from units import messages
from units.access import home_region
from units.audit import audit_record
from units.choices import AuditAction
from units.duties import has_protected_role
from units.models import AccountReset, Region, User
from units.notices import notices_send
from units.selectors import reset_confirmers

SLIP_DAYS: Final = 7
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read for another
_GROUPS: Final = 4
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class AccountSlip:
    """What is handed over on paper. ``code`` is kept nowhere else."""

    user: User
    code: str
    valid_until: datetime.datetime
    region: Region | None


def one_time_code() -> str:
    """Nineteen characters in four groups, about 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def slip_issue(*, user: User) -> AccountSlip:
    """Give the account a one-time code; its sessions and its device end."""
    code = one_time_code()
    until = timezone.now() + datetime.timedelta(days=SLIP_DAYS)
    user.set_password(code)
    user.password_changed_at = None
    user.one_time_until = until
    user.save(update_fields=["password", "password_changed_at", "one_time_until"])
    TOTPDevice.objects.filter(user=user).delete()
    sessions_end(user=user)
    return AccountSlip(user, code, until, home_region(user))


def reset_ask(*, user: User, reason: str, by: User) -> AccountSlip | None:
    """Ask for a new code. The slip at once for an account without a protected role, else None:
    then somebody else confirms. Raises ``ValidationError`` for one's own account, without a
    reason, or while another reset of it waits."""
    if user == by:
        raise ValidationError(messages.RESET_OWN, code="own")
    if not reason.strip():
        raise ValidationError(messages.RESET_REASON_NEEDED, code="reason")
    with transaction.atomic():
        if AccountReset.objects.filter(user=user, ended_at=None).exists():
            raise ValidationError(messages.RESET_OPEN.format(user=user), code="open")
        reset = AccountReset(user=user, reason=reason.strip(), asked_by=by)
        reset.full_clean()
        slip = None
        if not has_protected_role(user):
            reset.ended_at = timezone.now()
            slip = slip_issue(user=user)
        reset.save(force_insert=True)
        if slip is None:
            text = messages.RESET_ASK_NOTICE.format(by=by, user=user, reason=reset.reason)
            notices_send(users=reset_confirmers(reset), text=text)
        _record(reset, "ask", by)
    return slip


def reset_confirm(*, reset: AccountReset, by: User) -> AccountSlip:
    """The second person's word; the slip is shown to them, once."""
    _check_second(reset, by)
    with transaction.atomic():
        rows = AccountReset.objects.filter(pk=reset.pk, ended_at=None)
        if not rows.update(confirmed_by=by, ended_at=timezone.now()):
            raise ValidationError(messages.RESET_GONE, code="gone")
        slip = slip_issue(user=reset.user)
        text = messages.RESET_DONE_NOTICE.format(asked=reset.asked_by, confirmed=by)
        notices_send(users=[reset.user], text=text)
        _record(reset, "confirm", by)
    return slip


def reset_refuse(*, reset: AccountReset, by: User) -> None:
    """Nothing changes for the account. The asker may take it back like this too."""
    with transaction.atomic():
        rows = AccountReset.objects.filter(pk=reset.pk, ended_at=None)
        if not rows.update(ended_at=timezone.now()):
            raise ValidationError(messages.RESET_GONE, code="gone")
        _record(reset, "refuse", by)


def _check_second(reset: AccountReset, by: User) -> None:
    if by == reset.asked_by:
        raise ValidationError(messages.RESET_SAME_PERSON, code="same_person")
    if by == reset.user:
        raise ValidationError(messages.RESET_OWN, code="own")


def _record(reset: AccountReset, step: str, by: User) -> None:
    audit_record(
        action=AuditAction.ACCOUNT,
        user=by,
        region=home_region(reset.user),
        subject=messages.RESET_SUBJECT.format(user=reset.user.username),
        detail={"step": messages.RESET_STEP[step], "reason": reset.reason},
    )


def sessions_end(*, user: User) -> int:
    """Delete every open session of the account; how many there were."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    keys = [s.session_key for s in open_ones if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(session_key__in=keys).delete()[0]
