"""Totals, headlines, tables and quantifiers say how the met are met, never that they are met."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.options import Options
from indicators.core.case import Goal, Precision
from indicators.core.reasons import NoteKind
from indicators.core.vocabulary import Basis, Frequency, Grade, MissingRule, Verdict
from indicators.wording import numbers
from indicators.wording.verdicts import words_of
from reports.facts import Earlier, Item, ReportFacts
from reports.sections import outlook
from reports.services.composing import report_compose
from reports.words.midterm import since_midterm
from reports.words.slots import slots
from reports.words.small_base import small_base_runs
from reports.words.writing import Writing
from tests.reports.items import figures, item, screening
from tests.reports.test_readable import blank, composed, facts, met, table, tally, texts

LABELS = Options(
    label_met="实现",
    label_unmet="未实现",
    label_basic="基本实现",
    basic_tolerance=Decimal(5),
    basic_counts=True,
)


def basic(name: str, **more: Any) -> Item:
    """78 of 80, let through by the run's five per cent."""
    values = {2010: "60", 2019: "77", 2020: "78"}
    note = [NoteKind.BASIC.value, "5", "1", "", ""]
    return replace(
        item(name, values=values, reason={"kind": "target", "notes": [note]}, **more),
        grade=Grade.BASIC,
    )


def within(name: str, **more: Any) -> Item:
    """79.5 of 80, within the half point that the plan allows."""
    return item(name, values={2010: "60", 2019: "77", 2020: "79.5"}, tolerance="0.5", **more)


def told(rows: list[Item], options: Options = LABELS, **more: Any) -> Any:
    whole = replace(facts(rows, **more), settings=options)
    return report_compose(facts=whole, kind=whole.stage)


def test_what_a_run_lets_through_is_counted_and_never_called_all() -> None:
    document = told([met("甲"), met("乙"), basic("丙"), basic("丁")])
    text = texts(document)
    assert "实现和基本实现合计4项（其中基本实现2项，容差为目标值的5%，计入实现）" in text
    assert "实现率为100.00%（4/4）" in text
    assert "全部实现" not in text
    assert "2项指标基本实现：丙、丁。" in text
    assert "4项指标中，2项实现，2项基本实现" in text
    assert "丙。2020年为78.00%，基本达到目标80%（差2.00个百分点，容差为目标值的5%）" in text
    assert "达标" not in text
    counts = table(document, "rates")
    assert [c.heading for c in counts.columns][2:5] == ["指标数", "实现", "基本实现"]
    assert [cell.text for cell in counts.rows[0].cells][2:5] == ["4", "2", "2"]
    assert "实现率＝（实现＋基本实现）÷（实现＋基本实现＋未实现）" in counts.notes[0]


def test_what_the_plan_allows_has_not_reached_its_target() -> None:
    text = texts(told([within("甲")], Options()))
    assert "1项监测指标中，1项达标（在规划允许的容差内）" in text
    assert "达到终期目标" not in text
    assert "目标全部实现" not in text
    assert "不够理想" not in text
    assert "1项指标在规划允许的容差内：甲。" in text
    both = told([met("乙"), within("甲")], Options())
    assert "2项达标（其中1项在规划允许的容差内）" in texts(both)
    assert "“达标”中有1项在规划允许的容差内。" in table(both, "rates").notes


def test_all_is_said_of_all() -> None:
    text = texts(told([met("甲"), met("乙")]))
    assert "2项监测指标全部实现，实现率为100.00%（2/2）" in text
    assert "目标全部实现" in text


def test_what_does_not_count_is_told_among_the_unmet() -> None:
    options = replace(LABELS, basic_counts=False)
    row = replace(basic("丙"), verdict=Verdict.UNMET)
    text = texts(told([met("甲"), row], options))
    assert "1项未实现（其中1项基本实现，容差为目标值的5%，不计入实现）" in text


def test_before_the_last_year_the_early_stand_apart_as_the_table_has_them() -> None:
    early = [replace(met(name), grade=Grade.EARLY) for name in "甲乙"]
    on_line = [replace(met(name), grade=Grade.ON_TRACK) for name in "丙丁戊"]
    rows = [replace(row, year=2018) for row in (*early, *on_line)]
    for stage in ("annual", "midterm"):
        document = told(rows, Options(basis=Basis.PACE), stage=stage, year=2018)
        assert "2项已提前达到，3项进度正常，达到进度占比为100.00%（5/5）" in texts(document)
        counts = table(document, "rates")
        assert [c.heading for c in counts.columns][2:5] == ["指标数", "已提前达到", "进度正常"]
        assert [cell.text for cell in counts.rows[0].cells][2:5] == ["5", "2", "3"]


