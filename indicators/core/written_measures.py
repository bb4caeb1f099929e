"""A measure as tables write it (单位：万人, （‰）, 人/10万, 千元), and a figure converted by it.

Every multiple and every way to write a rate is known here, whoever tells it: a line above the
table, a group row, a name, a head or a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from indicators.core.readings import Question
from indicators.core.tokens import name_key
from indicators.core.vocabulary import COUNTED_THINGS, Measure

_DIGITS: Final[Mapping[str, int]] = (
    {"": 1, "1": 1, "一": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000}
    | {"百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11}
    | {"万亿": 10**12, "10": 10, "100": 100, "1000": 1000, "10000": 10_000, "100000": 100_000}
    | {"1万": 10_000, "10万": 100_000, "一万": 10_000, "100万": 10**6, "一百万": 10**6}
)
_MULTIPLE: Final = re.compile(r"(万亿|[百千]亿|十亿|亿|[百千十]?万|千|百|十)(?!分)(.*)")
# 1/10万, /万, 每10万人, 人/10万人, 例/十万, 十万分之一, 每千名
_PER: Final = re.compile(
    r"(?:[1一]|[人例名起个]+)?(?:/|每|per)(?P<per>[0-9]{0,6}[十百千]?[万千百]?)"
    r"(?:人口|活产|新生儿|儿童|妇女|孕产妇|人|名|例|户)?"
)
_PARTS: Final = re.compile(r"(?P<per>[十百千]?[万千百])分(?:之一?|比|率|数)")
_PLAIN_RATES: Final[Mapping[str, int]] = {
    "%": 100,
    "‰": 1000,
    "‱": 10_000,
    "o/oo": 1000,
    "0/00": 1000,
    "percent": 100,
    "pct": 100,
} | {"permille": 1000, "%。": 1000, "0/0": 100, "百分数": 100, "千分点": 1000}
_SAME: Final = (
    frozenset({"人", "名", "位", "人口"}),
    frozenset({"起", "件", "例", "宗", "案"}),
    frozenset({"户", "家", "家庭"}),
    frozenset({"场次", "场", "次"}),
    frozenset({"人次", "人次数"}),
    frozenset({"元", "人民币元", "元/年"}),
    frozenset({"岁", "周岁"}),
    frozenset({"个", "所", "家", "处", "座", "间", "项", "套"}),
)
_BASES: Final = (
    COUNTED_THINGS
    | frozenset().union(*_SAME)
    | {
        *("年", "元/人", "元/人·月", "元/月", "元/人·年", "分钟/天", "分钟", "小时", "小时/天"),
        *("天", "女=100", "百分点", "有/无", "比", "平方米", "平方公里", "公顷", "亩", "吨"),
        *("公斤", "张", "人/户", "学时", "课时", "人月", "月", "日", "米", "公里", "美元", "篇"),
        *("部", "支", "位"),
    }
)
_NO_MEASURE: Final = frozenset({"", "-", "—", "/", "无", "无单位", "n/a", "定性", "是/否", "有/无"})
# Heads that say the kind of figure without a measure.
_RATE_HEADS: Final = re.compile(r"(?:.*[^同])?(?:百分比|比例|比率|占比|完成率|比重)")
_COUNT_HEADS: Final = re.compile(r".*(?:人数|人次|数量|个数|件数|户数|例数|次数|总数)")
_AROUND: Final = "()[]:、,·"
_UNIT_PREFIX: Final = re.compile(r"^(?:计量|数据|数值|指标)?单位[:：]?")


@dataclass(frozen=True, slots=True)
class WrittenMeasure:
    """``scale`` > 1: a rate per so many; else ``multiple`` of ``base``.

    ``is_known``: it is a measure at all.
    """

    text: str
    scale: int = 1
    multiple: int = 1
    base: str = ""
    is_known: bool = True

    @property
    def is_rate(self) -> bool:
        return self.scale > 1


@lru_cache(maxsize=4_096)
def written_measure(text: str) -> WrittenMeasure | None:
    """What a text says as a measure; None where it says none (blank, —, 有/无)."""
    bare = _UNIT_PREFIX.sub("", name_key(text).strip(_AROUND)).strip(_AROUND)
    if bare in _NO_MEASURE:
        return None
    if bare in _PLAIN_RATES:
        return WrittenMeasure(bare, scale=_PLAIN_RATES[bare])
    parts = _PARTS.fullmatch(bare) or _PER.fullmatch(bare)
    if parts and _DIGITS.get(parts["per"], 1) >= 100:
        return WrittenMeasure(bare, scale=_DIGITS[parts["per"]])
    if bare in _BASES:
        return WrittenMeasure(bare, base=bare)
    found = _MULTIPLE.fullmatch(bare)
    if found and (found[2] in _BASES or not found[2]):
        return WrittenMeasure(bare, multiple=_DIGITS[found[1]], base=found[2])
    return WrittenMeasure(bare, base=bare, is_known=False)


def is_measure(text: str) -> bool:
    """Whether a text in brackets is a measure (%, 1/10万, 万人), not a narrower meaning."""
    found = written_measure(text)
    return found is not None and found.is_known


def measure_in_line(text: str) -> str:
    """The measure a line tells (单位：万人); an office behind 单位： is none. Else empty.

    A line that is nothing but a measure tells it too, and one in brackets at a title's end.
    """
    key = name_key(text)
    told = [found[1] for found in re.finditer(r"单位(?:[:：]|为|是)?([^\s,，;；、()（）]+)", key)]
    told += [found[1] for found in re.finditer(r"\(([^()]+)\)$", key)]
    return next((one for one in (*told, key.strip("()")) if is_measure(one)), "")


def kind_of_head(text: str) -> str:
    """``rate`` or ``count`` where a head says so by its word alone; else empty."""
    key = name_key(text)
    if _RATE_HEADS.fullmatch(key):
        return "rate"
    return "count" if _COUNT_HEADS.fullmatch(key) else ""


def in_measure(
    value: Decimal, written: str, target: Measure
) -> tuple[Decimal, tuple[Question, ...]]:
    """A figure whose table gives its measure as ``written``; asked about wherever it differs."""
    told = written_measure(written)
    if told is None or target.is_qualitative or told.text == name_key(target.text):
        return value, ()
    if told.is_rate and target.is_rate:
        if told.scale == target.scale:
            return value, ()
        return value * target.scale / told.scale, (Question.OTHER_MEASURE_TOLD,)
    if told.is_rate or target.is_rate:
        return value, (Question.OTHER_KIND_TOLD,)
    if not told.is_known or not (_same_base(told.base, target.base)):
        return value, (Question.UNKNOWN_MEASURE_TOLD,)
    if told.multiple == target.multiple:
        return value, ()
    return value * told.multiple / target.multiple, (Question.OTHER_MEASURE_TOLD,)


def count_in_measure(value: Decimal, written: str) -> tuple[Decimal, tuple[Question, ...]]:
    """A numerator or denominator in single things; its head may tell it in 万人."""
    told = written_measure(written)
    if told is None or (told.is_known and not told.is_rate and told.multiple == 1):
        return value, ()
    if not told.is_known:
        return value, ()  # 分子（活产数）: what is counted, no measure
    if told.is_rate:
        return value, (Question.OTHER_KIND_TOLD,)
    return value * told.multiple, (Question.OTHER_MEASURE_TOLD,)


def _same_base(written: str, wanted: str) -> bool:
    """Whether both count the same; a bare multiple (万) counts whatever is wanted."""
    if not written or not wanted or written == wanted:
        return True
    return any(written in same and wanted in same for same in _SAME)
