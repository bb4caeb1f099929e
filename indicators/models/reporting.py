"""The yearly reporting: rounds, submissions and what units say."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from indicators.choices import MarkState, SubmissionAct, SubmissionState
from indicators.core.reported import MAX_EVIDENCE, MAX_EXPLANATION, MAX_RAW
from indicators.models.indicator import Indicator
from indicators.models.values import ValueFields, value_constraints
from units.choices import known
from units.links import link, person_link
from units.models import MemberUnit, Region


class ReportingRound(models.Model):
    """年度填报批次 of a place: the year the data are of, and when units may fill in."""

    region = link(Region, models.PROTECT, "行政区划", related_name="reporting_rounds")
    reference_year = models.PositiveSmallIntegerField("数据年份")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")

    class Meta:
        verbose_name = verbose_name_plural = "年度填报批次"
        ordering = ["-reference_year", "region__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference_year"], name="reporting_round_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="reporting_round_dates_ordered",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.reference_year}年度填报"


class RoundExtension(models.Model):
    """A later closing day for one unit."""

    reporting_round = link(ReportingRound, models.CASCADE, "填报批次", related_name="extensions")
    unit = link(MemberUnit, models.CASCADE, "成员单位")
    closes_on = models.DateField("延期到")
    reason = models.CharField("事由", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_round", "unit"], name="round_extension_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} 延期到 {self.closes_on}"


class Submission(models.Model):
    """填报: one unit in one reporting round."""

    reporting_round = link(ReportingRound, models.PROTECT, "填报批次", related_name="submissions")
    unit = link(MemberUnit, models.PROTECT, "成员单位", related_name="submissions")
    state = models.CharField(
        "状态", max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    times_submitted = models.PositiveSmallIntegerField("送审次数", default=0)
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    submitted_by = person_link("送审人")
    review_started_at = models.DateTimeField("开始审核时间", null=True, blank=True)
    approved_at = models.DateTimeField("通过时间", null=True, blank=True)
    approved_by = person_link("审核人")
    chased_at = models.DateTimeField("上次催报", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "填报"
        ordering = ["reporting_round", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["reporting_round", "unit"], name="submission_unique"),
            known("state", SubmissionState.values, "submission_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.reporting_round.reference_year}年度"


class SubmissionEvent(models.Model):
    """Every move of a submission, with its reason. Rows are added, never changed."""

    submission = link(Submission, models.CASCADE, "填报", related_name="events")
    act = models.CharField("动作", max_length=16, choices=SubmissionAct.choices)
    at = models.DateTimeField("时间", default=timezone.now)
    by = person_link("操作人")
    reason = models.CharField("理由", max_length=300, blank=True)
    values = models.JSONField(
        "送审内容", default=dict, blank=True, help_text="送审时的数值快照，用来比较两次送审。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "填报记录"
        ordering = ["submission", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.submission} {self.get_act_display()}"


class SubmissionValue(ValueFields):
    """填报数据: what one unit says. ``version`` counts its saves, for two people at one cell."""

    submission = link(Submission, models.CASCADE, "填报", related_name="values")
    indicator = link(Indicator, models.PROTECT, "统计指标", related_name="submitted_values")
    raw = models.CharField("原样", max_length=MAX_RAW, blank=True)
    read_as = models.CharField("读作", max_length=200, blank=True)
    warning_reason = models.CharField("核对说明", max_length=MAX_EXPLANATION, blank=True)
    evidence_names = models.CharField("佐证材料名称", max_length=MAX_EVIDENCE, blank=True)
    ledger = models.ForeignKey(
        "indicators.Ledger",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="values",
        verbose_name="台账",
    )
    sheet = models.CharField("工作表", max_length=60, blank=True)
    cell = models.CharField("单元格", max_length=20, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("修改时间", default=timezone.now)
    changed_by = person_link("修改人")

    class Meta:
        verbose_name = verbose_name_plural = "填报数据"
        ordering = ["submission", "indicator", "reference_year", "breakdown"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "reference_year", "breakdown"],
                name="submission_value_unique",
            ),
            *value_constraints("submission_value"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.reference_year}年"


class SubmissionValueRevision(ValueFields):
    """What a value was before each save of the unit. Rows are added, never changed."""

    submission_value = link(SubmissionValue, models.CASCADE, "填报数据", related_name="revisions")
    version = models.PositiveIntegerField("版本")
    at = models.DateTimeField("时间", default=timezone.now)
    by = person_link("修改人")
    why = models.CharField("缘由", max_length=300, blank=True)
    evidence_names = models.CharField("佐证材料名称", max_length=MAX_EVIDENCE, blank=True)
    ledger = models.ForeignKey(
        "indicators.Ledger",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="台账",
    )
    sheet = models.CharField("工作表", max_length=60, blank=True)
    cell = models.CharField("单元格", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "填报数据历史"
        ordering = ["submission_value", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission_value", "version"], name="value_revision_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_value} 第{self.version}版"


class ValueMark(models.Model):
    """What the office said of one value in this review: accepted, or flagged for change."""

    submission_value = models.OneToOneField(
        SubmissionValue, models.CASCADE, related_name="mark", verbose_name="填报数据"
    )
    state = models.CharField("审核", max_length=10, choices=MarkState.choices)
    reason = models.CharField("要改什么", max_length=300, blank=True)
    version = models.PositiveIntegerField("看的是第几版")
    at = models.DateTimeField("时间", default=timezone.now)
    by = person_link("审核人")

    class Meta:
        verbose_name = verbose_name_plural = "审核标记"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=MarkState.FLAGGED) | ~models.Q(reason=""),
                name="value_mark_flag_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_value} {self.get_state_display()}"


class ValueComment(models.Model):
    """A remark in the thread of one value."""

    submission_value = link(SubmissionValue, models.CASCADE, "填报数据", related_name="comments")
    text = models.CharField("意见", max_length=500)
    at = models.DateTimeField("时间", default=timezone.now)
    by = person_link("发言人")

    class Meta:
        verbose_name = verbose_name_plural = "往来意见"
        ordering = ["submission_value", "at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
