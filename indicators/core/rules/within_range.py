"""区间: between two ends, both included."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_band
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.rules.words import (
    BANDS,
    GoalWords,
    P,
    RuleWords,
    Situation,
)
from indicators.core.vocabulary import RuleKind


def check(facts: Facts) -> Answer:
    """Between the two ends."""
    goal = facts.goal
    if goal is None or goal.upper is None:
        return ReasonKind.NO_TARGET
    gap = min(facts.value - goal.value, goal.upper - facts.value)
    return Outcome(gap >= 0, goal.value, goal.upper, gap)


WORDS: Final = RuleWords(
    goal=GoalWords(
        table="{low_number}—{high_number}",
        sentence="{low}—{high}的目标区间",
        duty="保持在{low}—{high}之间",
    ),
    explanation={
        Situation.INSIDE: "，处于目标区间{low}—{high}内",
        Situation.EDGE: "，等于目标区间{low}—{high}的{end}，计入区间",
        Situation.ABOVE: "，高于目标区间{low}—{high}，高出上限{gap}",
        Situation.BELOW: "，低于目标区间{low}—{high}，低于下限{gap}",
        Situation.BASIC: "，基本处于目标区间{low}—{high}内（差{gap}，容差为{basic}）",
    },
    phrases={
        Situation.INSIDE: (P("BD1", "{name}为{value}{when}，处于{low}—{high}的区间内。"),),
        Situation.EDGE: (
            P("BD2", "{name}为{value}{when}，等于区间{low}—{high}的{end}，计入区间。"),
        ),
        Situation.ABOVE: (P("BD3", "{name}为{value}{when}，高出{low}—{high}的区间上限{gap}。"),),
        Situation.BELOW: (P("BD4", "{name}为{value}{when}，低于{low}—{high}的区间下限{gap}。"),),
        Situation.BASIC: (
            P(
                "BA2",
                "{name}为{value}{when}，基本处于{low}—{high}的区间内（差{gap}，容差为{basic}）。",
            ),
        ),
    },
)

RULE = RuleSpec(
    kind=RuleKind.RANGE,
    label="在区间内",
    check=check,
    against=ReasonKind.TARGET,
    words=WORDS,
    situations=(*BANDS, Situation.BASIC),
    achievement=share_of_band,
    needs=(Need.TARGET, Need.UPPER),
    is_band=True,
)
