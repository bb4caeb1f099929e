"""The demonstration's places and the district's own plans, as committed files.

``plan_*.csv`` is the national catalogue in local dress: targets stay the national ones, names
lose their brackets, departments become the district's, and counts are reported in the multiple
a district would print. A test makes the files again.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
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

SHORT_NAMES: Final[Mapping[str, str]] = {
    "区卫生健康局": "区卫健局",
    "区人力资源和社会保障局": "区人社局",
    "区人大常委会办公室": "区人大办",
    "区政协办公室": "区政协办",
    "区国有资产管理中心": "区国资中心",
    "区妇女联合会": "区妇联",
    "区人民法院": "区法院",
    "区人民检察院": "区检察院",
    "区残疾人联合会": "区残联",
    "区文化和旅游局": "区文旅局",
    "共青团区委": "团区委",
    "区应急管理局": "区应急局",
    "区医疗保障局": "区医保局",
    "区发展和改革局": "区发改局",
    "区市场监督管理局": "区市监局",
    "区自然资源和规划局": "区资源规划局",
    "区科学技术协会": "区科协",
    "区妇儿工委办公室": "区妇儿工委办",
}

CatalogueRow: TypeAlias = dict[str, str]


def plan_path(round_: str) -> Path:
    """The district's plans of a round, as ``load_catalogue`` reads them."""
    return FOLDER / f"plan_{round_.replace('-', '_')}.csv"


@cache
def plan_rows(round_: str) -> list[CatalogueRow]:
    """The district's plan indicators of a round, in printed order."""
    with plan_path(round_).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lead_units(rows: list[CatalogueRow]) -> dict[str, str]:
    """The department that reports a statistic: the lead of its first row."""
    leads: dict[str, str] = {}
    for row in rows:
        leads.setdefault(row["indicator_code"], row["lead_departments"].split(";")[0])
    return leads
