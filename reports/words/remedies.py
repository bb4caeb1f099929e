"""What units wrote of causes and measures, as a report says it: their words, never reworded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indicators.core.vocabulary import Direction
from reports.words.numbers import target_value_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.facts import Item, ReviewedRemedy

_AT_THE_END = "。；;，,、.！!"
_SIGNS = {Direction.HIGHER_IS_BETTER: "≥", Direction.LOWER_IS_BETTER: "≤"}


def split_remedied(items: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Those whose unit's text was reviewed, and those that still wait for one."""
    with_text: list[Item] = []
    without: list[Item] = []
    for item in items:
        (without if item.remedy is None else with_text).append(item)
    return with_text, without


def phrase(text: str) -> str:
    """Typed lines as one phrase, to be put into a sentence."""
    return " ".join(text.split()).rstrip(_AT_THE_END)


def cause_sentence(remedy: ReviewedRemedy) -> str:
    return f"主要原因：{phrase(remedy.cause)}。"


def actions_sentence(item: Item, remedy: ReviewedRemedy) -> str:
    """“措施：分批补查；2021年12月底前达到80%。”"""
    value = remedy.value_to_reach
    verb = "降到" if item.direction is Direction.LOWER_IS_BETTER else "达到"
    reached = f"{verb}{target_value_text(item, value)}" if value is not None else "完成"
    return f"措施：{phrase(remedy.actions)}；{_deadline(remedy.complete_by)}前{reached}。"


def deadline_cell(item: Item, remedy: ReviewedRemedy) -> str:
    """“2021年12月底前；≥80%”."""
    text = f"{_deadline(remedy.complete_by)}前"
    if remedy.value_to_reach is None:
        return text
    sign = _SIGNS.get(item.direction, "")
    return f"{text}；{sign}{target_value_text(item, remedy.value_to_reach)}"


def _deadline(day: dt.date) -> str:
    is_last = (day + dt.timedelta(days=1)).day == 1
    return f"{day.year}年{day.month}月{'底' if is_last else f'{day.day}日'}"
