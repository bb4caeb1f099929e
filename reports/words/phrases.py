"""The phrases (phrase book §5): name, when it may be used, and its words.

``needs`` and ``bars`` name slots that must and must not be there, besides those the
words themselves hold. A phrase never says what its slots do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import RuleKind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Phrase:
    name: str
    words: str
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(slot for _, slot, _, _ in Formatter().parse(self.words) if slot)

    def fits(self, slots: Mapping[str, str]) -> bool:
        wanted = (*self.slots, *self.needs)
        return all(slot in slots for slot in wanted) and not any(s in slots for s in self.bars)


P = Phrase
_ANY_MET: Final = (
    P("U4", "{name}自{full_since}年起一直为100%。"),
    P("K1", "{name}为{value}{when}，比{base_year}年{moved_base}{since}。", ("when",)),
    P("V0", "{name}为{value}{when}。"),
)

AT_LEAST_MET: Final = (
    P(
        "A1",
        "{name}为{value}，比{last_year}年{moved}{change}，{higher}{goal}{over}。",
        ("improved",),
        ("far",),
    ),
    P(
        "A2",
        "{name}由{base_year}年的{base}{moved_base}到{value}{when}，超出目标{over}。",
        ("gain",),
        ("far",),
    ),
    P("A4", "{name}为{value}{when}，远高于{goal}。", ("far",), ("above_name",)),
    P(
        "A5",
        "{name}为{value}，比{last_year}年{moved}{change}，仍{higher}{goal}{over}。",
        ("worsened",),
    ),
    P("A6", "{name}为{value}，{steady}，{higher}{goal}{over}。", (), ("far",)),
    P(
        "A7",
        "{name}比{base_year}年{moved_base}{since}，达到{value}{when}，{side}{goal}。",
        ("gain",),
        ("exact", "worsened", "full"),
    ),
    P(
        "D2",
        "{name}自{first_year}年起连续{run}年达标，{year}年为{value}。",
        (),
        ("full_since", "worsened", "first_time"),
    ),
    P(
        "C3",
        "{name}为{value}，比{last_year}年{moved}{change}，在规划末年越过{goal_value}的目标线。",
        ("first_time", "improved", "at_end"),
        ("exact",),
    ),
    P(
        "C2",
        "{name}{moved}到{value}，在规划末年达到{goal}，没有余量。",
        ("exact", "first_time", "improved", "at_end"),
    ),
    P("C1", "{name}为{value}{when}，刚好达到目标。", ("exact",), ("full_since", "full")),
    P("U4", "{name}自{full_since}年起一直为100%。"),
    P(
        "P1",
        "{name}为{value}，{side}{goal}，{above_link}{above_side}同年{above_name}{above_value}的水平。",
    ),
    P("A0", "{name}为{value}{when}，达到{goal}。", (), ("far", "exact", "worsened", "full")),
    P("A8", "{name}达到{value}{when}。", ("full",), ("full_since",)),
)

AT_MOST_MET: Final = (
    P(
        "L1",
        "{name}为{value}，低于{goal}；该指标基数小（{part_name}{part}），{three_span}合并计算为{three}。",
        ("small",),
        ("zero",),
    ),
    P("L3", "{name}为0，控制在{goal_value}以内。", ("zero",), ("event",)),
    P(
        "L5",
        "{year}年无{event}报告，{name}为0；该指标基数小，{three_span}合并计算为{three}。",
        ("zero",),
    ),
    P("L6", "{year}年无{event}报告，{name}为0，控制在{goal_value}以内。", ("zero",), ("three",)),
    P(
        "B1",
        "{name}为{value}{when}，{side}{goal}，比{base_year}年下降{since}。",
        ("gain",),
        ("small", "zero"),
    ),
    P(
        "B2",
        "{name}由{base_year}年的{base}降至{value}{when}，控制在{goal_value}以内。",
        ("gain",),
        ("small", "zero"),
    ),
    P(
        "B4",
        "{name}为{value}，在{goal_value}的控制线内，但比{base_year}年高{since}，需要留意。",
        ("loss",),
        ("small",),
    ),
    P(
        "B5",
        "{name}为{value}，比{last_year}年{moved}{change}，控制在{goal_value}以内。",
        ("change",),
        ("small", "loss", "zero"),
    ),
    P(
        "P2",
        "{name}为{value}，{side}{goal}，{above_link}{above_side}同年{above_name}{above_value}的水平。",
        (),
        ("small", "zero"),
    ),
    P(
        "L2",
        "{name}为{value}，低于{goal}；该指标基数小，当年{part_name}{part}。",
        ("small",),
        ("zero", "three"),
    ),
    P("B0", "{name}为{value}{when}，控制在{goal_value}以内。", (), ("small", "zero", "loss")),
)

TREND_MET: Final = (
    P(
        "G1",
        "{name}由{base_year}年的{base}{moved_base}到{value}{when}，符合逐步{rise_word}的要求。",
        ("gain",),
        ("growth", "from_zero"),
    ),
    P(
        "G2",
        "{name}为{value}{when}，比{base_year}年{moved_base}{since}。",
        ("gain",),
        ("growth", "from_zero"),
    ),
    P(
        "G5",
        "{name}为{value}，比{last_year}年{moved}{change}，比{base_year}年{moved_base}{since}。",
        ("gain", "improved"),
        ("growth", "from_zero"),
    ),
    P(
        "G7",
        "{name}为{value}，{steady}，比{base_year}年{moved_base}{since}。",
        ("gain",),
        ("growth", "from_zero"),
    ),
    P(
        "G6",
        "{name}为{value}，虽比{last_year}年{moved}{change}，仍比{base_year}年{moved_base}{since}。",
        ("gain", "worsened"),
        ("growth", "from_zero"),
    ),
    P(
        "N1",
        "{name}为{value}，比{base_year}年{moved_base}{since}，{growth}。",
        ("gain",),
        ("to_zero",),
    ),
    P("N2", "{name}为{value}，是{base_year}年的{times}倍。", ("gain",)),
    P(
        "N3",
        "{name}由{base_year}年的{base}{moved_base}到{value}，比上年{moved}{change}。",
        ("gain", "improved", "growth"),
    ),
    P("N4", "{name}由0增加到{value}。", ("from_zero",)),
    P("N5", "{name}由{base_year}年的{base}{moved_base}到{value}。", ("gain",), ("from_zero",)),
    P("N6", "{name}由{base_year}年的{base}减少到0。", ("to_zero", "growth")),
    P("G4", "{name}保持{value}。", ("same_base",), ("zero",)),
    P("G9", "{name}保持为零。", ("same_base", "zero")),
)

SHARE_MET: Final = (
    P("H1", "{name}为{value}，比{base_year}年下降{drop}，降幅超过{fraction}的要求。", ("gain",)),
    P("H4", "{name}由{base_year}年的{base}降至{value}，降幅超过{fraction}的要求。", ("gain",)),
)

AROUND_MET: Final = (
    P("I1", "{name}为{value}{when}，保持在{goal_value}左右（认定区间{low}—{high}）。"),
    P("I2", "{name}为{value}{when}，处于{low}—{high}的认定区间内。"),
)

DECIDED_MET: Final = (
    P("J2", "{name}为{value}{when}，经人工认定，符合“{target_text}”的要求。"),
    P("J1", "{name}经人工认定，符合“{target_text}”的要求。", (), ("value",)),
)

AT_LEAST_UNMET: Final = (
    P(
        "E1",
        "{name}{last_met}年为{then}，已达到{goal}，{year}年{moved}到{value}，{turned}。",
    ),
    P(
        "F5",
        "{name}为{value}，虽比{base_year}年{moved_base}{since}，但比上年{moved}{change}，距{goal}差{gap}。",
        ("gain", "worsened"),
        ("last_met",),
    ),
    P(
        "F3",
        "{name}为{value}{when}，虽比{base_year}年{moved_base}{since}，距{goal}仍差{gap}。",
        ("gain",),
        ("worsened", "last_met"),
    ),
    P(
        "F1",
        "{name}为{value}{when}，距{goal}差{gap}；按{whole_name}{whole}计算，还差{lack}。",
        (),
        ("worsened", "last_met"),
    ),
    P(
        "F2",
        "{name}为{value}，比上年{moved}{change}，与{goal}的差距扩大到{gap}。",
        ("worsened", "loss"),
        ("last_met",),
    ),
    P("F0", "{name}为{value}{when}，距{goal}差{gap}。", (), ("gain", "last_met", "lack")),
)

AT_MOST_UNMET: Final = (
    P(
        "E1",
        "{name}{last_met}年为{then}，在{goal_value}以内，{year}年{moved}到{value}，{turned}。",
    ),
    P(
        "F6",
        "{name}为{value}，比{base_year}年下降{since}，仍比{goal}高{gap}。",
        ("gain",),
        ("last_met",),
    ),
    P("F7", "{name}为{value}{when}，比{goal}高{gap}。", (), ("last_met", "gain")),
)

TREND_UNMET: Final = (
    P(
        "E2",
        "{name}为{value}，比上年{moved}{change}，{side_base}{base_year}年的{base}，{turned}。",
        ("last_met", "worsened"),
    ),
    P(
        "G3",
        "{name}为{value}{when}，比{base_year}年{moved_base}{since}，与逐步{rise_word}的要求相反。",
        ("loss",),
        ("last_met",),
    ),
    P("G8", "{name}为{value}{when}，与{base_year}年持平，没有达到逐步改善的要求。", ("same_base",)),
)

SHARE_UNMET: Final = (
    P("H2", "{name}为{value}，比{base_year}年下降{drop}，距{share_goal}差{gap}。", ("gain",)),
    P(
        "H5",
        "{name}为{value}，比{base_year}年{moved_base}{drop}，与下降的要求相反，差{gap}。",
        ("loss",),
    ),
    P("H0", "{name}为{value}，距{share_goal}差{gap}。", (), ("gain", "loss")),
)

AROUND_UNMET: Final = (
    P("I3", "{name}为{value}{when}，偏离{goal_value}左右的目标{gap}，超出{low}—{high}的认定区间。"),
)

DECIDED_UNMET: Final = (P("J3", "{name}经人工认定，未达到“{target_text}”的要求。"),)

EARLY: Final = (
    P(
        "D3",
        "{name}为{value}{when}，提前达到{final_goal}。",
        ("final_goal",),
        ("zero", "whole_goal"),
    ),
    P(
        "D4",
        "{name}由{base_year}年的{base}{moved_base}到{value}{when}，提前达到{final_goal}。",
        ("gain",),
        ("zero", "whole_goal"),
    ),
    P(
        "D5",
        "{name}为{value}，比{last_year}年{moved}{change}，提前达到{final_goal}。",
        ("improved",),
        ("zero", "whole_goal"),
    ),
)

ON_LINE: Final = (
    P(
        "M1",
        "{name}为{value}，比{base_year}年{moved_base}{since}，快于时序进度（{expected}）；距{final_value}的终期目标还差{final_gap}。",
        ("gain",),
    ),
    P(
        "M2",
        "{name}由{base_year}年的{base}{moved_base}到{value}，达到阶段目标，距终期目标还差{final_gap}。",
        ("gain",),
    ),
)

BEHIND: Final = (
    P(
        "M3",
        "{name}由{base_year}年的{base}{moved_base}到{value}，与时序进度（{expected}）差{pace_gap}。",
        ("gain",),
    ),
    P(
        "M4",
        "{name}为{value}{when}，落后于{expected}的时序进度，距{final_value}的终期目标差{final_gap}。",
    ),
)

MET: Final[Mapping[RuleKind, tuple[Phrase, ...]]] = MappingProxyType(
    {
        RuleKind.AT_LEAST: AT_LEAST_MET,
        RuleKind.AT_LEAST_OF_BASELINE: AT_LEAST_MET,
        RuleKind.CHANGE_AT_LEAST: AT_LEAST_MET,
        RuleKind.AT_LEAST_INDICATOR: AT_LEAST_MET,
        RuleKind.RANGE: _ANY_MET,
        RuleKind.AT_MOST: AT_MOST_MET,
        RuleKind.RISE: TREND_MET,
        RuleKind.FALL: TREND_MET,
        RuleKind.AT_MOST_OF_BASELINE: SHARE_MET,
        RuleKind.AROUND: AROUND_MET,
        RuleKind.QUALITATIVE: DECIDED_MET,
    }
)
UNMET: Final[Mapping[RuleKind, tuple[Phrase, ...]]] = MappingProxyType(
    {
        RuleKind.AT_LEAST: AT_LEAST_UNMET,
        RuleKind.AT_LEAST_OF_BASELINE: AT_LEAST_UNMET,
        RuleKind.CHANGE_AT_LEAST: AT_LEAST_UNMET,
        RuleKind.AT_LEAST_INDICATOR: AT_LEAST_UNMET,
        RuleKind.RANGE: AT_LEAST_UNMET,
        RuleKind.AT_MOST: AT_MOST_UNMET,
        RuleKind.RISE: TREND_UNMET,
        RuleKind.FALL: TREND_UNMET,
        RuleKind.AT_MOST_OF_BASELINE: SHARE_UNMET,
        RuleKind.AROUND: AROUND_UNMET,
        RuleKind.QUALITATIVE: DECIDED_UNMET,
    }
)
EARLY_RULES: Final = (
    RuleKind.AT_LEAST,
    RuleKind.AT_LEAST_OF_BASELINE,
    RuleKind.CHANGE_AT_LEAST,
    RuleKind.AT_MOST,
)
ANY: Final = _ANY_MET
FALLBACK: Final = P("V0", "{name}为{value}{when}。")
NO_DATA: Final = "{name}{year}年无数据{reason}，{counted}。"
NOT_ASSESSABLE: Final = "{name}无法评价（{reason}），不计入达标率分母。"
WHY_NOT: Final = MappingProxyType(
    {
        "no_target": "没有可对照的目标值",
        "no_base": "缺基期值",
        "no_compared": "缺对照指标的数据",
        "no_decision": "待人工认定",
    }
)
