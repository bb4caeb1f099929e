"""The chosen order of sections, whatever came or went since it was chosen."""

import pytest

from reports.core.outline import OutlinePart, arranged, outline_from_plain, outline_to_plain

KNOWN = ("a", "b", "c")


@pytest.mark.parametrize(
    ("chosen", "order"),
    [
        ("", "abc"),
        ("cba", "cba"),
        ("ca", "cab"),  # b is new: behind a, which it usually follows
        ("cb", "acb"),  # a is new and usually the first
        ("xcab", "cab"),  # x is gone
        ("aabc", "abc"),
    ],
)
def test_every_section_stands_once_in_the_chosen_order(chosen: str, order: str) -> None:
    parts = arranged(KNOWN, [OutlinePart(key) for key in chosen])
    assert "".join(part.key for part in parts) == order


def test_headings_and_what_is_left_out_survive_being_kept() -> None:
    chosen = (OutlinePart("b", "我们的标题"), OutlinePart("a", is_shown=False))
    assert outline_from_plain(outline_to_plain(chosen)) == chosen
    assert arranged(KNOWN, chosen) == (*chosen[:1], OutlinePart("c"), chosen[1])
