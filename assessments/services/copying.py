"""Writing results by the hundred thousand: COPY on PostgreSQL, plain inserts elsewhere."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from assessments.models import Result
from assessments.services.judging import ResultRow

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMNS: Final = ", ".join(f'"{name}"' for name in ("assessment_id", *ResultRow._fields))
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def results_write(judged: Iterable[tuple[int, Iterable[ResultRow]]]) -> None:
    """Store the rows of some assessments, whose earlier rows are gone. ``judged``: by key."""
    if connection.vendor == "postgresql":
        _copy(judged)
        return
    Result.objects.bulk_create(
        (Result(assessment_id=pk, **row._asdict()) for pk, rows in judged for row in rows),
        batch_size=500,
    )


def _copy(judged: Iterable[tuple[int, Iterable[ResultRow]]]) -> None:
    lines = io.StringIO()
    for pk, rows in judged:
        key = str(pk)
        for row in rows:
            lines.write(key)
            for value in row:
                lines.write("\t")
                lines.write(_field(value))
            lines.write("\n")
    lines.seek(0)
    table = Result._meta.db_table
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({_COLUMNS}) FROM STDIN", lines)


def _field(value: Any) -> str:
    """One field of COPY's text format."""
    if value is None:
        return r"\N"
    if value.__class__ is str:
        return value.translate(_ESCAPES) if value else ""
    if value.__class__ is Decimal or value.__class__ is int:
        return str(value)
    if value.__class__ is bool:
        return "t" if value else "f"
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
