"""Each quantifier at its edges: of none, of one, of a few, of half, of all."""

from __future__ import annotations

import pytest

from reports.words.quantifiers import Proportion, is_concentrated, is_first, streak


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (0, 0, ""),
        (0, 1, "none"),
        (1, 1, ""),
        (2, 2, "all"),
        (3, 4, ""),
        (4, 4, "all"),
        (2, 5, "only"),
        (3, 5, "most only"),
        (5, 5, "all"),
        (3, 6, "half only"),
        (4, 6, "most half"),
        (5, 10, "half"),
        (6, 10, "most half"),
        (9, 10, "most half"),
        (10, 10, "all half"),
        (1, 10, "only"),
        (4, 10, ""),
        (0, 10, "none"),
    ],
)
def test_quantifiers_at_their_edges(k: int, n: int, said: str) -> None:
    share = Proportion(k, n)
    found = {
        "all": share.is_all,
        "most": share.is_most,
        "half": share.is_half_or_more,
        "only": share.is_only,
        "none": share.is_none,
    }
    assert {word for word, holds in found.items() if holds} == set(said.split())


def test_only_is_not_said_where_data_lack() -> None:
    assert Proportion(1, 10).is_only
    assert not Proportion(1, 10, blank=1).is_only


@pytest.mark.parametrize(("n", "blank", "covered"), [(4, 1, False), (81, 20, True), (5, 1, True)])
def test_the_whole_is_spoken_of_with_less_than_a_fifth_missing(
    n: int, blank: int, covered: bool
) -> None:
    assert Proportion(0, n, blank).is_well_covered is covered


@pytest.mark.parametrize(
    ("counts", "holds"),
    [([], False), ([3], False), ([4], True), ([1, 1, 1, 1, 1], False), ([2, 1, 1, 1], True)],
)
def test_concentrated_is_three_fifths_in_two(counts: list[int], holds: bool) -> None:
    assert is_concentrated(counts) is holds


@pytest.mark.parametrize(
    ("met", "first"),
    [
        ({2020: True}, False),
        ({2018: False, 2019: False, 2020: True}, False),
        ({2017: False, 2018: False, 2019: False, 2020: True}, True),
        ({2016: False, 2018: False, 2019: False, 2020: True}, False),  # 2017 is not known
        ({2017: True, 2018: False, 2019: False, 2020: True}, False),
        ({2017: False, 2018: False, 2019: False, 2020: False}, False),
    ],
)
def test_first_needs_three_known_years_before(met: dict[int, bool], first: bool) -> None:
    assert is_first(met, min(met), 2020) is first
    assert not is_first(met, min(met) - 1, 2020)  # the base year has no figure


@pytest.mark.parametrize(
    ("met", "length"),
    [
        ({2019: True, 2020: True}, 0),
        ({2018: True, 2019: True, 2020: True}, 3),
        ({2017: True, 2019: True, 2020: True}, 0),
        ({2017: True, 2018: True, 2019: True, 2020: True}, 4),
        ({2020: False}, 0),
    ],
)
def test_a_streak_ends_at_a_gap(met: dict[int, bool], length: int) -> None:
    assert streak(met, 2020) == length
