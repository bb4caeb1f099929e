"""Rows of a database as lines of JSON and back, table by table, for any database Django knows."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

_BATCH: Final = 500
_LEFT_OUT: Final = frozenset(("sessions.Session", "indicators.CatalogueState"))
"""Whoever was signed in signs in again; the catalogue's token is made by the rows themselves."""
_LAST: Final = ("assessments.Assessment",)
"""PostgreSQL gives a finalised assessment no results: they come first."""
_MADE_BY_MIGRATE: Final = ("contenttypes.ContentType", "auth.Permission")


def tables(apps: Apps) -> dict[str, type[Model]]:
    """Every table that a backup holds, by the name of its model."""
    models = apps.get_models(include_auto_created=True)
    named = {f"{m._meta.app_label}.{m._meta.object_name}": m for m in models}
    return {
        name: model
        for name, model in sorted(named.items(), key=lambda item: (item[0] in _LAST, item[0]))
        if model._meta.managed and not model._meta.proxy and name not in _LEFT_OUT
    }


def rows_write(model: type[Model], path: Path) -> dict[str, Any]:
    """One line of column names, then one line per row; gives their number and the file's hash."""
    names = [field.attname for field in model._meta.concrete_fields]
    digest = hashlib.sha256()
    count = 0
    with path.open("wb") as file:
        for line in _lines(model, names):
            file.write(line)
            digest.update(line)
            count += 1
    return {"rows": count - 1, "sha256": digest.hexdigest()}


def _lines(model: type[Model], names: list[str]) -> Iterator[bytes]:
    yield _line(names)
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_BATCH):
        yield _line(row)


def _line(values: Iterable[Any]) -> bytes:
    text = json.dumps(list(values), ensure_ascii=False, default=_plain, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return str(value)  # a decimal keeps its digits


def rows_read(model: type[Model], path: Path) -> int:
    """Insert the rows of a file as they were, times and keys too; how many."""
    count = 0
    with path.open("rb") as file:
        known = {field.attname: field for field in model._meta.concrete_fields}
        fields = [known[name] for name in json.loads(next(file))]
        size = min(_BATCH, connection.ops.bulk_batch_size(fields, [None] * _BATCH))
        while lines := list(islice(file, max(1, size))):
            objects = [_object(model, fields, json.loads(line)) for line in lines]
            query = InsertQuery(model)
            query.insert_values(fields, objects, raw=True)
            query.get_compiler(DEFAULT_DB_ALIAS).execute_sql()
            count += len(objects)
    return count


def _object(model: type[Model], fields: list[Any], values: list[Any]) -> Model:
    row = model()
    for field, value in zip(fields, values, strict=True):
        plain = field.target_field if field.is_relation else field
        setattr(row, field.attname, plain.to_python(value))
    return row


def is_empty(models: dict[str, type[Model]]) -> bool:
    """Has nobody worked here yet? What migrating itself makes does not count."""
    return not any(
        model._base_manager.exists()
        for name, model in models.items()
        if name not in _MADE_BY_MIGRATE
    )


def made_rows_clear(models: dict[str, type[Model]]) -> None:
    for name in reversed(_MADE_BY_MIGRATE):
        rows = models[name]._base_manager.all()
        rows._raw_delete(rows.db)
