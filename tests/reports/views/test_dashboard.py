"""The leader's page and the list behind it: numbers, filters, file, reach, queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from tests.assessments.views.world import asked, assess, page, reader_of, sheets
from tests.factories import MemberUnitFactory, RegionFactory, ResponsibilityFactory
from tests.queries import assert_queries_do_not_grow
from units.choices import AuditAction, Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    """Two years; one indicator improved, one lost, one without data, one never met."""
    place = RegionFactory(code="350206", name="湖里区")
    asked(place, "A1", values={2019: 90, 2020: 96})
    asked(place, "A2", values={2019: 97, 2020: 94})
    asked(place, "A3", kind="children", domain="儿童与健康", values={2019: 80, 2020: 81})
    asked(place, "A4", kind="children", domain="儿童与教育")
    assess(place, 2019, 2020)
    return place


@pytest.fixture
def reader(region: Region) -> Client:
    return reader_of(Role.LEADER, region)


def test_rates_stand_with_counts_rule_and_difference(reader: Client) -> None:
    text = page(reader)
    assert "2020年：3 项有结论的指标中 1 项达标，2 项未达标" in text
    assert '50.00<span class="unit">%</span><span class="of">1/2</span>' in text
    assert '0.00<span class="unit">%</span><span class="of">0/1</span>' in text
    assert "比2019年 0.00 个百分点" in text
    assert "达标率＝达标÷（达标＋未达标）" in text
    assert "无数据的不计入分母" in text


def test_the_rule_counts_what_is_left_out_of_what_is_shown(reader: Client, region: Region) -> None:
    """A4 of the children's plan has no data; nothing of the women's lacks any."""
    assert "1项无数据的不计入分母" in page(reader)
    assert "无数据的不计入分母" not in page(reader, plan="women")
    assert "1项无数据的不计入分母" in page(reader, "reports:dashboard_indicators", plan="children")
    city = RegionFactory(code="350200", name="厦门市")
    type(region).objects.filter(pk=region.pk).update(parent=city)
    asked(city, "C1", values={2020: 96})
    asked(city, "C2")
    asked(city, "C3")
    assess(city, 2020)
    places = page(reader_of(Role.LEADER, city), "reports:dashboard_places")
    assert "；无数据的不计入分母" in places
    assert "项无数据的不计入分母" not in places


def test_changes_lead_to_the_indicators_behind_them(reader: Client) -> None:
    text = page(reader)
    assert "change=improved" in text
    assert "change=lost" in text
    assert "指标A1" in page(reader, "reports:dashboard_indicators", change="improved")
    lost = page(reader, "reports:dashboard_indicators", change="lost")
    assert "指标A2" in lost
    assert "指标A1" not in lost


def test_another_year_is_one_word_in_the_address(reader: Client) -> None:
    text = page(reader, year=2019)
    assert "湖里区 · " in text
    assert "2019年年度监测（未定稿）" in text
    assert "没有可比的上年评估" in text


def test_before_the_last_year_the_page_tells_pace_though_the_run_was_held_against_the_end(
    reader: Client, region: Region
) -> None:
    """From 50 in 2010 to 95 in 2020: 90.5 in 2019. A5 is on the line and short of the target, A6
    behind; A7 there already. A1 to A3 have no base, so only A2, past its target, is told."""
    for code, value in (("A5", "90.5"), ("A6", "90.4"), ("A7", "95")):
        asked(region, code, values={2010: 50, 2019: value})
    assess(region, 2019)
    run = Assessment.objects.get(year=2019)
    assert run.summary["combined"]["unmet"] == 4
    text = page(reader, year=2019)
    assert "2019年：4 项有结论的指标中 3 项达到进度要求，1 项滞后" in text
    assert "对照时序进度" in text
    assert "未达标" not in text.partition("<main")[2]
    behind = page(reader, "reports:dashboard_indicators", year=2019, verdict="unmet")
    assert "1 项指标：进度正常 0，滞后 1" in behind
    rows = list(
        sheets(reader, "reports:dashboard_indicators", year=2019).active.iter_rows(
            min_row=4, values_only=True
        )
    )
    told = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0]}
    assert {code: told[code]["结论"] for code in ("A1", "A2", "A5", "A6", "A7")} == {
        "A1": "无法评价",
        "A2": "进度正常",
        "A5": "进度正常",
        "A6": "滞后",
        "A7": "进度正常",
    }
    assert told["A7"]["程度"] == "已提前达到"
    assert (told["A6"]["应达"], told["A6"]["终期目标"]) == ("≥90.5%", "≥95%")
    home = page(reader, "reports:home")
    assert "湖里区2020年年度监测（未定稿）：达标率" in home


def test_the_home_of_who_reads_shows_what_is_due_by_now(region: Region) -> None:
    asked(region, "B1", second_round=True, values={2020: 50, 2024: 60}, target=95)
    asked(region, "B2", second_round=True, values={2020: 50, 2024: 68}, target=95)
    assess(region, 2024, round="2021-2030")
    text = page(reader_of(Role.LEADER, region), "reports:home")
    assert "湖里区2024年年度监测（未定稿）：达到进度占比 50.00%（1/2）" in text
    panel = text[text.index('<h2 id="unmet">') : text.index('id="grants"')]
    assert "滞后 1 项" in panel
    assert ">应达</th>" in panel
    assert '≥68<span class="unit">%</span>' in panel
    assert '终期 ≥95<span class="unit">%</span>' in panel
    assert "对照时序进度" in panel
    assert "未达标" not in panel


def test_a_retold_run_is_compared_with_the_year_before_in_the_same_way(
    reader: Client, region: Region
) -> None:
    asked(region, "A5", values={2010: 50, 2018: "86", 2019: "90.5", 2020: "95"})
    assess(region, 2018, 2019, 2020)
    assert "达到进度占比" in page(reader, year=2019)
    assert "比2018年 0.00 个百分点" in page(reader, year=2019)
    assert "比2019年 +33.33 个百分点" in page(reader, year=2020)


def test_a_unit_sees_its_own_counts(reader: Client, region: Region) -> None:
    unit = MemberUnitFactory(region=region, name="教育局")
    row = asked(region, "A9", values={2020: 99})
    ResponsibilityFactory(plan_indicator=row, unit=unit)
    assess(region, 2020)
    text = page(reader, unit=unit.pk)
    assert "2020年：1 项有结论的指标中 1 项达标，0 项未达标" in text
    listed = page(reader, "reports:dashboard_indicators", unit=unit.pk)
    assert "指标A9" in listed
    assert "指标A1" not in listed


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["A1", "A2", "A3", "A4"]),
        ({"plan": "children"}, ["A3", "A4"]),
        ({"verdict": "unmet"}, ["A2", "A3"]),
        ({"verdict": "no_data", "plan": "children"}, ["A4"]),
        ({"domain": "儿童与健康"}, ["A3"]),
        ({"plan": "x", "verdict": "y", "year": "abc", "unit": "z"}, ["A1", "A2", "A3", "A4"]),
    ],
)
def test_the_file_holds_the_rows_and_columns_of_the_page(reader: Client, query, codes) -> None:
    text = page(reader, "reports:dashboard_indicators", **query)
    book = sheets(reader, "reports:dashboard_indicators", **query)
    lines = list(book.worksheets[0].iter_rows(min_row=4, values_only=True))
    heads, rows = lines[0], [line for line in lines[1:] if line[0] and str(line[0]).startswith("A")]
    assert [row[0] for row in rows] == codes
    for head in heads:
        assert f">{head}</th>" in text
    for code in codes:
        assert f"指标{code}" in text


def test_numbers_in_the_file_are_numbers_and_text_is_never_a_formula(
    reader: Client, region: Region
) -> None:
    asked(region, "A5", name="=1+1", values={2020: "96.50"})
    assess(region, 2020)
    sheet = sheets(reader, "reports:dashboard_indicators").worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    row = next(line for line in sheet.iter_rows(min_row=5) if line[0].value == "A5")
    assert row[heads.index("指标")].data_type == "s"
    assert row[heads.index("指标")].value == "=1+1"
    assert row[heads.index("数值")].value == 96.5
    assert AuditEvent.objects.filter(action=AuditAction.EXPORT).count() == 1


def test_every_table_of_the_page_is_a_sheet(reader: Client) -> None:
    book = sheets(reader, "reports:dashboard")
    assert book.sheetnames == [
        "3 个领域",
        "需重点督促的指标（2项）",
        "与2019年相比",
        "逐年达标率",
        "填报",
    ]
    assert "依据：2020年年度监测（未定稿）" in book.worksheets[0]["A2"].value


def test_a_place_out_of_reach_does_not_exist(reader: Client) -> None:
    other = RegionFactory(code="350303", name="乙区")
    for name in ("reports:dashboard", "reports:dashboard_indicators"):
        assert reader.get(reverse(name), {"region": other.code}).status_code == 404
        assert reader.get(reverse(name), {"region": "999999"}).status_code == 404


def test_without_an_assessment_the_page_says_what_to_do() -> None:
    place = RegionFactory(code="350303", name="乙区")
    shown = page(reader_of(Role.LEADER, place))
    assert "乙区还没有评估结果" in shown
    assert "新建评估</a>" not in shown
    assert "新建评估</a>" in page(reader_of(Role.OFFICE, place))


def test_queries_do_not_grow_with_indicators(reader: Client, region: Region) -> None:
    made = iter(range(100))

    def add(count: int) -> None:
        for _ in range(count):
            asked(region, f"B{next(made):03d}", values={2019: 97, 2020: 90})
        assess(region, 2019, 2020)

    for name in ("reports:dashboard", "reports:dashboard_indicators"):
        assert_queries_do_not_grow(add, lambda name=name: page(reader, name))
