"""The rules of a share of the base: one check, and what both say of the change in per cent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.core.exact import not_above, not_below
from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_way, way_to_share
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.rules.words import (
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

_SINCE: Final = "，{base_relative}"
_ASKED: Final = "{asked}（即{bound}{goal}）的要求"
_DUE: Final = "，时序要求为{due_relative}"
_TO_GO: Final = "距{asked}（即{bound}{final}）的要求还差{final_gap}"


_EXPLANATIONS: Final[Mapping[Situation, str]] = {
    **LINE_EXPLANATIONS,
    Situation.PAST: f"{_SINCE}，超过{_ASKED}",
    Situation.EXACT: f"{_SINCE}，恰好达到{_ASKED}",
    Situation.SHORT: f"{_SINCE}，距{_ASKED}还差{{gap}}",
    Situation.EARLY: f"{_SINCE}，提前达到{_ASKED}",
    Situation.AHEAD: f"{_SINCE}{_DUE}，快于时序进度，{_TO_GO}",
    Situation.ON_LINE: f"{_SINCE}，与时序进度持平，{_TO_GO}",
    Situation.BEHIND: f"{_SINCE}{_DUE}，慢于时序进度，{_TO_GO}",
}
_PHRASES: Final[Mapping[Situation, tuple[Phrase, ...]]] = {
    **LINE_PHRASES,
    Situation.PAST: (
        P(
            "H1",
            "{name}为{value}{when}，比{base_year}年{base_moved}{drop}，"
            "{size_name}超过{fraction}的要求。",
            "gain",
        ),
        P(
            "H4",
            "{name}由{base_year}年的{base}{moved_base}到{value}{when}，"
            "{size_name}超过{fraction}的要求。",
            "gain",
        ),
        P("H6", "{name}为{value}{when}，超过{share_goal}。", is_last=True),
    ),
    Situation.EXACT: (
        P(
            "H7",
            "{name}为{value}{when}，比{base_year}年{base_moved}{drop}，恰好达到{asked}的要求。",
            "gain",
        ),
        P("H8", "{name}为{value}{when}，恰好达到{share_goal}。", is_last=True),
    ),
    Situation.SHORT: (
        P(
            "H2",
            "{name}为{value}{when}，比{base_year}年{base_moved}{drop}，距{share_goal}差{gap}。",
            "gain",
        ),
        P(
            "H5",
            "{name}为{value}{when}，比{base_year}年{base_moved}{drop}，与规划要求的方向相反，"
            "距{share_goal}差{gap}。",
            "loss",
        ),
        P("H0", "{name}为{value}{when}，距{share_goal}差{gap}。", is_last=True),
    ),
    Situation.AHEAD: (
        P(
            "H9",
            "{name}为{value}{when}，比{base_year}年{base_moved}{drop}，时序要求为{due_relative}，"
            "快于时序进度；距{share_goal}差{gap}。",
            "gain",
        ),
        *LINE_PHRASES[Situation.AHEAD],
    ),
}


def rule(
    kind: RuleKind, label: str, *, bound: str, direction: Direction, limit: RuleSpec
) -> RuleSpec:
    """Not below, or not above, a factor of the base value, by the exact fraction.

    ``bound``: 不高于 or 不低于. ``limit``: what holds where a stage sets a number of its own.
    """
    is_lower = direction is Direction.LOWER_IS_BETTER

    def check(facts: Facts) -> Answer:
        if facts.goal is not None:
            return limit.check(facts)
        base, factor = facts.base, facts.criterion.factor
        if base is None:
            return ReasonKind.NO_BASE
        if factor is None:
            return ReasonKind.NO_TARGET
        top, bottom = factor.as_integer_ratio()
        ours, theirs, asked = facts.value * bottom, base * top, base * top / bottom
        if is_lower:
            target = not_above(asked)
            return Outcome(ours <= theirs, target, None, target - facts.value)
        target = not_below(asked)
        return Outcome(ours >= theirs, target, None, facts.value - target)

    goal = GoalWords(
        table="{sign}{number}",
        sentence=f"比{{base_year}}年{{asked}}（即{bound}{{goal}}）的要求",
        duty=f"比{{base_year}}年{{asked}}（即{bound}{{goal}}）",
    )
    explanation = {key: text.replace("{bound}", bound) for key, text in _EXPLANATIONS.items()}
    return RuleSpec(
        kind=kind,
        label=label,
        check=check,
        against=ReasonKind.BASE,
        words=RuleWords(goal, explanation, _PHRASES),
        situations=(Situation.PAST, Situation.EXACT, Situation.SHORT, *LINES),
        direction=direction,
        achievement=share_of_way,
        way=way_to_share,
        needs=(Need.FACTOR,),
        sign=limit.sign,
    )
