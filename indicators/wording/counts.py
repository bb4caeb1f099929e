"""What a numerator or a denominator counts, and the measure word that goes with it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from indicators.wording.numbers import exact

_THINGS: Final = {
    "例": ("死亡", "发病", "缺陷", "缺陷儿", "围产儿", "病例", "活产", "梅毒", "流产", "出生"),
    "个": (
        *("社区", "乡镇", "街道", "村", "村居", "市县", "班子", "机构", "机关", "单位", "企业"),
        *("班级", "厕位", "托位", "水源"),
    ),
    "名": ("成员", "代表", "委员", "常委", "主任", "董事", "监事", "医师", "教师"),
    "人": (
        *("人", "人口", "人员", "人群", "儿童", "幼儿", "新生儿", "孤儿", "婴儿", "婴"),
        *("女", "女童", "女性", "妇女", "产妇", "文盲", "职工", "网民", "党员", "干部"),
        *("书记", "劳动者", "罪犯", "生"),
    ),
    "所": ("学校", "党校", "小学", "中小学", "幼儿园"),
    "户": ("农户",),
    "张": ("床位",),
    "件": ("案件",),
    "批": ("批次",),
}
"""What stands last in the name decides: 村委会成员 are counted in 名, births in 例."""
_ENDS: Final = sorted(
    ((thing, noun) for noun, things in _THINGS.items() for thing in things),
    key=lambda pair: -len(pair[0]),
)
_COUNTED: Final = (("人数", "人"), ("例数", "例"), ("户数", "户"), ("对数", "对"), ("次数", "次"))
"""How a name says that it is a count, and of what where the thing itself does not tell."""
_ENDINGS: Final = (*(ending for ending, _ in _COUNTED), "总数", "数")
_BRACKETS: Final = re.compile(r"（[^（）]*）|\([^()]*\)")


def noun_of(name: str) -> str:
    """The measure word for what is counted; empty when the name does not tell, and for what is
    no count at all (平均收入, 受教育年数之和).

    The thing comes before the way it is counted in: 死亡人数 are deaths, 应查人数 people.
    """
    bare = _BRACKETS.sub("", name)
    ending = next((each for each in _ENDINGS if bare.endswith(each)), "")
    thing = bare.removesuffix(ending)
    for last, noun in _ENDS:
        if thing.endswith(last):
            return noun
    return dict(_COUNTED).get(ending, "")


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
