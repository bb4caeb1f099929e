"""What changed, what is urgent, how rates differ and places rank: no database."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest

from assessments.core.verdict_changes import (
    Rate,
    VerdictChange,
    change_of,
    half_up,
    points,
    ranks,
)
from assessments.models import Assessment
from assessments.selectors.result_lines import most_urgent
from assessments.selectors.run_book import RunBook
from indicators.models import Round

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("unmet", "met", VerdictChange.IMPROVED),
        ("met", "unmet", VerdictChange.LOST),
        ("no_data", "met", VerdictChange.FIRST),
        ("no_data", "unmet", VerdictChange.FIRST),
        ("met", "no_data", VerdictChange.GONE),
        ("not_assessable", "met", None),
        ("met", "met", None),
        (None, "met", None),
    ],
)
def test_a_change_has_one_name(before, now, expected) -> None:
    assert change_of(before, now) == expected


class Row(NamedTuple):
    order: int
    achievement: Decimal | None = None
    is_key: bool = False
    indicator_id: int = 0


def row(order: int, achievement: str | None = None, **fields) -> Row:
    exact = None if achievement is None else Decimal(achievement)
    return Row(order, exact, **({"indicator_id": order} | fields))


def test_key_indicators_come_first_then_the_least_achieved() -> None:
    rows = [
        row(1, "90"),
        row(2, "40"),
        row(3),
        row(4, "99", is_key=True),
        row(6, "10", indicator_id=2),
    ]
    assert [each.order for each in most_urgent(rows)] == [4, 2, 1, 3]


def test_differences_come_from_unrounded_rates() -> None:
    assert points(Rate(2, 3, "66.67"), Rate(1, 3, "33.33"), 2) == Decimal("33.33")
    assert points(Rate(98, 102, "96.08"), Rate(97, 102, "95.10"), 2) == Decimal("0.98")
    assert points(Rate(1, 2, "50.0"), Rate(0, 0, None), 1) is None
    assert half_up(Fraction(-1, 2), 0) == Decimal(-1)


def test_equal_shares_stand_side_by_side() -> None:
    rates = {"a": Fraction(1, 2), "b": Fraction(2, 4), "c": Fraction(1, 3), "d": None}
    assert ranks(rates) == {"a": 1, "b": 1, "c": 3}


def run(pk: int, year: int, stage: str = "annual", **fields) -> Assessment:
    given = {
        "pk": pk,
        "round": Round(pk=1, name="2021-2030"),
        "stage": stage,
        "year": year,
        "settings": {"basis": "final"},
        "computed_at": NOON,
    }
    return Assessment(**(given | fields))


def test_the_latest_year_still_being_collected_is_not_the_default() -> None:
    book = RunBook((run(1, 2023), run(2, 2024), run(3, 2025)), frozenset({2025}))
    assert book.latest_year("2021-2030") == 2024
    assert RunBook((run(3, 2025),), frozenset({2025})).latest_year("2021-2030") == 2025


def test_a_year_mostly_without_data_is_not_the_latest_complete_one() -> None:
    thin = run(3, 2025, summary={"combined": {"no_data": 96, "denominator": 40}})
    full = run(2, 2024, summary={"combined": {"no_data": 12, "denominator": 115}})
    assert RunBook((full, thin)).latest_year("2021-2030") == 2024
    assert RunBook((full, thin)).is_thin("2021-2030", 2025)
    assert RunBook((thin,)).latest_year("2021-2030") == 2025


def test_finalised_beats_draft_and_final_beats_annual() -> None:
    draft, final = run(1, 2020, "final"), run(2, 2020, "annual", state="final")
    assert RunBook((draft, final)).pick("2021-2030", 2020) == final
    assert RunBook((draft, final)).pick("2021-2030", 2020, "final") == draft
    own, above = run(3, 2020), run(4, 2020, settings={"targets_of": "above"}, state="final")
    assert RunBook((above, own)).pick("2021-2030", 2020) == own


def test_only_years_judged_alike_are_compared() -> None:
    now = run(1, 2024, settings={"basis": "pace"})
    book = RunBook((now, run(2, 2023), run(3, 2022, settings={"basis": "pace"})))
    assert book.alike(now, 2023) is None
    assert [each.pk for each in book.history(now)] == [3, 1]
