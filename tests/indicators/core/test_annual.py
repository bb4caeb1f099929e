"""Targets of single years: judged by, or said beside."""

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
    Precision,
    criterion,
)
from indicators.core.judging import judge
from indicators.core.reasons import Judgement, Note, NoteKind, ReasonKind
from indicators.core.vocabulary import Basis, Frequency, Grade, RuleKind, Verdict

MET, UNMET = Verdict.MET, Verdict.UNMET
ANNUAL = JudgingSettings(basis=Basis.ANNUAL)
YEARS = ((2018, Goal(Decimal(90))), (2019, Goal(Decimal(92))), (2020, Goal(Decimal(94))))
UP = replace(criterion(RuleKind.AT_LEAST, "%", target="95"), annual=YEARS)
DOWN = replace(
    criterion(RuleKind.AT_MOST, "1/10万", target="20"), annual=((2019, Goal(Decimal("22.5"))),)
)
RISE = replace(criterion(RuleKind.RISE, "%"), annual=((2019, Goal(Decimal(60))),))
SIXTH = replace(
    criterion(RuleKind.AT_MOST_OF_BASELINE, "1/10万"),
    factor=Fraction(5, 6),
    annual=((2019, Goal(Decimal(11))),),
)
AROUND = replace(
    criterion(RuleKind.AROUND, "%", target="50", tolerance="1"), annual=((2019, Goal(Decimal(48))),)
)
RANGE = replace(
    criterion(RuleKind.RANGE, "女=100", target="103", upper="107"),
    annual=((2019, Goal(Decimal(103), Decimal(110))),),
)


def judged(
    standard: Criterion,
    values: dict[int, str],
    year: int = 2019,
    settings: JudgingSettings = ANNUAL,
) -> Judgement:
    series = {y: Figure(y, Decimal(text)) for y, text in values.items()}
    return judge(Case(standard, year, series, {year: Figure(year, Decimal(30))}), settings)


def kinds(result: Judgement) -> set[NoteKind]:
    return {note.kind for note in result.reason.notes}


def beside(result: Judgement) -> Note | None:
    return next((n for n in result.reason.notes if n.kind is NoteKind.ANNUAL_TARGET), None)


@pytest.mark.parametrize(
    ("standard", "value", "verdict", "grade"),
    [
        pytest.param(UP, "92", MET, Grade.ON_TRACK, id="恰好等于当年目标"),
        pytest.param(UP, "91.999999", UNMET, Grade.BEHIND, id="差一点点"),
        pytest.param(UP, "94.999999", MET, Grade.ON_TRACK, id="未到终期目标"),
        pytest.param(UP, "95", MET, Grade.EARLY, id="已到终期目标"),
        pytest.param(DOWN, "22.5", MET, Grade.ON_TRACK, id="不高于-恰好"),
        pytest.param(DOWN, "22.500001", UNMET, Grade.BEHIND, id="不高于-多一点点"),
        pytest.param(DOWN, "20", MET, Grade.EARLY, id="不高于-已到终期目标"),
        pytest.param(SIXTH, "11", MET, Grade.ON_TRACK, id="按基数下降-以当年数值为准"),
        pytest.param(SIXTH, "10", MET, Grade.EARLY, id="按基数下降-已到六分之五"),
        pytest.param(RISE, "60", MET, Grade.ON_TRACK, id="逐步提高-当年写了数"),
        pytest.param(RISE, "59.9", UNMET, Grade.BEHIND, id="逐步提高-高于基期而低于当年的数"),
        pytest.param(AROUND, "47", MET, Grade.ON_TRACK, id="左右-下沿"),
        pytest.param(AROUND, "49.01", UNMET, Grade.BEHIND, id="左右-超出上沿"),
        pytest.param(RANGE, "110", MET, Grade.ON_TRACK, id="区间-上限含本数"),
        pytest.param(RANGE, "110.01", UNMET, Grade.BEHIND, id="区间-超出"),
    ],
)
def test_the_years_own_target_decides(
    standard: Criterion, value: str, verdict: Verdict, grade: Grade
) -> None:
    base = "12" if standard is SIXTH else "30"
    result = judged(standard, {2010: base, 2019: value})
    assert (result.verdict, result.grade) == (verdict, grade)
    assert (result.reason.kind, result.reason.basis) == (ReasonKind.TARGET, Basis.ANNUAL)
    goal = standard.annual_goal(2019)
    assert goal is not None
    assert (result.reason.target, result.reason.upper) == (
        goal.value,
        goal.upper if standard.rule is RuleKind.RANGE else None,
    )
    assert beside(result) is None


