"""A compliance rate in words: with its numerator and denominator, and the rule it follows.

The settings and their defaults are those of ``assessments/options.py``, the words of their values
those of ``indicators/wording/labels.py``; here is only how one sentence joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments.core.options import TargetsOf
from assessments.options import Options
from indicators.core.case import ToleranceKind
from indicators.core.vocabulary import Basis, DenominatorRule, MissingRule, Trend, Verdict
from indicators.wording.labels import (
    DENOMINATORS,
    LEFT_OUT,
    MISSING,
    PRECISIONS,
    ROUNDINGS,
    TARGETS_OF,
    TRENDS,
    VERDICTS,
)
from indicators.wording.numbers import DASH
from indicators.wording.verdicts import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_DATA = VERDICTS[Verdict.NO_DATA]
_OPEN = VERDICTS[Verdict.NOT_ASSESSABLE]


def rate(text: str | None, part: int, whole: int) -> str:
    """``96.08%（98/102）``; a dash and why over nothing."""
    return f"{DASH}（分母为0）" if text is None else f"{text}%（{part}/{whole}）"


def rate_sentence(settings: Mapping[str, Any], text: str | None, part: int, whole: int) -> str:
    """``达标率为96.08%（98/102）``: never without both its parts."""
    return f"{words_of(settings).rate}为{rate(text, part, whole)}"


def tolerance(options: Options) -> str:
    """The tolerance of 基本达标 with its unit; empty where the run has none."""
    if options.basic_tolerance is None:
        return ""
    size = options.to_json()["basic_tolerance"]
    in_points = options.basic_tolerance_kind is ToleranceKind.POINTS
    return f"{size}个计量单位" if in_points else f"目标值的{size}%"


def rate_rule(
    settings: Mapping[str, Any],
    *,
    no_data: int | None = None,
    not_assessable: int | None = None,
    year: int | None = None,
    end_year: int | None = None,
    words: Words | None = None,
    held_against: str = "",
) -> str:
    """How the rate is made, the same wherever it is printed; ends without a stop.

    ``settings``: as stored; ``no_data``, ``not_assessable``: how many there are, where it is
    known; what does not occur is not explained. ``words``: of the document, else those of the
    settings. ``held_against``: what the results themselves
    were held against, where they are at hand.
    """
    words, options = words or words_of(settings), Options.from_json(settings)
    decimals = options.decimals
    parts = [
        f"{words.rate}＝{_parts(options, words, is_open=_is_open(words, year, end_year))}×100%",
        f"统计范围为{DENOMINATORS[options.denominator]}",
        *_left_out(options, no_data, not_assessable),
        f"对照{held_against or basis_words(options.basis, year, end_year)}",
        *_unusual(options),
        f"{ROUNDINGS[options.rounding]}，{f'保留{decimals}位小数' if decimals else '取整数'}",
        *_basic(options, words),
    ]
    return "；".join(parts)


def basis_words(basis: Basis, year: int | None = None, end_year: int | None = None) -> str:
    """终期目标, 2020年终期目标, 时序进度: with the years as far as they are known."""
    final = f"{end_year}年终期目标" if end_year else "终期目标"
    annual = f"{year}年度目标" if year else "年度目标"
    return {
        Basis.MIDTERM: f"中期目标（没有的按时序进度；规划都没有设的，对照{final}）",
        Basis.PACE: "时序进度",
        Basis.ANNUAL: f"{annual}（没有年度目标的对照{final}）",
    }.get(basis, final)


def _is_open(words: Words, year: int | None, end_year: int | None) -> bool:
    """Whether what is reached early is told apart: before the last year, where that is known."""
    return words.tells_early if year is None or end_year is None else year < end_year


def _parts(options: Options, words: Words, *, is_open: bool) -> str:
    """``达标÷（达标＋未达标）``: the classes of the run, as its tables name them."""
    is_basic = options.basic_tolerance is not None and options.basic_counts
    every = (
        *((words.early,) if is_open else ()),
        words.staged_counted,
        *((words.basic,) if is_basic else ()),
    )
    met = "＋".join(dict.fromkeys(every))
    whole = f"{met}＋{words.unmet}"
    if options.missing is MissingRule.UNMET:
        whole += f"＋{_NO_DATA}"
    return f"{f'（{met}）' if '＋' in met else met}÷（{whole}）"


def _left_out(options: Options, no_data: int | None, not_assessable: int | None) -> list[str]:
    """What becomes of those without a verdict; with data asked for, none is without."""
    found = []
    if no_data != 0:
        count = "" if no_data is None else f"{no_data}项"
        is_none = options.denominator is DenominatorRule.MONITORABLE
        found += [] if is_none else [f"{count}{MISSING[options.missing]}"]
    if not_assessable != 0:
        count = "" if not_assessable is None else f"{not_assessable}项"
        found.append(f"{count}{_OPEN}的{LEFT_OUT}")
    return found


def _unusual(options: Options) -> list[str]:
    """The targets and the trend are said only where they differ from the usual."""
    found = []
    if options.targets_of is not TargetsOf.OWN:
        found.append(f"采用{TARGETS_OF[options.targets_of]}")
    found.append(PRECISIONS[options.precision])
    if options.trend is not Trend.BASE:
        found.append(f"“逐步提高、降低”{TRENDS[options.trend]}")
    return found


def _basic(options: Options, words: Words) -> list[str]:
    """The accepted shortfall, and whether it counts."""
    size = tolerance(options)
    if not size:
        return []
    counted = "计入" if options.basic_counts else "不计入"
    return [f"距目标不超过{size}的为{words.basic}，{counted}{words.met}"]
