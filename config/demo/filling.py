"""What the demonstration loads: catalogues, national series, the district and its plans.

Each step looks first whether its work is there, so a second run changes nothing,
not even what a visitor changed by hand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from config.demo import catalogue
from config.demo.catalogue import (
    ANCESTORS,
    CITY_CODE,
    REGION_CODE,
    REGION_NAME,
    CatalogueRow,
)
from config.demo.neighbours import NEIGHBOURS
from indicators.choices import ObservationSource
from indicators.models import Observation, Plan
from indicators.services.catalogue import catalogue_load
from indicators.services.series import series_load
from indicators.services.tables import table_parse, table_read
from units.models import MemberUnit, Region
from units.models.region import NATION_CODE
from units.services.regions import region_from_text

SEED: Final = Path(__file__).resolve().parents[2] / "indicators" / "seed"
FIRST_ROUND: Final = "2011-2020"
SECOND_ROUND: Final = "2021-2030"
ROUNDS: Final = (FIRST_ROUND, SECOND_ROUND)


@cache
def national_rows(round_: str) -> list[CatalogueRow]:
    """The national catalogue of a round."""
    with _seed(round_).open(encoding="utf-8-sig", newline="") as lines:
        return catalogue.catalogue_rows(lines)


def _seed(round_: str) -> Path:
    return SEED / f"catalogue_{round_.replace('-', '_')}.csv"


def regions_fill() -> None:
    """The nation first, so that each place finds its parent. What is invented is marked."""
    below = [(REGION_CODE, REGION_NAME), *((n.code, n.name) for n in NEIGHBOURS)]
    for code, name in (*reversed(ANCESTORS), *below):
        region_from_text(f"{code}:{name}")
    invented = [CITY_CODE, *(code for code, _ in below)]
    Region.objects.filter(code__in=invented, is_demo=False).update(is_demo=True)


def catalogues_fill() -> None:
    """Both national catalogues, then the district's plans of both rounds."""
    for round_ in ROUNDS:
        if not _has_plan(NATION_CODE, round_):
            catalogue_load(table=table_read(_seed(round_)), region=NATION_CODE, round_=round_)
    for round_ in ROUNDS:
        if not _has_plan(REGION_CODE, round_):
            text = catalogue.catalogue_text(catalogue.district_rows(national_rows(round_)))
            table = table_parse(text.encode(), "district.csv")
            catalogue_load(table=table, region=REGION_CODE, round_=round_)
            _short_names_fill()


def _short_names_fill() -> None:
    units = MemberUnit.objects.filter(region__code=REGION_CODE, short_name="")
    for unit in units:
        unit.short_name = catalogue.SHORT_NAMES.get(unit.name, "")
    MemberUnit.objects.bulk_update(units, ["short_name"])


def _has_plan(region: str, round_: str) -> bool:
    return Plan.objects.filter(region__code=region, round__name=round_).exists()


def national_series_fill() -> None:
    """The published national values, unless the nation has some."""
    nation = Region.objects.get(code=NATION_CODE)
    if not Observation.objects.filter(region=nation, source=ObservationSource.SERIES).exists():
        series_load(table=table_read(SEED / "national_series.csv"), region=NATION_CODE)
