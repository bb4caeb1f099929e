"""Invented values as a file of approved history, the way a place loads its past years."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cache
from typing import Final

from config.demo.catalogue import ROUNDS, plan_rows
from config.demo.values import DemoValue
from indicators.core.vocabulary import measure
from indicators.models import Indicator
from indicators.selectors.file_tables import FileTable, table_parse

COLUMNS: Final = ("indicator_code", "reference_year", "breakdown", "value", "numerator")


def history_table(rows: Iterable[DemoValue], source: str) -> FileTable:
    """What ``series_load`` reads, in the library's multiples; rows without a number left out."""
    measures = dict(Indicator.objects.values_list("code", "measure"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*COLUMNS, "denominator", "source"))
    for row in rows:
        if row.value is None:
            continue
        value = row.value / _factor(row.indicator_code, measures)
        counts = ("" if n is None else n for n in (row.numerator, row.denominator))
        key = (row.indicator_code, row.reference_year, row.breakdown)
        writer.writerow((*key, format(value, "f"), *counts, source))
    return table_parse(out.getvalue().encode(), "history.csv")


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
