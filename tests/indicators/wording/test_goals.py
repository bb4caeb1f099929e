"""A target as a table prints it: its sign, its unit, the words of its rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.case import criterion
from indicators.core.rules import RULES
from indicators.core.vocabulary import RuleKind
from indicators.wording.goals import (
    Aim,
    goal_as_duty,
    goal_in_sentence,
    goal_in_table,
    goal_number,
    stated_goal,
)


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("rule", "target", "upper", "unit", "base", "told"),
    [
        ("at_least", "95", None, "%", "60", "≥95%"),
        ("at_least", "100", None, "%", "60", "100%"),
        ("at_most", "20", None, "1/10万", "30", "≤20/10万"),
        ("at_most", "0", None, "例", "3", "0例"),
        ("range", "103", "107", "女=100", None, "103—107"),
        ("range", "45", "55", "%", None, "45—55%"),
        ("around", "50", None, "%", None, "50%左右"),
        ("rise", "49", None, "%", "49", "＞49%"),
        ("rise", "60", None, "%", "49", "≥60%"),
        ("fall", "9.8", None, "‰", "9.8", "＜9.8‰"),
        ("change_at_least", "8", None, "%", "10", "≤8%"),
        ("change_at_least", "12", None, "%", "10", "≥12%"),
    ],
)
def test_what_a_value_is_held_against(
    rule: str, target: str, upper: str | None, unit: str, base: str | None, told: str
) -> None:
    spec = RULES[RuleKind(rule)]
    assert str(goal_number(spec, Decimal(target), number(upper), unit, number(base))) == told


def test_on_the_way_there_the_number_of_the_year_has_the_sign_of_the_target() -> None:
    spec = RULES[RuleKind.CHANGE_AT_LEAST]
    base = Decimal(10)
    assert str(goal_number(spec, Decimal(8), None, "%", base, on_line=base)) == "≤10%"


@pytest.mark.parametrize(
    ("rule", "stated", "upper", "points", "told"),
    [
        ("at_least", "2100.125", None, None, "≥2,100.125%"),
        ("at_least", "100", None, None, "≥100%"),
        ("at_most_of_baseline", "11", None, None, "≤11%"),
        ("change_at_least", "8", None, "-2", "≤8%"),
        ("rise", "8", None, "-2", "≥8%"),
        ("range", "45", "55", None, "45—55%"),
        ("range", "45", None, None, "≥45%"),
        ("around", "48", None, None, "48%左右"),
    ],
)
def test_what_the_plan_states_for_a_stage_or_a_year(
    rule: str, stated: str, upper: str | None, points: str | None, told: str
) -> None:
    spec = RULES[RuleKind(rule)]
    way = spec.direction_of(number(points))
    assert str(stated_goal(spec, way, Decimal(stated), number(upper), "%")) == told


@pytest.mark.parametrize(
    ("target", "sentence", "duty"),
    [
        ("20", "20例的控制目标", "控制在20例以内"),
        ("0", "0例的目标", "保持为0"),
    ],
)
def test_where_nothing_better_is_possible_nothing_is_limited(
    target: str, sentence: str, duty: str
) -> None:
    asked = Aim(criterion(RuleKind.AT_MOST, "例", target=target), Decimal(target))
    assert (goal_in_sentence(asked), goal_as_duty(asked)) == (sentence, duty)


@pytest.mark.parametrize(
    ("rule", "unit", "base", "told"),
    [
        ("fall", "例", "0", ("保持为0", "保持为0的要求", "降到0")),
        ("fall", "例", "1", ("低于2010年", "低于2010年的要求", "降到2010年水平以下")),
        ("rise", "%", "100", ("保持100", "保持100%的要求", "达到100%")),
        ("rise", "%", "99.99", ("高于2010年", "高于2010年的要求", "提高到2010年水平以上")),
        ("rise", "人", "100", ("高于2010年", "高于2010年的要求", "提高到2010年水平以上")),
    ],
)
def test_nothing_is_asked_beyond_the_natural_bound(
    rule: str, unit: str, base: str, told: tuple[str, ...]
) -> None:
    aim = Aim(criterion(RuleKind(rule), unit), Decimal(base))
    assert (goal_in_table(aim), goal_in_sentence(aim), goal_as_duty(aim)) == told
