"""The demonstration's invented values: one committed file, the same on every machine."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from config.demo.catalogue import FOLDER, data_rows
from indicators.core.vocabulary import BlankReason

VALUES_PATH: Final = FOLDER / "values.csv"
FIRST_YEAR: Final = 2010
LAST_YEAR: Final = 2020
YEARS: Final = tuple(range(FIRST_YEAR, LAST_YEAR + 1))


@dataclass(frozen=True, slots=True)
class DemoValue:
    """One row of a department's ledger. ``value`` is None where a reason or a word stands."""

    indicator_code: str
    reference_year: int
    breakdown: str
    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    blank_reason: BlankReason = BlankReason.PRESENT
    remark: str = ""
    text: str = ""


def demo_values(region_code: str, round_: str) -> tuple[DemoValue, ...]:
    """What one place reports of one round's indicators, all years."""
    return _all_values()[region_code, round_]


@cache
def _all_values() -> dict[tuple[str, str], tuple[DemoValue, ...]]:
    found: defaultdict[tuple[str, str], list[DemoValue]] = defaultdict(list)
    for row in data_rows(VALUES_PATH.name):
        found[row["region_code"], row["round"]].append(_value(row))
    return {key: tuple(values) for key, values in found.items()}


def _value(row: dict[str, str]) -> DemoValue:
    return DemoValue(
        indicator_code=row["indicator_code"],
        reference_year=int(row["reference_year"]),
        breakdown=row["breakdown"],
        value=Decimal(row["value"]) if row["value"] else None,
        numerator=int(row["numerator"]) if row["numerator"] else None,
        denominator=int(row["denominator"]) if row["denominator"] else None,
        blank_reason=BlankReason(row["blank_reason"]),
        remark=row["remark"],
        text=row["text"],
    )
