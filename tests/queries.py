"""A page is a fixed number of queries, however many rows it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable


def count_queries(act: Callable[[], object]) -> list[str]:
    """The SQL that ``act`` sends."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def assert_queries_do_not_grow(
    add_rows: Callable[[int], object], act: Callable[[], object]
) -> None:
    """Fails when ``act`` sends more queries with twelve rows than with two."""
    add_rows(2)
    act()  # fills caches that live longer than a request
    few = count_queries(act)
    add_rows(10)
    many = count_queries(act)
    assert len(many) == len(few), (
        f"2 rows: {len(few)} queries, 12 rows: {len(many)}:\n"
        + "\n".join(sql[:160] for sql in many)
    )
