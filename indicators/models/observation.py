"""Approved figures and every change of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from indicators.choices import ObservationSource
from indicators.models.indicator import Indicator
from indicators.models.ledger import Ledger
from indicators.models.reporting import Submission
from indicators.models.values import ValueFields, value_constraints
from units.links import link, optional_link, person_link
from units.models import MemberUnit, Region


class ObservationFields(ValueFields):
    """Where an approved figure came from. Few indexes: these tables are written in bulk."""

    source = models.CharField("来源", max_length=12, choices=ObservationSource.choices)
    source_text = models.CharField("出处", max_length=300, blank=True)
    is_derived = models.BooleanField(
        "推算", default=False, help_text="由公布的增减量推算，不是直接公布的数。"
    )
    unit = optional_link(MemberUnit, models.SET_NULL, "报送单位", db_index=False)
    submission = optional_link(Submission, models.SET_NULL, "填报", db_index=False)
    ledger = optional_link(Ledger, models.SET_NULL, "台账", db_index=False)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    cell = models.CharField("单元格", max_length=20, blank=True)
    approved_at = models.DateTimeField("审核时间", default=timezone.now)
    approved_by = person_link("审核人", db_index=False)
    revision = models.PositiveIntegerField("版次", default=1)

    class Meta:
        abstract = True


class Observation(ObservationFields):
    """指标数据: what is approved. Judging reads nothing else."""

    indicator = link(Indicator, models.PROTECT, "统计指标", related_name="observations")
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="observations",
        db_index=False,  # the unique index begins with it
        verbose_name="行政区划",
    )

    class Meta:
        verbose_name = verbose_name_plural = "指标数据"
        ordering = ["region", "indicator", "reference_year", "breakdown"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "indicator", "reference_year", "breakdown"],
                name="observation_unique",
            ),
            *value_constraints("observation"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.indicator} {self.reference_year}年"


class ObservationRevision(ObservationFields):
    """Each state an observation ever had; the newest equals the observation. Never changed."""

    indicator = link(Indicator, models.PROTECT, "统计指标", db_index=False)
    region = link(Region, models.PROTECT, "行政区划", db_index=False)
    why = models.CharField("缘由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标数据历史"
        ordering = ["region", "indicator", "reference_year", "breakdown", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "indicator", "reference_year", "breakdown", "revision"],
                name="observation_revision_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.indicator} {self.reference_year}年 第{self.revision}版"
