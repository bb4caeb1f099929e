"""Chinese labels of verdicts, stages and settings of an assessment."""

from __future__ import annotations

from django.db import models

from indicators.core.case import ToleranceKind
from indicators.core.vocabulary import (
    Basis,
    DenominatorRule,
    Grade,
    MissingRule,
    Rounding,
    Stage,
    Trend,
    Verdict,
)


class VerdictChoices(models.TextChoices):
    MET = Verdict.MET.value, "达标"
    UNMET = Verdict.UNMET.value, "未达标"
    NO_DATA = Verdict.NO_DATA.value, "无数据"
    NOT_ASSESSABLE = Verdict.NOT_ASSESSABLE.value, "无法评价"


class GradeChoices(models.TextChoices):
    EARLY = Grade.EARLY.value, "提前达标"
    ON_TRACK = Grade.ON_TRACK.value, "达到阶段目标"
    BASIC = Grade.BASIC.value, "基本达标"
    LOST = Grade.LOST.value, "回落"
    BEHIND = Grade.BEHIND.value, "滞后"


class AssessmentStage(models.TextChoices):
    MIDTERM = Stage.MIDTERM.value, "中期评估"
    FINAL = Stage.FINAL.value, "终期评估"
    ANNUAL = Stage.ANNUAL.value, "年度监测"


class PlanScope(models.TextChoices):
    """Which of a round's plans are judged."""

    WOMEN = "women", "妇女"
    CHILDREN = "children", "儿童"
    BOTH = "both", "妇女和儿童"


class BasisChoices(models.TextChoices):
    MIDTERM = Basis.MIDTERM.value, "中期目标"
    FINAL = Basis.FINAL.value, "终期目标"
    PACE = Basis.PACE.value, "时序进度"
    ANNUAL = Basis.ANNUAL.value, "年度目标"


class MissingChoices(models.TextChoices):
    EXCLUDE = MissingRule.EXCLUDE.value, "无数据的不计入分母"
    UNMET = MissingRule.UNMET.value, "无数据的按未达标计入分母"
    SEPARATE = MissingRule.SEPARATE.value, "无数据的单列一类，不计入分母"


class DenominatorChoices(models.TextChoices):
    ALL = DenominatorRule.ALL.value, "全部监测指标"
    KEY = DenominatorRule.KEY.value, "重点指标"
    QUANTITATIVE = DenominatorRule.QUANTITATIVE.value, "可量化指标"
    MONITORABLE = DenominatorRule.MONITORABLE.value, "可监测（有数据）指标"


class RoundingChoices(models.TextChoices):
    HALF_UP = Rounding.HALF_UP.value, "四舍五入"
    TRUNCATE = Rounding.TRUNCATE.value, "截断（舍去）"


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "未定稿"
    FINAL = "final", "已定稿"


class TargetsOf(models.TextChoices):
    """Whose targets a place is judged by."""

    OWN = "own", "本级规划目标"
    ABOVE = "above", "上级规划目标"
    BOTH = "both", "本级和上级目标"


class MissingWeight(models.TextChoices):
    """What a missing indicator does to the composite."""

    RESCALE = "rescale", "缺数的不计，权重重新分配"
    ZERO = "zero", "缺数的按零计"


class JudgedOn(models.TextChoices):
    UNROUNDED = "unrounded", "按未舍入的数值判断"
    PRINTED = "printed", "按印出的数值判断"


class ToleranceChoices(models.TextChoices):
    PERCENT_OF_TARGET = ToleranceKind.PERCENT_OF_TARGET.value, "目标值的百分之几"
    POINTS = ToleranceKind.POINTS.value, "指标的计量单位"


class TrendChoices(models.TextChoices):
    BASE = Trend.BASE.value, "与基期比"
    LAST_YEAR = Trend.LAST_YEAR.value, "与上一年比"
    THREE_YEARS = Trend.THREE_YEARS.value, "看近三年走势"


class BelowChoices(models.TextChoices):
    """Which places below one are judged together."""

    COUNTY = "county", "所辖各区县"
    CHILDREN = "children", "直接下级"
    ALL = "all", "所辖全部地方"
