"""Sessions in the database, as Django's, but renewed by one statement.

Every request of a signed-in person moves the end of the session; Django's store wraps that single
UPDATE in a transaction of its own, two more ways to the database.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """A session that ended meanwhile is never brought back: zero rows updated say so."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.model.objects.filter(session_key=self.session_key)
        content = self.encode(dict(self.items()))
        if not row.update(session_data=content, expire_date=self.get_expiry_date()):
            raise UpdateError
