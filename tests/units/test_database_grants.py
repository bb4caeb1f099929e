"""The application's own database role: reads and adds to the log, and no more."""

from __future__ import annotations

import secrets
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2.errors import InsufficientPrivilege
from tablib import Dataset

from tests.factories import RegionFactory, user_with
from units.access import Ability, reach
from units.audit import audit_record
from units.choices import AuditAction, Role
from units.models import MemberUnit
from units.resources import MemberUnitResource

if TYPE_CHECKING:
    from collections.abc import Iterator

HISTORIES = (
    "units_auditevent",
    "indicators_observationrevision",
    "indicators_submissionevent",
    "indicators_submissionvaluerevision",
)

REFUSED = (
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
    "UPDATE {} SET id = id + 1",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
)


@pytest.mark.statement("S12")
@pytest.mark.django_db(transaction=True)
def test_the_application_adds_to_the_log_and_changes_nothing_in_it() -> None:
    if connection.vendor != "postgresql":
        with pytest.raises(CommandError, match="PostgreSQL"):
            call_command("database_grants", url="postgres://app:x@127.0.0.1/x")
        return
    own = connection.settings_dict
    role, password = f"grants_{secrets.token_hex(4)}", secrets.token_hex(8)
    url = f"postgres://{role}:{password}@{own['HOST'] or '127.0.0.1'}:{own['PORT'] or 5432}/x"
    audit_record(action=AuditAction.SIGN_IN)
    call_command("database_grants", url=url)
    parts = urlsplit(url)
    try:
        with closing(
            psycopg2.connect(
                host=parts.hostname,
                port=parts.port,
                user=role,
                password=password,
                dbname=own["NAME"],
            )
        ) as app:
            app.autocommit = True
            with app.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM units_auditevent")
                assert cursor.fetchone() == (1,)
                for table in HISTORIES:
                    for words in REFUSED:
                        with pytest.raises(InsufficientPrivilege):
                            cursor.execute(words.format(table))
                cursor.execute("UPDATE units_auditevent SET user_id = NULL")
                cursor.execute("UPDATE units_region SET name = name")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT {role} TO CURRENT_USER")
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


@pytest.mark.django_db(transaction=True)
def test_a_table_with_new_rows_is_imported_under_the_applications_role() -> None:
    """The library would move the sequence afterwards, which only its owner may."""
    region = RegionFactory(code="350206")
    held = reach(user_with(Role.OFFICE, region), Ability.KEEP_CATALOGUE)
    table = Dataset(("350206", "jia", "甲局"), headers=("行政区划代码", "单位代码", "单位名称"))
    with _as_application():
        result = MemberUnitResource(held=held).import_data(table, dry_run=False)
    assert [str(error.error) for error in result.base_errors] == []
    assert MemberUnit.objects.filter(region=region, code="jia", name="甲局").count() == 1


@contextmanager
def _as_application() -> Iterator[None]:
    """On PostgreSQL the statements inside run with the application's rights, as in production."""
    if connection.vendor != "postgresql":
        yield
        return
    role = f"grants_{secrets.token_hex(4)}"
    call_command("database_grants", url=f"postgres://{role}:x@127.0.0.1/x")
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT {role} TO CURRENT_USER")
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


def test_the_owner_is_not_the_application() -> None:
    if connection.vendor == "postgresql":
        user = connection.settings_dict["USER"]
        with pytest.raises(CommandError, match="所有者"):
            call_command("database_grants", url=f"postgres://{user}:x@127.0.0.1/x")
