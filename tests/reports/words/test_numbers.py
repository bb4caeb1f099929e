"""Numbers in the field's words, against the numbers of the model report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.core.case import Goal
from indicators.core.vocabulary import Frequency, Verdict
from indicators.wording.numbers import number, worded
from reports.sections.proposals import LIMITED, assigned
from reports.words import numbers, standings
from tests.reports.items import injuries, item, screening


@pytest.mark.parametrize(
    ("digits", "unit", "text"),
    [
        ("96.24", "%", "96.24%"),
        ("2.05", "‰", "2.05‰"),
        ("14.66", "1/10万", "14.66/10万"),
        ("10.23", "1/万", "10.23/万"),
        ("107.35", "女=100", "107.35"),
        ("83.12", "岁", "83.12岁"),
        ("2100", "元/人·月", "每人每月2100元"),
        ("8.31", "万人", "8.31万人"),
    ],
)
def test_values_carry_their_measure(digits: str, unit: str, text: str) -> None:
    assert worded(digits, unit) == text


@pytest.mark.parametrize(
    ("unit", "new", "old", "text"),
    [
        ("%", "96.24", "95.87", "0.37个百分点"),
        ("‰", "2.05", "5.31", "3.26个千分点"),
        ("1/10万", "14.6628", "32.2061", "54.5%"),
        ("岁", "83.12", "79.86", "3.26岁"),
        ("万人", "8.31", "5.86", "2.45万人"),
        ("女=100", "107.35", "112.84", "5.49"),
    ],
)
def test_changes_follow_the_measure(unit: str, new: str, old: str, text: str) -> None:
    row = item("甲", unit=unit, values={2020: new})
    assert numbers.change_text(row, Decimal(new), Decimal(old)) == text


def test_table_changes_have_signs_or_words() -> None:
    percent = item("甲", values={2020: "76.35"})
    assert numbers.table_change(percent, Decimal("76.35"), Decimal("77.12")) == "−0.77"
    rare = item("乙", unit="1/10万", values={2020: "14.66"})
    assert numbers.table_change(rare, Decimal("14.6628"), Decimal("14.0252")) == "上升4.5%"
    people = item("丙", unit="万人", values={2020: "8.31"})
    assert numbers.table_change(people, Decimal("8.31"), Decimal("5.86")) == "增长41.8%"
    assert numbers.table_change(people, None, Decimal("5.86")) == "—"


def test_a_difference_is_rounded_only_when_printed() -> None:
    # 52 of 210 to 66 of 218: the printed numbers differ by 5.52, the exact ones by 5.51.
    row = item("人大代表中女性比例", values={2010: "52/210", 2020: "66/218"})
    assert row.value is not None
    assert row.base is not None
    assert numbers.points_text(row, row.value - row.base) == "5.51个百分点"


def test_what_is_missing_is_counted_in_people() -> None:
    assert numbers.missing_count(screening()) == 2132
    assert numbers.missing_count(injuries()) == 1
    assert numbers.allowed_count(injuries()) == 12
    council = item(
        "村委会成员中女性比例", target="30", values={2020: "102/350"}, verdict=Verdict.UNMET
    )
    assert numbers.missing_count(council) == 3
    sight = item(
        "视力不良检出率",
        rule="fall",
        target=None,
        values={2010: "55.240664", 2020: "35825/62500"},
        verdict=Verdict.UNMET,
    )
    assert numbers.missing_count(sight) == 1300


def test_three_years_are_added_not_averaged() -> None:
    first, last, rate = numbers.three_years(injuries()) or (0, 0, Decimal(0))
    assert (first, last) == (2018, 2020)
    assert number(rate, 2) == "11.01"


@pytest.mark.parametrize(
    ("row", "phrase", "short"),
    [
        (screening(), "80%的目标", "≥80"),
        (
            item("甲", rule="at_most", unit="1/10万", target="20", values={2020: "14.66"}),
            "20/10万的控制目标",
            "≤20",
        ),
        (
            item("乙", rule="fall", target=None, values={2010: "2.14", 2020: "0.85"}),
            "低于2010年的要求",
            "低于2010年",
        ),
        (injuries(), "比2010年下降六分之一（即不高于10.04/10万）的要求", "≤10.04"),
        (
            item("丙", rule="around", target="50", tolerance="1", values={2020: "50.51"}),
            "50%左右的目标",
            "50左右",
        ),
    ],
)
def test_targets_by_rule(row, phrase: str, short: str) -> None:
    assert standings.goal_phrase(row) == phrase
    assert standings.goal_table_text(row) == short


def test_a_full_hundred_is_said_without_decimals() -> None:
    row = item("住院分娩率", target="98", values={2020: "100"})
    assert numbers.value_text(row, Decimal(100)) == "100%"
    assert numbers.value_text(row, Decimal("99.99")) == "99.99%"


def test_elected_values_have_no_last_year() -> None:
    row = item(
        "村委会成员中女性比例",
        target="30",
        values={2018: "29.14", 2019: "29.14"},
        frequency=Frequency.ELECTION,
    )
    assert row.is_carried
    assert row.last_year is None


@pytest.mark.parametrize(
    ("rule", "unit", "factor", "phrase", "short"),
    [
        ("rise", "%", None, "60%的目标", "≥60"),
        ("fall", "%", None, "60%的控制目标", "≤60"),
        ("at_most_of_baseline", "1/10万", "5/6", "60/10万的控制目标", "≤60"),
    ],
)
def test_a_number_set_for_the_stage_or_the_year_is_named_instead_of_the_base(
    rule: str, unit: str, factor: str | None, phrase: str, short: str
) -> None:
    values = {2010: "66", 2020: "61"}
    row = item("甲", rule=rule, unit=unit, factor=factor, target=None, values=values)
    staged = replace(row, target=Decimal(60), reason={"kind": "target"})
    assert standings.goal_phrase(staged) == phrase
    assert standings.goal_table_text(staged) == short
    duty = "控制在" if "控制" in phrase else "达到"
    assert standings.duty_phrase(staged).startswith(duty)
    midterm = replace(row.criterion, midterm=Goal(Decimal(60)))
    running = replace(staged, year=2015, criterion=midterm)
    assert standings.duty_phrase(running) == standings.duty_phrase(replace(row, year=2015))
    assert standings.goal_phrase(row) != phrase
    assert standings.final_goal_text(staged) == standings.final_goal_text(row)


def test_a_duty_says_by_when() -> None:
    """While the plan runs its last year; once that is over, the time the lead unit must name."""
    last = item("甲", values={2010: "60", 2020: "70"}, verdict=Verdict.UNMET, lead="区教育局")
    running = replace(last, year=2015)
    assert assigned([last], LIMITED) == "甲由区教育局牵头，限期达到80%的目标。"
    assert assigned([running], LIMITED) == "甲由区教育局牵头，到2020年达到80%的目标。"
    assert assigned([running, running], LIMITED) == (
        "由区教育局牵头的2项中，甲到2020年达到80%的目标，甲到2020年达到80%的目标。"
    )
    assert assigned([last]) == "甲由区教育局牵头，达到80%的目标。"


def test_a_missed_target_of_a_stage_leaves_the_final_one_to_reach() -> None:
    row = item("甲", values={2010: "60", 2015: "65"}, verdict=Verdict.UNMET, year=2015, lead="乙局")
    staged = replace(
        row,
        target=Decimal(70),
        criterion=replace(row.criterion, midterm=Goal(Decimal(70))),
        reason={"kind": "target", "basis": "midterm"},
    )
    assert assigned([staged], LIMITED) == "甲由乙局牵头，到2020年达到80%的目标。"
