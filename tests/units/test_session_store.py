"""A session is renewed by one statement, and one that has ended stays ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.queries import count_queries
from units.session_store import SessionStore

pytestmark = pytest.mark.django_db(transaction=True)


def test_renewing_is_one_statement_and_keeps_the_content() -> None:
    session = SessionStore()
    session["person"] = "王芳"
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    known = SessionStore(session.session_key)
    known["page"] = 2  # reads the row
    assert len(count_queries(known.save)) == 1
    row = Session.objects.get()
    assert row.get_decoded() == {"person": "王芳", "page": 2}
    assert row.expire_date > timezone.now() + timedelta(minutes=29)


def test_a_session_that_ended_is_not_brought_back() -> None:
    session = SessionStore()
    session["person"] = "王芳"
    session.save()
    known = SessionStore(session.session_key)
    known["page"] = 2
    Session.objects.all().delete()  # signed out, or ended by the administrator, meanwhile
    with pytest.raises(UpdateError):
        known.save()
    assert not Session.objects.exists()
