"""Every threshold that chooses a word, at its edge and one step beyond it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.core.vocabulary import Verdict
from reports.words import degree, numbers, watch
from tests.reports.items import item


@pytest.mark.parametrize(
    ("unit", "cases", "births", "is_small"),
    [
        ("1/10万", 9, 90_000, True),
        ("1/10万", 10, 90_000, False),
        ("1/10万", 10, 9_999, True),
        ("1/10万", 10, 10_000, False),
        ("‰", 9, 90_000, True),
        ("‰", 10, 500, False),
        ("%", 1, 50, False),
    ],
)
def test_a_small_base(unit: str, cases: int, births: int, is_small: bool) -> None:
    row = item("甲", rule="at_most", unit=unit, target="20", values={2020: f"{cases}/{births}"})
    assert row.is_small_base is is_small


@pytest.mark.parametrize(
    ("unit", "before", "after", "told"),
    [
        ("个", "2", "6", "4"),
        ("个", "99", "198", "99"),
        ("个", "100", "200", "增长100.0%"),
        ("人", "99", "33", "−66"),
        ("人", "100", "50", "下降50.0%"),
        ("万人", "0.0099", "0.0198", "0.01"),
        ("万人", "0.01", "0.02", "增长100.0%"),
        ("元/人·月", "20", "30", "增长50.0%"),
    ],
)
def test_fewer_than_a_hundred_are_told_as_a_number(
    unit: str, before: str, after: str, told: str
) -> None:
    row = item("甲", rule="rise", unit=unit, target=None, values={2010: before, 2020: after})
    places = 2 if unit == "万人" else 0
    row = replace(row, places=places)
    assert numbers.table_change(row, row.value, row.base) == told


@pytest.mark.parametrize(
    ("new", "old", "since_base", "word"),
    [
        ("80.00", "80.00", False, "持平"),
        ("80.10", "80.00", False, "基本持平"),
        ("80.11", "80.00", False, "略"),
        ("81.00", "80.00", False, "略"),
        ("81.01", "80.00", False, ""),
        ("83.00", "80.00", False, ""),
        ("83.01", "80.00", False, "明显"),
        ("90.00", "80.00", False, "明显"),
        ("90.01", "80.00", False, "大幅"),
        ("80.30", "80.00", True, "基本持平"),
        ("80.31", "80.00", True, "略"),
        ("82.00", "80.00", True, "略"),
        ("82.01", "80.00", True, ""),
        ("88.00", "80.00", True, ""),
        ("88.01", "80.00", True, "明显"),
        ("99.99", "80.00", True, "明显"),
        ("79.89", "80.00", False, "略"),
    ],
)
def test_adverbs_of_points(new: str, old: str, since_base: bool, word: str) -> None:
    row = item("甲", values={2010: old, 2020: new})
    assert degree.degree(row, Decimal(new), Decimal(old), since_base=since_base) == word


@pytest.mark.parametrize(
    ("value", "side"),
    [
        ("80.01", "略高于"),
        ("81", "略高于"),
        ("81.01", "高于"),
        ("84.99", "高于"),
        ("85", "明显高于"),
        ("99.99", "明显高于"),
        ("100", "远高于"),
        ("80", ""),
    ],
)
def test_how_far_beyond_a_target(value: str, side: str) -> None:
    assert degree.beyond(item("甲", target="80", values={2010: "60", 2020: value})) == side


@pytest.mark.parametrize(
    ("rule", "target", "counts", "base", "lack"),
    [
        ("at_least", "80", "79/100", "10", 1),
        ("at_least", "80", "7999/10000", "10", 1),
        ("at_least", "33.333333", "0/3", "10", 1),
        ("at_most", "20", "21/100", "10", 1),
        ("fall", None, "50/100", "50", 1),
        ("rise", None, "50/100", "50", 1),
        ("fall", None, "51/100", "50", 2),
        ("around", "50", "10/100", "10", None),
    ],
)
def test_how_many_are_missing(
    rule: str, target: str | None, counts: str, base: str, lack: int | None
) -> None:
    row = item(
        "甲",
        rule=rule,
        target=target,
        tolerance="1" if rule == "around" else None,
        values={2010: base, 2020: counts},
        verdict=Verdict.UNMET,
    )
    assert numbers.missing_count(row) == lack


@pytest.mark.parametrize(
    ("new", "since_base", "word"),
    [
        ("20.05", False, "基本持平"),
        ("20.06", False, "略"),
        ("20.30", False, "略"),
        ("20.31", False, ""),
        ("21.00", False, ""),
        ("21.01", False, "明显"),
        ("23.00", False, "明显"),
        ("23.01", False, "大幅"),
        ("16.99", True, "大幅"),
    ],
)
def test_adverbs_of_thousandths(new: str, since_base: bool, word: str) -> None:
    row = item("甲", unit="‰", values={2010: "20", 2020: new})
    assert degree.degree(row, Decimal(new), Decimal(20), since_base=since_base) == word


@pytest.mark.parametrize(
    ("new", "since_base", "word"),
    [
        ("10100", False, "基本持平"),
        ("10101", False, "略"),
        ("10500", False, "略"),
        ("10501", False, ""),
        ("11500", False, ""),
        ("11501", False, "明显"),
        ("13000", False, "明显"),
        ("13001", False, "大幅"),
        ("10200", True, "基本持平"),
        ("10201", True, "略"),
        ("11000", True, "略"),
        ("11001", True, ""),
        ("13000", True, ""),
        ("13001", True, "明显"),
        ("15000", True, "明显"),
        ("15001", True, "大幅"),
        ("4999", True, "大幅"),
    ],
)
def test_adverbs_of_counts_go_by_their_share(new: str, since_base: bool, word: str) -> None:
    row = item("甲", rule="rise", unit="人", target=None, values={2010: "10000", 2020: new})
    row = replace(row, places=0)
    assert degree.degree(row, Decimal(new), Decimal(10000), since_base=since_base) == word


@pytest.mark.parametrize(
    ("value", "side"),
    [
        ("10", "远低于"),
        ("10.01", "明显低于"),
        ("15", "明显低于"),
        ("15.01", "低于"),
        ("19.99", "低于"),
        ("20", ""),
    ],
)
def test_how_far_below_a_limit(value: str, side: str) -> None:
    row = item("甲", rule="at_most", unit="1/10万", target="20", values={2010: "30", 2020: value})
    assert degree.beyond(row) == side


@pytest.mark.parametrize(
    ("rule", "value", "is_near"),
    [
        ("at_least", "80", True),
        ("at_least", "81.6", True),
        ("at_least", "81.61", False),
        ("at_most", "78.4", True),
        ("at_most", "78.39", False),
    ],
)
def test_near_is_within_two_per_cent_of_the_target(rule: str, value: str, is_near: bool) -> None:
    row = item("甲", rule=rule, target="80", values={2010: "60", 2020: value})
    gap = Decimal(value) - 80 if rule == "at_least" else 80 - Decimal(value)
    assert watch.is_near(replace(row, gap=gap)) is is_near


def test_a_missed_target_or_a_full_hundred_is_never_near() -> None:
    missed = item("甲", target="80", values={2020: "79.9"}, verdict=Verdict.UNMET)
    assert not watch.is_near(replace(missed, gap=Decimal("-0.1")))
    full = item("甲", target="99", values={2020: "100"})
    assert not watch.is_near(replace(full, gap=Decimal(1)))
