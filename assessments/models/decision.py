"""What people decided: qualitative indicators, and overrides of computed verdicts."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from assessments.choices import VerdictChoices
from indicators.models import PlanIndicator
from units.choices import known
from units.links import link, optional_link, person_link
from units.models import Region, StoredFile


class Decision(models.Model):
    """人工认定 of a qualitative indicator for a place and year. The newest row counts."""

    plan_indicator = link(PlanIndicator, models.PROTECT, "监测指标", related_name="decisions")
    region = link(Region, models.PROTECT, "行政区划", related_name="decisions")
    reference_year = models.PositiveSmallIntegerField("数据年份")
    verdict = models.CharField(
        "认定",
        max_length=16,
        choices=[c for c in VerdictChoices.choices if c[0] in ("met", "unmet")],
    )
    reason = models.CharField("理由", max_length=300)
    evidence = optional_link(StoredFile, models.PROTECT, "依据")
    decided_at = models.DateTimeField("时间", default=timezone.now)
    decided_by = person_link("认定人")
    is_current = models.BooleanField("现行", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "人工认定"
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "region", "reference_year"],
                condition=models.Q(is_current=True),
                name="decision_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["met", "unmet"]), name="decision_verdict_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_indicator} {self.reference_year}年 {self.get_verdict_display()}"


class Override(models.Model):
    """An evaluator's other verdict on a computed result of a draft; both are kept and shown."""

    plan_indicator = link(PlanIndicator, models.PROTECT, "监测指标", related_name="overrides")
    assessment = models.ForeignKey(
        "assessments.Assessment",
        models.CASCADE,
        related_name="overrides",
        verbose_name="评估",
    )
    whose = models.CharField("目标层级", max_length=8, blank=True, default="")
    verdict = models.CharField("调整为", max_length=16, choices=VerdictChoices.choices)
    reason = models.CharField("理由", max_length=300)
    made_at = models.DateTimeField("时间", default=timezone.now)
    made_by = person_link("调整人")

    class Meta:
        verbose_name = verbose_name_plural = "结论调整"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "plan_indicator", "whose"], name="override_unique"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_has_reason"),
            known("verdict", VerdictChoices.values, "override_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_indicator} 结论调整为 {self.get_verdict_display()}"
