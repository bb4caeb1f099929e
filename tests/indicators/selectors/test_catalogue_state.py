"""The catalogue is read again when it has moved, through whatever door, and only then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from indicators.catalogue_watch import EVENTS, NAME, WATCHED
from indicators.models import CatalogueState, IndicatorAlias, PlanIndicator
from indicators.selectors.catalogue_state import catalogue_token
from indicators.selectors.ledger_context import place_catalogue
from tests.queries import count_queries
from tests.scenes import YEAR, collecting_scene

if TYPE_CHECKING:
    from indicators.selectors.ledger_context import PlaceBasis
    from tests.scenes import Collecting

pytestmark = pytest.mark.django_db
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
MODELS = {model._meta.db_table: model for model in apps.get_models()}


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


def read(scene: Collecting) -> PlaceBasis:
    return place_catalogue(region=scene.unit.region, reference_year=YEAR)


def test_what_is_kept_was_read_from_watched_tables_only(scene: Collecting) -> None:
    read_from = {
        table for sql in count_queries(lambda: read(scene)) for table in TABLE.findall(sql)
    }
    assert read_from - {"indicators_cataloguestate"} <= set(WATCHED)
    assert len(read_from) > 8


def test_every_watched_table_has_its_triggers() -> None:
    """Red after a migration that made a table anew on SQLite: see indicators.catalogue_watch."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT event_object_table, event_manipulation FROM information_schema.triggers "
                "WHERE trigger_name = %s",
                [NAME],
            )
            found = set(cursor.fetchall())
        else:
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
            found = {
                (table, event)
                for table, name in cursor.fetchall()
                for event in EVENTS
                if name == f"{NAME}_{table}_{event.lower()}"
            }
    assert found == {(table, event) for table in WATCHED for event in EVENTS}


@pytest.mark.parametrize("table", WATCHED)
def test_every_change_of_a_watched_table_gives_a_new_token(scene: Collecting, table: str) -> None:
    """By the doors that pass every save(): a row changed, removed and put there."""
    IndicatorAlias.objects.create(indicator=scene.plain, name="巩固率")
    rows: Any = MODELS[table]._base_manager
    column = MODELS[table]._meta.concrete_fields[-1].attname
    tokens = [catalogue_token()]
    with transaction.atomic():
        row = rows.order_by("pk").last()
        assert rows.filter(pk=row.pk).update(**{column: getattr(row, column)}) == 1
        tokens.append(catalogue_token())
        rows.filter(pk=row.pk)._raw_delete("default")
        tokens.append(catalogue_token())
        rows.bulk_create([row])
        tokens.append(catalogue_token())
    assert len({token for token in tokens if token}) == 4


def test_it_is_read_once_and_again_after_a_change(scene: Collecting) -> None:
    first = read(scene)
    assert len(count_queries(lambda: read(scene))) == 1  # the token
    token = catalogue_token()
    region = scene.unit.region
    kept = place_catalogue(region=region, reference_year=YEAR, token=token)
    assert kept is first
    PlanIndicator.objects.filter(indicator=scene.plain).update(name="巩固率（新）")
    assert "巩固率（新）" in [row.name for row in read(scene).rows]
    assert "巩固率（新）" not in [row.name for row in first.rows]


def test_what_was_rolled_back_is_kept_by_nobody(scene: Collecting) -> None:
    before = [row.name for row in read(scene).rows]
    with transaction.atomic():
        PlanIndicator.objects.update(name="没有的")
        assert {row.name for row in read(scene).rows} == {"没有的"}
        transaction.set_rollback(True)
    assert [row.name for row in read(scene).rows] == before
    with transaction.atomic():  # a counter would now stand where the rolled-back change stood
        PlanIndicator.objects.update(name="另一个")
        assert {row.name for row in read(scene).rows} == {"另一个"}


def test_without_a_token_nothing_is_kept(scene: Collecting) -> None:
    CatalogueState.objects.all().delete()
    assert catalogue_token() == ""
    assert read(scene) is not read(scene)
