"""What one saved cell costs: read once, however many cells the grid has."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from tests.factories import SubmissionFactory
from tests.guard.test_gate import _asked, liaison
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
MOST = 45  # one of them, the lock of the log, on PostgreSQL only


def test_a_saved_cell_reads_the_grid_once_and_tells_the_new_counts() -> None:
    submission = SubmissionFactory()
    asked = _asked(submission)
    client = liaison(submission)
    address = reverse("indicators:submission_values", args=[submission.pk])
    year = submission.reporting_round.reference_year
    told = {}

    def save(value: str, seen: int) -> None:
        cell = {"key": f"{asked.indicator_id}||{year}", "value": value, "seen": seen}
        body = json.dumps({"cells": [cell]})
        told.update(client.post(address, body, content_type="application/json").json())

    save("96", 0)
    few = count_queries(lambda: save("97", 1))
    assert (told["tally"]["asked"], told["tally"]["missing"]) == (1, 0)
    for _ in range(12):
        _asked(submission)
    many = count_queries(lambda: save("98", 2))
    assert (told["tally"]["asked"], told["tally"]["missing"]) == (13, 12)
    read = [sql for sql in few if 'FROM "indicators_responsibility"' in sql]
    assert len(read) == 1
    assert not [sql for sql in few if 'FROM "indicators_evidence"' in sql]
    assert len(few) <= MOST, "\n".join(sql[:120] for sql in few)
    # Each of _asked's plans is another plan of the same place: still no query per row.
    assert len(many) == len(few)
