"""One number of decimals for all years of an indicator: the plan's, the library's, or the most."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.apps import apps

from assessments.models import Result
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import sheets_for
from indicators.core.case import Figure
from indicators.core.vocabulary import measure
from indicators.wording.decimals import series_decimals
from tests.assessments.views.world import asked, assess, reader_of
from tests.factories import ObservationFactory, RegionFactory
from units.choices import Role

if TYPE_CHECKING:
    from indicators.models import PlanIndicator
    from units.models import Region


def figure(value: str | None, decimals: int | None = None) -> Figure:
    return Figure(2020, None if value is None else Decimal(value), decimals=decimals)


@pytest.mark.parametrize(
    ("stated", "unit", "figures", "places"),
    [
        (1, "%", [figure("96.25", 2)], 1),
        (0, "%", [], 0),
        (None, "%", [figure("96.25", 2), figure("96.4", 1)], 2),
        (None, "1/10万", [figure("14.662757")], 2),
        (None, "%", [figure("0.1148", 4)], 4),
        (None, "%", [figure("0.114812", 6)], 4),
        (None, "人", [figure("647", 0), figure("640")], 0),
        (None, "张", [figure("2.97"), figure("3", 0)], 2),
        (None, "万人", [figure("8")], 2),
        (None, "%", [figure(None, 5)], 2),
    ],
)
def test_the_decimals_of_a_series(
    stated: int | None, unit: str, figures: list[Figure], places: int
) -> None:
    assert series_decimals(stated, measure(unit), figures) == places


@pytest.fixture
def place(db: None) -> Region:
    return RegionFactory()


def uneven(place: Region) -> PlanIndicator:
    """96.25 in the base year, a quotient in 2019, 96.4 in 2020: typed with 2, 0 and 1 decimals."""
    line = asked(place, "A1")
    for year, value, decimals in ((2010, "96.25", 2), (2019, "96.3333", None), (2020, "96.4", 1)):
        ObservationFactory(
            region=place,
            indicator=line.indicator,
            reference_year=year,
            value=Decimal(value),
            decimals=decimals,
        )
    return line


def test_every_year_base_and_chart_share_the_decimals(place: Region) -> None:
    line = uneven(place)
    (sheet,) = sheets_for([line.plan])
    case = figures_for([sheet], [place], 2020).case(sheet, place, 2020)
    assert {each.decimals for each in case.series.values()} == {2}
    assess(place, 2020)
    assert Result.objects.get().decimals == 2
    page = reader_of(Role.LEADER, place).get(f"/indicators/350206/A1/?plan={line.plan_id}")
    text = page.content.decode()
    for shown in ("96.25", "96.40"):
        assert f'>{shown}<span class="unit">%' in text, shown
    assert '<span title="96.3333">96.33</span>' in text
    assert '"decimals": 2' in text


def test_the_plan_overrides_the_library(place: Region) -> None:
    line = uneven(place)
    line.indicator.decimals = 1
    line.indicator.save()
    (sheet,) = sheets_for([line.plan])
    assert sheet.row.stated_decimals == 1
    line.decimals = 0
    line.save()
    (sheet,) = sheets_for([line.plan])
    case = figures_for([sheet], [place], 2020).case(sheet, place, 2020)
    assert {each.decimals for each in case.series.values()} == {0}


def test_the_decimals_of_people_do_not_hold_for_ten_thousands(place: Region) -> None:
    line = asked(place, "P1", measure="万人")
    line.indicator.measure, line.indicator.decimals = "人", 0
    assert line.stated_decimals is None
    line.decimals = 2
    assert line.stated_decimals == 2


def test_what_was_reported_before_decides_for_an_older_library(place: Region) -> None:
    keep = import_module("indicators.migrations.0008_decimals").keep
    line = uneven(place)
    rates, people = asked(place, "A2").indicator, asked(place, "A3").indicator
    fine = asked(place, "A4", values={}).indicator
    people.measure = "人"
    people.save()
    for year, decimals in ((2018, 4), (2019, 4), (2020, 1)):
        ObservationFactory(
            region=place,
            indicator=fine,
            reference_year=year,
            value=Decimal("0.1"),
            decimals=decimals,
        )
    keep(apps, None)
    found = dict(type(rates).objects.values_list("code", "decimals"))
    assert found == {"A1": 2, "A2": 2, "A3": None, "A4": 4}
    assert line.indicator.code == "A1"
