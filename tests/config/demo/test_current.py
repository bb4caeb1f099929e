"""The second round's invented values fit its catalogue."""

from __future__ import annotations

from config.demo import catalogue, current
from config.demo.catalogue import REGION_CODE, SECOND_ROUND
from config.demo.values import demo_values


def test_every_statistic_of_the_second_round_has_a_path() -> None:
    rows = catalogue.plan_rows(SECOND_ROUND)
    told = {row.indicator_code for row in demo_values(REGION_CODE, SECOND_ROUND)}
    assert told == {row["indicator_code"] for row in rows}


def test_values_are_possible() -> None:
    rows = catalogue.plan_rows(SECOND_ROUND)
    percent = {row["indicator_code"] for row in rows if row["measure"] == "%"}
    for row in demo_values(REGION_CODE, SECOND_ROUND):
        assert (row.value is None) == bool(row.blank_reason or row.text), row
        assert row.value is None or row.value >= 0, row
        if row.indicator_code in percent and row.value is not None:
            assert row.value <= 100, row


def test_all_units_of_the_story_lead_something() -> None:
    rows = catalogue.plan_rows(SECOND_ROUND)
    leads = set(catalogue.lead_units(rows).values())
    told = {*current.APPROVED, *current.WAITING, current.RETURNED, *current.BEGUN}
    assert told <= leads
    assert current.IN_REVIEW in current.WAITING
