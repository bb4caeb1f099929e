"""What must hold for all values: better is never worse, missing is never zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.composite import Share, composite
from assessments.core.options import MissingWeight
from assessments.core.rounding import rate_text
from assessments.core.tally import CountingRules, TallyEntry, count, tally
from indicators.core.case import (
    Case,
    Criterion,
    Figure,
    Goal,
    JudgingSettings,
    Precision,
    criterion,
    judged_value,
    quotient,
)
from indicators.core.judging import judge
from indicators.core.reasons import NoteKind
from indicators.core.vocabulary import (
    Basis,
    DenominatorRule,
    Direction,
    MissingRule,
    PlanKind,
    Rounding,
    RuleKind,
    Verdict,
)

if TYPE_CHECKING:
    from random import Random

    from indicators.core.reasons import Judgement

VALUES = st.decimals(min_value=0, max_value=999_999, places=6)
FACTOR = Fraction(5, 6)
ONE_SIDED = [
    criterion(RuleKind.AT_LEAST, "%", target="95"),
    criterion(RuleKind.AT_LEAST, "%", target="85", tolerance="1"),
    criterion(RuleKind.AT_MOST, "1/10万", target="20"),
    criterion(RuleKind.RISE, "%"),
    criterion(RuleKind.FALL, "‰"),
    replace(criterion(RuleKind.AT_MOST_OF_BASELINE, "1/10万"), factor=FACTOR),
    replace(criterion(RuleKind.AT_LEAST_OF_BASELINE, "人"), factor=Fraction(6, 5)),
    replace(criterion(RuleKind.CHANGE_AT_LEAST, "%"), change_points=Decimal(10)),
    replace(criterion(RuleKind.CHANGE_AT_LEAST, "%"), change_points=Decimal(-10)),
    criterion(RuleKind.AT_LEAST_INDICATOR, "%"),
]
EVERY = [
    *ONE_SIDED,
    criterion(RuleKind.AROUND, "%", target="50", tolerance="1"),
    criterion(RuleKind.RANGE, "女=100", target="103", upper="107"),
    criterion(RuleKind.QUALITATIVE, "有/无"),
]
SETTINGS = [
    JudgingSettings(basis=basis, precision=precision, basic_tolerance=tolerance, basic_counts=True)
    for basis in Basis
    for precision in Precision
    for tolerance in (None, Decimal(5))
]


def judged(
    standard: Criterion, base: Decimal | None, value: Decimal | None, settings: JudgingSettings
) -> Judgement:
    series = {2010: Figure(2010, base), 2015: Figure(2015, value)}
    other = {2015: Figure(2015, Decimal(30))}
    return judge(Case(standard, 2015, series, other), settings)


@given(
    st.sampled_from(ONE_SIDED),
    VALUES,
    VALUES,
    VALUES,
    st.sampled_from(SETTINGS),
    st.booleans(),
    st.booleans(),
)
def test_doing_better_never_loses_the_verdict(
    standard: Criterion,
    base: Decimal,
    one: Decimal,
    other: Decimal,
    settings: JudgingSettings,
    has_midterm: bool,
    has_annual: bool,
) -> None:
    if has_midterm:
        standard = replace(standard, midterm=Goal(Decimal(60)))
    if has_annual:
        standard = replace(standard, annual=((2014, Goal(Decimal(50))), (2015, Goal(Decimal(55)))))
    worse, better = sorted((one, other))
    if standard.direction is Direction.LOWER_IS_BETTER:
        worse, better = better, worse
    before = judged(standard, base, worse, settings)
    after = judged(standard, base, better, settings)
    if before.verdict is Verdict.MET:
        assert after.verdict is Verdict.MET
    if before.achievement is not None and after.achievement is not None:
        assert after.achievement >= before.achievement


@given(st.sampled_from(EVERY), st.none() | VALUES, st.sampled_from(SETTINGS))
def test_missing_is_no_data_never_unmet_or_zero(
    standard: Criterion, base: Decimal | None, settings: JudgingSettings
) -> None:
    result = judged(standard, base, None, settings)
    if standard.rule is RuleKind.QUALITATIVE:
        assert result.verdict in (Verdict.NO_DATA, Verdict.NOT_ASSESSABLE)
    else:
        assert result.verdict is Verdict.NO_DATA
    assert (result.reason.value, result.grade, result.achievement) == (None, None, None)


@given(st.sampled_from(EVERY), VALUES, VALUES, st.sampled_from(SETTINGS), VALUES)
def test_a_target_of_the_year_changes_no_verdict_under_another_basis(
    standard: Criterion, base: Decimal, value: Decimal, settings: JudgingSettings, target: Decimal
) -> None:
    yearly = replace(standard, annual=((2015, Goal(target)),))
    plain, beside = (judged(each, base, value, settings) for each in (standard, yearly))
    if settings.basis is Basis.ANNUAL:
        settings = replace(settings, basis=Basis.FINAL)
        plain, beside = (judged(each, base, value, settings) for each in (standard, yearly))
    assert (plain.verdict, plain.grade) == (beside.verdict, beside.grade)
    assert plain.achievement == beside.achievement
    told = [note for note in beside.reason.notes if note.kind is not NoteKind.ANNUAL_TARGET]
    assert plain.reason.notes == tuple(told)


@given(st.sampled_from(EVERY), VALUES, VALUES, st.sampled_from(SETTINGS))
def test_trailing_zeros_and_other_spellings_of_a_number_change_nothing(
    standard: Criterion, base: Decimal, value: Decimal, settings: JudgingSettings
) -> None:
    plain = judged(standard, base.normalize(), value.normalize(), settings)
    assert judged(standard, base, value, settings) == plain


@pytest.mark.parametrize(
    ("target", "value", "verdict"),
    [
        pytest.param("0.3", Decimal("0.1") + Decimal("0.2"), Verdict.MET, id="0.1+0.2"),
        pytest.param("94.95", Decimal("94.95"), Verdict.MET, id="94.95"),
        pytest.param("33.333333", quotient(Decimal(1), Decimal(3), 100), Verdict.MET, id="1/3"),
        pytest.param("33.333334", quotient(Decimal(1), Decimal(3), 100), Verdict.UNMET, id="1/3差"),
        pytest.param("94.95", quotient(Decimal(1899), Decimal(2000), 100), Verdict.MET, id="商"),
    ],
)
def test_float_noise_never_flips_a_verdict(target: str, value: Decimal, verdict: Verdict) -> None:
    standard = criterion(RuleKind.AT_LEAST, "%", target=target)
    assert judged(standard, None, value, JudgingSettings()).verdict is verdict


@given(
    st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from([1, 100, 1000, 10_000, 100_000])
)
def test_quotient_is_the_exact_fraction_rounded_half_up(top: int, bottom: int, scale: int) -> None:
    value = quotient(Decimal(top), Decimal(bottom), scale)
    assert value is not None
    exact = Fraction(top * scale, bottom)
    assert abs(Fraction(value) - exact) <= Fraction(1, 2_000_000)
    assert Fraction(value) - exact != Fraction(-1, 2_000_000)


@given(VALUES, st.integers(1, 9999), st.integers(1, 9999))
def test_factor_of_base_is_decided_by_the_exact_fraction(
    base: Decimal, top: int, bottom: int
) -> None:
    factor = Fraction(top, bottom)
    standard = replace(criterion(RuleKind.AT_MOST_OF_BASELINE, "1/10万"), factor=factor)
    bound = Fraction(base) * factor
    for value in (
        Decimal(int(bound * 10**6)).scaleb(-6),
        Decimal(int(bound * 10**6) + 1).scaleb(-6),
    ):
        result = judged(standard, base, value, JudgingSettings())
        met = result.verdict is Verdict.MET
        assert met is (Fraction(value) <= bound)
        assert result.reason.gap is not None
        assert met is (result.reason.gap >= 0)


@given(VALUES, VALUES, VALUES, st.integers(2011, 2019))
def test_pace_is_decided_by_the_exact_line(
    base: Decimal, target: Decimal, value: Decimal, year: int
) -> None:
    standard = replace(criterion(RuleKind.AT_LEAST, "人"), final=Goal(target))
    series = {2010: Figure(2010, base), year: Figure(year, value)}
    result = judge(Case(standard, year, series), JudgingSettings(basis=Basis.PACE))
    line = Fraction(base) + (Fraction(target) - Fraction(base)) * (year - 2010) / 10
    expected = value >= target or Fraction(value) >= line
    assert (result.verdict is Verdict.MET) is expected


@given(st.integers(0, 400), st.integers(1, 400), st.integers(2, 6), st.sampled_from(Rounding))
def test_rate_times_denominator_gives_back_the_count(
    part: int, whole: int, decimals: int, rounding: Rounding
) -> None:
    part = min(part, whole)
    text = rate_text(part, whole, decimals, rounding)
    assert text is not None
    back = Decimal(text) * whole / 100
    unit = Decimal(whole).scaleb(-decimals) / 100
    if rounding is Rounding.HALF_UP:
        assert abs(back - part) <= unit / 2
    else:
        assert 0 <= part - back < unit


ENTRIES = st.builds(
    TallyEntry,
    st.sampled_from(PlanKind),
    st.sampled_from(["妇女与健康", "妇女与教育"]),
    st.sampled_from(RuleKind),
    st.booleans(),
    st.sampled_from(Verdict),
)
RULES = st.builds(
    CountingRules,
    st.sampled_from(DenominatorRule),
    st.sampled_from(MissingRule),
    st.sampled_from(Rounding),
    st.integers(0, 2),
)


@given(st.lists(ENTRIES, max_size=40), RULES, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_the_parts_add_up(
    entries: list[TallyEntry], rules: CountingRules, random: Random
) -> None:
    shuffled = random.sample(entries, len(entries))
    whole = count(entries, rules)
    assert tally(shuffled, rules) == whole.combined
    for part in (whole.plans.values(), whole.domains.values()):
        assert sum(each.met for each in part) == whole.combined.met
        assert sum(each.denominator for each in part) == whole.combined.denominator
    assert whole.combined.met <= whole.combined.denominator


@given(st.lists(st.tuples(VALUES, st.integers(1, 9), st.sampled_from(Verdict)), max_size=20))
def test_composite_does_not_depend_on_order_and_stays_within_bounds(
    rows: list[tuple[Decimal, int, Verdict]],
) -> None:
    shares = [Share(PlanKind.WOMEN, "健康", Decimal(w), v, a) for a, w, v in rows]
    for missing in MissingWeight:
        result = composite(shares, missing)
        assert composite(reversed(shares), missing) == result
        assert result.value is None or 0 <= result.value <= 100


@given(VALUES, st.integers(0, 99_999), st.integers(0, 99_999))
def test_counts_go_before_the_value_unless_the_denominator_is_zero(
    value: Decimal, top: int, bottom: int
) -> None:
    judged_as = judged_value(value, Decimal(top), Decimal(bottom), 100)
    assert judged_as == (value if not bottom else quotient(Decimal(top), Decimal(bottom), 100))
