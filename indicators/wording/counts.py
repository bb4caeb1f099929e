"""What a numerator or a denominator counts, and the measure word that goes with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from indicators.wording.numbers import exact

_NOUNS: Final = (
    *((each, "例") for each in ("死亡", "发病", "缺陷", "病例", "例数", "活产", "梅毒")),
    *((each, "个") for each in ("社区", "乡镇", "街道", "行政村", "班子", "机构", "单位")),
    *((each, "名") for each in ("成员", "代表", "委员", "常委", "主任", "董事", "监事")),
    *((each, "名") for each in ("医师", "教师")),
    *((each, "人") for each in ("人", "儿童", "学生", "妇女", "女", "幼儿", "孤儿", "罪犯", "婴")),
    *((each, "所") for each in ("学校", "幼儿园")),
    ("农户", "户"),
    ("床位", "张"),
    ("案件", "件"),
)
"""What stands last in the name decides: 村委会成员 are counted in 名, births in 例."""
_ENDINGS: Final = ("人数", "例数", "次数", "总数", "数")


def noun_of(name: str) -> str:
    """The measure word for what is counted; empty when the name does not tell.

    The thing comes before the way it is counted in: 死亡人数 are deaths, 应查人数 people.
    """
    ending = next((each for each in _ENDINGS if name.endswith(each)), "")
    return _last_noun(name.removesuffix(ending)) or _last_noun(name)


def _last_noun(name: str) -> str:
    found = [(name.rfind(mark) + len(mark), len(mark), noun) for mark, noun in _NOUNS]
    told = [each for each in found if each[0] >= each[1]]
    return max(told)[2] if told else ""


def bare_name(name: str) -> str:
    """“应查人数” → “应查”, before “58400人”; a name without a measure word stays whole."""
    if not noun_of(name):
        return name
    if name.endswith("病例数"):
        return name.removesuffix("数")
    for ending in _ENDINGS:
        if len(name) > len(ending) and name.endswith(ending):
            return name.removesuffix(ending)
    return name


def count(value: Decimal, noun: str) -> str:
    """``5012例``."""
    return f"{exact(value)}{noun}"


def counted(name: str, value: Decimal) -> str:
    """“应查58400人”, “村委会成员350名”, “孕产妇死亡1例”, “活产5012例”."""
    return f"{bare_name(name)}{count(value, noun_of(name))}"
