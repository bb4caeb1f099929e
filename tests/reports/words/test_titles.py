"""Titles broken by meaning, on lines that hold them."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from reports.selectors.report_facts import facts_for
from reports.words.titles import LINE, _fitted, title_lines, width
from reports.words.writing import Writing
from tests.assessments.views.world import asked, assess
from tests.factories import RegionFactory
from tests.reports.test_readable import facts, met


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


TODAY = datetime.date(2021, 9, 1)
NATIONS = "中国妇女发展纲要（2011—2020年）"


@pytest.mark.parametrize(
    ("plans", "lines"),
    [
        (1, ("厦门市实施", f"《{NATIONS}》", "终期评估报告")),
        (2, ("厦门市实施", "中国妇女儿童发展纲要（2011—2020年）", "终期评估报告")),
    ],
)
def test_a_place_judged_by_the_nations_plan_carries_it_out(
    plans: int, lines: tuple[str, ...]
) -> None:
    made = facts([met("甲")])
    plan = replace(made.plans[0], title=NATIONS, is_borrowed=True)
    made = replace(made, region="厦门市", plans=(plan,) * plans)
    assert title_lines(Writing(made), "final") == lines


def test_a_plan_of_ones_own_needs_no_carrying_out() -> None:
    made = facts([met("甲")])
    assert title_lines(Writing(made), "final") == (
        "某区妇女发展规划（2011—2020年）",
        "终期评估报告",
    )


@pytest.mark.django_db
def test_whose_plan_judges_a_place_is_read_with_its_facts() -> None:
    nation = RegionFactory(code="000000", name="全国")
    city = RegionFactory(code="350200", name="厦门市")
    asked(nation, "A1", values={2020: 96})
    for place in (nation, city):
        assess(place, 2020, stage="final")
    nations, citys = (facts_for(p.assessments.get(), today=TODAY) for p in (nation, city))
    assert [each.plans[0].is_borrowed for each in (nations, citys)] == [False, True]
    whole = f"厦门市实施《{citys.plans[0].title}》"
    assert title_lines(Writing(citys), "final") == (whole, "终期评估报告")
