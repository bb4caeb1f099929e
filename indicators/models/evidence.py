"""Files that prove a value, and the units' yearly papers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from indicators.choices import SubmissionState, WorkPaperKind
from indicators.models.indicator import Indicator
from indicators.models.reporting import ReportingRound, Submission
from units.links import link, optional_link, person_link
from units.models import MemberUnit, StoredFile


class Evidence(models.Model):
    """佐证材料 on a submission, or on one of its indicators."""

    submission = link(Submission, models.CASCADE, "填报", related_name="evidence")
    indicator = optional_link(Indicator, models.PROTECT, "统计指标")
    file = link(StoredFile, models.PROTECT, "文件")
    title = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["submission", "indicator", "pk"]

    def __str__(self) -> str:
        return self.title or self.file.name


class WorkPaper(models.Model):
    """年初计划 or 年终总结 of a unit: text and file, submitted and reviewed like values."""

    reporting_round = link(ReportingRound, models.PROTECT, "填报批次", related_name="papers")
    unit = link(MemberUnit, models.PROTECT, "成员单位", related_name="papers")
    kind = models.CharField("种类", max_length=8, choices=WorkPaperKind.choices)
    text = models.TextField("正文", blank=True)
    file = optional_link(StoredFile, models.PROTECT, "附件")
    state = models.CharField(
        "状态", max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    changed_at = models.DateTimeField("修改时间", default=timezone.now)
    changed_by = person_link("修改人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "计划和总结"
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_round", "unit", "kind"], name="work_paper_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"
