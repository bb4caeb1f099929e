"""Every rule × basis × verdict × grade has its words: goal, explanation and a sentence that fits.

A grid of values around every edge is judged; nothing is listed by hand, so that a new rule is
walked through as soon as it is there, and a table that lacks a situation is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from assessments.messages import Wording, explain
from indicators.core.case import Case, Criterion, Figure, Goal, JudgingSettings, criterion
from indicators.core.case import ToleranceKind as Kind
from indicators.core.judging import judge
from indicators.core.reasons import Judgement
from indicators.core.rules import RULES
from indicators.core.rules.spec import Need, RuleSpec
from indicators.core.rules.words import Situation
from indicators.core.standing import standing
from indicators.core.vocabulary import Basis, Direction, Grade, RuleKind, Verdict
from indicators.wording.goals import goal_as_duty, goal_in_sentence, goal_in_table
from reports.words.phrase_picker import PhrasePicker
from reports.words.sentences import sentence
from reports.words.slots import slots
from reports.words.standings import aim_of, standing_of
from tests.reports.words.test_claims import result

NUMBERED = [rule for rule in RULES.values() if rule.is_judged and not rule.is_decided]
BEFORE = (None, Decimal(0), Decimal(82), Decimal(100))
BASES = (Decimal(0), Decimal(40), Decimal(60), Decimal(90), Decimal(100))
OTHER = Decimal(60)
STEPS = [Decimal(step) for step in (-20, -6, -1, 0, 1, 20)]
Combination = tuple[Basis, Verdict, Grade | None, Situation]


def standards(rule: RuleSpec) -> Iterator[Criterion]:
    """The rule with all that it needs, with and without what it may have besides."""
    falls = rule.direction is Direction.LOWER_IS_BETTER
    plain = replace(
        criterion(rule.kind, "%", target="80"),
        factor=Fraction(5, 6) if falls else Fraction(6, 5),
        tolerance=Decimal(5) if Need.TOLERANCE in rule.needs else None,
    )
    if Need.FACTOR not in rule.needs:
        plain = replace(plain, factor=None)
    else:
        yield replace(plain, factor=1 / plain.factor)  # reached in the base year already
    if Need.UPPER in rule.needs:
        plain = replace(plain, final=Goal(Decimal(80), Decimal(85)))
    if Need.CHANGE_POINTS in rule.needs:
        yield replace(plain, change_points=Decimal(-10))
        yield replace(plain, change_points=Decimal(0))
        plain = replace(plain, change_points=Decimal(10))
    yield plain
    if rule.takes_tolerance:
        yield replace(plain, tolerance=Decimal(1))


def settings_of(basis: Basis) -> Iterator[JudgingSettings]:
    yield JudgingSettings(basis=basis)
    for counts in (False, True):
        yield JudgingSettings(
            basis=basis,
            basic_tolerance=Decimal(1),
            basic_tolerance_kind=Kind.POINTS,
            basic_counts=counts,
        )


def values(standard: Criterion, base: Decimal) -> list[Decimal]:
    """At, near and far from all that a value of the case can be held against."""
    ends = [Decimal(75), Decimal(80), Decimal(85), OTHER, base]
    if standard.factor is not None:
        ends.append(base * standard.factor.numerator / standard.factor.denominator)
    if standard.change_points is not None:
        ends.append(base + standard.change_points)
    marks = {*ends, *((base + end) / 2 for end in ends)}
    near = {(mark + step).quantize(Decimal("0.000001")) for mark, step in product(marks, STEPS)}
    return sorted({min(max(value, Decimal(0)), Decimal(100)) for value in near})


@cache
def combinations(kind: RuleKind) -> dict[Combination, tuple[Case, Judgement]]:
    """One case of every combination that the grid comes into, told in the rule's own words."""
    rule = RULES[kind]
    found: dict[Combination, tuple[Case, Judgement]] = {}
    grid = product(standards(rule), Basis, BASES, BEFORE, (2015, 2020))
    for standard, basis, base, before, year in grid:
        past = {} if before is None else {year - 1: Figure(year - 1, before)}
        other = {each: Figure(each, OTHER) for each in (year - 1, year)}
        for value, chosen in product(values(standard, base), settings_of(basis)):
            series = {2010: Figure(2010, base), **past, year: Figure(year, value)}
            case = Case(standard, year, series, other)
            judgement = judge(case, chosen)
            place = standing(judgement)
            assert place is not None
            assert place.form is rule
            key = (basis, judgement.verdict, judgement.grade, place.situation)
            found.setdefault(key, (case, judgement))
    return found


@pytest.mark.parametrize("rule", NUMBERED, ids=lambda rule: rule.kind)
def test_every_verdict_and_grade_on_every_basis_has_all_of_its_words(rule: RuleSpec) -> None:
    lacking = []
    found = combinations(rule.kind)
    for key, (case, judgement) in found.items():
        row = result(case, judgement)
        place, aim = standing_of(row), aim_of(row)
        assert place is not None
        assert place.situation is key[3]
        told = [
            explain(judgement, Wording(case.criterion, "规划原文", "全国水平")),
            "".join(run.text for run in sentence(row, PhrasePicker("1"))),
            goal_in_table(aim),
            goal_in_sentence(aim),
            goal_as_duty(aim),
        ]
        fits = any(p.fits(slots(row)) for p in place.form.words.phrases[place.situation])
        if not fits or not all(told) or any("{" in text or "None" in text for text in told):
            lacking.append((key, told))
    assert lacking == []
    assert {key[3] for key in found} == set(rule.situations)


@pytest.mark.parametrize("rule", NUMBERED, ids=lambda rule: rule.kind)
def test_the_grid_comes_into_every_verdict_and_grade(rule: RuleSpec) -> None:
    """Else the test above would prove less than it says."""
    found = combinations(rule.kind)
    met, unmet = Verdict.MET, Verdict.UNMET
    wanted = {(met, None), (met, Grade.ON_TRACK), (met, Grade.BASIC)}
    wanted |= {(unmet, grade) for grade in (None, Grade.BASIC, Grade.LOST, Grade.BEHIND)}
    if rule.way is not None:
        wanted.add((met, Grade.EARLY))
    assert {(verdict, grade) for _, verdict, grade, _ in found} == wanted
    assert {basis for basis, *_ in found} == set(Basis)


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("is_met", [True, False])
@pytest.mark.parametrize(
    "rule", [rule for rule in RULES.values() if rule.is_decided], ids=lambda rule: rule.kind
)
def test_what_a_person_decides_has_its_words(rule: RuleSpec, basis: Basis, *, is_met: bool) -> None:
    standard = criterion(rule.kind, "有/无")
    for before, year in product(({}, {2014: True}), (2015, 2020)):
        case = Case(standard, year, {}, {}, {**before, year: is_met})
        judgement = judge(case, JudgingSettings(basis=basis))
        row = result(case, judgement)
        text = "".join(run.text for run in sentence(row, PhrasePicker("1")))
        claim = "符合“规划原文”的要求" if is_met else "未达到"
        assert claim in text
        assert claim in explain(judgement, Wording(standard, "规划原文", ""))
        assert goal_in_table(aim_of(row)) == "规划原文"
