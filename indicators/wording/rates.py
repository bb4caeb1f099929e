"""A compliance rate in words: with its numerator and denominator, and the rule it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicators.core.vocabulary import Basis, DenominatorRule, MissingRule, Rounding, Trend, Verdict
from indicators.wording.labels import (
    DENOMINATORS,
    KINDS,
    MISSING,
    PRECISIONS,
    ROUNDINGS,
    TARGETS_OF,
    TRENDS,
    VERDICTS,
)
from indicators.wording.numbers import DASH
from indicators.wording.verdicts import RATE, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RATE", "kind_of", "rate", "rate_rule", "rate_sentence", "tolerance"]
_NO_DATA = VERDICTS[Verdict.NO_DATA]
_OPEN = VERDICTS[Verdict.NOT_ASSESSABLE]


def rate(text: str | None, part: int, whole: int) -> str:
    """``96.08%（98/102）``; a dash and why over nothing."""
    return f"{DASH}（分母为0）" if text is None else f"{text}%（{part}/{whole}）"


def rate_sentence(
    settings: Mapping[str, Any], text: str | None, part: int, whole: int, stage: str = ""
) -> str:
    """``达标率为96.08%（98/102）``: never without both its parts."""
    return f"{words_of(settings, stage).rate}为{rate(text, part, whole)}"


def tolerance(settings: Mapping[str, Any]) -> str:
    """The tolerance of 基本达标 with its unit; empty where the run has none."""
    size = settings.get("basic_tolerance")
    if size in (None, ""):
        return ""
    in_points = settings.get("basic_tolerance_kind") == "points"
    return f"{size}个计量单位" if in_points else f"目标值的{size}%"


def decimals_words(decimals: int) -> str:
    return f"保留{decimals}位小数" if decimals else "取整数"


def basis_words(settings: Mapping[str, Any], year: int | None, end_year: int | None) -> str:
    """What values were held against."""
    final = f"{end_year}年终期目标" if end_year else "终期目标"
    annual = f"{year}年度目标" if year else "年度目标"
    return {
        Basis.MIDTERM.value: f"中期目标（没有中期目标的对照{final}）",
        Basis.PACE.value: "时序进度",
        Basis.ANNUAL.value: f"{annual}（没有年度目标的对照{final}）",
    }.get(str(settings.get("basis", "")), final)


def rate_rule(
    settings: Mapping[str, Any],
    *,
    no_data: int | None = None,
    not_assessable: int | None = None,
    year: int | None = None,
    end_year: int | None = None,
    stage: str = "",
) -> str:
    """How the rate is made, the same wherever it is printed; ends without a stop.

    ``no_data``, ``not_assessable``: how many there are, where it is known; what does not
    occur is not explained.
    """
    words = words_of(settings, stage)
    parts = [
        f"{words.rate}＝{_parts(settings, stage)}×100%",
        f"统计范围为{DENOMINATORS[str(settings.get('denominator', DenominatorRule.ALL))]}",
        *_left_out(settings, no_data, not_assessable),
        f"对照{basis_words(settings, year, end_year)}",
        *_unusual(settings),
        f"{ROUNDINGS[str(settings.get('rounding', Rounding.HALF_UP))]}，"
        f"{decimals_words(int(settings.get('decimals', 2)))}",
        *_basic(settings, stage),
    ]
    return "；".join(parts)


def _parts(settings: Mapping[str, Any], stage: str) -> str:
    """``达标÷（达标＋未达标）``, in the words of the run."""
    words = words_of(settings, stage)
    met = words.met
    if words.is_pace and words.early != words.met:
        met = f"{words.early}＋{words.met}"
    whole = f"{met}＋{words.unmet}"
    if settings.get("missing") == MissingRule.UNMET:
        whole += f"＋{_NO_DATA}"
    return f"{f'（{met}）' if '＋' in met else met}÷（{whole}）"


def _left_out(
    settings: Mapping[str, Any], no_data: int | None, not_assessable: int | None
) -> list[str]:
    rule = MISSING[str(settings.get("missing", MissingRule.EXCLUDE))]
    if settings.get("denominator") == DenominatorRule.MONITORABLE:
        rule, no_data = "", 0
    told = []
    if no_data != 0:
        count = "" if no_data is None else f"{no_data}项"
        told.append(f"{count}{rule}")
    if not_assessable != 0:
        count = "" if not_assessable is None else f"{not_assessable}项"
        told.append(f"{count}{_OPEN}的不计入分母")
    return told


def _unusual(settings: Mapping[str, Any]) -> list[str]:
    """What is said only where it differs from the usual."""
    told = []
    if settings.get("targets_of") in ("above", "both"):
        told.append(f"采用{TARGETS_OF[settings['targets_of']]}")
    told.append(PRECISIONS[str(settings.get("precision", "unrounded"))])
    if settings.get("trend") in (Trend.LAST_YEAR, Trend.THREE_YEARS):
        told.append(f"“逐步提高、降低”{TRENDS[settings['trend']]}")
    return told


def _basic(settings: Mapping[str, Any], stage: str) -> list[str]:
    """The accepted shortfall, and whether it counts."""
    size = tolerance(settings)
    if not size:
        return []
    words = words_of(settings, stage)
    counted = "计入" if settings.get("basic_counts") else "不计入"
    return [f"距目标不超过{size}的为{words.basic}，{counted}{words.met}"]


def kind_of(kind: str) -> str:
    """妇女, 儿童; empty for both plans."""
    return KINDS.get(kind, "")
