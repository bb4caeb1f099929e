"""What is said of a draft whose data, plan or decisions moved since it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.rules import RULES
from indicators.core.vocabulary import RuleKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.models import Observation

VALUE: Final = "数值"
BASE: Final = "基期值"
TARGET: Final = "目标"
RULE: Final = "判定规则"
NAME: Final = "名称"
DOMAIN: Final = "所属领域"
MEASURE: Final = "计量单位"
LEAD: Final = "牵头单位"
DECIDED: Final = "认定"
EARLIER: Final = "以前年份的数或口径"
NEW: Final = "规划新增指标"
GONE: Final = "规划不再有这项指标"
NOTHING: Final = "—"
HELD_AGAINST: Final = "对照{basis}"
ORDERED_BY: Final = "{region}另算"
STALE: Final = "数据已变"
ASSESSMENTS: Final = "评估"
DRAFT: Final = "未定稿"
FINAL: Final = "已定稿"
USE_VALUE: Final = "当年值"
USE_BASE: Final = "基期值"
USE_OTHER: Final = "其他年份或合计"
FROZEN: Final = "定稿时的结果，不重算"
FROZEN_WITH: Final = "定稿时用 {value}，不重算；与现在的数不同"
_SHOWN: Final = 5
REFUSED: Final = "计算之后数据或规划有变化（{names}），不能定稿；请先重新计算，看过结果再定稿。"
RECOMPUTING: Final = "{count} 次评估正在重新计算。"
NOT_RECOMPUTED: Final = "没有可以重新计算的：已定稿的不变，别处的由当地计算，正在算的请等它算完。"


def moved(count: int, turning: int) -> str:
    """How much moved, as a heading."""
    if not turning:
        return f"计算之后有 {count} 处变化，结论都不变"
    return f"计算之后有 {count} 处变化，{turning} 项结论将改变"


def listed(names: Sequence[str]) -> str:
    known = list(dict.fromkeys(names))
    shown = "、".join(known[:_SHOWN])
    return f"{shown}等 {len(known)} 项" if len(known) > _SHOWN else shown


def of_year(text: str, year: int) -> str:
    return f"{text}（{year}年）"


def rule(value: str) -> str:
    return RULES[RuleKind(value)].label


def who(source: Observation) -> str:
    """Who brought the figure in, and how."""
    name = source.approved_by.display_name if source.approved_by else ""
    unit = source.unit.label if source.unit else ""
    return f"{name or unit}{source.get_source_display()}"
