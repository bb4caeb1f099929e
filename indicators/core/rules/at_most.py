"""不高于: the value stays within the upper limit, or exceeds it by no more than is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_way, way_to_target
from indicators.core.rules.spec import Answer, Facts, Outcome, RuleSpec
from indicators.core.rules.words import (
    LIMITS,
    LINE_EXPLANATIONS,
    LINE_PHRASES,
    LINES,
    GoalWords,
    P,
    Phrase,
    RuleWords,
    Situation,
)
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Not above the target; a tolerance is an accepted excess."""
    if facts.goal is None:
        return ReasonKind.NO_TARGET
    target = facts.goal.value
    gap = target - facts.value
    return Outcome(gap >= -(facts.criterion.tolerance or 0), target, None, gap)


PHRASES: Final[Mapping[Situation, tuple[Phrase, ...]]] = {
    **LINE_PHRASES,
    Situation.PAST: (
        P("L3", "{name}为0{when}，控制在{goal}以内。", "zero"),
        P(
            "B1",
            "{name}为{value}{when}，{side}{goal_words}，比{base_year}年下降{since}。",
            "gain, not zero",
        ),
        P(
            "B2",
            "{name}由{base_year}年的{base}降至{value}{when}，控制在{goal}以内。",
            "gain, not zero",
        ),
        P(
            "B4",
            "{name}为{value}{when}，在{goal}的控制线内，但比{base_year}年高{since}，需要留意。",
            "loss",
        ),
        P(
            "B5",
            "{name}为{value}，比{last_year}年{moved}{change}，控制在{goal}以内。",
            "change, not loss, not zero",
        ),
        P(
            "P2",
            "{name}为{value}，{side}{goal_words}，"
            "{above_link}{above_side}同年{above_name}{above_value}的水平。",
            "not zero",
        ),
        P("B0", "{name}为{value}{when}，控制在{goal}以内。", "not zero, not loss"),
        P("V0", "{name}为{value}{when}，{side}{goal_words}。", "not zero", is_last=True),
    ),
    Situation.EXACT: (
        P("C4", "{name}为{value}{when}，等于{goal_words}，达到要求。", "not zero"),
        P("G9", "{name}为0{when}，达到要求。", "zero"),
    ),
    Situation.TOLERATED: (
        P("TO2", "{name}为{value}{when}，比{goal_words}高{gap}，在允许的{tolerance}容差内。"),
    ),
    Situation.SHORT: (
        P(
            "E1",
            "{name}{last_met}年为{then}，在{goal}以内，{year}年{moved}到{value}，高出{gap}。",
            "worsened",
        ),
        P(
            "F6",
            "{name}为{value}{when}，比{base_year}年下降{since}，仍比{goal_words}高{gap}。",
            "gain, not last_met",
        ),
        P("F7", "{name}为{value}{when}，比{goal_words}高{gap}。"),
    ),
}
WORDS: Final = RuleWords(
    goal=GoalWords(
        table="{sign}{number}",
        sentence="{goal}的控制目标",
        duty="控制在{goal}以内",
        full_sentence="{goal}的目标",
        full_duty="保持为{number}",
    ),
    explanation={
        **LINE_EXPLANATIONS,
        Situation.PAST: "，低于控制上限{goal}，优于目标{gap}",
        Situation.EXACT: "，等于控制上限{goal}",
        Situation.TOLERATED: "，比控制上限{goal}高{gap}，在允许的{tolerance}容差内",
        Situation.SHORT: "，高于控制上限{goal}，超出{gap}",
    },
    phrases=PHRASES,
)

RULE = RuleSpec(
    kind=RuleKind.AT_MOST,
    label="不高于目标",
    check=check,
    against=ReasonKind.TARGET,
    words=WORDS,
    situations=(*LIMITS, *LINES),
    direction=Direction.LOWER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_target,
    takes_tolerance=True,
    sign="≤",
)
