"""The neighbours of the demonstration district miss what their story says, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.core.contradictions import (
    ComparedFigure,
    parts_against_total,
    value_against_counts,
)
from config.demo import catalogue
from config.demo.catalogue import FIRST_ROUND, REGION_CODE
from config.demo.values import DemoValue, demo_values
from indicators.core.vocabulary import FEMALE, MALE, TOTAL, measure
from tests.demo_story import neighbours
from tests.demo_story.neighbours import CITY_SILENT, NEIGHBOURS, Neighbour, neighbour_values

ROWS = catalogue.plan_rows(FIRST_ROUND)
OWN = demo_values(REGION_CODE, FIRST_ROUND)
SCALES = {row["indicator_code"]: int(row["scale"]) for row in ROWS}
QUALITATIVE = {row["indicator_code"] for row in ROWS if row["rule"] == "qualitative"}
BY_NAME = {neighbour.name: neighbour for neighbour in NEIGHBOURS}


def _by_key(rows: tuple[DemoValue, ...]) -> dict[tuple[str, int], DemoValue]:
    return {(row.indicator_code, row.reference_year): row for row in rows}


def _exact(row: DemoValue) -> Fraction:
    if row.numerator is not None and row.denominator:
        return Fraction(row.numerator * SCALES[row.indicator_code], row.denominator)
    assert row.value is not None
    return Fraction(row.value)


def _unmet(values: tuple[DemoValue, ...]) -> set[str]:
    """The rules this catalogue uses, told apart from generator and judging on purpose."""
    told: defaultdict[str, dict[int, Fraction]] = defaultdict(dict)
    for row in values:
        told[row.indicator_code][row.reference_year] = _exact(row)
    found = set()
    for row in ROWS:
        code, rule = row["indicator_code"], row["rule"]
        years = told[code]
        if max(years) == 2010:
            continue
        value, base = years[max(years)], years.get(2010, Fraction(0))
        target, slack = Fraction(row["target"] or 0), Fraction(row["tolerance"] or 0)
        reached = {
            "qualitative": True,
            "at_least": value >= target - slack,
            "at_most": value <= target,
            "around": abs(value - target) <= slack,
            "rise": value > base or value == base == 100,
            "fall": value < base or value == base == 0,
            "at_most_of_baseline": value <= base * Fraction(row["baseline_factor"] or 1),
        }[rule]
        if not reached:
            found.add(code)
    return found


@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=lambda each: each.code)
def test_each_misses_exactly_what_is_named(neighbour: Neighbour) -> None:
    values = neighbour_values(neighbour, OWN, ROWS)
    assert _unmet(values) == neighbour.missed - QUALITATIVE
    assert neighbour_values(neighbour, OWN, ROWS) == values


@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=lambda each: each.code)
def test_figures_are_possible_and_have_counts_where_the_district_has(
    neighbour: Neighbour,
) -> None:
    ours = _by_key(tuple(row for row in OWN if row.breakdown == TOTAL))
    percent = {row["indicator_code"] for row in ROWS if measure(row["measure"]).text == "%"}
    for key, row in _by_key(neighbour_values(neighbour, OWN, ROWS)).items():
        assert row.value is not None
        assert row.value >= 0
        assert (row.numerator is None) == (ours[key].numerator is None), row
        if row.indicator_code in percent:
            assert row.value <= 100, row


def test_only_base_year_last_two_years_and_the_last_census_or_election() -> None:
    for neighbour in NEIGHBOURS:
        years = {row.reference_year for row in neighbour_values(neighbour, OWN, ROWS)}
        assert years == {2010, 2016, 2018, 2019, 2020}


def test_one_district_is_silent_about_ten_indicators() -> None:
    told = _by_key(neighbour_values(BY_NAME["翔安区"], OWN, ROWS))
    silent = BY_NAME["翔安区"].silent
    assert len(silent) == 10
    assert all((code, 2010) in told and (code, 2020) not in told for code in silent)


def test_city_is_the_sum_of_all_six_and_leaves_some_to_the_districts() -> None:
    whole = _by_key(neighbours.city_values(OWN, ROWS))
    parts = [_by_key(neighbour_values(each, OWN, ROWS)) for each in NEIGHBOURS]
    ours = _by_key(tuple(row for row in OWN if row.breakdown == TOTAL))
    key = ("I007", 2020)
    city_row, district_rows = whole[key], [ours[key], *(part[key] for part in parts)]
    assert city_row.numerator == sum(row.numerator or 0 for row in district_rows)
    assert city_row.denominator == sum(row.denominator or 0 for row in district_rows)
    assert city_row.value == Decimal("77.65")
    assert not any((code, 2020) in whole for code in CITY_SILENT)
    assert all((code, 2010) in whole for code in CITY_SILENT)


def test_contradicted_district_shows_one_of_each_kind() -> None:
    values = neighbours.contradicted(neighbour_values(BY_NAME["集美区"], OWN, ROWS))
    measures = {row["indicator_code"]: measure(row["measure"]) for row in ROWS}
    rows = [
        ComparedFigure(
            row.indicator_code,
            row.indicator_code,
            measures[row.indicator_code],
            SCALES[row.indicator_code],
            row.reference_year,
            row.breakdown,
            row.breakdown,
            row.value,
            None if row.numerator is None else Decimal(row.numerator),
            None if row.denominator is None else Decimal(row.denominator),
            2,
        )
        for row in values
    ]
    words = {TOTAL: "合计", FEMALE: "女", MALE: "男"}
    found = [*parts_against_total(rows, words), *value_against_counts(rows)]
    assert [(each.kind.value, each.code, each.year) for each in found] == [
        ("parts_sum", "I013", 2020),
        ("parts_range", "I067", 2020),
        ("quotient", "I072", 2020),
    ]
