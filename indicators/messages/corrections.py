"""What correcting an approved figure says."""

from __future__ import annotations

from typing import Final

REASON_NEEDED: Final = "请写明更正的理由。"
SAME: Final = "更正后的数与现有的数相同，没有保存。"
HALF: Final = "分子和分母应同时填写，或同时清空。"
EMPTY: Final = "请填更正后的数，或选择没有数据的原因。"
AGAINST_PARTS: Final = (
    "有分子、分母的，数值由二者得出：请把三个数一起更正；只改得了数值的，请清空分子、分母。"
)
PARTS_GO: Final = "原有的分子、分母将一并去掉，以后不能再参加合计；请核对。"
EXPLAIN: Final = "核对无误的，请在“核对说明”里写明依据，再保存。"
STALE: Final = "{who}刚把这个数改为{now}，您填的是{typed}；没有保存，请核对两个数后再更正。"
SOMEONE: Final = "别人"
EMPTY_WORD: Final = "空"
NOTICE_TOUCHED: Final = "{region}{year}年“{indicator}”已更正，“{title}”的数据已变，请重新计算。"
ONE: Final = "已更正 1 个数"
SOURCE: Final = "更正：{reason}"


def why(reason: str, explanation: str) -> str:
    """The reason as the history keeps it."""
    return f"{reason}（核对：{explanation}）" if explanation else reason


def done(turning: int, waiting: int) -> str:
    """What a correction did, as the heading of the page after it."""
    parts = [ONE]
    if turning:
        parts.append(f"{turning} 项结论改变")
    if waiting:
        parts.append(f"{waiting} 次评估待重新计算")
    if len(parts) == 1:
        return f"{ONE}，用到它的结论都不变"
    return f"{parts[0]}：{'，'.join(parts[1:])}"
