"""保持在…左右: two-sided, within a tolerance that is shown."""

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
    """Within the tolerance of the target, on either side."""
    tolerance = facts.criterion.tolerance
    if facts.goal is None or tolerance is None:
        return ReasonKind.NO_TARGET
    target = facts.goal.value
    gap = tolerance - abs(facts.value - target)
    return Outcome(gap >= 0, target, None, gap)


WORDS: Final = RuleWords(
    goal=GoalWords(table="{number}左右", sentence="{goal}左右的目标", duty="稳定在{goal}左右"),
    explanation={
        Situation.INSIDE: "，处于{goal}左右的认定区间（{low}—{high}）内",
        Situation.EDGE: "，等于认定区间（{low}—{high}）的{end}，计入{goal}左右",
        Situation.ABOVE: "，高出{goal}左右的认定区间（{low}—{high}）上限{gap}",
        Situation.BELOW: "，低于{goal}左右的认定区间（{low}—{high}）下限{gap}",
        Situation.BASIC: "，基本处于{goal}左右（离认定区间{low}—{high}差{gap}，容差为{basic}）",
    },
    phrases={
        Situation.INSIDE: (
            P("I1", "{name}为{value}{when}，保持在{goal}左右（认定区间{low}—{high}）。"),
            P("I2", "{name}为{value}{when}，处于{low}—{high}的认定区间内。"),
        ),
        Situation.EDGE: (
            P("BD2", "{name}为{value}{when}，等于认定区间{low}—{high}的{end}，计入区间。"),
        ),
        Situation.ABOVE: (
            P("BD3", "{name}为{value}{when}，高出{goal}左右的认定区间（{low}—{high}）上限{gap}。"),
        ),
        Situation.BELOW: (
            P("BD4", "{name}为{value}{when}，低于{goal}左右的认定区间（{low}—{high}）下限{gap}。"),
        ),
        Situation.BASIC: (
            P(
                "BA2",
                "{name}为{value}{when}，基本处于{goal}左右（离认定区间{low}—{high}差{gap}，"
                "容差为{basic}）。",
            ),
        ),
    },
)

RULE = RuleSpec(
    kind=RuleKind.AROUND,
    label="保持在目标左右",
    check=check,
    against=ReasonKind.TARGET,
    words=WORDS,
    situations=(*BANDS, Situation.BASIC),
    achievement=share_of_band,
    needs=(Need.TOLERANCE,),
    is_band=True,
)