KINDS = ("plain", "basic", "within", "unmet", "no_data")
MAKERS = {
    "plain": met,
    "basic": basic,
    "within": within,
    "unmet": lambda name, **more: replace(screening(**more), code=name, name=name),
    "no_data": lambda name, **more: replace(blank(name), code=name, **more),
}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=9), st.sampled_from([0, 1]))
def test_every_total_is_the_sum_of_what_stands_there(kinds: list[str], label: int) -> None:
    options = LABELS if label else Options(basic_tolerance=Decimal(5), basic_counts=True)
    rows = [MAKERS[kind](f"指标{n}") for n, kind in enumerate(kinds)]
    document = told(rows, options)
    text, counts = texts(document), table(document, "rates")
    held = {kind: kinds.count(kind) for kind in KINDS}
    is_all = held["plain"] == len(kinds)
    if "全部" in re.sub(r"全部(?:监测指标|指标见|明确)", "", text):
        assert is_all
        assert len(kinds) > 1
    if "达到终期目标" in text:
        assert not held["within"] + held["basic"]
    first, *cells = (int(cell.text) for cell in counts.rows[0].cells[2:-1])
    assert first == sum(cells) == len(kinds)
    for match in re.finditer(r"合计(\d+)项（其中基本\S\S(\d+)项", text):
        assert int(match[1]) == held["plain"] + held["basic"] + held["within"]
        assert int(match[2]) == held["basic"]
    for match in re.finditer(r"(?:其中|另有)(\d+)项在规划允许的容差内", text):
        assert int(match[1]) == held["within"]


def midterm(rows: list[Item], verdicts: str, options: Options) -> Earlier:
    """``verdicts``: one letter for each row, M or U."""
    kinds = [Verdict.MET if letter == "M" else Verdict.UNMET for letter in verdicts]
    then = [replace(row, verdict=kind) for row, kind in zip(rows, kinds, strict=True)]
    return Earlier(2015, tally(then), {f"{r.plan}:{r.code}": r.verdict for r in then}, options)


def beside(rows: list[Item], verdicts: str, then: Options, now: Options) -> ReportFacts:
    return replace(facts(rows), settings=now, earlier=midterm(rows, verdicts, then))


MIDTERM_GOAL = Goal(Decimal(70))
ROWS = [
    replace(row, criterion=replace(row.criterion, midterm=MIDTERM_GOAL))
    for row in (met("甲"), met("乙"), screening())
]


def test_a_midterm_is_told_in_its_own_words_and_compared_by_equal_rules() -> None:
    whole = beside(ROWS, "UMM", Options(basis=Basis.MIDTERM), Options())
    text = texts(report_compose(facts=whole, kind="final"))
    assert "2015年中期评估时，3项指标中2项达到中期要求，达标率为66.67%（2/3）。" in text
    assert "当时滞后的1项中，1项到2020年达标，当时达到中期要求的1项2020年未达标。" in text
    assert "该指标2015年中期评估时达到中期要求，2020年转为未达标。" in text
    assert "回落" not in text


@pytest.mark.parametrize(
    ("then", "now", "why", "said"),
    [
        ({"basis": Basis.PACE}, {}, "对照目标", "2项达到进度要求，达到进度占比为"),
        (
            {"basis": Basis.MIDTERM},
            {"basic_tolerance": Decimal(5), "basic_counts": True},
            "“基本达标”容差",
            "2项达到中期要求，达标率为",
        ),
        ({"basis": Basis.FINAL}, {}, "对照目标", "2项达标，达标率为"),
        (
            {"basis": Basis.MIDTERM, "precision": Precision.PRINTED},
            {},
            "判定所用数值",
            "2项达到中期要求",
        ),
        (
            {"basis": Basis.MIDTERM, "missing": MissingRule.UNMET},
            {},
            "无数据的指标",
            "2项达到中期要求",
        ),
    ],
)
def test_by_other_rules_nothing_is_compared(
    then: dict[str, Any], now: dict[str, Any], why: str, said: str
) -> None:
    whole = beside(ROWS, "UMM", Options(**then), Options(**now))
    text = texts(report_compose(facts=whole, kind="final"))
    assert said in text
    assert f"两次评估的{why}不同，不宜直接比较。" in text
    assert "当时" not in text
    assert "中期评估时也" not in text
    assert not re.search(r"中期\S+的\d项指标", text)


