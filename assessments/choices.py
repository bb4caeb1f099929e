"""Chinese labels of verdicts, stages and settings of an assessment."""

from __future__ import annotations

from typing import Final

from django.db import models

from indicators.core.case import Precision, ToleranceKind
from indicators.core.vocabulary import (
    Basis,
    DenominatorRule,
    Grade,
    MissingRule,
    PlanKind,
    Rounding,
    Stage,
    Trend,
    Verdict,
)
from indicators.wording import labels


class VerdictChoices(models.TextChoices):
    MET = Verdict.MET.value, labels.VERDICTS[Verdict.MET]
    UNMET = Verdict.UNMET.value, labels.VERDICTS[Verdict.UNMET]
    NO_DATA = Verdict.NO_DATA.value, labels.VERDICTS[Verdict.NO_DATA]
    NOT_ASSESSABLE = Verdict.NOT_ASSESSABLE.value, labels.VERDICTS[Verdict.NOT_ASSESSABLE]


class GradeChoices(models.TextChoices):
    EARLY = Grade.EARLY.value, labels.GRADES[Grade.EARLY]
    ON_TRACK = Grade.ON_TRACK.value, labels.GRADES[Grade.ON_TRACK]
    BASIC = Grade.BASIC.value, labels.GRADES[Grade.BASIC]
    LOST = Grade.LOST.value, labels.GRADES[Grade.LOST]
    BEHIND = Grade.BEHIND.value, labels.GRADES[Grade.BEHIND]


PACE_STATES: Final = [
    (grade.value, grade.label)
    for grade in (GradeChoices.EARLY, GradeChoices.ON_TRACK, GradeChoices.BEHIND)
]
"""Where a value stands on the plan's line."""


class AssessmentStage(models.TextChoices):
    MIDTERM = Stage.MIDTERM.value, "中期评估"
    FINAL = Stage.FINAL.value, "终期评估"
    ANNUAL = Stage.ANNUAL.value, "年度监测"


class PlanScope(models.TextChoices):
    """Which of a round's plans are judged."""

    WOMEN = PlanKind.WOMEN.value, labels.KINDS[PlanKind.WOMEN]
    CHILDREN = PlanKind.CHILDREN.value, labels.KINDS[PlanKind.CHILDREN]
    BOTH = "both", "妇女和儿童"


class BasisChoices(models.TextChoices):
    MIDTERM = Basis.MIDTERM.value, labels.BASES[Basis.MIDTERM]
    FINAL = Basis.FINAL.value, labels.BASES[Basis.FINAL]
    PACE = Basis.PACE.value, labels.BASES[Basis.PACE]
    ANNUAL = Basis.ANNUAL.value, labels.BASES[Basis.ANNUAL]


class MissingChoices(models.TextChoices):
    EXCLUDE = MissingRule.EXCLUDE.value, labels.MISSING[MissingRule.EXCLUDE]
    UNMET = MissingRule.UNMET.value, labels.MISSING[MissingRule.UNMET]
    SEPARATE = MissingRule.SEPARATE.value, labels.MISSING[MissingRule.SEPARATE]


class DenominatorChoices(models.TextChoices):
    ALL = DenominatorRule.ALL.value, labels.DENOMINATORS[DenominatorRule.ALL]
    KEY = DenominatorRule.KEY.value, labels.DENOMINATORS[DenominatorRule.KEY]
    QUANTITATIVE = (
        DenominatorRule.QUANTITATIVE.value,
        labels.DENOMINATORS[DenominatorRule.QUANTITATIVE],
    )
    MONITORABLE = (
        DenominatorRule.MONITORABLE.value,
        labels.DENOMINATORS[DenominatorRule.MONITORABLE],
    )


class RoundingChoices(models.TextChoices):
    HALF_UP = Rounding.HALF_UP.value, labels.ROUNDINGS[Rounding.HALF_UP]
    TRUNCATE = Rounding.TRUNCATE.value, labels.ROUNDINGS[Rounding.TRUNCATE]


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "未定稿"
    FINAL = "final", "已定稿"


class TargetsOfChoices(models.TextChoices):
    """Whose targets a place is judged by."""

    OWN = "own", labels.TARGETS_OF["own"]
    ABOVE = "above", labels.TARGETS_OF["above"]
    BOTH = "both", labels.TARGETS_OF["both"]


class MissingWeightChoices(models.TextChoices):
    """What a missing indicator does to the composite."""

    RESCALE = "rescale", "缺数的不计，权重重新分配"
    ZERO = "zero", "缺数的按零计"


class JudgedOn(models.TextChoices):
    UNROUNDED = Precision.UNROUNDED.value, labels.PRECISIONS[Precision.UNROUNDED]
    PRINTED = Precision.PRINTED.value, labels.PRECISIONS[Precision.PRINTED]


class ToleranceChoices(models.TextChoices):
    PERCENT_OF_TARGET = (
        ToleranceKind.PERCENT_OF_TARGET.value,
        labels.TOLERANCES[ToleranceKind.PERCENT_OF_TARGET],
    )
    POINTS = ToleranceKind.POINTS.value, labels.TOLERANCES[ToleranceKind.POINTS]


class TrendChoices(models.TextChoices):
    BASE = Trend.BASE.value, labels.TRENDS[Trend.BASE]
    LAST_YEAR = Trend.LAST_YEAR.value, labels.TRENDS[Trend.LAST_YEAR]
    THREE_YEARS = Trend.THREE_YEARS.value, labels.TRENDS[Trend.THREE_YEARS]


class BelowChoices(models.TextChoices):
    """Which places below one are judged together."""

    COUNTY = "county", "所辖各区县"
    CHILDREN = "children", "直接下级"
    ALL = "all", "所辖全部地区"
