"""What the demonstration loads: catalogues, national series, the district and its plans.

Each step looks first whether its work is there, so a second run changes nothing,
not even what a visitor changed by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from config.demo.catalogue import (
    ANCESTORS,
    CITY_CODE,
    NEIGHBOURS,
    REGION_CODE,
    REGION_NAME,
    ROUNDS,
    data_rows,
    plan_path,
)
from indicators.choices import ObservationSource
from indicators.models import Observation, Plan
from indicators.selectors.file_tables import table_read
from indicators.services.catalogue import catalogue_load
from indicators.services.series import series_load
from units.models import MemberUnit, Region
from units.models.region import NATION_CODE
from units.services.regions import region_from_text

SEED: Final = Path(__file__).resolve().parents[2] / "indicators" / "seed"


def seed_path(round_: str) -> Path:
    """The national catalogue of a round."""
    return SEED / f"catalogue_{round_.replace('-', '_')}.csv"


def regions_fill() -> None:
    """The nation first, so that each place finds its parent. What is invented is marked."""
    below = [(REGION_CODE, REGION_NAME), *NEIGHBOURS]
    for code, name in (*reversed(ANCESTORS), *below):
        region_from_text(f"{code}:{name}")
    invented = [CITY_CODE, *(code for code, _ in below)]
    Region.objects.filter(code__in=invented, is_demo=False).update(is_demo=True)


def catalogues_fill() -> None:
    """Both national catalogues, then the district's plans of both rounds."""
    for round_ in ROUNDS:
        if not _has_plan(NATION_CODE, round_):
            catalogue_load(table=table_read(seed_path(round_)), region=NATION_CODE, round_=round_)
    for round_ in ROUNDS:
        if not _has_plan(REGION_CODE, round_):
            catalogue_load(table=table_read(plan_path(round_)), region=REGION_CODE, round_=round_)
            _short_names_fill()


def _short_names_fill() -> None:
    short = {row["name"]: row["short_name"] for row in data_rows("short_names.csv")}
    units = MemberUnit.objects.filter(region__code=REGION_CODE, short_name="")
    for unit in units:
        unit.short_name = short.get(unit.name, "")
    MemberUnit.objects.bulk_update(units, ["short_name"])


def _has_plan(region: str, round_: str) -> bool:
    return Plan.objects.filter(region__code=region, round__name=round_).exists()


def national_series_fill() -> None:
    """The published national values, unless the nation has some."""
    nation = Region.objects.get(code=NATION_CODE)
    if not Observation.objects.filter(region=nation, source=ObservationSource.SERIES).exists():
        series_load(table=table_read(SEED / "national_series.csv"), region=NATION_CODE)
