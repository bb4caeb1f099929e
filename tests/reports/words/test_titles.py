"""Titles broken by meaning, on lines that hold them."""

from __future__ import annotations

import pytest

from reports.words.titles import LINE, _fitted, width


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        ("湖里区", ("湖里区妇女儿童发展规划（2011—2020年）",)),
        ("平顶山市", ("平顶山市", "妇女儿童发展规划（2011—2020年）")),
        ("鄂尔多斯市", ("鄂尔多斯市", "妇女儿童发展规划（2011—2020年）")),
        (
            "双江拉祜族佤族布朗族傣族自治县",
            ("双江拉祜族佤族布朗族傣族自治县", "妇女儿童发展规划（2011—2020年）"),
        ),
    ],
)
def test_a_place_is_never_cut_and_no_line_overflows(place: str, lines: tuple[str, ...]) -> None:
    assert _fitted(place, "妇女儿童发展规划（2011—2020年）") == lines
    assert all(width(line) <= LINE for line in lines)


def test_a_long_plan_gives_its_years_a_line() -> None:
    plan = "妇女和儿童健康发展行动规划纲要（2011—2020年）"
    assert _fitted("湖里区", plan) == (
        "湖里区",
        "妇女和儿童健康发展行动规划纲要",
        "（2011—2020年）",
    )


def test_digits_are_half_as_wide() -> None:
    assert width("2011—2020年") == 6
