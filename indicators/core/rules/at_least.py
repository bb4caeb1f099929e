"""不低于: the value reaches the target, or misses it by no more than is accepted."""

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
    """Not below the target; a tolerance is an accepted shortfall."""
    if facts.goal is None:
        return ReasonKind.NO_TARGET
    target = facts.goal.value
    gap = facts.value - target
    return Outcome(gap >= -(facts.criterion.tolerance or 0), target, None, gap)


PHRASES: Final[Mapping[Situation, tuple[Phrase, ...]]] = {
    **LINE_PHRASES,
    Situation.PAST: (
        P(
            "A1",
            "{name}为{value}，比{last_year}年{moved}{change}，高于{goal_words}{gap}。",
            "improved, not far",
        ),
        P(
            "A2",
            "{name}由{base_year}年的{base}{moved_base}到{value}{when}，超出目标{gap}。",
            "gain, not far",
        ),
        P("A4", "{name}为{value}{when}，远高于{goal_words}。", "far, not above_name"),
        P(
            "A5",
            "{name}为{value}，比{last_year}年{moved}{change}，仍高于{goal_words}{gap}。",
            "worsened",
        ),
        P("A6", "{name}为{value}，{steady}，高于{goal_words}{gap}。", "not far"),
        P(
            "A7",
            "{name}比{base_year}年{moved_base}{since}，达到{value}{when}，{side}{goal_words}。",
            "gain, not worsened, not full",
        ),
        P(
            "D2",
            "{name}自{first_year}年起连续{run}年达到{final_goal}，{year}年为{value}。",
            "not full_since, not worsened, not first_time",
        ),
        P(
            "D7",
            "{name}为{value}，有数据的近{recent}年均达到{final_goal}。",
            "not full, not worsened",
        ),
        P(
            "C3",
            "{name}为{value}，比{last_year}年{moved}{change}，在规划末年达到{goal_words}。",
            "first_time, improved, at_end",
        ),
        P(
            "P1",
            "{name}为{value}，{side}{goal_words}，"
            "{above_link}{above_side}同年{above_name}{above_value}的水平。",
        ),
        P("A0", "{name}为{value}{when}，{side}{goal_words}。", "not far, not worsened"),
        P("V0", "{name}为{value}{when}，高于{goal_words}{gap}。", is_last=True),
    ),
    Situation.EXACT: (
        P(
            "C2",
            "{name}{moved}到{value}，在规划末年达到{goal_words}，没有余量。",
            "first_time, improved, at_end",
        ),
        P("C1", "{name}为{value}{when}，刚好达到{goal_words}。", "not full"),
        P("U4", "{name}自{full_since}年起一直为100%。"),
        P("A8", "{name}达到{value}{when}。", "full, not full_since"),
    ),
    Situation.TOLERATED: (
        P("TO1", "{name}为{value}{when}，与{goal_words}相差{gap}，在允许的{tolerance}容差内。"),
    ),
    Situation.SHORT: (
        P(
            "E1",
            "{name}{last_met}年为{then}，已达到{goal_words}，{year}年{moved}到{value}，差{gap}。",
            "worsened",
        ),
        P(
            "F5",
            "{name}为{value}，虽比{base_year}年{moved_base}{since}，"
            "但比上年{moved}{change}，距{goal_words}差{gap}。",
            "gain, worsened, not last_met",
        ),
        P(
            "F3",
            "{name}为{value}{when}，虽比{base_year}年{moved_base}{since}，"
            "距{goal_words}仍差{gap}。",
            "gain, not worsened, not last_met",
        ),
        P(
            "F1",
            "{name}为{value}{when}，距{goal_words}差{gap}；按{whole_name}{whole}计算，还差{lack}。",
            "not worsened, not last_met",
        ),
        P(
            "F2",
            "{name}为{value}，比上年{moved}{change}，与{goal_words}的差距扩大到{gap}。",
            "worsened, widened, loss, not last_met",
        ),
        P("F0", "{name}为{value}{when}，距{goal_words}差{gap}。", is_last=True),
    ),
}
WORDS: Final = RuleWords(
    goal=GoalWords(table="{sign}{number}", sentence="{goal}的目标", duty="达到{goal}的目标"),
    explanation={
        **LINE_EXPLANATIONS,
        Situation.PAST: "，高于目标{goal}，超出{gap}",
        Situation.EXACT: "，刚好达到目标{goal}",
        Situation.TOLERATED: "，与目标{goal}相差{gap}，在允许的{tolerance}容差内",
        Situation.SHORT: "，低于目标{goal}，还差{gap}",
    },
    phrases=PHRASES,
)

RULE = RuleSpec(
    kind=RuleKind.AT_LEAST,
    label="不低于目标",
    check=check,
    against=ReasonKind.TARGET,
    words=WORDS,
    situations=(*LIMITS, *LINES),
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    way=way_to_target,
    takes_tolerance=True,
    sign="≥",
)
