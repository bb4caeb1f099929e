"""Chinese labels of verdicts, stages and states of an assessment."""

from __future__ import annotations

from typing import Final

from django.db import models

from indicators.core.vocabulary import Grade, PlanKind, Stage, Verdict
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


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "未定稿"
    FINAL = "final", "已定稿"


class BelowChoices(models.TextChoices):
    """Which places below one are judged together."""

    COUNTY = "county", "所辖各区县"
    CHILDREN = "children", "直接下级"
    ALL = "all", "所辖全部地区"
