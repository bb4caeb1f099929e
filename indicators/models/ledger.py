"""Uploaded ledgers and how a unit's columns are to be read."""

from __future__ import annotations

from django.db import models

from indicators.choices import LedgerState
from indicators.models.reporting import Submission
from units.choices import known
from units.jobs import Job
from units.links import link, optional_link
from units.models import MemberUnit, Region, StoredFile


class Ledger(Job):
    """台账: an uploaded file on its way into a submission (or, for a bulk file, into many)."""

    task = "indicators.tasks.ledger_check"
    teller = "indicators.services.ledger_endings.ledgers_ended"

    region = link(Region, models.PROTECT, "行政区划", related_name="ledgers")
    unit = optional_link(MemberUnit, models.PROTECT, "成员单位", related_name="ledgers")
    submission = optional_link(Submission, models.PROTECT, "填报", related_name="ledgers")
    reference_year = models.PositiveSmallIntegerField("数据年份", null=True, blank=True)
    file = link(StoredFile, models.PROTECT, "原文件")
    reading = optional_link(StoredFile, models.SET_NULL, "读取结果")
    marked_file = optional_link(StoredFile, models.SET_NULL, "标注后的文件")
    state = models.CharField(
        "状态", max_length=16, choices=LedgerState.choices, default=LedgerState.CHECKING
    )
    is_partial = models.BooleanField("只导入正确的行", default=False)
    counts = models.JSONField("行数", default=dict, blank=True)
    answers = models.JSONField("对疑问的答复", default=dict, blank=True)
    mapping = models.JSONField("列的含义", default=dict, blank=True)
    stored_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["-requested_at"]
        constraints = [known("state", LedgerState.values, "ledger_state_known")]

    def __str__(self) -> str:
        return self.file.name


class ColumnMapping(models.Model):
    """Columns that a unit named once; the same head is read so again."""

    unit = link(MemberUnit, models.CASCADE, "成员单位", related_name="column_mappings")
    signature = models.CharField("表头指纹", max_length=64)
    mapping = models.JSONField("列的含义")

    class Meta:
        verbose_name = verbose_name_plural = "列的含义"
        constraints = [
            models.UniqueConstraint(fields=["unit", "signature"], name="column_mapping_unique")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.signature[:8]}"
