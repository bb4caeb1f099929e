"""提高（下降）若干个百分点: at least n points away from the base value."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules import at_least, at_most
from indicators.core.rules.measures import share_of_way, way_to_target
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.rules.words import (
    LINE_EXPLANATIONS,
    LINE_PHRASES,
    LINES,
    GoalWords,
    P,
    RuleWords,
    Situation,
)
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Changed by at least n points since the base year; a negative n asks for a fall."""
    points = facts.criterion.change_points
    is_fall = facts.criterion.direction is Direction.LOWER_IS_BETTER
    if facts.goal is not None:
        return at_most.check(facts) if is_fall else at_least.check(facts)
    if facts.base is None:
        return ReasonKind.NO_BASE
    if points is None:
        return ReasonKind.NO_TARGET
    target = facts.base + points
    gap = target - facts.value if is_fall else facts.value - target
    return Outcome(gap >= 0, target, None, gap)


_SINCE: Final = "，{base_change}"
WORDS: Final = RuleWords(
    goal=GoalWords(
        table="{sign}{number}",
        sentence="比{base_year}年{asked}（即{goal}）的要求",
        duty="比{base_year}年{asked}（即达到{goal}）",
    ),
    explanation={
        **LINE_EXPLANATIONS,
        Situation.PAST: f"{_SINCE}，超过{{asked}}的要求",
        Situation.EXACT: f"{_SINCE}，恰好达到{{asked}}的要求",
        Situation.SHORT: f"{_SINCE}，距{{asked}}的要求还差{{gap}}",
        Situation.EARLY: f"{_SINCE}，提前达到{{asked}}的要求",
    },
    phrases={
        **LINE_PHRASES,
        Situation.PAST: (
            P(
                "H3",
                "{name}为{value}{when}，比{base_year}年{moved_base}{since}，超过{asked}的要求。",
            ),
            P("H6", "{name}为{value}{when}，超过{share_goal}。", is_last=True),
        ),
        Situation.EXACT: (
            P(
                "H7",
                "{name}为{value}{when}，比{base_year}年{moved_base}{since}，"
                "恰好达到{asked}的要求。",
            ),
            P("H8", "{name}为{value}{when}，恰好达到{share_goal}。", is_last=True),
        ),
        Situation.SHORT: (
            P(
                "H2",
                "{name}为{value}{when}，比{base_year}年{moved_base}{since}，"
                "距{asked}的要求差{gap}。",
            ),
            P("H0", "{name}为{value}{when}，距{share_goal}差{gap}。", is_last=True),
        ),
    },
)

RULE = RuleSpec(
    kind=RuleKind.CHANGE_AT_LEAST,
    label="比基期提高若干点",
    check=check,
    against=ReasonKind.BASE,
    words=WORDS,
    situations=(Situation.PAST, Situation.EXACT, Situation.SHORT, *LINES),
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_target,
    needs=(Need.CHANGE_POINTS,),
    sign="≥",
)
