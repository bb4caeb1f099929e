"""Every parameter of every address with what nobody should send: an answer, never a crash.

The parameters are not listed anywhere: each address is opened once and the names it reads are
noted; then each name gets each hostile value. On PostgreSQL this finds what SQLite forgives.
"""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from tests.access_table import ACCESS, Access
from tests.test_access import BACKEND, World, world  # noqa: F401 - the fixture
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = (
    "²",
    "-1",
    "0",
    "9" * 18,
    "9" * 40,
    "1e400",
    "NaN",
    "2020-02-30",
    "%",
    "'\"<x>",
    "字" * 1500,
)
AT_THE_GATE = ("a\x00b", "\x1b[1m", "\x7f")
# What a request that only looks may still write: the session, the log of refusals, and that a
# notice which leads to this page has been read.
OWN_TABLES = ("django_session", "units_auditevent", "units_notice")
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"(\w+)\"")


@contextmanager
def noted() -> Iterator[set[str]]:
    """The names that are read of any query or form meanwhile."""
    names: set[str] = set()
    plain = {name: getattr(QueryDict, name) for name in ("get", "getlist", "__getitem__")}

    def noting(name: str) -> Any:
        def read(fields: QueryDict, key: str, *args: Any, **kwargs: Any) -> Any:
            names.add(key)
            return plain[name](fields, key, *args, **kwargs)

        return read

    patch = pytest.MonkeyPatch()
    for name in plain:
        patch.setattr(QueryDict, name, noting(name))
    try:
        yield names
    finally:
        patch.undo()


def caller(world: World, row: Access) -> Client:  # noqa: F811 - the fixture
    client = Client(raise_request_exception=False)
    for role in (Role.OFFICE, Role.EVALUATOR, *Role):
        if role in row.roles:
            client.force_login(world.users[role], backend=BACKEND)
            break
    return client


def ask(client: Client, row: Access, address: str, fields: dict[str, Any]) -> int:
    with transaction.atomic():
        answer = client.post(address, fields) if row.post else client.get(address, fields)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_no_parameter_breaks_an_address(name: str, world: World) -> None:  # noqa: F811
    row = ACCESS[name]
    client = caller(world, row)
    address = reverse(name, kwargs=row.url(world))
    usual = row.data(world)
    with noted() as names:
        assert ask(client, row, address, usual) < 500
    broken = [
        (field, value[:20])
        for field in sorted(names - {"csrfmiddlewaretoken"})
        for value in HOSTILE
        if ask(client, row, address, {**usual, field: value}) >= 500
    ]
    assert broken == []
    for value in AT_THE_GATE:
        assert ask(client, row, address, {**usual, "any": value}) == 400


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_no_part_of_an_address_breaks_it(name: str, world: World) -> None:  # noqa: F811
    row = ACCESS[name]
    client = caller(world, row)
    parts = row.url(world)
    broken = []
    for part, usual in parts.items():
        for value in (*HOSTILE, 9**18, 9**40, "a\x00b"):
            try:
                address = reverse(name, kwargs={**parts, part: value})
            except NoReverseMatch:
                continue
            status = ask(client, row, address, row.data(world))
            if status >= 500 or (value != usual and status == 200 and row.own_region):
                broken.append((part, str(value)[:20], status))
    assert broken == []


@pytest.mark.parametrize("name", sorted(name for name, row in ACCESS.items() if not row.post))
def test_looking_changes_nothing(name: str, world: World) -> None:  # noqa: F811
    """GET reads: what changes state is sent by POST, which carries a token."""
    row = ACCESS[name]
    address = reverse(name, kwargs=row.url(world))
    written: set[str] = set()
    for role in sorted(row.roles):
        client = Client()
        client.force_login(world.users[role], backend=BACKEND)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer)
            transaction.set_rollback(True)
        for query in queries.captured_queries:
            found = WRITES.match(query["sql"])
            if found and found[1] not in OWN_TABLES:
                written.add(found[1])
    assert written == set()


@pytest.mark.parametrize(
    "told", ["p=abc", "p=1e400", "p=" + "9" * 40, "o=-1", "o=²", "r=x&p=%00", "\x00", "p="]
)
def test_a_cursor_that_nobody_was_given(told: str, world: World) -> None:  # noqa: F811
    client = caller(world, ACCESS["api:observation-list"])
    cursor = base64.b64encode(told.encode()).decode()
    answer = client.get(reverse("api:observation-list"), {"cursor": cursor})
    assert answer.status_code in {200, 404}
    answer = client.get(reverse("api:observation-list"), {"cursor": "é" + cursor})
    assert answer.status_code == 404
