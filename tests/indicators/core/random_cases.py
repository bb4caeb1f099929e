"""Random cases of every numbered rule, and what arithmetic says of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from indicators.core.case import (
    Case,
    Criterion,
    Figure,
    Goal,
    JudgingSettings,
    ToleranceKind,
    criterion,
)
from indicators.core.reasons import Judgement, ReasonKind
from indicators.core.rules import RULES
from indicators.core.rules.spec import Need
from indicators.core.vocabulary import Basis, Direction, Grade, RuleKind, Trend
from tests.indicators.core.claims import Truth

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
    needs = RULES[kind].needs
    points = draw(st.sampled_from([Decimal(10), Decimal("-0.5"), Decimal(-3)]))
    loose = draw(st.sampled_from([None, None, Decimal(1), Decimal("0.5")]))
    return replace(
        criterion(kind, draw(st.sampled_from(["%", "‰", "1/10万", "人"]))),
        final=Goal(target, upper if Need.UPPER in needs else None),
        midterm=None if Need.UPPER in needs else draw(st.none() | st.builds(Goal, NUMBERS)),
        tolerance=Decimal(2) if Need.TOLERANCE in needs else loose,
        factor=factor if Need.FACTOR in needs else None,
        change_points=points if Need.CHANGE_POINTS in needs else None,
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
    late, gap = [2016, 2017, 2018, 2019], [2015, 2017, 2018, 2019]
    for earlier in draw(
        st.sampled_from([[year - 1], [], [2011, 2012, 2013, 2014], late, gap, range(2011, year)])
    ):
        nearby = st.one_of(NUMBERS, st.just(value), st.builds(lambda near: abs(final + near), NEAR))
        figure = Figure(earlier, draw(nearby), decimals=places)
        if earlier < year:
            series.setdefault(earlier, figure)
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
    rule = RULES[standard.rule]
    if rule.takes_target and rule.way is not None and standard.final is not None:
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
        history={
            earlier: figure.value
            for earlier, figure in case.series.items()
            if earlier < case.year and figure.value is not None
        },
        is_trend=reason.kind is ReasonKind.BASE and RULES[standard.rule].is_trend,
    )
