"""Contradictions in words: what stands against what, and what to do."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assessments.core.contradictions import Contradiction, ContradictionKind
from indicators.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES: Final[Mapping[ContradictionKind, str]] = MappingProxyType(
    {
        ContradictionKind.TWO_UNITS: "两个单位报的数不同",
        ContradictionKind.PARTS_SUM: "各部分相加不等于合计",
        ContradictionKind.PARTS_RANGE: "合计不在各部分之间",
        ContradictionKind.QUOTIENT: "数值与分子、分母不符",
        ContradictionKind.TWO_PLANS: "两个规划写的基期值不同",
        ContradictionKind.PLAN_BASE: "规划写的基期值与已审核的数不同",
        ContradictionKind.DEFINITION: "基期以来口径有变",
    }
)
ADVICE: Final[Mapping[ContradictionKind, str]] = MappingProxyType(
    {
        ContradictionKind.TWO_UNITS: "请牵头单位与配合单位核对口径，留一个数。",
        ContradictionKind.PARTS_SUM: "请报送单位核对分性别或分城乡的数。",
        ContradictionKind.PARTS_RANGE: "请报送单位核对：合计应在各部分之间。",
        ContradictionKind.QUOTIENT: "评估按分子÷分母判断；请核对哪一个填错了。",
        ContradictionKind.TWO_PLANS: "请对照规划原文，改正目录里的基期值。",
        ContradictionKind.PLAN_BASE: "评估按规划写的基期值判断；请核对两者口径。",
        ContradictionKind.DEFINITION: "与基期比较的结论要说明口径变化。",
    }
)
PLAN_SIDE: Final = "{kind}规划"
STATED: Final = "规划写"
APPROVED: Final = "已审核"
CLASH: Final = "{year}年{title}：{text}。"


def definition_text(year: int, note: str) -> str:
    """Since when another definition holds, with its note."""
    return f"{year}年起用新口径（{note}）" if note else f"{year}年起用新口径"


def contradiction_text(found: Contradiction) -> str:
    """``教育局95%，统计局96.2%``; the expected number follows where there is one."""
    places = max((side.decimals or 0 for side in found.sides), default=0)
    sides = "，".join(
        f"{side.who}{numbers.quantity(side.value, found.measure, side.decimals)}"
        for side in found.sides
    )
    if found.expected is None:
        return sides
    if found.kind is ContradictionKind.QUOTIENT:
        shown = numbers.quantity(found.expected, found.measure, max(places, 2))
        return f"{sides}，按分子÷分母为{shown}"
    if found.kind is ContradictionKind.PARTS_SUM:
        sides = "，".join(f"{side.who}{numbers.exact(side.value)}" for side in found.sides)
        return f"{sides}，各部分相加为{numbers.exact(found.expected)}"
    return sides
