"""逐步提高 and 降低: one check, and what both say of the change since the earlier value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_way
from indicators.core.rules.spec import Answer, Facts, Outcome, RuleSpec
from indicators.core.rules.words import TRENDS, GoalWords, P, Phrase, RuleWords, Situation
from indicators.core.vocabulary import Direction, RuleKind

PHRASES: Final[Mapping[Situation, tuple[Phrase, ...]]] = {
    Situation.PAST: (
        P(
            "G1",
            "{name}由{base_year}年的{base}{moved_base}到{value}{when}，进展符合“{wish}”的要求。",
            "gain, own_words, not growth, not from_zero, not few",
        ),
        P(
            "G2",
            "{name}为{value}{when}，比{base_year}年{moved_base}{since}。",
            "gain, not growth, not from_zero",
        ),
        P(
            "G5",
            "{name}为{value}，比{last_year}年{moved}{change}，比{base_year}年{moved_base}{since}。",
            "gain, improved, not growth, not from_zero, not last_is_base",
        ),
        P(
            "G7",
            "{name}为{value}，{steady}，比{base_year}年{moved_base}{since}。",
            "gain, not growth, not from_zero, not last_is_base",
        ),
        P(
            "G6",
            "{name}为{value}，虽比{last_year}年{moved}{change}，"
            "仍比{base_year}年{moved_base}{since}。",
            "gain, worsened, not growth, not from_zero, not last_is_base",
        ),
        P(
            "N1",
            "{name}为{value}{when}，比{base_year}年{moved_base}{since}，{growth}。",
            "gain, not to_zero",
        ),
        P("N2", "{name}为{value}{when}，是{base_year}年的{times}倍。", "gain"),
        P(
            "N3",
            "{name}由{base_year}年的{base}{moved_base}到{value}，比上年{moved}{change}。",
            "gain, improved, growth, not last_is_base",
        ),
        P("N4", "{name}由0增加到{value}{when}。", "from_zero, is_counted"),
        P("N5", "{name}由{base_year}年的{base}{moved_base}到{value}{when}。", "gain"),
        P("N6", "{name}由{base_year}年的{base}减少到0{when}。", "to_zero, growth"),
        P("N7", "{name}为{value}{when}，比{base_year}年（{base}）{base_side}{gap}。", is_last=True),
    ),
    Situation.AT_BOUND: (
        P("G4", "{name}保持{value}{when}。", "not zero"),
        P("G9", "{name}保持为0{when}。", "zero"),
    ),
    Situation.EQUAL: (
        P("G8", "{name}为{value}{when}，与{base_year}年持平，未达到“{demand}”的要求。"),
    ),
    Situation.SHORT: (
        P(
            "E2",
            "{name}为{value}，比上年{moved}{change}，"
            "{side_base}{base_year}年的{base}，未达到“{demand}”的要求。",
            "last_met, worsened",
        ),
        P(
            "G3",
            "{name}为{value}{when}，比{base_year}年{moved_base}{since}，未达到“{demand}”的要求。",
            "loss, not last_met",
        ),
        P(
            "G10",
            "{name}为{value}{when}，比{base_year}年（{base}）{base_side}{gap}，"
            "未达到“{demand}”的要求。",
            is_last=True,
        ),
    ),
    Situation.BASIC: (
        P(
            "BA4",
            "{name}为{value}{when}，{base_change}，未达到“{demand}”的要求，"
            "在“基本”的容差（{basic}）内。",
        ),
    ),
}
EXPLANATIONS: Final[Mapping[Situation, str]] = {
    Situation.PAST: "，比{base_year}年（{base}）{base_moved}{gap}，符合“{wish}”的要求",
    Situation.AT_BOUND: "，与{base_year}年相同，已达{limit}，视为达到“{wish}”的要求",
    Situation.EQUAL: "，与{base_year}年（{base}）持平，未达到“{demand}”的要求{quoted}",
    Situation.SHORT: (
        "，{base_side}于{base_year}年（{base}）{gap}，未达到“{demand}”的要求{quoted}"
    ),
    Situation.BASIC: (
        "，{base_change}，未达到“{demand}”的要求，在“基本”的容差（{basic}）内{quoted}"
    ),
}


def rule(
    kind: RuleKind, label: str, *, goal: GoalWords, direction: Direction, sign: str, limit: RuleSpec
) -> RuleSpec:
    """Past the base; equal counts only where nothing better is possible: at zero, or at the
    measure's maximum. ``limit``: what holds where a stage sets a number of its own."""
    is_lower = direction is Direction.LOWER_IS_BETTER

    def check(facts: Facts) -> Answer:
        if facts.goal is not None:
            return limit.check(facts)
        base = facts.base
        if base is None:
            return ReasonKind.NO_BASE
        gap = base - facts.value if is_lower else facts.value - base
        best = 0 if is_lower else facts.criterion.measure.possible_maximum
        return Outcome(gap > 0 or (not gap and facts.value == best), base, None, gap)

    return RuleSpec(
        kind=kind,
        label=label,
        check=check,
        against=ReasonKind.BASE,
        words=RuleWords(goal, EXPLANATIONS, PHRASES),
        situations=(*TRENDS, Situation.BASIC),
        direction=direction,
        achievement=share_of_way,
        is_passed=True,
        sign=sign,
    )
