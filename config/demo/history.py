"""Invented values as a table of approved history, the way a place loads its past years."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from config.demo.catalogue import ROUNDS, plan_rows
from config.demo.values import DemoValue
from indicators.core.vocabulary import measure
from indicators.models import Indicator
from indicators.selectors.file_tables import FileTable

COLUMNS: Final = (
    *("indicator_code", "reference_year", "breakdown"),
    *("value", "numerator", "denominator", "source"),
)


def history_table(rows: Iterable[DemoValue], source: str) -> FileTable:
    """What ``series_load`` reads, in the library's multiples; rows without a number left out."""
    measures = dict(Indicator.objects.values_list("code", "measure"))
    told = []
    for row in rows:
        if row.value is not None:
            value = format(row.value / _factor(row.indicator_code, measures), "f")
            counts = ("" if n is None else str(n) for n in (row.numerator, row.denominator))
            key = (row.indicator_code, str(row.reference_year), row.breakdown)
            told.append(dict(zip(COLUMNS, (*key, value, *counts, source), strict=True)))
    return FileTable(COLUMNS, tuple(enumerate(told, start=2)))


def _factor(code: str, measures: dict[str, str]) -> int:
    """How many of the district's multiple make one of the library's (人 and 万人: 10,000)."""
    reported = _report_measures().get(code)
    if reported is None:
        return 1
    return measure(measures[code]).multiple // measure(reported).multiple


@cache
def _report_measures() -> dict[str, str]:
    rows = (row for round_ in ROUNDS for row in plan_rows(round_))
    return {row["indicator_code"]: row["report_measure"] for row in rows if row["report_measure"]}
