"""Sentences about many indicators, taken apart and held against random sets of them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.options import Options
from indicators.core.quantities import Quantity
from indicators.core.vocabulary import Basis, Frequency, Grade, Verdict, measure
from reports.facts import Item, Origin, Place
from reports.services.composing import report_compose
from reports.words.numbers import value_said
from tests.reports.items import item
from tests.reports.test_readable import blank, composed, facts, met, tally, texts

SENT = Origin(unit="卫健局", approver="王某")
SERIES = Origin(text="公报")
KINDS = ("met", "unmet", "no_data", "not_assessable")
COUNTED = re.compile(r"(\d+)项(无数据|无法评价|未达标|达到终期目标|滞后)")


def one(number: int, kind: str, domain: str) -> Item:
    verdict = Verdict(kind)
    name = f"指标{number}"
    if verdict is Verdict.NO_DATA:
        return replace(blank(name), domain=domain, code=name)
    value = "90" if verdict is Verdict.MET else "70"
    return item(
        name,
        values={2010: "60", 2019: value, 2020: value},
        verdict=verdict,
        domain=domain,
        code=name,
        reason={"kind": "no_target"} if verdict is Verdict.NOT_ASSESSABLE else {},
    )


@st.composite
def sets(draw: Any) -> list[Item]:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=14))
    domains = [draw(st.sampled_from(["妇女与健康", "妇女与教育", "妇女与法律"])) for _ in kinds]
    order = sorted(range(len(kinds)), key=lambda place: domains[place])
    return [one(n, kinds[place], domains[place]) for n, place in enumerate(order)]


def count(rows: list[Item], verdict: Verdict) -> int:
    return sum(row.verdict is verdict for row in rows)


@settings(max_examples=40, deadline=None)
@given(rows=sets())
def test_what_is_said_of_many_is_so(rows: list[Item]) -> None:
    text = texts(composed(rows))
    told = {
        "达到终期目标": count(rows, Verdict.MET),
        "未达标": count(rows, Verdict.UNMET),
        "无数据": count(rows, Verdict.NO_DATA),
        "无法评价": count(rows, Verdict.NOT_ASSESSABLE),
    }
    judged = told["达到终期目标"] + told["未达标"]
    lacking = len(rows) - judged
    head = text[text.index("个领域") :].split("\n")[0]
    for number, word in COUNTED.findall(head.split("。")[0]):
        assert int(number) == told[word], head
    assert not re.search(r"(?<!\d)0项", text)
    assert "多数" not in text
    if "没有未达标的指标" in text:
        assert told["未达标"] == 0 < judged
        assert "可评价的" in text or lacking * 5 < len(rows)
    if "本次没有可评价的指标" in text:
        assert judged == 0
    for only in re.findall(r"只有\S+?1项未达标", text):
        assert told["未达标"] == 1, only
        assert judged >= 5
        assert not lacking
    if "目标全部实现" in text:
        assert told["达到终期目标"] == len(rows)


@settings(max_examples=30, deadline=None)
@given(rows=sets())
def test_what_is_said_of_a_whole_domain_is_so(rows: list[Item]) -> None:
    text = texts(composed(rows))
    for domain in ("妇女与健康", "妇女与教育", "妇女与法律"):
        own = [row for row in rows if row.domain == domain]
        if f"{domain}：{len(own)}项指标全部达标" in text:
            assert count(own, Verdict.MET) == len(own) > 1
        if f"{domain}：{len(own)}项指标均未达标" in text:
            assert count(own, Verdict.UNMET) == len(own) > 1
        if f"{domain}的指标全部达标" in text:
            assert count(own, Verdict.MET) == len(own) > 1


@pytest.mark.parametrize("number", [1, 2])
def test_nothing_is_said_of_no_data_at_all(number: int) -> None:
    text = texts(composed([blank(name) for name in "甲乙"[:number]]))
    assert "本次没有可评价的指标。" in text
    assert "没有未达标" not in text
    assert "保持稳定" not in text


def test_steady_is_said_only_of_values_beside_last_years() -> None:
    same = {2010: "89", 2019: "89.95", 2020: "90"}
    assert "各项指标与上年基本持平" in texts(composed([met(n, values=same) for n in "甲乙"]))
    alone = {2010: "89", 2020: "90"}
    assert "持平" not in texts(composed([met(n, values=alone) for n in "甲乙"]))


@pytest.mark.parametrize(
    ("kind", "year", "said"),
    [
        ("midterm", 2015, True),
        ("midterm", 2014, False),
        ("final", 2020, True),
        ("final", 2019, False),
    ],
)
def test_a_stage_year_is_said_of_the_true_one_only(kind: str, year: int, said: bool) -> None:
    row = item("甲", values={2010: "60", year: "90"}, year=year)
    text = texts(report_compose(facts=facts([row], stage=kind, year=year), kind=kind))
    assert (f"{year}年是《妇女规划》实施的" in text) is said


def test_claims_of_process_follow_where_the_figures_came_from() -> None:
    sent = [replace(met(name), origin=SENT) for name in "甲乙"]
    published = [replace(met(name), origin=SERIES) for name in "丙丁"]
    assert "本报告依据经审核的监测数据" in texts(composed(sent))
    assert "采用的2项指标数据均由成员单位报送并经审核。" in texts(composed(sent))
    national = texts(composed(published))
    assert "本报告依据导入的历年数据" in national
    assert "采用的2项指标数据均为导入的历年数据。" in national
    assert "逐年填报" not in national
    assert "经审核" not in national
    both = texts(composed([*sent, *published]))
    assert "4项指标数据中，2项由成员单位报送并经审核，2项采用导入的历年数据" in both
    open_ones = [replace(row, origin=replace(SENT, approver="")) for row in sent]
    assert "经审核" not in texts(composed(open_ones))


def test_under_pace_nothing_is_said_to_have_ended() -> None:
    options = Options(basis=Basis.PACE)
    rows = [
        replace(met("甲"), grade=Grade.EARLY),
        replace(met("乙"), grade=Grade.ON_TRACK),
        one(3, "unmet", "妇女与健康"),
    ]
    told = replace(facts(rows, stage="annual", year=2020), settings=options)
    document = report_compose(facts=told, kind="annual")
    text = texts(document)
    assert "3项监测指标中，2项达到进度要求，1项滞后，达到进度占比为" in text
    assert "达标率" not in text


def test_the_labels_asked_for_stand_everywhere() -> None:
    options = Options(label_met="实现", label_unmet="未实现", label_basic="基本实现")
    rows = [
        replace(met("甲"), grade=Grade.BASIC),
        met("乙"),
        one(3, "unmet", "妇女与健康"),
    ]
    document = report_compose(facts=replace(facts(rows), settings=options), kind="final")
    text = texts(document)
    assert "实现和基本实现合计2项（其中基本实现1项），1项未实现，实现率为" in text
    assert "未达标" not in text
    printed = repr(document)
    assert "基本实现" in printed
    assert "基本达标" not in printed


def test_a_carried_value_never_stands_without_its_year() -> None:
    row = item(
        "村委会成员中女性比例",
        values={2010: "22", 2016: "30.1"},
        target="30",
        frequency=Frequency.ELECTION,
    )
    row = replace(row, gap=Decimal("0.1"))
    assert value_said(row) == "30.10%（2016年换届数据）"
    assert value_said(met("甲")) == "90.00%"
    document = composed([row, met("甲")], kind="unit", unit="民政局")
    assert "30.10%（2016年换届数据），离目标线较近" in texts(document)


def test_a_place_s_older_value_says_its_year_and_keeps_its_measure() -> None:
    row = replace(met("甲"), measure=measure("万人"), places=2)
    place = Place(
        "350203",
        "甲区",
        tally([row]),
        {},
        {row.key: Verdict.MET},
        {row.key: Quantity(Decimal(83_100), "人")},
        {row.key: 2016},
    )
    document = composed([row], kind="regions", places=(place,))
    assert "8.31（2016年）" in repr(document.annexes)
    other = replace(place, values={row.key: Quantity(Decimal("83.1"), "%")}, years={})
    assert "83.1%" in repr(composed([row], kind="regions", places=(other,)).annexes)


def test_where_two_plans_share_a_statistic_the_counting_base_is_said() -> None:
    shared = [
        replace(one(1, "no_data", "妇女与健康"), code="I1", key=f"{plan}.I1", is_shared=True)
        for plan in ("women", "children")
    ]
    text = texts(composed([*shared, *(met(name) for name in "甲乙丙丁戊己庚辛壬")]))
    assert "11项监测指标中，9项达到终期目标，2项无数据" in text
    assert "扣除重复为10项统计指标" in text
    assert "1项统计指标2020年无数据" in text
    assert "1项指标2020年无数据" not in text


def test_a_rise_for_the_worse_is_not_called_a_fall() -> None:
    rate = item(
        "人工流产率",
        values={2010: "30", 2019: "20.98", 2020: "21.64"},
        target="30",
        rule="at_most",
    )
    text = texts(composed([rate]))
    assert "走势不利" in text
    assert "连续两年变差的纳入整改" in text
    assert "回落" not in text
    assert "下滑" not in text
