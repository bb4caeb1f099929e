"""The demonstration's places and the district's own plans, as committed files.

``plan_*.csv`` is the national catalogue in local dress: targets stay the national ones, names
lose their brackets, departments become the district's, and counts are reported in the multiple
a district would print. A test makes the files again.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

FOLDER: Final = Path(__file__).resolve().parent / "data"
FIRST_ROUND: Final = "2011-2020"
SECOND_ROUND: Final = "2021-2030"
ROUNDS: Final = (FIRST_ROUND, SECOND_ROUND)
REGION_CODE: Final = "350206"
REGION_NAME: Final = "湖里区"
CITY_CODE: Final = "350200"
ANCESTORS: Final = ((CITY_CODE, "厦门市"), ("350000", "福建省"), ("000000", "全国"))
NEIGHBOURS: Final = (
    ("350203", "思明区"),
    ("350205", "海沧区"),
    ("350211", "集美区"),
    ("350212", "同安区"),
    ("350213", "翔安区"),
)
MARK: Final = "演示数据"

CatalogueRow: TypeAlias = dict[str, str]


def plan_path(round_: str) -> Path:
    """The district's plans of a round, as ``load_catalogue`` reads them."""
    return FOLDER / f"plan_{round_.replace('-', '_')}.csv"


@cache
def plan_rows(round_: str) -> list[CatalogueRow]:
    """The district's plan indicators of a round, in printed order."""
    return data_rows(plan_path(round_).name)


def data_rows(name: str) -> list[dict[str, str]]:
    """The rows of a committed file of the demonstration."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lead_units(rows: list[CatalogueRow]) -> dict[str, str]:
    """The department that reports a statistic: the lead of its first row."""
    leads: dict[str, str] = {}
    for row in rows:
        leads.setdefault(row["indicator_code"], row["lead_departments"].split(";")[0])
    return leads
