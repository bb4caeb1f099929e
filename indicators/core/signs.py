"""Words and signs beside a number: 约, ≥, 以上, %, ‰, /10万, 万人.

A sign of the measure itself is dropped; another scale or multiple is converted exactly
and asked about; anything else is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from indicators.core.readings import Fault, Question
from indicators.core.vocabulary import Measure, measure

_BEFORE: Final[Mapping[str, Question]] = {
    **dict.fromkeys(
        ("大约", "大概", "约", "将近", "接近", "近", "估计", "预计", "≈", "~"),
        Question.APPROXIMATE,
    ),
    **dict.fromkeys(
        (
            *("≥", "≤", "≧", "≦", ">=", "<=", ">", "<", "不低于", "不少于", "不高于", "不超过"),
            *("未超过", "超过", "高于", "低于", "大于", "小于", "至少", "至多", "最多", "多于"),
            *("少于", "不足", "超"),
        ),
        Question.BOUNDED,
    ),
}
_AFTER: Final[Mapping[str, Question]] = {
    **dict.fromkeys(("左右", "上下", "?", "余", "多", "几"), Question.APPROXIMATE),
    **dict.fromkeys(("及以上", "及以下", "以上", "以下", "以内", "+", "起步"), Question.BOUNDED),
}
RATE_SIGNS: Final[Mapping[str, int]] = {
    "%": 100,
    "‰": 1000,
    "‱": 10_000,
    "/万": 10_000,
    "/1万": 10_000,
    "1/万": 10_000,
    **dict.fromkeys(("/10万", "/十万", "1/10万", "/每10万"), 100_000),
}
RATE_WORDS: Final[Mapping[str, int]] = {
    "百分之": 100,
    "千分之": 1000,
    "十万分之": 100_000,
    "万分之": 10_000,
}
_SAME_BASES: Final = (
    frozenset({"人", "名", "位"}),
    frozenset({"起", "件", "例", "宗"}),
    frozenset({"户", "家"}),
    frozenset({"场次", "场", "次"}),
    frozenset({"人次", "次"}),
)


def strip_words(text: str) -> tuple[str, tuple[Question, ...]]:
    """The text without words before it and after it, and what those words ask."""
    found: list[Question] = []
    for word in sorted(_BEFORE, key=len, reverse=True):
        if text.startswith(word):
            found.append(_BEFORE[word])
            text = text[len(word) :].strip()
            break
    text, more = strip_trailing(text)
    return text, (*found, *more)


def strip_trailing(text: str) -> tuple[str, tuple[Question, ...]]:
    for word in sorted(_AFTER, key=len, reverse=True):
        if text.endswith(word) and text != word:
            return text[: -len(word)].strip(), (_AFTER[word],)
    for word in ("余", "多", "几"):
        if text.startswith(word):
            return text[len(word) :], (Question.APPROXIMATE,)
    return text, ()


def rescaled(value: Decimal, scale: int, target: Measure) -> tuple[Decimal, tuple[Question, ...]]:
    """A rate written per ``scale`` in the target's own scale; another scale is asked about."""
    if target.scale == scale:
        return value, ()
    if not target.is_rate:
        return value, (Question.SHOWN_OTHERWISE,)
    return value * target.scale / scale, (Question.OTHER_SCALE,)


def with_sign(
    value: Decimal, sign: str, target: Measure
) -> tuple[Decimal, tuple[Question, ...]] | Fault:
    """The value once the sign behind it is taken into account."""
    if not sign or sign == "".join(target.text.split()):
        return value, ()
    if target.text == "百分点" and sign in ("个百分点", "%"):
        return value, (() if sign != "%" else (Question.OTHER_SCALE,))
    scale = RATE_SIGNS.get(sign)
    if scale is not None:
        return rescaled(value, scale, target) if target.is_rate else Fault.OTHER_MEASURE
    if target.is_rate or not sign[0].isalpha():
        return Fault.UNREADABLE
    return _with_count_sign(value, sign, target)


def _with_count_sign(
    value: Decimal, sign: str, target: Measure
) -> tuple[Decimal, tuple[Question, ...]] | Fault:
    written = measure(sign if sign not in ("万", "亿") else sign + target.base)
    if _same_base(written.base, target.base):
        if written.multiple == target.multiple:
            return value, ()
        return value * written.multiple / target.multiple, (Question.OTHER_MULTIPLE,)
    if target.text and target.text.startswith(sign):
        return value, (Question.PART_OF_MEASURE,)
    return Fault.OTHER_MEASURE


def _same_base(written: str, wanted: str) -> bool:
    """Whether both count the same; a numerator or denominator counts anything."""
    if not wanted:
        return any(written in same for same in _SAME_BASES)
    return written == wanted or any(written in same and wanted in same for same in _SAME_BASES)
