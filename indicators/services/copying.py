"""Writing many rows at once: COPY on PostgreSQL, Django's bulk inserts elsewhere and for few.

Rows are tuples in the order of ``columns`` (attribute names such as ``region_id``). The
caller has locked what must not change meanwhile.
"""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Model

_MANY: Final = 500  # below this a temporary table costs more than it saves
_BATCH: Final = 2_000
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

_json: Final = json.JSONEncoder(ensure_ascii=False).encode

Row = tuple[Any, ...]


def rows_add(model: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows that are all new."""
    if _is_worth_copying(rows):
        _copy(_quoted(model._meta.db_table), columns, rows)
        return
    model._default_manager.bulk_create(
        [model(**dict(zip(columns, row, strict=True))) for row in rows], batch_size=_BATCH
    )


def rows_put(
    model: type[Model], columns: Sequence[str], rows: Sequence[Row], *, key: Sequence[str]
) -> list[int]:
    """Insert rows, or overwrite those with the same ``key``; their primary keys in order.

    A key stands at most once in ``rows``; ``key`` is a unique constraint of the table.
    """
    if _is_worth_copying(rows):
        return _put_by_copy(model, columns, rows, key)
    made = model._default_manager.bulk_create(
        [model(**dict(zip(columns, row, strict=True))) for row in rows],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=[name.removesuffix("_id") for name in key],
        update_fields=[name.removesuffix("_id") for name in columns if name not in key],
    )
    return [row.pk for row in made]


def _is_worth_copying(rows: Sequence[Row]) -> bool:
    return connection.vendor == "postgresql" and len(rows) >= _MANY


def _put_by_copy(
    model: type[Model], columns: Sequence[str], rows: Sequence[Row], key: Sequence[str]
) -> list[int]:
    table, staging = _quoted(model._meta.db_table), _quoted("staged_rows")
    names = ", ".join(map(_quoted, columns))
    keys = ", ".join(map(_quoted, key))
    changes = ", ".join(
        f"{_quoted(name)} = EXCLUDED.{_quoted(name)}" for name in columns if name not in key
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {staging} (LIKE {table}) ON COMMIT DROP")
        cursor.execute(f"ALTER TABLE {staging} ALTER COLUMN id DROP NOT NULL")
    _copy(staging, columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {staging} "  # noqa: S608
            f"ON CONFLICT ({keys}) DO UPDATE SET {changes} RETURNING id, {keys}"
        )
        found = {row[1:]: row[0] for row in cursor.fetchall()}
        cursor.execute(f"DROP TABLE {staging}")
    places = [columns.index(name) for name in key]
    return [found[tuple(row[place] for place in places)] for row in rows]


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(map(_quoted, columns))
    lines = ["\t".join(map(_field, row)) for row in rows]
    lines.append("")
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO("\n".join(lines)))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _field(value: Any) -> str:
    """One field of COPY's text format."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    text = _json(value) if isinstance(value, dict | list) else str(value)
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text
