"""Targets of single years in one cell: what people write, and back again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.core.case import Goal
from indicators.core.yearly import yearly_read, yearly_text

NUMBERS = st.decimals(min_value=-(10**8), max_value=10**8, places=6)
GOALS = st.builds(Goal, NUMBERS, st.none()) | st.builds(
    lambda low, width: Goal(low, low + width), NUMBERS, st.decimals(0, 10**6, places=2)
)


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("", ()),
        ("  ；\n", ()),
        ("2018:90", ((2018, Goal(Decimal(90))),)),
        (
            "2019年：92.5，2018=90",
            ((2018, Goal(Decimal(90))), (2019, Goal(Decimal("92.5")))),
        ),
        ("２０１８：９０．５", ((2018, Goal(Decimal("90.5"))),)),
        ("2018: 103 — 107", ((2018, Goal(Decimal(103), Decimal(107))),)),
        ("2018:-1至-0.5", ((2018, Goal(Decimal(-1), Decimal("-0.5"))),)),
    ],
)
def test_what_people_write_is_read(text: str, goals: tuple[tuple[int, Goal], ...]) -> None:
    assert yearly_read(text) == goals


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("90", "90"),
        ("2018:90；18:91", "18:91"),
        ("2018:九十", "2018:九十"),
        ("2018:90；2018:91", "2018:91"),
        ("2018:107—103", "2018:107—103"),
        ("2018:NaN", "2018:NaN"),
        ("2018:90%", "2018:90%"),
        ("2018:1234567890", "2018:1234567890"),
        ("2018:0.1234567", "2018:0.1234567"),
    ],
)
def test_what_is_no_target_of_a_year_is_named(text: str, piece: str) -> None:
    with pytest.raises(ValueError, match=piece) as refusal:
        yearly_read(text)
    assert str(refusal.value) == piece


@given(st.dictionaries(st.integers(1990, 2100), GOALS, max_size=10))
def test_a_cell_sent_out_comes_back_unchanged(goals: dict[int, Goal]) -> None:
    stated = tuple(sorted(goals.items()))
    assert yearly_read(yearly_text(stated)) == stated