def test_what_only_prints_otherwise_is_compared() -> None:
    now = Options(label_met="实现", label_unmet="未实现", decimals=1)
    whole = beside(ROWS, "UMM", Options(basis=Basis.MIDTERM), now)
    assert "当时滞后的1项中，1项到2020年实现" in since_midterm(Writing(whole))


@pytest.mark.parametrize(
    ("stage", "basis", "held", "reached"),
    [
        ("midterm", Basis.PACE, "时序进度", "达到进度要求"),
        ("midterm", Basis.MIDTERM, "中期目标", "达到中期要求"),
        ("midterm", Basis.FINAL, "终期目标", "达到终期目标"),
        ("final", Basis.FINAL, "终期目标", "达到终期目标"),
    ],
)
def test_one_basis_is_named_everywhere(stage: str, basis: Basis, held: str, reached: str) -> None:
    year = 2015 if stage == "midterm" else 2020
    rows = [item(name, values={2010: "60", 2014: "88", year: "90"}, year=year) for name in "甲乙"]
    goal = Goal(Decimal(70)) if basis is Basis.MIDTERM else None
    rows = [replace(row, criterion=replace(row.criterion, midterm=goal)) for row in rows]
    document = told([*rows, blank("丙")], Options(basis=basis), stage=stage, year=year)
    text = texts(document)
    assert f"对照{held}逐项判定，说明差距" in text
    assert f"2项{reached}" in text
    assert "阶段要求" not in text
    others = {"达到进度要求", "达到中期要求", "达到终期目标"} - {reached}
    assert not [word for word in others if f"项{word}" in text]


def test_nothing_to_judge_has_no_rate_and_no_chart() -> None:
    document = composed([blank("甲"), blank("乙")])
    text = texts(document)
    assert "2项监测指标均无数据，没有可评价的指标，不计算达标率。" in text
    assert "0/0" not in text
    assert "图1" not in text
    assert "本报告对照终期目标" in text


def test_a_gap_is_no_miss() -> None:
    values = {2010: "60", 2015: "82", 2017: "81", 2018: "82", 2019: "83", 2020: "84"}
    row = item("甲", values=values, frequency=Frequency.YEARLY)
    known = {2010: False, **dict.fromkeys((2015, *range(2017, 2021)), True)}
    assert slots(replace(row, met_years=known)).get("recent") == "4"
    assert "first_year" not in slots(replace(row, met_years=known))
    missed = slots(replace(row, met_years={**known, 2016: False}))
    assert (missed["first_year"], missed["run"]) == ("2017", "4")


def births(cases: dict[int, Any], verdict: Verdict, **more: Any) -> Item:
    """Maternal deaths of some six thousand births; a year's births are its own."""
    return item(
        "孕产妇死亡率",
        rule=more.pop("rule", "at_most"),
        unit="1/10万",
        target=more.pop("target", "12"),
        values={y: n if "/" in str(n) else f"{n}/{6000 + y % 7}" for y, n in cases.items()},
        verdict=verdict,
        numerator_name="孕产妇死亡数",
        denominator_name="活产数",
        **more,
    )


def said_of(row: Item) -> str:
    return texts(told([replace(row, year=2018), met("甲", year=2018)], Options(), year=2018))


def test_a_year_without_a_case_is_told_with_three_years() -> None:
    row = births({2010: 2, 2016: 1, 2017: 1, 2018: 0}, Verdict.MET, year=2018, grade=Grade.EARLY)
    text = said_of(row)
    assert (
        "孕产妇死亡率2018年无报告，2017年报告1例；2016—2018年共2例，合并计算为11.11/10万。" in text
    )
    assert "按2018年情况判为提前达标，三年合并值在12/10万以内。" in text
    assert "提前达到12" not in text
    assert "①基数小：2018年无孕产妇死亡报告，2016—2018年合并计算为" in repr(
        told([replace(row, year=2018, is_key=True)], Options(), year=2018)
    )


