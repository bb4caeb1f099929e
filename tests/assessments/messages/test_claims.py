"""No explanation says what its numbers do not: random cases, read by a reader of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.messages import Wording, explain
from indicators.core.case import (
    Case,
    Criterion,
    Figure,
    Goal,
    JudgingSettings,
    ToleranceKind,
    criterion,
)
from indicators.core.judging import judge
from indicators.core.reasons import Judgement, ReasonKind
from indicators.core.rules import RULES
from indicators.core.standing import standing
from indicators.core.vocabulary import Basis, Direction, Grade, RuleKind, Trend
from tests.indicators.core.claims import Truth, false_claims, understood

NUMBERED = [kind for kind, rule in RULES.items() if rule.is_judged and not rule.is_decided]
NUMBERS = st.one_of(
    st.sampled_from([Decimal(n) for n in (0, 1, 12, 50, 60, 79, 80, 90, 95, 99, 100)]),
    st.decimals(min_value=0, max_value=100, places=2),
    st.decimals(min_value=0, max_value=100, places=6),
)
NEAR = st.sampled_from([Decimal(n) for n in ("0", "0.01", "-0.01", "0.5", "-0.5", "0.000001")])


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    kind = draw(st.sampled_from(NUMBERED))
    target = draw(NUMBERS)
    upper = target + draw(st.sampled_from([Decimal(1), Decimal(5)]))
    factor = Fraction(6, 5) if kind is RuleKind.AT_LEAST_OF_BASELINE else Fraction(5, 6)
    is_share = "factor" in str(RULES[kind].needs) or kind.value.endswith("of_baseline")
    points = draw(st.sampled_from([Decimal(10), Decimal("-0.5"), Decimal(-3)]))
    loose = draw(st.sampled_from([None, None, Decimal(1), Decimal("0.5")]))
    return replace(
        criterion(kind, draw(st.sampled_from(["%", "‰", "1/10万", "人"]))),
        final=Goal(target, upper if kind is RuleKind.RANGE else None),
        midterm=None if kind is RuleKind.RANGE else draw(st.none() | st.builds(Goal, NUMBERS)),
        tolerance=Decimal(2) if kind is RuleKind.AROUND else loose,
        factor=factor if is_share else None,
        change_points=points if kind is RuleKind.CHANGE_AT_LEAST else None,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, JudgingSettings]:
    standard = draw(criteria())
    final = standard.final.value if standard.final else Decimal(0)
    value = draw(st.one_of(NUMBERS, st.builds(lambda near: abs(final + near), NEAR)))
    base = draw(st.one_of(NUMBERS, st.just(value), st.just(final)))
    year = draw(st.sampled_from([2013, 2015, 2020]))
    places = draw(st.sampled_from([None, 0, 1, 2]))
    other = draw(st.one_of(NUMBERS, st.just(value)))
    basis = draw(st.sampled_from(Basis))
    trend = draw(st.sampled_from([Trend.BASE, Trend.BASE, Trend.LAST_YEAR]))
    series = {2010: Figure(2010, base, decimals=places), year: Figure(year, value, decimals=places)}
    series.setdefault(year - 1, Figure(year - 1, draw(NUMBERS), decimals=places))
    chosen = JudgingSettings(
        basis=basis,
        trend=trend,
        basic_tolerance=draw(st.sampled_from([None, None, Decimal(1)])),
        basic_tolerance_kind=draw(st.sampled_from(ToleranceKind)),
        basic_counts=draw(st.booleans()),
    )
    return Case(standard, year, series, {year: Figure(year, other)}), chosen


def truth(case: Case, judgement: Judgement) -> Truth:
    """The case worked out again, by fractions and from scratch."""
    standard, reason = case.criterion, judgement.reason
    base = reason.base
    final: Fraction | None = None
    if standard.rule in (RuleKind.AT_LEAST, RuleKind.AT_MOST) and standard.final is not None:
        final = Fraction(standard.final.value)
    elif base is not None and standard.factor is not None:
        final = Fraction(base) * standard.factor
    elif base is not None and standard.change_points is not None:
        final = Fraction(base + standard.change_points)
    lower = standard.direction is Direction.LOWER_IS_BETTER
    line = None
    if reason.kind is ReasonKind.PACE and final is not None and base is not None:
        share = Fraction(case.year - 2010, 10)
        line = Fraction(base) + (final - Fraction(base)) * share
    low = high = None
    target, width = reason.target, standard.tolerance or Decimal(0)
    if standard.rule is RuleKind.RANGE:
        low, high = reason.target, reason.upper
    if standard.rule is RuleKind.AROUND and target is not None:
        low, high = target - width, target + width
    compared = case.compared[case.year].value
    assert reason.value is not None
    return Truth(
        value=reason.value,
        year=case.year,
        end_year=standard.end_year,
        lower=lower,
        target=target,
        low=low,
        high=high,
        base=base,
        base_year=reason.base_year,
        final_exact=final,
        line=line,
        tolerance=standard.tolerance,
        factor=standard.factor,
        compared=compared,
        is_basic=judgement.grade is Grade.BASIC,
        is_trend=reason.kind is ReasonKind.BASE and RULES[standard.rule].is_trend,
    )


@settings(max_examples=1500, deadline=None)
@given(cases(), st.sampled_from(["", "规划原文"]))
def test_an_explanation_claims_nothing_that_is_not_so(
    drawn: tuple[Case, JudgingSettings], wish: str
) -> None:
    case, chosen = drawn
    judgement = judge(case, chosen)
    if standing(judgement) is None:
        return
    sentence = explain(judgement, Wording(case.criterion, wish, "全国水平"))
    lies = list(false_claims(sentence, truth(case, judgement)))
    assert not lies, "；".join(lies)
    assert understood(sentence) > 1, sentence
    assert "{" not in sentence
    assert "None" not in sentence


@pytest.mark.parametrize(
    "false",
    [
        "2015年为79%，高于目标80%，超出1个百分点。",
        "2015年为79%，低于目标80%，还差2个百分点。",
        "2015年为78%，低于目标80%，还差1个百分点。",
        "2015年为79%，刚好达到目标80%。",
        "2015年为79%，提前达到2020年目标80%，刚好等于目标。",
        "2015年为79%，与目标80%相差1个百分点，在允许的1个百分点容差内。",
        "2015年为79%，慢于时序进度（70%，低9个百分点），进度滞后。",
        "2015年为79%，快于时序进度（75%，高4个百分点）。",
        "2015年为79%，与时序进度（70%）持平。",
        "2015年为79%，比2010年（60%）下降19个百分点。",
        "2015年为79%，比2010年（60%）提高18个百分点。",
        "2015年为79%，比2011年（60%）提高19个百分点。",
        "2015年为79%，2010年（60%）已达到2020年目标80%。",
        "2015年为79%，恰好达到提高若干点的要求。",
        "2015年为79%，基本达到目标80%（差1个百分点，容差为1个百分点）。",
        "2015年为79%，比“全国水平”（2015年79%）高0个百分点。",
    ],
)
def test_the_reader_finds_what_is_not_so(false: str) -> None:
    case = Truth(
        value=Decimal(79),
        year=2015,
        end_year=2020,
        lower=False,
        target=Decimal(80),
        base=Decimal(60),
        base_year=2010,
        final_exact=Fraction(80),
        line=Fraction(70),
        compared=Decimal(79),
        tolerance=Decimal("0.5"),
    )
    assert list(false_claims(false, case))
    told = "2015年为79%，快于时序进度（70%，高9个百分点），距2020年目标80%还差1个百分点。"
    assert list(false_claims(told, case)) == []