def test_a_year_without_a_target_is_held_against_the_final_one_which_is_said() -> None:
    result = judged(UP, {2017: "94"}, 2017)
    assert (result.verdict, result.grade, result.reason.target) == (
        UNMET,
        Grade.BEHIND,
        Decimal(95),
    )
    assert kinds(result) == {NoteKind.NO_ANNUAL_TARGET}
    assert judged(UP, {2017: "95"}, 2017).grade is Grade.EARLY


def test_a_trend_without_a_number_is_held_against_the_base_and_lacks_nothing() -> None:
    result = judged(RISE, {2010: "50", 2018: "51"}, 2018)
    assert (result.verdict, result.reason.kind, kinds(result)) == (MET, ReasonKind.BASE, set())


def test_each_year_is_held_against_its_own_target_where_one_was_lost() -> None:
    assert judged(UP, {2018: "90", 2019: "91"}).grade is Grade.LOST
    assert judged(UP, {2018: "89", 2019: "91"}).grade is Grade.BEHIND
    # 2017 has no target of its own: it was judged by the final one.
    assert judged(UP, {2017: "94", 2019: "91"}).grade is Grade.BEHIND
    assert judged(UP, {2017: "95", 2019: "91"}).grade is Grade.LOST


def test_in_the_end_year_the_words_are_those_of_the_mid_term() -> None:
    assert judged(UP, {2020: "94"}, 2020).grade is Grade.ON_TRACK
    assert judged(UP, {2020: "93"}, 2020).grade is Grade.BEHIND


def test_a_value_carried_forward_is_held_against_the_assessed_year() -> None:
    census = replace(UP, frequency=Frequency.CENSUS)
    result = judged(census, {2018: "91"})
    assert (result.verdict, result.reason.target) == (UNMET, Decimal(92))
    assert NoteKind.CARRIED in kinds(result)


def test_missing_stays_missing_and_names_the_years_target() -> None:
    result = judged(UP, {2018: "90"})
    assert (result.verdict, result.reason.target) == (Verdict.NO_DATA, Decimal(92))
    no_upper = replace(RANGE, annual=((2019, Goal(Decimal(103))),))
    assert judged(no_upper, {2019: "105"}).reason.kind is ReasonKind.NO_TARGET


@pytest.mark.parametrize("basis", [Basis.FINAL, Basis.MIDTERM, Basis.PACE])
@pytest.mark.parametrize(
    ("value", "verdict", "reached"), [("92", UNMET, 1), ("91.9", UNMET, 0), ("95", MET, 1)]
)
def test_under_another_basis_it_is_said_beside(
    basis: Basis, value: str, verdict: Verdict, reached: int
) -> None:
    result = judged(UP, {2010: "85", 2019: value}, settings=JudgingSettings(basis=basis))
    # 85 → 95 over ten years: the line stands at 94 in 2019.
    assert (result.verdict, beside(result)) == (
        verdict,
        Note(NoteKind.ANNUAL_TARGET, Decimal(92), None, reached),
    )


def test_nothing_stands_beside_a_year_without_a_target_or_data() -> None:
    final = JudgingSettings()
    assert beside(judged(UP, {2017: "94"}, 2017, final)) is None
    assert beside(judged(UP, {2018: "94"}, 2019, final)) is None


def test_beside_the_value_is_taken_as_it_is_judged() -> None:
    printed = JudgingSettings(precision=Precision.PRINTED)
    close = {2010: "85", 2019: "91.996"}
    assert [(n.first, n.third) for n in judged(UP, close, settings=printed).reason.notes[-1:]] == [
        (Decimal(92), 1)
    ]
    told = beside(judged(UP, close, settings=JudgingSettings()))
    assert told is not None
    assert told.third == 0


def test_it_stands_beside_what_cannot_be_assessed_too() -> None:
    result = judged(replace(UP, final=None), {2019: "93"}, settings=JudgingSettings())
    assert result.verdict is Verdict.NOT_ASSESSABLE
    assert beside(result) == Note(NoteKind.ANNUAL_TARGET, Decimal(92), None, 1)


def test_a_comparison_with_another_indicator_takes_no_target_of_a_year() -> None:
    other = replace(criterion(RuleKind.AT_LEAST_INDICATOR, "%"), annual=YEARS)
    result = judged(other, {2019: "31"})
    assert (result.verdict, result.reason.kind, result.reason.target) == (
        MET,
        ReasonKind.INDICATOR,
        Decimal(30),
    )
    assert beside(judged(other, {2019: "31"}, settings=JudgingSettings())) is None


def test_the_order_in_which_years_are_given_is_no_difference() -> None:
    assert replace(UP, annual=YEARS[::-1]) == UP
    assert hash(replace(UP, annual=YEARS[::-1])) == hash(UP)
