"""Whole reports from plain facts: what they say, and what they must never say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessments.charts import Chart, ChartKind
from assessments.core.tally import Tally
from assessments.options import Options
from indicators.core.case import Goal
from indicators.core.vocabulary import Frequency, Grade, PlanKind, Verdict
from reports.document import Document, Paragraph, walk
from reports.facts import Item, Place, PlanFacts, ReportFacts
from reports.sections.outlook import times_places
from reports.services.composing import report_compose
from tests.reports.items import injuries, item, screening
from units.printed_table import RowKind, Table


def tally(items: list[Item]) -> Tally:
    found = Counter(each.verdict for each in items)
    judged = found[Verdict.MET] + found[Verdict.UNMET]
    rate = f"{found[Verdict.MET] * 100 / judged:.2f}" if judged else None
    counts = (Verdict.MET, Verdict.UNMET, Verdict.NO_DATA, Verdict.NOT_ASSESSABLE)
    return Tally(*(found[verdict] for verdict in counts), judged, rate)


def facts(rows: list[Item], *, year: int = 2020, stage: str = "final", **more: Any) -> ReportFacts:
    numbered = [
        replace(row, number=number, year=year, lead=row.lead or "区卫健局")
        for number, row in enumerate(rows, 1)
    ]
    domains = tuple(
        (name, tally([row for row in numbered if row.domain == name]))
        for name in dict.fromkeys(row.domain for row in numbered)
    )
    plan = PlanFacts(
        PlanKind.WOMEN,
        "某区妇女发展规划（2011—2020年）",
        2011,
        2015,
        2020,
        2010,
        tally(numbered),
        domains,
    )
    return ReportFacts(
        stage=stage,
        year=year,
        region="某区",
        region_level="county",
        is_final=False,
        settings=Options(),
        plans=(plan,),
        combined=plan.tally,
        items=tuple(numbered),
        **more,
    )


def met(name: str, **more: Any) -> Item:
    values = {2010: "60", 2019: "88", 2020: "90"}
    return item(name, values=more.pop("values", values), is_key=True, **more)


def composed(rows: list[Item], kind: str = "final", **more: Any) -> Document:
    stage = kind if kind in ("final", "midterm", "annual") else "final"
    return report_compose(facts=facts(rows, stage=stage, **more), kind=kind)


def texts(document: Document) -> str:
    return "\n".join(b.text for b in walk(document.sections) if isinstance(b, Paragraph))


def table(document: Document, key: str) -> Table:
    blocks = [*walk(document.sections)]
    for annex in document.annexes:
        blocks += walk(annex.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.key == key)


@pytest.mark.parametrize(("value", "told"), [("109", "高出上限2.00"), ("100.5", "低于下限2.50")])
def test_a_band_is_missed_at_the_end_that_was_crossed(value: str, told: str) -> None:
    row = item(
        "性别比",
        rule="range",
        unit="女=100",
        target="103",
        values={2020: value},
        verdict=Verdict.UNMET,
    )
    criterion = replace(row.criterion, final=Goal(Decimal(103), Decimal(107)))
    row = replace(row, criterion=criterion, upper=Decimal(107))
    document = composed([met("甲"), met("丙"), row])
    cells = table(document, "unmet-table").rows[0].cells
    assert (cells[3].text, cells[4].text) == ("103—107", told)


def test_values_within_a_tolerance_are_not_told_together_as_past_their_targets() -> None:
    rows = [
        replace(met(name, values={2010: "60", 2020: "79"}, target="80"), code=name)
        for name in "甲乙丙丁戊"
    ]
    rows = [replace(r, criterion=replace(r.criterion, tolerance=Decimal(2))) for r in rows]
    text = texts(composed(rows))
    assert "分别为" not in text
    assert "高出目标" not in text


def test_a_single_unmet_indicator_is_not_gone_through_one_by_one() -> None:
    text = texts(composed([screening(), met("甲")]))
    assert "妇女常见病定期筛查率1项未达标。报告说明差距" in text
    assert "1项未达标指标限期整改、跟踪问效" in text
    assert "逐项整改" not in text
    assert "领域。" not in text  # the plan has one domain: nothing to point at


def test_many_unmet_names_are_cut_without_saying_their_number_twice() -> None:
    rows = [replace(screening(), code=f"I{n}", name=f"指标{n}") for n in range(10)]
    text = texts(composed(rows))
    assert "10项指标未达标，包括指标0、指标1、指标2、指标3、指标4、指标5、指标6、指标7等。" in text
    assert "等10项。报告" not in text


def test_one_lead_is_named_once_for_its_indicators() -> None:
    text = texts(composed([screening(), injuries(), met("甲")]))
    assert (
        "由区卫健局牵头的2项中，妇女常见病定期筛查率限期达到80%的目标，"
        "18岁以下儿童伤害死亡率限期比2010年下降六分之一（即不高于10.04/10万）。"
    ) in text


def test_gaps_count_people_without_doubling_words() -> None:
    text = texts(composed([screening(), injuries()]))
    assert "应查58400人，实查44588人，按目标还差2132人。" in text
    assert "18岁以下人口128600人，18岁以下伤害死亡13例；不超过12例即达到要求，实际多1例。" in text
    assert "比上年下降14.3%。" in text


def test_equal_to_the_base_is_said_to_be_level() -> None:
    row = item(
        "机制数",
        rule="rise",
        unit="个",
        target=None,
        values={2010: "1", 2019: "1", 2020: "1"},
        verdict=Verdict.UNMET,
        places=0,
    )
    document = composed([row, met("甲")])
    assert "2020年为1个，与2010年（1个）持平，未达到“高于2010年”的要求" in texts(document)
    assert "低0个" not in texts(document)
    assert table(document, "unmet-table").rows[0].cells[4].text == "与2010年持平"


def test_a_sheet_for_a_unit_is_addressed_and_leaves_nothing_to_fill_in() -> None:
    slipping = item(
        "低出生体重发生率",
        rule="at_most",
        target="4",
        values={2010: "3.12", 2019: "3.70", 2020: "3.64"},
    )
    document = composed([screening(), slipping], kind="unit", unit="区卫健局")
    assert document.addressee == "区卫健局"
    text = texts(document)
    assert "待补" not in text
    assert "以下指标虽已达标，仍须持续关注：低出生体重发生率比2010年上升0.52个百分点。" in text


def outlook(rows: list[Item]) -> str:
    late = [replace(row, grade=Grade.BEHIND, verdict=Verdict.UNMET) for row in rows]
    document = composed(late, kind="midterm", year=2015)
    return "\n".join(
        block.text
        for block in walk(document.sections)
        if isinstance(block, Paragraph) and block.key.startswith("outlook")
    )


def test_the_outlook_never_counts_to_nought_and_tells_each_reason() -> None:
    rows = [
        item("甲", target="80", values={2010: "60", 2014: "72", 2015: "74"}, year=2015),
        item(
            "乙",
            target="30",
            values={2010: "20", 2015: "26"},
            year=2015,
            frequency=Frequency.ELECTION,
        ),
        item(
            "丙", rule="fall", target=None, values={2010: "20", 2014: "21", 2015: "22"}, year=2015
        ),
        item("丁", target="95", values={2010: "90", 2015: "93"}, year=2015),
        item("戊", target="95", values={2014: "90", 2015: "93"}, year=2015),
    ]
    text = outlook(rows)
    assert "按前5年平均速度推算，到2020年可达到目标" in text
    assert "0项" not in text
    reasons = (
        "乙只随换届变化",
        "丙没有以数值表示的终期目标",
        "丁有数的年份不足3年",
        "戊缺2010年基期值",
    )
    assert f"{'；'.join(reasons)}，不作推算。" in text
    assert "外推" in text
    assert "外推" not in outlook(rows[1:])


def test_the_outlook_reckons_with_the_number_that_a_share_of_the_base_ends_in() -> None:
    row = item(
        "甲",
        rule="at_most_of_baseline",
        factor="5/6",
        target=None,
        values={2010: "12", 2014: "11.6", 2015: "11.5"},
        year=2015,
    )
    text = outlook([row])
    assert "没有以数值表示的终期目标" not in text
    assert "按前5年平均速度推算，到2020年达不到目标，甲难度较大" in text


def test_a_multiple_is_printed_in_the_class_beside_it() -> None:
    """2.21 ÷ 2.12: 1.0 would be told as 预期可实现."""
    for times, places in (("1.0424", 2), ("1.04", 2), ("1.2", 1), ("1.5001", 4), ("0.96", 1)):
        assert times_places(Decimal(times)) == places


def test_the_key_table_shows_every_domain() -> None:
    rows = [met(f"健康{n}", code=f"A{n}", domain="健康") for n in range(20)]
    rows += [met(f"教育{n}", code=f"B{n}", domain="教育") for n in range(3)]
    shown = table(composed(rows), "key-women")
    names = [row.cells[0].text for row in shown.rows]
    assert len(names) == 16
    assert [name for name in names if name.startswith("教育")] == ["教育0", "教育1", "教育2"]


def test_the_key_table_says_where_a_difference_looks_wrong() -> None:
    even = table(composed([met("甲")]), "key-women")
    assert even.notes == ()
    odd = met("乙", values={2010: "36.4185", 2019: "45.1", 2020: "46.0458"})
    uneven = table(composed([odd]), "key-women")
    assert [cell.text for cell in uneven.rows[0].cells][2:7:2] == ["36.42", "46.05", "9.63"]
    assert uneven.notes == ()
    odd = met("乙", values={2010: "36.4149", 2019: "45.1", 2020: "46.0451"})
    uneven = table(composed([odd]), "key-women")
    assert [cell.text for cell in uneven.rows[0].cells][2:7:2] == ["36.41", "46.05", "9.63"]
    assert uneven.notes == ("差值按修约前数值计算，个别与表内两数直接相减略有出入。",)


def test_a_table_without_last_year_does_not_speak_of_it() -> None:
    row = item(
        "村委会成员中女性比例",
        target="30",
        values={2010: "22", 2018: "31"},
        frequency=Frequency.ELECTION,
        is_key=True,
    )
    document = composed([row])
    assert table(document, "key-women").notes == ("①为2018年换届数据。",)
    assert table(document, "women").notes[0] == "①为2018年换届数据，“比上年”不计算。"


def test_the_annex_says_the_year_of_an_election_once() -> None:
    row = item(
        "村委会成员中女性比例",
        target="30",
        values={2010: "22", 2018: "29.14"},
        frequency=Frequency.ELECTION,
        verdict=Verdict.UNMET,
    )
    cells = table(composed([row]), "unmet-table").rows[0].cells
    assert cells[2].text == "29.14%（2018年换届数据）"


@pytest.mark.parametrize("year", [2010, 2011, 2012, 2020])
def test_no_year_stands_twice_over_a_table(year: int) -> None:
    row = met("甲", values={2010: "85", 2011: "86", 2012: "87", 2020: "90"}, year=year)
    document = composed([row], kind="annual", year=year)
    for key in ("key-women", "women"):
        heads = [column.heading for column in table(document, key).columns]
        assert len(heads) == len(set(heads))
        assert f"{year}年" in heads
        assert ("比2010年" in heads) is (year > (2010 if key == "key-women" else 2011))
    assert table(document, "key-women").width == 156
    assert table(document, "women").width == 225


def test_the_counts_over_a_domain_add_up() -> None:
    blank = item("乙", values={}, verdict=Verdict.NO_DATA, reason={"kind": "no_value"})
    rows = table(composed([screening(), met("甲"), blank]), "women").rows
    group = next(row.cells[0].text for row in rows if row.kind is RowKind.GROUP)
    assert group == "一、妇女与健康（3项，达标1项，未达标1项，无数据1项）"


def test_rates_of_one_sex_are_not_asked_for_by_sex() -> None:
    text = texts(composed([screening(), met("孕产妇系统管理率", denominator_name="活产数")]))
    assert "没有分性别数据" not in text
    split = met("7岁以下儿童保健管理率", denominator_name="7岁以下儿童数")
    text = texts(composed([screening(), split]))
    assert "1项按人统计的百分比指标没有分性别数据" in text


def test_a_caption_has_one_bracket_for_years_and_unit() -> None:
    chart = Chart("c", ChartKind.LINE, "筛查率（2010—2020年）", (), (), unit="%", number=2)
    assert chart.caption == "图2　筛查率（2010—2020年，%）"
    assert replace(chart, title="筛查率", number=0).caption == "筛查率（%）"
    assert replace(chart, unit="").caption == "图2　筛查率（2010—2020年）"


def test_serial_numbers_and_years_are_numbers_in_the_workbook() -> None:
    document = composed([screening(), injuries(), met("甲")])
    for key in ("women", "unmet-table", "definitions-table", "duties-table", "sources-table"):
        body = [row for row in table(document, key).rows if row.kind is RowKind.BODY]
        assert [row.cells[0].value for row in body] == list(range(1, len(body) + 1))
    assert table(document, "sources-table").rows[0].cells[2].value == 2020


def test_nought_that_stays_nought_is_level_in_tables() -> None:
    row = item(
        "案件数", rule="fall", unit="个", target=None, values={2010: "0", 2019: "0", 2020: "0"}
    )
    shown = table(composed([replace(row, places=0), met("甲")]), "women")
    changes = {
        column.key: cell.text
        for column, cell in zip(shown.columns, shown.rows[1].cells, strict=True)
        if column.key in ("change", "since")
    }
    assert changes == {"change": "持平", "since": "持平"}


@pytest.mark.parametrize("undecided", [0, 1])
def test_counts_of_every_place_add_up(undecided: int) -> None:
    counts = Tally(7, 2, 1, undecided, 9, "77.78")
    place = Place("350203", "甲区", counts, {"women": counts}, {}, {})
    shown = table(composed([met("甲")], kind="regions", places=(place,)), "place-rates")
    heads = [column.heading for column in shown.columns]
    assert ("无法评价" in heads) is bool(undecided)
    cells = [cell.value for cell in shown.rows[0].cells]
    assert cells[2] == sum(cells[3:-1])
    assert shown.width == 156


def test_one_clear_change_is_said_with_its_verb() -> None:
    rows = [
        item(
            "法律援助人数",
            rule="rise",
            unit="人",
            target=None,
            values={2010: "186", 2019: "612", 2020: "647"},
            places=0,
        ),
        *(met(name, values={2010: "89", 2019: "89.9", 2020: "90"}) for name in "甲乙"),
    ]
    assert "3项指标全部达标，法律援助人数比2010年明显增加。" in texts(composed(rows))


def blank(name: str) -> Item:
    return item(name, values={}, verdict=Verdict.NO_DATA, reason={"kind": "no_value"})


def test_what_only_the_base_year_has_is_told_apart_from_what_is_missing() -> None:
    only = [
        item(name, values={2010: "60"}, verdict=Verdict.NO_DATA, reason={"kind": kind})
        for name, kind in (("乙", "not_later_than_base"), ("丙", "not_later_than_base"))
    ]
    told = "4项中3项缺数或无法评价（其中2项只有基期年数据，无从与基期比），"
    assert told in texts(composed([met("甲"), *only, blank("丁")], kind="annual"))


def test_a_rate_of_few_says_how_far_it_reaches() -> None:
    rows = [met("甲"), *(blank(name) for name in "乙丙丁")]
    told = "4项中3项缺数或无法评价，达标率只反映可评价的1项。"
    assert told in texts(composed(rows))
    assert told in texts(composed(rows, kind="annual"))
    assert told not in texts(composed([met("甲"), blank("乙")]))


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ([met("甲"), met("乙")], "2项，全部达标"),
        ([screening(), met("甲")], "2项，达标1项"),
        ([screening(), blank("乙")], "2项，未达标1项，无数据1项"),
        ([blank("甲"), blank("乙")], "2项，均无数据"),
        ([screening()], "1项，未达标"),
    ],
)
def test_the_heading_of_a_group_counts_nothing_that_is_not_there(
    rows: list[Item], heading: str
) -> None:
    group = table(composed(rows), "women").rows[0].cells[0].text
    assert group == f"一、妇女与健康（{heading}）"


def test_a_domain_without_data_says_so_once() -> None:
    text = texts(composed([met("甲", domain="教育"), blank("乙"), blank("丙")]))
    assert "妇女与健康：2项指标均无数据，不作评价。乙、丙不计入分母。" in text


@pytest.mark.parametrize("number", [None, "75"])
def test_targets_of_the_stage_have_a_column_only_where_there_are_any(number: str | None) -> None:
    row = met("甲", values={2010: "60", 2014: "72", 2015: "74"}, year=2015)
    stage = None if number is None else Goal(Decimal(number))
    row = replace(row, criterion=replace(row.criterion, midterm=stage))
    shown = table(composed([row], kind="midterm", year=2015), "women")
    heads = [column.heading for column in shown.columns]
    assert ("中期目标" in heads) is (number is not None)
    assert ("比上年" in heads) is (number is None)
    assert shown.width == 225