def test_few_cases_are_never_told_in_points() -> None:
    row = births(
        {2010: "1/6900", 2016: 1, 2017: 0, 2018: 1},
        Verdict.UNMET,
        rule="fall",
        target=None,
        year=2018,
        grade=Grade.LOST,
    )
    text = said_of(row)
    assert "2018年报告1例，2017年无报告，2010年报告1例（分母变化）；2016—2018年共2例" in text
    assert "须无孕产妇死亡方可达到。" in text
    assert "十万分点" not in text
    assert "转为" not in text


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.sampled_from([("at_most", "12"), ("at_most", "90"), ("fall", None)]),
    st.sampled_from([Verdict.MET, Verdict.UNMET]),
)
def test_what_is_said_of_few_cases_is_so(
    cases: list[int], rule: tuple[str, str | None], verdict: Verdict
) -> None:
    years = dict(zip((2010, 2016, 2017, 2018), cases, strict=True))
    row = births(years, verdict, rule=rule[0], target=rule[1], year=2018)
    text = "".join(run.text for run in small_base_runs(row, words_of()))
    for year, number in re.findall(r"(\d{4})年报告(\d+)例", text):
        assert years[int(year)] == int(number) > 0
    for year in re.findall(r"(\d{4})年无报告", text):
        assert not years[int(year)]
    if "共" in text:
        assert f"共{sum(cases[1:])}例" in text
    else:
        assert "均无报告" in text
        assert not any(cases[1:])
    whole = 100_000 * sum(cases[1:]) / sum(6000 + y % 7 for y in (2016, 2017, 2018))
    if rule[1] is not None:
        assert (f"三年合并值在{rule[1]}" in text) is (whole <= int(rule[1]))
    assert not re.search(r"点|%|首次|提前|明显|大幅", text)


def test_a_multiple_is_printed_with_the_digits_of_its_class() -> None:
    for times, printed in (("1.04", "1.04"), ("1", "1.0"), ("1.51", "1.51"), ("0.04", "0.04")):
        number = Decimal(times)
        assert numbers.number(number, outlook.times_places(number)) == printed


def test_the_parts_of_a_chapter_are_numbered_by_what_is_there() -> None:
    rows = [replace(blank(name), lead="区卫健局") for name in "甲乙"]
    text = texts(composed(rows))
    assert "（二）各单位工作。" in text
    assert "（三）" not in text


def test_a_gap_between_town_and_country_is_told_once() -> None:
    def parts(town: str, country: str) -> dict[str, Any]:
        return {"area:urban": figures({2020: town}), "area:rural": figures({2020: country})}

    row = screening(parts=parts("79.88", "71"))
    assert texts(composed([row, met("甲")])).count("79.88%") == 1
    other = texts(composed([row, met("甲", parts=parts("96", "85"))]))
    assert "甲城镇为96.00%，农村为85.00%，相差11.00个百分点" in other


def test_a_value_that_went_the_wrong_way_is_said_to_have() -> None:
    row = item(
        "婴儿死亡率",
        rule="at_most",
        unit="‰",
        target="5",
        values={2010: "6.2", 2014: "6.9", 2015: "7"},
        verdict=Verdict.UNMET,
        year=2015,
        grade=Grade.BEHIND,
        expected=Decimal("5.6"),
        reason={"kind": "pace"},
    )
    document = told(
        [row, met("甲", year=2015)], Options(basis=Basis.PACE), stage="midterm", year=2015
    )
    assert texts(document).count("走势与规划要求相反") == 2


def test_where_most_cannot_be_judged_the_whole_is_counted_once() -> None:
    rows = [met("甲"), *(blank(name) for name in "乙丙丁")]
    text = texts(composed(rows))
    assert "4项指标中3项缺数或无法评价，以下只就可评价的1项说明。2020年" not in text
    assert "以下只就可评价的1项说明。这1项中，1项达到终期目标，达标率为100.00%（1/1）。" in text


def test_all_of_some_are_not_named_as_some_of_all() -> None:
    rows = [replace(met(name), is_verified=False) for name in "甲乙"]
    assert "2项指标的目标均尚待与规划原文核对。" in texts(composed(rows))
