"""What differs from a finalised assessment, in words."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from indicators.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessments.services.finalising import RecheckDifference
    from indicators.wording.verdicts import Words

MISSING: Final = "—"
_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "verdict": "结论",
        "computed_verdict": "计算的结论",
        "grade": "程度",
        "counted": "计入分母",
        "value": "数值",
        "reference_year": "数据年份",
        "base": "基期值",
        "target": "目标值",
    }
)
_SHORT, _FULL = 2, 6


class DifferenceLine(NamedTuple):
    """One field of one indicator: as frozen, and now."""

    name: str
    code: str
    label: str
    frozen: str
    now: str


def difference_lines(
    differences: Iterable[RecheckDifference], measures: Mapping[str, str], words: Words
) -> list[DifferenceLine]:
    """In words and units; numbers with enough decimals to differ. ``measures``: by code;
    ``words``: of the run."""
    return [_line(each, measures.get(each.indicator_code, ""), words) for each in differences]


def _line(row: RecheckDifference, measure: str, words: Words) -> DifferenceLine:
    def pair(decimals: int) -> tuple[str, str]:
        frozen, now = (_text(row.field, v, measure, decimals, words) for v in (row.frozen, row.now))
        return frozen, now

    frozen, now = pair(_SHORT)
    if frozen == now:
        frozen, now = pair(_FULL)
    return DifferenceLine(row.name, row.indicator_code, _LABELS[row.field], frozen, now)


def _text(field: str, value: Any, measure: str, decimals: int, words: Words) -> str:
    if value is None:
        return MISSING
    if field in ("verdict", "computed_verdict"):
        return words.plain(value)
    if field == "grade":
        return words.grade(value)
    if field == "counted":
        return "计入" if value else "不计入"
    if field == "reference_year":
        return f"{value}年"
    return numbers.quantity(Decimal(value), measure, decimals)
