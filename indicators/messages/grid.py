"""Words of the entry grid."""

from __future__ import annotations

from typing import Final

TARGET: Final = "{sign}{value}{measure}"
SUPPORTED: Final = "配合指标"
NUMERATOR: Final = "分子：{name}："
DENOMINATOR: Final = "分母：{name}："
REMARK: Final = "备注"
EXPLANATION: Final = "核对说明"
NOT_FILLED: Final = "没填"
HALF: Final = "分子、分母还差一个"
WARNINGS_LEFT: Final = "还有 {count} 个值请核对，核对无误的请写明理由后再送审。"
LOCKED: Final = "已锁定"
PASTED: Final = "粘贴"
PASTED_LINE: Final = "第{line}行“{text}”："
PASTED_HEAD: Final = (
    "表头“{head}”里没有认出{year}年的数值列，没有贴；请把表头写明年份，或只复制数值逐格贴。"
)
PASTED_REASON: Final = "没有数，缺数原因请在格里选。"
PASTED_ELSEWHERE: Final = "“{name}”在这张表上没有可以填的格，没有贴。"
PASTED_TOO_BIG: Final = "一次最多粘贴 {rows} 行、{columns} 列，请分几次粘贴，或者上传台账。"


def headline(unit: str, year: int, missing: int, warned: int, flagged: int = 0) -> str:
    """What is the case and what is next."""
    open_parts = (
        (missing, f"{missing} 项没填"),
        (flagged, f"{flagged} 项要改"),
        (warned, f"{warned} 项要核对"),
    )
    told = "，".join(text for count, text in open_parts if count)
    if not told:
        return f"{unit} {year}年度填报：已填报完整，可以送审"
    return f"{unit} {year}年度填报：{'还有 ' if missing or flagged else '已填报完整，'}{told}"


def count_words(asked: int, filled: int, missing: int, warned: int, flagged: int = 0) -> str:
    told = f"{asked} 项：已填 {filled}，没填 {missing}，请核对 {warned}"
    return f"{told}，要改 {flagged}" if flagged else told


def why_words(missing: int, warned: int, flagged: int = 0) -> str:
    """Why it cannot or should not be sent yet; '' when it can."""
    if missing:
        return f"还有 {missing} 项没填，填完或选了缺数原因才能送审"
    if warned:
        return f"还有 {warned} 项请核对，写明理由后才能送审"
    if flagged:
        return f"还有 {flagged} 项退回要改的没有改，看“要改”"
    return ""
