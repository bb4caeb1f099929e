"""Ending the sessions of a person who left, or whose sign-in was given anew."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from units.models import User


def sessions_end(*, user: User) -> int:
    """Delete every open session of the account; how many there were."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    keys = [s.session_key for s in open_ones if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(session_key__in=keys).delete()[0]
