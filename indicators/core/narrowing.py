"""Words that narrow what a name, a head, a title or a sheet speaks of.

（农村） is a part, （2023年） a year, 1—6月 a part of one, 全市 a place, 预计 a status,
（万人） a measure. What is none of these is still narrower than the plain name, and never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from indicators.core.tokens import name_key, parse_breakdown, parse_year
from indicators.core.vocabulary import TOTAL
from indicators.core.written_measures import is_measure


class NarrowKind(StrEnum):
    """What a narrowing word tells."""

    NOTHING = "nothing"  # 合计, 本年, 完成值: the plain name says as much
    MEASURE = "measure"
    BREAKDOWN = "breakdown"
    YEAR = "year"
    PART_OF_YEAR = "part_of_year"
    OTHER_YEAR = "other_year"  # 上年, 去年
    PLACE = "place"
    STATUS = "status"  # 预计, 快报
    TARGET = "target"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """``breakdown`` and ``year`` where that is its kind."""

    kind: NarrowKind
    text: str
    breakdown: str = TOTAL
    year: int = 0


_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_NOT_DECEMBER: Final = r"(?:1[01]|0?[1-9]|十一?|[一二三四五六七八九])"
_TO: Final = r"[-—–−~～至到]+"
_WHOLE_YEAR: Final = re.compile(rf"(?:0?1|一)月?份?{_TO}(?:12|十二)月份?|全年|[1一]{_TO}[4四]季度")
_PART_OF_YEAR: Final = re.compile(
    rf"[上下前后]半年|半年[度报]?|前?[第一二三四1-4]{{1,2}}(?:个)?季度|[一二三四1-4]季(?:报|末)|q[1-4]"
    rf"|{_MONTH}月?份?{_TO}{_MONTH}月|[月季]报|(?:19|20)[0-9]{{2}}[.\-/](?:1[01]|0?[1-9])$"
    rf"|(?:19|20)[0-9]{{2}}年(?:1[01]|0?[1-9])月(?![0-9一二三四五六七八九十]*日)"
    rf"|^(?:截至)?{_NOT_DECEMBER}月(?:份|底|末)?$|[上中下]旬|年中$"
    rf"|截[至止](?:时间|日期)?[:：]?(?:(?:19|20)[0-9]{{2}}年)?{_NOT_DECEMBER}月"
)
_STATUS: Final = re.compile(
    r".*(?:预计|预测|预估|估计|估算|测算|推算|快报|初步|暂定|拟|草案|调度|模拟|未审|待审|待核|待定)(?:数据?|值|完成|统计)*"
)
_TARGET: Final = re.compile(
    r".*(?:目标|规划值|规划数|计划值|计划数?|预期值?|应达|考核值|任务数?|指标值要求)(?:值|数)?"
)
_PLACE: Final = re.compile(
    r"(?:全|本|我)(国|省|市|县|区|州|盟|旗|镇|乡|街道|村|自治区|自治州|自治县)|([省市县区州])本级"
)
_NOTHING: Final = re.compile(
    r"(?:本年度?|当年|本期|年度|年末|年底|实际|监测|统计|指标|完成|合计|总计|总体|全部|总数|全年|"
    r"数据|情况|数值|结果|指标值|值|数|率)*"
)
# What stands in Latin letters beside a name or a year and is no name in English.
_LATIN: Final = {
    NarrowKind.PART_OF_YEAR: re.compile(
        r"h[12]|[1-4]?q[1-4]?|ytd|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov)[a-z.]*"
        r"(?:[-~](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov)[a-z.]*)?"
    ),
    NarrowKind.STATUS: re.compile(
        r"[epf]|est\.?|estimated?|prelim(?:inary)?\.?|prov(?:isional)?\.?|forecast|draft"
    ),
    NarrowKind.TARGET: re.compile(r"targets?|goals?|plan(?:ned)?|budget"),
}
_OTHER_YEAR: Final = re.compile(
    r"(?:上一?年度?|去年度?|前年|上期|上年同期|去年同期)(?:数据?|值|表)*"
)
_INNER_PLACES: Final = frozenset({"本", "我"})


@lru_cache(maxsize=4_096)
def narrowing(text: str, place: str = "") -> Narrowing:
    """What a bracket, prefix or suffix says. ``place``: the name of the ledger's own place."""
    key = name_key(text).strip("()[]:：,，、-—")
    year = parse_year(key)
    if year is not None and not is_part_of_year(key):
        return Narrowing(NarrowKind.YEAR, key, year=year)
    breakdown = parse_breakdown(key)
    if breakdown:
        return Narrowing(NarrowKind.BREAKDOWN, key, breakdown=breakdown)
    if key in ("数", "率"):
        return Narrowing(NarrowKind.OTHER, key)  # 死亡率（数） is no rate
    if breakdown == TOTAL or _NOTHING.fullmatch(key) or key == name_key(place):
        return Narrowing(NarrowKind.NOTHING, key)
    return Narrowing(_kind(key, place), key)


def _kind(key: str, place: str) -> NarrowKind:
    if is_measure(key):
        return NarrowKind.MEASURE
    if is_part_of_year(key):
        return NarrowKind.PART_OF_YEAR
    if _WHOLE_YEAR.fullmatch(key) or is_own_place(key, place):
        return NarrowKind.NOTHING
    if key.isascii() and any(sign.isalpha() for sign in key):
        found = (kind for kind, words in _LATIN.items() if words.fullmatch(key))
        return next(found, NarrowKind.NOTHING)  # a name in English says nothing new
    if _OTHER_YEAR.fullmatch(key):
        return NarrowKind.OTHER_YEAR
    if _PLACE.fullmatch(key):
        return NarrowKind.PLACE
    if _TARGET.fullmatch(key):
        return NarrowKind.TARGET
    return NarrowKind.STATUS if _STATUS.fullmatch(key) else NarrowKind.OTHER


def is_part_of_year(text: str) -> bool:
    """上半年, 1—6月, 前三季度, 2024-06; 1—12月 and 2024年12月 are the year."""
    bare = _WHOLE_YEAR.sub("", name_key(text))
    return _PART_OF_YEAR.search(bare) is not None


def is_whole_year(text: str) -> bool:
    """全年, 1—12月."""
    return _WHOLE_YEAR.fullmatch(name_key(text)) is not None


def whole_year(raw: object) -> int | None:
    """The year a cell names, 2024年1—12月 included; None where it names none."""
    year = parse_year(raw)
    if year is not None or not isinstance(raw, str):
        return year
    return parse_year(_WHOLE_YEAR.sub("", name_key(raw)))


def is_own_place(text: str, place: str) -> bool:
    """本区, 我市, and 全区 in a 区 are the ledger's own place."""
    key = name_key(text)
    found = _PLACE.fullmatch(key)
    if found is None:
        return bool(place) and key == name_key(place)
    level = found[1] or found[2]
    return key[0] in _INNER_PLACES or (bool(place) and name_key(place).endswith(level))


def other_place(text: str, place: str) -> str:
    """A word for another level than the ledger's own (全市 in a 区); empty where there is none."""
    for found in _PLACE.finditer(name_key(text)):
        if not is_own_place(found[0], place):
            return found[0]
    return ""


_UNFINISHED: Final = re.compile(
    r"预计|预测|预估|测算|快报|初步(?:数|统计)|计划表|计划数|分解表|任务分解"
)


def is_unfinished(title: str) -> bool:
    """Whether a title says that its figures are no final ones: 预计, 快报, 任务分解表."""
    return _UNFINISHED.search(name_key(title)) is not None
