from __future__ import annotations

from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_answers_ok_while_the_database_does() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_answers_503_without_a_database() -> None:
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("down")):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database\n")
