"""Places and rounds side by side, one indicator's course: numbers, order, file, queries."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from indicators.models import IndicatorDefinition, Observation
from tests.assessments.views.world import asked, assess, observe, page, reader_of, sheets
from tests.factories import IndicatorFactory, RegionFactory
from tests.queries import assert_queries_do_not_grow
from units.choices import Role

if TYPE_CHECKING:
    from django.test import Client

    from units.models import Region

pytestmark = pytest.mark.django_db
PLACES = "reports:dashboard_places"
ROUNDS = "reports:dashboard_rounds"
COURSE = "reports:dashboard_indicator"


@pytest.fixture
def city() -> Region:
    """A city with its own plan, judged in 2020; two of its three districts too."""
    top = RegionFactory(code="350200", name="厦门市")
    asked(top, "A1", values={2020: 96})
    asked(top, "A2", kind="children", domain="儿童与健康", values={2020: 90})
    for code, name, first, second in (
        ("350203", "思明区", 96, 97),
        ("350206", "湖里区", 94, 97),
        ("350211", "集美区", None, None),
    ):
        place = RegionFactory(code=code, name=name, parent=top)
        if first is not None:
            observe(place, "A1", {2020: first})
            observe(place, "A2", {2020: second})
            assess(place, 2020)
    assess(top, 2020)
    return top


@pytest.fixture
def reader(city: Region) -> Client:
    return reader_of(Role.LEADER, city)


def rows_of(book) -> list[tuple]:
    found = []
    for line in book.worksheets[0].iter_rows(min_row=5, values_only=True):
        if not any(line[1:]):
            break
        found.append(line)
    return found


def test_places_are_ranked_by_rate_and_one_without_assessment_comes_last(reader: Client) -> None:
    text = page(reader, PLACES)
    assert "厦门市下级 3 个地区，2 个有评估" in text
    rows = rows_of(sheets(reader, PLACES))
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (1, "思明区", 100),
        (2, "湖里区", 50),
        ("—", "集美区", "—"),
    ]
    assert rows[0][3] == "2/2"


def test_every_place_has_a_tile_that_opens_its_page(reader: Client) -> None:
    text = page(reader, PLACES)
    assert 'aria-label="思明 100.00%"' in text
    assert 'aria-label="湖里 50.00%"' in text
    assert 'aria-label="集美 —"' in text
    assert re.search(r'href="/dashboard/\?region=350203[^"]*" aria-label="思明', text)


def test_one_indicator_is_ranked_by_value_and_filtered_by_verdict(reader: Client) -> None:
    rows = rows_of(sheets(reader, PLACES, indicator="A1"))
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (1, "思明区", 96),
        (2, "湖里区", 94),
        ("—", "集美区", "—"),
    ]
    rows = rows_of(sheets(reader, PLACES, indicator="A1", verdict="unmet"))
    assert [row[1] for row in rows] == ["湖里区"]
    assert "思明" not in page(reader, PLACES, indicator="A1", verdict="unmet").split("<h2")[1]


def test_where_lower_is_better_the_lowest_is_first(reader: Client, city: Region) -> None:
    asked(city, "A7", rule="at_most", target=20, values={2020: 18})
    for place, value in zip(city.children.order_by("code")[:2], (19, 12), strict=True):
        observe(place, "A7", {2020: value})
        assess(place, 2020)
    assess(city, 2020)
    rows = rows_of(sheets(reader, PLACES, indicator="A7"))
    assert [row[1] for row in rows[:2]] == ["湖里区", "思明区"]


def test_one_plan_only(reader: Client) -> None:
    rows = rows_of(sheets(reader, PLACES, plan="children"))
    assert [(row[0], row[1], row[3]) for row in rows[:2]] == [
        (1, "思明区", "1/1"),
        (1, "湖里区", "1/1"),
    ]


def test_queries_do_not_grow_with_places(reader: Client, city: Region) -> None:
    codes = iter(range(12, 40))

    def add(count: int) -> None:
        for _ in range(count):
            place = RegionFactory(code=f"3502{next(codes)}", name="新区", parent=city)
            observe(place, "A1", {2020: 96})
            assess(place, 2020)

    assert_queries_do_not_grow(add, lambda: page(reader, PLACES))


@pytest.fixture
def two_rounds(city: Region) -> Region:
    asked(city, "A1", second_round=True, values={2023: 98})
    asked(city, "A2", second_round=True, kind="children", domain="儿童与健康", values={2023: 91})
    asked(city, "B1", second_round=True, values={2023: 94})
    IndicatorDefinition.objects.create(
        indicator=IndicatorFactory(code="A2"), valid_from=2022, breaks_series=True
    )
    assess(city, 2023, round="2021-2030")
    return city


def test_rounds_show_what_both_have_and_no_difference_across_a_broken_definition(
    reader: Client, two_rounds: Region
) -> None:
    assert "两轮都有的指标 2 项，上一轮达标、本轮进度正常 1 项" in page(reader, ROUNDS)
    rows = {row[0]: row for row in rows_of(sheets(reader, ROUNDS))}
    assert set(rows) == {"A1", "A2"}
    assert rows["A1"][2] == 96
    assert rows["A1"][6] == 98
    assert rows["A1"][-1] == 2
    assert rows["A2"][-1] == "2022年口径有变"
    only = rows_of(sheets(reader, ROUNDS, verdict="unmet"))
    assert [row[0] for row in only] == ["A2"]


def test_with_one_round_the_page_says_so(reader: Client) -> None:
    assert "没有更早一轮的评估可以对比" in page(reader, ROUNDS)


def test_a_course_has_line_forecast_parts_and_the_cell_of_each_value(
    reader: Client, two_rounds: Region
) -> None:
    observe(two_rounds, "A1", {2021: 94, 2022: 96})
    observe(two_rounds, "A1", {2023: 97}, breakdown="sex:female")
    observe(two_rounds, "A1", {2023: 99}, breakdown="sex:male")
    Observation.objects.filter(indicator__code="A1", reference_year=2022).update(
        sheet="指标数据", cell="G31"
    )
    text = page(reader, COURSE, "A1", round="2021-2030")
    data = json.loads(re.search(r'id="target-path-data"[^>]*>(.*?)</script>', text)[1])
    series = {each["role"]: each["values"] for each in data["series"]}
    assert data["categories"][0] == "2020年"
    assert data["categories"][-1] == "2030年"
    assert series["actual"][:5] == ["96", "94", "96", "98", None]
    assert "pace" not in series  # the base was past the target: no line leads down to it
    assert series["forecast"][3] == "98"
    assert series["forecast"][-1] is not None
    assert Decimal(series["low"][-1]) < Decimal(series["high"][-1])
    assert data["target"] == {"name": "目标95%", "value": "95"}
    assert "“指标数据”表 G31" in text
    assert 'aria-label="女：2023年97；男：2023年99"' in text
    assert "趋势推算，2030年预计" in text
    years = rows_of(sheets(reader, COURSE, "A1", round="2021-2030"))
    assert [row[0] for row in years][-1] == "2020年（基期）"
    assert years[0][1] == 98


def test_an_indicator_no_plan_asks_for_is_listed_and_an_unknown_one_is_404(
    reader: Client, city: Region
) -> None:
    IndicatorFactory(code="Z9")
    observe(city, "Z9", {2019: 12})
    assert "没有规划要求这个指标，只列数值。" in page(reader, COURSE, "Z9")
    assert reader.get(reverse(COURSE, kwargs={"code": "Y9"}), follow=True).status_code == 404
    other = RegionFactory(code="110000", name="北京市")
    address = reverse(COURSE, kwargs={"code": "A1"})
    assert reader.get(address, {"region": other.code}).status_code == 404


def test_queries_do_not_grow_with_years_or_breakdowns(reader: Client, two_rounds: Region) -> None:
    years = iter(range(2010, 2020))

    def add(count: int) -> None:
        for _ in range(count // 2):
            year = next(years)
            observe(two_rounds, "A1", {year: 90})
            observe(two_rounds, "A1", {year: 91}, breakdown="area:urban")

    assert_queries_do_not_grow(add, lambda: page(reader, COURSE, "A1", round="2011-2020"))


def test_places_whose_plans_count_in_other_multiples_are_ranked_in_one_measure(
    db: None,
) -> None:
    top = RegionFactory(code="350200", name="厦门市")
    library = IndicatorFactory(code="P1", name="参保人数", measure="人", scale=1)
    asked(top, "P1", values={2020: 900_000}, target=1, measure="万人")
    for code, name, people, measure in (
        ("350203", "思明区", 70_000, "人"),
        ("350206", "湖里区", 80_000, "万人"),
    ):
        place = RegionFactory(code=code, name=name, parent=top)
        asked(place, "P1", values={2020: people}, target=1, measure=measure)
        assess(place, 2020)
    assess(top, 2020)
    assert library.measure == "人"
    client = reader_of(Role.LEADER, top)
    text = page(client, PLACES, indicator="P1")
    text = text[text.index("名次") :]
    assert text.index("湖里区") < text.index("思明区")
    assert '>8.00<span class="unit">万人</span>' in text
    assert '>7.00<span class="unit">万人</span>' in text
    assert "70,000" not in text
