"""The second round's invented values fit its catalogue."""

from __future__ import annotations

from config.demo import catalogue, current
from config.demo.catalogue import REGION_CODE, ROUNDS, SECOND_ROUND
from config.demo.values import demo_values
from tests.demo_story.district import rate
from tests.demo_story.paths import Counts

INSTITUTIONS = ("幼儿园", "社区", "村", "村居", "乡镇街道", "学校", "机构")


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


def test_shares_of_institutions_have_whole_counts_that_do_not_jump() -> None:
    """Kindergartens, communities, villages, schools: a share of n of them is k of n."""
    rows = catalogue.plan_rows(SECOND_ROUND)
    shares = {
        row["indicator_code"]
        for row in rows
        if row["measure"] == "%" and row["denominator"].removesuffix("数").endswith(INSTITUTIONS)
    }
    assert {"I090", "I186", "I195", "I196", "I197", "I198", "I199"} <= shares
    before: dict[str, int] = {}
    for row in demo_values(REGION_CODE, SECOND_ROUND):
        if row.indicator_code not in shares or row.value is None:
            continue
        assert row.numerator is not None, row
        assert row.denominator is not None, row
        assert row.numerator <= row.denominator, row
        assert row.value == rate(Counts(row.numerator, row.denominator), 100), row
        last = before.setdefault(row.indicator_code, row.denominator)
        assert abs(row.denominator - last) * 10 <= last, row
        before[row.indicator_code] = row.denominator


def test_people_and_institutions_are_counted_whole() -> None:
    for round_ in ROUNDS:
        kinds = {row["indicator_code"]: row for row in catalogue.plan_rows(round_)}
        for row in demo_values(REGION_CODE, round_):
            measure = (
                kinds[row.indicator_code]["report_measure"]
                or (kinds[row.indicator_code]["measure"])
            )
            is_average = "每" in kinds[row.indicator_code]["name"]
            if measure in ("人", "个", "户", "例", "名") and row.value and not is_average:
                assert row.value == int(row.value), row
