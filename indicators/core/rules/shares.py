"""What the rules of a share of the base say alike: the change in per cent, and the bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.rules.words import (
    BASIC_EXPLANATION,
    BASIC_PHRASES,
    LINE_EXPLANATIONS,
    LINE_PHRASES,
    GoalWords,
    P,
    Phrase,
    RuleWords,
    Situation,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    Situation.BASIC: BASIC_EXPLANATION,
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
    Situation.BASIC: BASIC_PHRASES,
}


def words(bound: str) -> RuleWords:
    """``bound``: 不高于 or 不低于."""
    return RuleWords(
        goal=GoalWords(
            table="{sign}{number}",
            sentence=f"比{{base_year}}年{{asked}}（即{bound}{{goal}}）的要求",
            duty=f"比{{base_year}}年{{asked}}（即{bound}{{goal}}）",
        ),
        explanation={key: text.replace("{bound}", bound) for key, text in _EXPLANATIONS.items()},
        phrases=_PHRASES,
    )
