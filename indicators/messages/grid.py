"""Words of the entry grid."""

from __future__ import annotations

from typing import Final

SIGNS: Final = {"at_least": "≥", "at_most": "≤"}
TARGET: Final = "{sign}{value}{measure}"
SUPPORTED: Final = "配合指标"
NUMERATOR: Final = "分子：{name}"
DENOMINATOR: Final = "分母：{name}"
SAVED: Final = "已保存"
NOT_FILLED: Final = "没填"
HALF: Final = "分子、分母还差一个"
NOT_SAVED: Final = "没有保存。"
PART: Final = "{label}：{sentence}"
BY_FACTOR: Final = "换算后小数太多，存不下；请少填几位小数。"
WARNINGS_LEFT: Final = "还有 {count} 个值请核对，核对无误的请写明理由后再送审。"
LOCKED: Final = "已锁定"


def headline(unit: str, year: int, missing: int, warned: int) -> str:
    """What is the case and what is next."""
    if missing and warned:
        return f"{unit} {year}年度填报：还有 {missing} 项没填，{warned} 项要核对"
    if missing:
        return f"{unit} {year}年度填报：还有 {missing} 项没填"
    if warned:
        return f"{unit} {year}年度填报：填齐了，{warned} 项要核对"
    return f"{unit} {year}年度填报：填齐了，可以送审"


def count_words(asked: int, filled: int, missing: int, warned: int) -> str:
    return f"{asked} 项：已填 {filled}，没填 {missing}，请核对 {warned}"


def why_words(missing: int, warned: int) -> str:
    """Why it cannot be sent yet; '' when it can."""
    if missing:
        return f"还有 {missing} 项没填，填完或选了缺数原因才能送审"
    if warned:
        return f"还有 {warned} 项请核对，写明理由后才能送审"
    return ""
