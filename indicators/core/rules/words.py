"""The shapes of a rule's words, and the words that all rules with a line share.

Words are templates with named slots; whoever prints fills them (``indicators/wording``).
A template never states what its slots do not: a phrase fits only where all of its slots,
and those it ``needs``, are there and none that it ``bars``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Final


class Situation(StrEnum):
    """Where a value stands. Words are chosen by it, never by met or unmet."""

    PAST = "past"  # on the good side of the target
    EXACT = "exact"  # at the target, and equal counts
    TOLERATED = "tolerated"  # short of it, within the tolerance that the plan allows
    SHORT = "short"
    EQUAL = "equal"  # at what must be passed
    AT_BOUND = "at_bound"  # at it, but nothing better is possible
    INSIDE = "inside"  # between the ends of a band
    EDGE = "edge"  # at one of its ends
    ABOVE = "above"
    BELOW = "below"
    EARLY = "early"  # the final number reached before the last year, not yet in the base year
    KEPT = "kept"  # reached in the base year and still
    AHEAD = "ahead"  # past the line, short of the final number
    ON_LINE = "on_line"
    BEHIND = "behind"
    FALLEN = "fallen"  # reached in the base year, no longer
    BASIC = "basic"  # within the assessment's tolerance of the target
    NEAR_LINE = "near_line"  # within it of the line
    CONFIRMED = "confirmed"  # by a person
    REJECTED = "rejected"


LIMITS: Final = (Situation.PAST, Situation.EXACT, Situation.TOLERATED, Situation.SHORT)
TRENDS: Final = (Situation.PAST, Situation.AT_BOUND, Situation.EQUAL, Situation.SHORT)
BANDS: Final = (Situation.INSIDE, Situation.EDGE, Situation.ABOVE, Situation.BELOW)
LINES: Final = (
    Situation.EARLY,
    Situation.KEPT,
    Situation.AHEAD,
    Situation.ON_LINE,
    Situation.BEHIND,
    Situation.FALLEN,
    Situation.NEAR_LINE,
    Situation.BASIC,
)
REACHED: Final = frozenset(
    (
        *(Situation.PAST, Situation.EXACT, Situation.AT_BOUND, Situation.EARLY, Situation.KEPT),
        *(Situation.INSIDE, Situation.EDGE, Situation.CONFIRMED),
    )
)
"""What is asked in the end is reached, by the number itself and no tolerance."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence of a report, and when it may be used. ``name``: as the phrase book has it;
    ``when``: the slots it needs besides its own and those it bars (``gain, not loss``);
    ``is_last``: only where no other fits."""

    name: str
    words: str
    when: str = ""
    is_last: bool = False
    slots: tuple[str, ...] = field(init=False)
    needs: tuple[str, ...] = field(init=False)
    bars: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = tuple(slot for _, slot, _, _ in Formatter().parse(self.words) if slot)
        asked = self.when.split(", ") if self.when else []
        barred = tuple(each.removeprefix("not ") for each in asked if each.startswith("not "))
        object.__setattr__(self, "slots", found)
        object.__setattr__(self, "needs", tuple(e for e in asked if not e.startswith("not ")))
        object.__setattr__(self, "bars", barred)

    def fits(self, slots: Mapping[str, str]) -> bool:
        wanted = (*self.slots, *self.needs)
        return all(slot in slots for slot in wanted) and not any(s in slots for s in self.bars)


@dataclass(frozen=True, slots=True)
class GoalWords:
    """How the target itself is said.

    ``table``: in a column, with its sign; ``sentence``: 80%的目标; ``duty``: what a unit is to
    bring about. Slots: ``sign``, ``number`` (bare), ``goal`` (with its unit), ``low``, ``high``
    (ends of a band, with unit), ``low_number``, ``high_number``, ``base_year``, ``asked``
    (下降六分之一, 提高10个百分点), ``wish`` (the plan's own words), ``compared`` (the other
    indicator's name). ``full_table``, ``full_sentence``, ``full_duty``: where nothing beyond is
    possible.
    """

    table: str
    sentence: str
    duty: str
    full_sentence: str = ""
    full_duty: str = ""
    full_table: str = ""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """``explanation``: the clause behind “2025年为…” that says why, by situation. ``phrases``:
    the sentences of a report, by situation, each group with one that fits whenever the
    situation is given."""

    goal: GoalWords
    explanation: Mapping[Situation, str]
    phrases: Mapping[Situation, tuple[Phrase, ...]]


P = Phrase

_TO_GO: Final = "距{end_year}年目标{final}还差{final_gap}"
LINE_EXPLANATIONS: Final[Mapping[Situation, str]] = {
    Situation.EARLY: "，提前达到{end_year}年目标{final}，{final_beyond}",
    Situation.KEPT: (
        "，{base_year}年（{base}）已达到{end_year}年目标{final}，保持，{final_beyond}"
    ),
    Situation.AHEAD: f"，快于时序进度（{{expected}}，{{line_side}}{{lead}}），{_TO_GO}",
    Situation.ON_LINE: f"，与时序进度（{{expected}}）持平，{_TO_GO}",
    Situation.BEHIND: (
        f"，慢于时序进度（{{expected}}，{{line_side}}{{lead}}），进度滞后，{_TO_GO}"
    ),
    Situation.FALLEN: (
        f"，{{base_year}}年（{{base}}）已达到{{end_year}}年目标，现未达到，{_TO_GO}"
    ),
    Situation.NEAR_LINE: (
        f"，基本达到时序进度（{{expected}}，差{{lead}}，容差为{{basic}}），{_TO_GO}"
    ),
    Situation.BASIC: "，基本达到目标{goal}（差{gap}，容差为{basic}）",
}
LINE_PHRASES: Final[Mapping[Situation, tuple[Phrase, ...]]] = {
    Situation.EARLY: (
        P("D3", "{name}为{value}{when}，提前达到{final_goal}。"),
        P(
            "D4",
            "{name}由{base_year}年的{base}{moved_base}到{value}{when}，提前达到{final_goal}。",
            "gain, not to_zero",
        ),
        P(
            "D5",
            "{name}为{value}，比{last_year}年{moved}{change}，提前达到{final_goal}。",
            "improved",
        ),
    ),
    Situation.KEPT: (
        P(
            "AA0",
            "{name}为{value}{when}，{base_year}年已达到{final_goal}，现仍保持。",
            "not missed",
        ),
        P(
            "AA1",
            "{name}为{value}{when}，{base_year}年已达到{final_goal}，其间有的年份未达到。",
            "missed",
        ),
        P(
            "AA2",
            "{name}为{value}{when}，{base_year}年已达到{final_goal}，此后一直保持。",
            "always",
        ),
        P(
            "AA3",
            "{name}{base_year}年已达到{final_goal}，{fell_year}年一度{fell_moved}到{fell_value}，"
            "{value_year}年重新达到，为{value}{when}。",
        ),
    ),
    Situation.AHEAD: (
        P(
            "M1",
            "{name}为{value}{when}，比{base_year}年{moved_base}{since}，"
            "快于时序进度（{expected}），距{final_goal}差{final_gap}。",
            "gain",
        ),
        P(
            "AA4",
            "{name}为{value}{when}，快于时序进度（{expected}），距{final_goal}差{final_gap}。",
        ),
        P(
            "TO3",
            "{name}为{value}{when}，快于时序进度（{expected}），"
            "在{final_goal}的{tolerance}容差内。",
            "in_tolerance",
        ),
    ),
    Situation.ON_LINE: (
        P(
            "AA5",
            "{name}为{value}{when}，与时序进度（{expected}）持平，距{final_goal}差{final_gap}。",
        ),
    ),
    Situation.BEHIND: (
        P(
            "AA6",
            "{name}为{value}{when}，虽比{base_year}年{moved_base}{since}，"
            "仍比时序值（{expected}）{line_side}{lead}，滞后。",
            "gain",
        ),
        P(
            "AA7",
            "{name}为{value}{when}，比{base_year}年{moved_base}{since}，走势与规划要求相反，"
            "比时序值（{expected}）{line_side}{lead}，滞后。",
            "loss",
        ),
        P(
            "AA9",
            "{name}为{value}{when}，比时序值（{expected}）{line_side}{lead}，"
            "距{final_goal}差{final_gap}，滞后。",
            "not loss",
        ),
    ),
    Situation.FALLEN: (
        P(
            "AA10",
            "{name}为{value}{when}，{base_year}年（{base}）已达到{final_goal}，现未达到，"
            "差{final_gap}。",
        ),
    ),
    Situation.NEAR_LINE: (
        P(
            "BA3",
            "{name}为{value}{when}，基本达到时序进度（{expected}，差{lead}，容差为{basic}），"
            "距{final_goal}差{final_gap}。",
        ),
    ),
    Situation.BASIC: (
        P("BA1", "{name}为{value}{when}，基本达到{goal_words}（差{gap}，容差为{basic}）。"),
    ),
}
