"""Departments that report: the committee's member units."""

from __future__ import annotations

from django.db import models

from units.links import link
from units.models.region import Region


class MemberUnit(models.Model):
    region = link(Region, models.PROTECT, "行政区划", related_name="units")
    code = models.CharField("单位代码", max_length=32)
    name = models.CharField("单位名称", max_length=60)
    short_name = models.CharField("简称", max_length=30, blank=True)
    former_names = models.CharField(
        "曾用名、别名", max_length=200, blank=True, help_text="多个用分号隔开；台账里写旧名也认得。"
    )
    order = models.PositiveIntegerField("排序", default=0)
    contact = models.CharField("联络员", max_length=30, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "成员单位"
        ordering = ["region__code", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="unit_code_unique"),
            models.UniqueConstraint(fields=["region", "name"], name="unit_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What tables print: the short name, else the name."""
        return self.short_name or self.name
