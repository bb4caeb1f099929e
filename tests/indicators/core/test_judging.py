"""Boundary cases of every rule, named in the user's words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.core.case import (
    Case,
    Criterion,
    Figure,
    Goal,
    JudgingSettings,
    Part,
    Precision,
    ToleranceKind,
    criterion,
    judged_value,
)
from indicators.core.judging import judge
from indicators.core.reasons import Judgement, NoteKind, ReasonKind
from indicators.core.vocabulary import (
    Aggregate,
    Basis,
    BlankReason,
    Frequency,
    Grade,
    RuleKind,
    Verdict,
)

MET, UNMET = Verdict.MET, Verdict.UNMET
NO_DATA, NOT_ASSESSABLE = Verdict.NO_DATA, Verdict.NOT_ASSESSABLE
UP = criterion(RuleKind.AT_LEAST, "%", target="95")
DOWN = criterion(RuleKind.AT_MOST, "1/10万", target="20")
RISE = criterion(RuleKind.RISE, "%")
FALL = criterion(RuleKind.FALL, "%")
SIXTH = replace(criterion(RuleKind.AT_MOST_OF_BASELINE, "1/10万"), factor=Fraction(5, 6))
AROUND = criterion(RuleKind.AROUND, "%", target="50", tolerance="1")
RANGE = criterion(RuleKind.RANGE, "女=100", target="103", upper="107")
QUALITATIVE = criterion(RuleKind.QUALITATIVE, "有/无")
PACE = JudgingSettings(basis=Basis.PACE)
MIDTERM = JudgingSettings(basis=Basis.MIDTERM)


def series(values: dict[int, str | None]) -> dict[int, Figure]:
    return {
        year: Figure(year, None if text is None else Decimal(text)) for year, text in values.items()
    }


def judged(
    standard: Criterion,
    values: dict[int, str | None],
    settings: JudgingSettings | None = None,
    year: int = 2020,
) -> Judgement:
    return judge(Case(standard, year, series(values)), settings or JudgingSettings())


def notes(result: Judgement) -> set[NoteKind]:
    return {note.kind for note in result.reason.notes}


@pytest.mark.parametrize(
    ("standard", "value", "base", "verdict"),
    [
        pytest.param(UP, "95", None, MET, id="不低于-恰好等于目标"),
        pytest.param(UP, "94.999999", None, UNMET, id="不低于-差一点点"),
        pytest.param(UP, "93.0", None, UNMET, id="九年义务教育巩固率93.0低于95"),
        pytest.param(UP, "0", None, UNMET, id="真正的零是数,不是缺数"),
        pytest.param(UP, None, None, NO_DATA, id="没填数据"),
        pytest.param(DOWN, "20", None, MET, id="不高于-恰好等于目标"),
        pytest.param(DOWN, "18.3", None, MET, id="孕产妇死亡率18.3不高于20"),
        pytest.param(DOWN, "20.000001", None, UNMET, id="不高于-多一点点"),
        pytest.param(DOWN, "0", None, MET, id="不高于-为零"),
        pytest.param(replace(UP, tolerance=Decimal(1)), "94", None, MET, id="左右单边-差在容许内"),
        pytest.param(
            replace(UP, tolerance=Decimal(1)), "99", None, MET, id="提高到85%左右-超过不算偏离"
        ),
        pytest.param(replace(UP, tolerance=Decimal(1)), "93.99", None, UNMET, id="差出容许"),
        pytest.param(replace(DOWN, tolerance=Decimal(1)), "21", None, MET, id="不高于-容许超出1"),
        pytest.param(AROUND, "49.2", None, MET, id="保持在50%左右-49.2"),
        pytest.param(AROUND, "49", None, MET, id="左右-下沿"),
        pytest.param(AROUND, "51", None, MET, id="左右-上沿"),
        pytest.param(AROUND, "51.01", None, UNMET, id="左右-超出上沿"),
        pytest.param(
            replace(AROUND, tolerance=None), "50", None, NOT_ASSESSABLE, id="左右-没有容差"
        ),
        pytest.param(RANGE, "103", None, MET, id="区间-下限含本数"),
        pytest.param(RANGE, "107", None, MET, id="区间-上限含本数"),
        pytest.param(RANGE, "107.35", None, UNMET, id="区间-超出"),
        pytest.param(RISE, "60.1", "60", MET, id="逐步提高"),
        pytest.param(RISE, "60", "60", UNMET, id="逐步提高-与基期相同不算"),
        pytest.param(RISE, "100", "100", MET, id="基期已到100%仍为100%"),
        pytest.param(RISE, "99", "100", UNMET, id="由100%下降"),
        pytest.param(RISE, "60", None, NOT_ASSESSABLE, id="缺基期值"),
        pytest.param(FALL, "55.24", "57.32", MET, id="降低"),
        pytest.param(FALL, "57.32", "55.24", UNMET, id="要求降低却上升"),
        pytest.param(FALL, "0", "0", MET, id="保持为零"),
        pytest.param(FALL, "3", "3", UNMET, id="降低-持平不算"),
        pytest.param(SIXTH, "10.11", "12.05", UNMET, id="伤害死亡率10.11高于10.04"),
        pytest.param(SIXTH, "10", "12", MET, id="恰好下降六分之一"),
        pytest.param(SIXTH, "10.000001", "12", UNMET, id="下降不足六分之一"),
        pytest.param(SIXTH, "0.833333", "1", MET, id="六分之五除不尽-取下"),
        pytest.param(SIXTH, "0.833334", "1", UNMET, id="六分之五除不尽-取上"),
        pytest.param(SIXTH, "10", None, NOT_ASSESSABLE, id="按基数下降-缺基期值"),
        pytest.param(replace(SIXTH, factor=None), "10", "12", NOT_ASSESSABLE, id="没有比例"),
        pytest.param(replace(UP, final=None), "99", None, NOT_ASSESSABLE, id="缺目标值"),
    ],
)
def test_each_rule_at_its_boundary(
    standard: Criterion, value: str | None, base: str | None, verdict: Verdict
) -> None:
    assert judged(standard, {2010: base, 2020: value}).verdict is verdict


@pytest.mark.parametrize(
    ("measure", "rule", "target", "value", "verdict"),
    [
        pytest.param("‰", RuleKind.AT_MOST, "10", "8.1", MET, id="婴儿死亡率2015"),
        pytest.param("‰", RuleKind.AT_MOST, "13", "10.7", MET, id="5岁以下儿童死亡率2015"),
        pytest.param("%", RuleKind.AT_MOST, "4", "2.64", MET, id="低出生体重2015"),
        pytest.param("%", RuleKind.AT_LEAST, "95", "93.0", UNMET, id="巩固率2015"),
        pytest.param("%", RuleKind.AT_LEAST, "90", "87.0", UNMET, id="高中毛入学率2015"),
        pytest.param("%", RuleKind.AT_LEAST, "80", "75.5", UNMET, id="常见病筛查2018"),
        pytest.param("%", RuleKind.AT_LEAST, "30", "24.0", UNMET, id="村委会成员2018"),
        pytest.param("1/10万", RuleKind.AT_MOST, "20", "18.3", MET, id="孕产妇死亡率2018"),
    ],
)
def test_national_values_against_final_targets(
    measure: str, rule: RuleKind, target: str, value: str, verdict: Verdict
) -> None:
    result = judged(criterion(rule, measure, target=target), {2015: value}, year=2015)
    assert result.verdict is verdict
    assert result.grade is (Grade.EARLY if verdict is MET else Grade.BEHIND)


@pytest.mark.parametrize(
    ("points", "value", "verdict"),
    [
        pytest.param("10", "60", MET, id="恰好提高10个百分点"),
        pytest.param("10", "59.99", UNMET, id="提高不足10个百分点"),
        pytest.param("0.5", "50.5", MET, id="恰好提高0.5个百分点"),
        pytest.param("0.5", "50.49", UNMET, id="提高不足0.5个百分点"),
        pytest.param("0.5", "40", UNMET, id="下降不是提高"),
        pytest.param("-10", "40", MET, id="恰好下降10个百分点"),
        pytest.param("-10", "40.01", UNMET, id="下降不足10个百分点"),
    ],
)
def test_change_by_points(points: str, value: str, verdict: Verdict) -> None:
    standard = replace(criterion(RuleKind.CHANGE_AT_LEAST, "%"), change_points=Decimal(points))
    assert judged(standard, {2010: "50", 2020: value}).verdict is verdict


def test_not_below_another_indicator() -> None:
    standard = criterion(RuleKind.AT_LEAST_INDICATOR, "%")
    own = series({2020: "29.5"})
    equal = judge(Case(standard, 2020, own, compared=series({2020: "29.5"})))
    below = judge(Case(standard, 2020, own, compared=series({2020: "29.6"})))
    missing = judge(Case(standard, 2020, own))
    assert [equal.verdict, below.verdict, missing.verdict] == [MET, UNMET, NOT_ASSESSABLE]
    assert missing.reason.kind is ReasonKind.NO_COMPARED


def test_quotient_is_judged_where_both_counts_are_kept() -> None:
    value = judged_value(Decimal("95.0"), Decimal(44588), Decimal(58400), 100)
    assert value == Decimal("76.349315")
    assert judged_value(Decimal("95.0"), None, Decimal(58400), 100) == Decimal("95.0")
    assert judged_value(None, Decimal(0), Decimal(0), 100) is None
    assert judged_value(None, Decimal(1), Decimal(3), 100) == Decimal("33.333333")
    assert judged_value(None, Decimal(2), Decimal(3), 100) == Decimal("66.666667")


def test_stated_base_goes_before_the_base_years_figure() -> None:
    standard = replace(RISE, base_value=Decimal(70))
    assert judged(standard, {2010: "60", 2020: "65"}).verdict is UNMET


class TestCarriedForward:
    ELECTION = replace(UP, final=Goal(Decimal(30)), frequency=Frequency.ELECTION)

    def test_election_value_is_carried_and_its_year_is_said(self) -> None:
        result = judged(self.ELECTION, {2017: "31", 2019: None})
        assert (result.verdict, result.reason.value_year) == (MET, 2017)
        assert NoteKind.CARRIED in notes(result)

    def test_yearly_value_is_never_carried(self) -> None:
        yearly = replace(self.ELECTION, frequency=Frequency.YEARLY)
        assert judged(yearly, {2019: "31"}).verdict is NO_DATA

    def test_not_across_a_change_of_definition(self) -> None:
        changed = replace(self.ELECTION, definition_starts=(2018,))
        assert judged(changed, {2017: "31"}).verdict is NO_DATA
        assert judged(changed, {2018: "31"}).verdict is MET

    def test_not_from_before_the_baseline_year(self) -> None:
        assert judged(self.ELECTION, {2009: "31"}).verdict is NO_DATA
        assert judged(self.ELECTION, {2010: "31"}).verdict is MET

    def test_rule_against_the_base_needs_a_later_value(self) -> None:
        census = replace(RISE, frequency=Frequency.CENSUS)
        result = judged(census, {2010: "77.4"}, year=2015)
        assert result.verdict is NO_DATA
        assert result.reason.kind is ReasonKind.NOT_LATER_THAN_BASE


class TestGrades:
    def test_final_target_met_before_the_end_year_is_early(self) -> None:
        assert judged(UP, {2015: "96"}, year=2015).grade is Grade.EARLY

    @pytest.mark.parametrize(
        ("standard", "base", "value", "grade"),
        [
            pytest.param(UP, None, "96", Grade.EARLY, id="基期无数"),
            pytest.param(UP, "94.99", "95", Grade.EARLY, id="由未达到转为刚好达到"),
            pytest.param(UP, "95", "96", Grade.ON_TRACK, id="基期已刚好达到-保持"),
            pytest.param(DOWN, "19", "12", Grade.ON_TRACK, id="基期已在上限内-保持"),
            pytest.param(
                replace(UP, tolerance=Decimal(1)), "90", "94.5", Grade.ON_TRACK, id="只在容差内"
            ),
            pytest.param(AROUND, "40", "50", Grade.ON_TRACK, id="左右没有提前"),
            pytest.param(RANGE, "110", "105", Grade.ON_TRACK, id="区间没有提前"),
            pytest.param(RISE, "50", "60", Grade.ON_TRACK, id="趋势没有提前"),
            pytest.param(FALL, "0", "0", Grade.ON_TRACK, id="保持为零没有提前"),
            pytest.param(SIXTH, "12", "10", Grade.EARLY, id="恰好下降六分之一"),
        ],
    )
    def test_early_needs_a_final_number_that_the_base_had_not_reached(
        self, standard: Criterion, base: str | None, value: str, grade: Grade
    ) -> None:
        assert judged(standard, {2010: base, 2015: value}, year=2015).grade is grade

    @pytest.mark.parametrize(
        ("standard", "reached", "fell", "paced"),
        [
            pytest.param(UP, "96", "94.99", Grade.ON_TRACK, id="回落后仍在进度线上"),
            pytest.param(UP, "96", "80", Grade.LOST, id="回落到进度线下"),
            pytest.param(DOWN, "18", "20.01", Grade.ON_TRACK, id="死亡率又超出上限"),
        ],
    )
    def test_one_lucky_year_is_not_early_once_it_fell_back(
        self, standard: Criterion, reached: str, fell: str, paced: Grade
    ) -> None:
        """The year judged decides: what was reached in 2013 only is never told as early in 2015."""
        values = {2010: "70" if standard is UP else "40", 2013: reached, 2015: fell}
        assert judged(standard, values, year=2013).grade is Grade.EARLY
        assert judged(standard, values, year=2015).grade is Grade.LOST
        assert judged(standard, values, PACE, 2015).grade is paced
        assert judged(standard, values, MIDTERM, 2015).grade is Grade.LOST
        again = values | {2016: reached}
        assert judged(standard, again, year=2016).grade is Grade.EARLY

    def test_a_comparison_or_a_decision_is_never_early(self) -> None:
        standard = criterion(RuleKind.AT_LEAST_INDICATOR, "%")
        own = Case(standard, 2015, series({2015: "31"}), compared=series({2015: "30"}))
        assert judge(own).grade is Grade.ON_TRACK
        assert judge(Case(QUALITATIVE, 2015, {}, decisions={2015: True})).grade is Grade.ON_TRACK

    def test_no_grade_in_the_end_year_against_final_targets(self) -> None:
        assert judged(UP, {2020: "96"}).grade is None
        assert judged(UP, {2020: "90"}).grade is None

    def test_lost_again_even_in_the_end_year(self) -> None:
        assert judged(FALL, {2010: "55.24", 2019: "54.91", 2020: "57.32"}).grade is Grade.LOST

    def test_lost_looks_at_the_last_year_with_data_only(self) -> None:
        values: dict[int, str | None] = {2017: "96", 2018: "94", 2019: None, 2020: "93"}
        assert judged(UP, values).grade is None
        assert judged(UP, {2017: "96", 2019: None, 2020: "93"}).grade is Grade.LOST

    def test_stage_target_met_is_on_track_and_final_met_is_early(self) -> None:
        standard = replace(UP, midterm=Goal(Decimal(90)))
        assert judged(standard, {2015: "92"}, MIDTERM, 2015).grade is Grade.ON_TRACK
        assert judged(standard, {2015: "95"}, MIDTERM, 2015).grade is Grade.EARLY

    def test_a_midterm_number_of_a_band_is_its_lower_end(self) -> None:
        band = replace(RANGE, midterm=Goal(Decimal(101)))
        for value, verdict in (("100.9", UNMET), ("101", MET), ("107", MET), ("107.1", UNMET)):
            assert judged(band, {2015: value}, MIDTERM, 2015).verdict is verdict

    def test_a_midterm_number_above_the_band_leaves_the_final_one(self) -> None:
        band = replace(RANGE, midterm=Goal(Decimal(108)))
        assert judged(band, {2015: "105"}, MIDTERM, 2015).verdict is MET

    def test_without_midterm_target_the_final_one_is_used_and_said(self) -> None:
        result = judged(UP, {2015: "92"}, MIDTERM, 2015)
        assert (result.verdict, result.grade) == (UNMET, Grade.BEHIND)
        assert NoteKind.NO_MIDTERM_TARGET in notes(result)

    @pytest.mark.parametrize(
        ("value", "verdict", "grade"),
        [("90", MET, Grade.ON_TRACK), ("89.999999", UNMET, Grade.BEHIND), ("95", MET, Grade.EARLY)],
    )
    def test_in_a_plan_with_midterm_targets_one_without_goes_by_the_pace(
        self, value: str, verdict: Verdict, grade: Grade
    ) -> None:
        """Base 85, final 95: half of the way is due at the mid-term."""
        standard = replace(UP, has_midterms=True)
        result = judged(standard, {2010: "85", 2015: value}, MIDTERM, 2015)
        assert (result.verdict, result.grade) == (verdict, grade)
        assert result.reason.kind is ReasonKind.PACE
        assert result.reason.expected == Decimal(90)
        assert NoteKind.NO_MIDTERM_TARGET in notes(result)

    def test_without_a_base_there_is_no_line_to_judge_by(self) -> None:
        standard = replace(UP, has_midterms=True)
        assert judged(standard, {2015: "92"}, MIDTERM, 2015).reason.kind is ReasonKind.NO_BASE
        assert judged(standard, {2015: "95"}, MIDTERM, 2015).verdict is MET

    @pytest.mark.parametrize("counts", [True, False])
    def test_basic_by_the_tolerance_of_the_assessment(self, counts: bool) -> None:
        settings = JudgingSettings(
            basic_tolerance=Decimal(2),
            basic_tolerance_kind=ToleranceKind.POINTS,
            basic_counts=counts,
        )
        near = judged(UP, {2020: "93"}, settings)
        assert (near.verdict, near.grade) == (MET if counts else UNMET, Grade.BASIC)
        assert judged(UP, {2020: "92.99"}, settings).grade is None

    def test_no_data_has_no_grade(self) -> None:
        assert judged(UP, {2019: "96"}).grade is None


class TestPace:
    STANDARD = criterion(RuleKind.AT_LEAST, "%", target="70", years=(2020, 2030))

    @pytest.mark.parametrize(
        ("value", "verdict", "grade"),
        [
            pytest.param("59.3", MET, Grade.ON_TRACK, id="恰在线上"),
            pytest.param("59.299999", UNMET, Grade.BEHIND, id="线下一点"),
            pytest.param("70", MET, Grade.EARLY, id="已过终期目标"),
        ],
    )
    def test_straight_line(self, value: str, verdict: Verdict, grade: Grade) -> None:
        result = judged(self.STANDARD, {2020: "48.6", 2025: value}, PACE, 2025)
        assert (result.verdict, result.grade) == (verdict, grade)
        assert result.reason.expected == Decimal("59.3")

    def test_line_is_never_bent_through_the_midterm_target(self) -> None:
        bent = replace(self.STANDARD, midterm=Goal(Decimal(69)))
        assert judged(bent, {2020: "48.6", 2025: "59.3"}, PACE, 2025).verdict is MET

    def test_lower_is_better(self) -> None:
        values: dict[int, str | None] = {2010: "30", 2015: "25"}
        assert judged(DOWN, values, PACE, 2015).verdict is MET
        assert judged(DOWN, {2010: "30", 2015: "25.000001"}, PACE, 2015).verdict is UNMET

    def test_factor_line_is_exact(self) -> None:
        # base 1 → 5/6: after 5 of 10 years 11/12 = 0.91666…
        assert judged(SIXTH, {2010: "1", 2015: "0.916666"}, PACE, 2015).verdict is MET
        assert judged(SIXTH, {2010: "1", 2015: "0.916667"}, PACE, 2015).verdict is UNMET

    def test_rules_without_a_number_are_judged_as_under_final(self) -> None:
        result = judged(RISE, {2010: "60", 2015: "61"}, PACE, 2015)
        assert (result.verdict, result.reason.expected) == (MET, None)

    def test_missing_base_cannot_be_assessed_unless_past_final(self) -> None:
        assert judged(UP, {2015: "90"}, PACE, 2015).reason.kind is ReasonKind.NO_BASE
        assert judged(UP, {2015: "95"}, PACE, 2015).verdict is MET

    def test_a_band_has_no_line_and_is_judged_as_under_final(self) -> None:
        near = judged(AROUND, {2010: "40", 2015: "48.9"}, PACE, 2015)
        assert (near.verdict, near.reason.kind) == (UNMET, ReasonKind.TARGET)
        assert near.reason.expected is None
        inside = judged(AROUND, {2010: "40", 2015: "49"}, PACE, 2015)
        assert (inside.verdict, inside.grade) == (MET, Grade.ON_TRACK)
        assert judged(RANGE, {2010: "115", 2015: "111"}, PACE, 2015).verdict is UNMET

    def test_nobody_is_asked_to_get_worse(self) -> None:
        past = criterion(RuleKind.AT_LEAST, "%", target="90", years=(2020, 2030))
        kept = judged(past, {2020: "98.42", 2025: "90"}, PACE, 2025)
        assert (kept.verdict, kept.grade, kept.reason.expected) == (MET, Grade.ON_TRACK, None)
        fallen = judged(past, {2020: "98.42", 2025: "89.99"}, PACE, 2025)
        assert (fallen.verdict, fallen.reason.expected) == (UNMET, None)


class TestWorstPart:
    STANDARD = replace(UP, aggregate=Aggregate.WORST_PART)
    PARTS = (
        Part("350206002", "禾山街道", Decimal("94.9")),
        Part("350206001", "湖里街道", Decimal("98.6")),
        Part("350206003", "江头街道", None),
    )

    def test_worst_part_is_judged_and_named(self) -> None:
        case = Case(self.STANDARD, 2020, series({2020: "97"}), parts={2020: self.PARTS})
        result = judge(case)
        assert (result.verdict, result.reason.value) == (UNMET, Decimal("94.9"))
        note = result.reason.notes[0]
        assert (note.kind, note.text, note.first, note.second) == (
            NoteKind.WORST_PART,
            "禾山街道",
            2,
            3,
        )

    def test_reported_value_counts_as_the_worst_parts(self) -> None:
        assert judged(self.STANDARD, {2020: "97"}).verdict is MET


class TestQualitative:
    def test_decision_decides(self) -> None:
        yes = judge(Case(QUALITATIVE, 2020, {}, decisions={2020: True}))
        no = judge(Case(QUALITATIVE, 2020, {}, decisions={2019: True, 2020: False}))
        assert (yes.verdict, yes.grade) == (MET, None)
        assert (no.verdict, no.grade) == (UNMET, Grade.LOST)

    def test_value_without_decision_awaits_one(self) -> None:
        result = judged(QUALITATIVE, {2020: "1"})
        assert result.verdict is NOT_ASSESSABLE
        assert result.reason.kind is ReasonKind.NO_DECISION

    def test_decision_of_another_year_does_not_count(self) -> None:
        assert judge(Case(QUALITATIVE, 2020, {}, decisions={2019: True})).verdict is NO_DATA


def test_background_is_never_judged() -> None:
    with pytest.raises(ValueError, match="never judged"):
        judged(criterion(RuleKind.BACKGROUND, "万人"), {2020: "53"})


def test_why_a_value_is_missing_is_kept() -> None:
    figures = {2020: Figure(2020, None, blank=BlankReason.NOT_DUE)}
    assert judge(Case(UP, 2020, figures)).reason.blank is BlankReason.NOT_DUE


def test_judging_as_printed_is_a_setting() -> None:
    figures = {2020: Figure(2020, Decimal("94.996"), decimals=2)}
    case = Case(UP, 2020, figures)
    assert judge(case).verdict is UNMET
    assert judge(case, JudgingSettings(precision=Precision.PRINTED)).verdict is MET


class TestAchievement:
    @pytest.mark.parametrize(
        ("standard", "base", "value", "expected"),
        [
            pytest.param(TestPace.STANDARD, "48.6", "61.2", "58.878505", id="从基期到目标的路程"),
            pytest.param(DOWN, "30", "25", "50.000000", id="逆向-走了一半"),
            pytest.param(UP, None, "47.5", "50.000000", id="没有基期-值÷目标"),
            pytest.param(DOWN, None, "40", "50.000000", id="没有基期-目标÷值"),
            pytest.param(DOWN, None, "0", None, id="逆向为零-没有有限的比"),
            pytest.param(UP, "95", "96", None, id="基期等于目标"),
            pytest.param(UP, "97", "95", "100.000000", id="基期已过目标"),
            pytest.param(AROUND, None, "50.5", "100", id="左右-区间内"),
            pytest.param(AROUND, None, "24.5", "50.000000", id="左右-偏低"),
            pytest.param(RISE, "60", "70", None, id="逐步提高没有实现程度"),
            pytest.param(SIXTH, "12", "11", "50.000000", id="下降六分之一走了一半"),
        ],
    )
    def test_share_of_the_way(
        self, standard: Criterion, base: str | None, value: str, expected: str | None
    ) -> None:
        first, last = standard.baseline_year, standard.end_year
        result = judged(standard, {first: base, last: value}, year=last)
        assert result.achievement == (None if expected is None else Decimal(expected))

    def test_undefined_is_said(self) -> None:
        assert NoteKind.NO_ACHIEVEMENT in notes(judged(UP, {2010: "95", 2020: "96"}))


def test_small_base_is_flagged_with_its_counts() -> None:
    value = judged_value(None, Decimal(1), Decimal(4100), 100_000)
    figures = {2020: Figure(2020, value, Decimal(1), Decimal(4100))}
    result = judge(Case(DOWN, 2020, figures))
    assert NoteKind.SMALL_BASE in notes(result)
    assert result.reason.value == Decimal("24.390244")
