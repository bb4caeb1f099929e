"""Writing results by the hundred thousand: COPY on PostgreSQL, plain inserts elsewhere."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from assessments.models import Result
from assessments.services.judging import ResultRow

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMNS: Final = ", ".join(f'"{name}"' for name in ("assessment_id", *ResultRow._fields))
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_json: Final = json.JSONEncoder(ensure_ascii=False).encode
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
    lines = [
        "\t".join([str(pk), *[_field(value) for value in row]])
        for pk, rows in judged
        for row in rows
    ]
    lines.append("")
    table = Result._meta.db_table
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({_COLUMNS}) FROM STDIN", io.StringIO("\n".join(lines)))


def _field(value: Any) -> str:
    """One field of COPY's text format."""
    if value is None:
        return r"\N"
    kind = value.__class__
    if kind is str:
        told: str = value
        return told.translate(_ESCAPES) if told and _SPECIAL.search(told) else told
    if kind is Decimal or kind is int:
        return str(value)
    if kind is bool:
        return "t" if value else "f"
    text = _json(value)
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text
