"""What the plan's own words ask and the rule does not check; decided from the words alone.

Words are quoted as the demand that a verdict answers only where the rule checks what they say.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from indicators.core.rules.spec import RuleSpec
from indicators.core.vocabulary import Direction


class Unchecked(StrEnum):
    """A demand in the words that the rule leaves out."""

    STRICT = "strict"  # 低于, 高于: equal would not do, and the rule lets it count
    NOT_STRICT = "not_strict"  # 不低于, 保持: equal would do, and the rule asks for more
    LAST_YEAR = "last_year"  # held against the year before
    YEARLY = "yearly"  # 逐年: better every year
    GROWTH = "growth"  # 年均增长: the way there is no straight line
    SUM = "sum"  # 累计: of all years together


DITTO: Final = ("同上", "〃", "″", '"')
"""For the target's words: those of the row before."""
_STRICT: Final = re.compile(r"(?<!不)(?:低于|高于|超过|多于|少于|大于|小于)")
_NOT_STRICT: Final = re.compile(r"不(?:低于|高于|超过|少于|多于|降低|减少)|保持")
_LAST_YEAR: Final = re.compile(r"上一?年|去年")
_YEARLY: Final = re.compile(r"逐年")
_GROWTH: Final = re.compile(r"年均(?:增长|递增|增加|提高|下降|递减)")
_SUM: Final = re.compile(r"累计")
_HOW: Final = r"(?:逐步|有所|进一步)?"
_TRENDS: Final = {
    Direction.HIGHER_IS_BETTER: re.compile(rf"{_HOW}(?:提高|提升|增加|增长|上升|扩大|延长|增强)"),
    Direction.LOWER_IS_BETTER: re.compile(rf"{_HOW}(?:降低|下降|减少|缩小|缩短)"),
}


def unchecked(spec: RuleSpec, text: str, *, by_last_year: bool = False) -> tuple[Unchecked, ...]:
    """The demands of a target's words that its rule does not check.

    ``by_last_year``: the assessment holds trends against the year before.
    """
    if not spec.is_judged or spec.is_decided or not text:
        return ()
    follows = by_last_year and spec.is_trend
    found = {
        Unchecked.STRICT: not (spec.is_passed or spec.is_band) and _STRICT.search(text),
        Unchecked.NOT_STRICT: spec.is_passed and _NOT_STRICT.search(text),
        Unchecked.LAST_YEAR: not follows and _LAST_YEAR.search(text),
        Unchecked.YEARLY: not follows and _YEARLY.search(text),
        Unchecked.GROWTH: _GROWTH.search(text),
        Unchecked.SUM: _SUM.search(text),
    }
    return tuple(kind for kind, is_asked in found.items() if is_asked)


def says_the_trend(spec: RuleSpec, text: str) -> bool:
    """Whether the words ask no more than better than before: 提高, 逐步降低; neither a degree
    (明显), nor every year (持续, 稳步), nor a purpose (发挥作用)."""
    words = _TRENDS.get(spec.direction)
    return spec.is_trend and words is not None and words.fullmatch(text) is not None
