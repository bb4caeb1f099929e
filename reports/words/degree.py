"""Verbs, adverbs and distances (phrase book §3 and §4)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Direction
from indicators.wording import numbers
from reports.words.numbers import is_count, is_few, is_relative, percent_change

if TYPE_CHECKING:
    from reports.facts import Item

SAME: Final = "持平"
NEARLY_SAME: Final = "基本持平"
LITTLE: Final = "略"
CLEAR: Final = "明显"
GREAT: Final = "大幅"

# Upper ends of 基本持平, 略, no adverb, 明显; beyond the last: 大幅.
_POINTS_YEAR: Final = ("0.10", "1.00", "3.00", "10.00")
_POINTS_BASE: Final = ("0.30", "2.00", "8.00", "20.00")
_THOUSANDTHS: Final = ("0.05", "0.30", "1.00", "3.00")
_SHARE_YEAR: Final = ("1", "5", "15", "30")
_SHARE_BASE: Final = ("2", "10", "30", "50")
_WORDS: Final = (NEARLY_SAME, LITTLE, "", CLEAR, GREAT)


def degree(item: Item, new: Decimal, old: Decimal, *, since_base: bool) -> str:
    """How large a change is, as an adverb; 持平 where both print the same."""
    if numbers.number(new, item.places) == numbers.number(old, item.places):
        return SAME
    size = abs(new - old)
    if is_relative(item.measure) or is_count(item.measure):
        growth = percent_change(new, old)
        if growth is None:
            return ""
        size, ends = abs(growth), _SHARE_BASE if since_base else _SHARE_YEAR
    elif item.measure.text == "‰":
        ends = _THOUSANDTHS
    else:
        ends = _POINTS_BASE if since_base else _POINTS_YEAR
    for end, word in zip(ends, _WORDS, strict=False):
        if size <= Decimal(end):
            return word
    return GREAT


def allows_adverb(item: Item) -> bool:
    """Small bases, elections, carried values and counts of a few get none."""
    return not is_few(item, item.base) and not (
        item.is_small_base or item.is_carried or item.criterion.definition_starts
    )


def is_better(item: Item, new: Decimal, old: Decimal) -> bool | None:
    """Whether a change goes the plan's way; None where it has none."""
    if new == old or item.direction is Direction.NEITHER:
        return None
    return not item.direction.is_worse(new, old)


def verb(item: Item, new: Decimal, old: Decimal, *, fell_back: bool = False) -> str:
    """提高 / 下降 / 回落 / 增加 … by measure and by which way is good (§3)."""
    up = new > old
    text = item.measure.text
    if text in ("岁", "年"):
        up_word, down_word = ("延长", "缩短") if text == "岁" else ("增加", "减少")
    elif text.startswith("元"):
        up_word, down_word = "提高", "降低"
    elif is_count(item.measure):
        up_word, down_word = "增加", "减少"
    elif item.direction is Direction.LOWER_IS_BETTER:
        up_word, down_word = "上升", "下降"
    else:
        up_word, down_word = "提高", "回落" if fell_back else "下降"
    return up_word if up else down_word


def beyond(item: Item) -> str:
    """How the value lies to a numeric target it is not at: 高于, 略高于, 远低于 …"""
    if item.value is None or item.target is None or item.value == item.target:
        return ""
    side = "高于" if item.value > item.target else "低于"
    return _how_far(item) + side


def _how_far(item: Item) -> str:
    size = abs(item.value - item.target) if item.value is not None and item.target else Decimal(0)
    upper_limit = item.direction is Direction.LOWER_IS_BETTER
    if upper_limit and item.target:
        share = (item.value or Decimal(0)) / item.target
        return "远" if share <= Decimal("0.5") else "明显" if share <= Decimal("0.75") else ""
    if item.measure.text != "%":
        return ""
    if size >= 20:
        return "远"
    return "明显" if size >= 5 else "略" if size <= 1 else ""
