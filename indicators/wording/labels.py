"""What stored values are called: one word for each, wherever it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.core.case import Precision, ToleranceKind
from indicators.core.vocabulary import (
    FEMALE,
    MALE,
    RURAL,
    TOTAL,
    URBAN,
    Basis,
    BlankReason,
    DenominatorRule,
    Frequency,
    Grade,
    MissingRule,
    PlanKind,
    Rounding,
    Stage,
    Trend,
    Verdict,
)

KINDS: Final[Mapping[str, str]] = {PlanKind.WOMEN: "妇女", PlanKind.CHILDREN: "儿童"}
VERDICTS: Final[Mapping[str, str]] = {
    Verdict.MET: "达标",
    Verdict.UNMET: "未达标",
    Verdict.NO_DATA: "无数据",
    Verdict.NOT_ASSESSABLE: "无法评价",
}
"""Where no run has words of its own: see ``verdicts.Words`` for those of a run."""
NO_DATA: Final = VERDICTS[Verdict.NO_DATA]
NOT_ASSESSABLE: Final = VERDICTS[Verdict.NOT_ASSESSABLE]
GRADES: Final[Mapping[str, str]] = {
    Grade.EARLY: "提前达标",
    Grade.ON_TRACK: "达到阶段目标",
    Grade.BASIC: "基本达标",
    Grade.LOST: "回落",
    Grade.BEHIND: "滞后",
}
STAGES: Final[Mapping[str, str]] = {
    Stage.MIDTERM: "中期",
    Stage.FINAL: "终期",
    Stage.ANNUAL: "年度",
}
FREQUENCIES: Final[Mapping[str, str]] = {
    Frequency.YEARLY: "每年",
    Frequency.CENSUS: "普查年",
    Frequency.ELECTION: "换届年",
}
CARRIED: Final[Mapping[str, str]] = {
    Frequency.YEARLY: "数据",
    Frequency.CENSUS: "普查数据",
    Frequency.ELECTION: "换届数据",
}
_CENSUS_EVERY: Final = 10


def carried(frequency: Frequency, year: int) -> str:
    """What a value of an earlier year is called, behind that year. A census is taken in the years
    that end in 0; between two of them a figure is no census figure."""
    between = frequency is Frequency.CENSUS and year % _CENSUS_EVERY
    return CARRIED[Frequency.YEARLY if between else frequency]


BLANKS: Final[Mapping[str, str]] = {
    BlankReason.NOT_DUE: "未到报送期",
    BlankReason.NO_DATA: "本年无数据",
    BlankReason.NOT_APPLICABLE: "不适用",
    BlankReason.OMITTED: "漏报",
}
NOT_REPORTED: Final = "未报送"
"""Nothing came at all, so that nobody gave a reason."""
PARTS: Final[Mapping[str, str]] = {
    TOTAL: "合计",
    FEMALE: "女",
    MALE: "男",
    URBAN: "城镇",
    RURAL: "农村",
}

BASES: Final[Mapping[str, str]] = {
    Basis.MIDTERM: "中期目标",
    Basis.FINAL: "终期目标",
    Basis.PACE: "时序进度",
    Basis.ANNUAL: "年度目标",
}
TARGETS_OF: Final[Mapping[str, str]] = {
    "own": "本级规划目标",
    "above": "上级规划目标",
    "both": "本级和上级目标",
}
DENOMINATORS: Final[Mapping[str, str]] = {
    DenominatorRule.ALL: "全部监测指标",
    DenominatorRule.KEY: "重点指标",
    DenominatorRule.QUANTITATIVE: "可量化指标",
    DenominatorRule.MONITORABLE: "可监测（有数据）指标",
}
MISSING: Final[Mapping[str, str]] = {
    MissingRule.EXCLUDE: "无数据的不计入分母",
    MissingRule.UNMET: "无数据的按未达标计入分母",
    MissingRule.SEPARATE: "无数据的单列，不计入分母",
}
ROUNDINGS: Final[Mapping[str, str]] = {Rounding.HALF_UP: "四舍五入", Rounding.TRUNCATE: "只舍不入"}
PRECISIONS: Final[Mapping[str, str]] = {
    Precision.UNROUNDED: "按修约前数值判定",
    Precision.PRINTED: "按公布值（修约后）判定",
}
TOLERANCES: Final[Mapping[str, str]] = {
    ToleranceKind.PERCENT_OF_TARGET: "目标值的百分之几",
    ToleranceKind.POINTS: "指标的计量单位",
}
TRENDS: Final[Mapping[str, str]] = {
    Trend.BASE: "与基期比",
    Trend.LAST_YEAR: "与上一年比",
    Trend.THREE_YEARS: "看近三年走势",
}


LEFT_OUT: Final = "不计入分母"
"""Of one indicator; whichever name the run gives its rate."""


def counted_blank(*, missing_as_unmet: bool) -> str:
    """What becomes of an indicator without data in the rate."""
    return "按未达标计" if missing_as_unmet else LEFT_OUT


def blank(reason: str | None) -> str:
    """Why there is no value: 漏报 where the reason says so, 未报送 where none was given."""
    return BLANKS.get(reason or "", NOT_REPORTED)
