"""What one saved cell costs: read once, however many cells the grid has.

Counted is every statement of the whole request as it runs in production: session, account, rights,
``BEGIN`` and ``COMMIT`` too. Hence ``transaction=True``: inside a test's own transaction there
would be savepoints instead. The catalogue is read by a process once per change of it, before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from indicators.selectors.grid_counts import grid_tally
from tests.factories import SubmissionFactory, user_with
from tests.guard.test_gate import BACKEND, _asked, liaison
from tests.queries import count_queries
from units.choices import Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from indicators.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 15


class Typist:
    """Somebody who types into one cell of a submission."""

    def __init__(self, client: Client, submission: Submission, indicator_id: int) -> None:
        self.client, self.seen, self.told = client, 0, dict[str, Any]()
        self.address = reverse("indicators:submission_values", args=[submission.pk])
        self.key = f"{indicator_id}||{submission.reporting_round.reference_year}"

    def save(self, value: str) -> None:
        cell = {"key": self.key, "value": value, "seen": self.seen}
        body = json.dumps({"cells": [cell]})
        answer = self.client.post(self.address, body, content_type="application/json")
        self.told = answer.json()
        assert self.told["cells"][0]["status"] in ("new", "changed")
        self.seen = self.told["cells"][0]["version"]


def office(submission: Submission) -> Client:
    """Signed in with a second factor, as offices are."""
    client, user = Client(), user_with(Role.OFFICE, submission.unit.region)
    device = TOTPDevice.objects.create(user=user, name="手机", confirmed=True)
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@pytest.mark.parametrize("who", [liaison, office], ids=["liaison", "office"])
def test_a_saved_cell_costs_fifteen_statements(who: Any, settings: SettingsWrapper) -> None:
    settings.REQUIRE_2FA = True
    submission = SubmissionFactory()
    typist = Typist(who(submission), submission, _asked(submission).indicator_id)
    typist.save("96")
    few = count_queries(lambda: typist.save("97"))
    assert len(few) <= MOST, "\n".join(sql[:120] for sql in few)
    assert [sql for sql in few if sql.startswith("BEGIN")]
    assert few.count("COMMIT") == 1
    assert AuditEvent.objects.filter(action="enter").count() == 2
    assert (typist.told["tally"]["asked"], typist.told["tally"]["missing"]) == (1, 0)
    for _ in range(12):
        _asked(submission)
    typist.save("98")  # reads the catalogue, which has moved
    many = count_queries(lambda: typist.save("99"))
    assert (typist.told["tally"]["asked"], typist.told["tally"]["missing"]) == (13, 12)
    # Each of _asked's plans is another plan of the same place: still no query per row.
    assert len(many) == len(few)
    assert typist.told["tally"] == grid_tally(submission)
