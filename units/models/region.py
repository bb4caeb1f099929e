"""Places as a tree of administrative codes."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from units.choices import RegionLevel

NATION_CODE = "000000"
region_code_validator = RegexValidator(
    r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?\Z",
    "行政区划代码应为 6 位（县及以上）、9 位（乡级）或 12 位（村级）数字。",
)


def region_level(code: str) -> RegionLevel:
    """Level by the form of a GB/T 2260 code; nothing is looked up."""
    if code == NATION_CODE:
        return RegionLevel.NATION
    if len(code) == 12:
        return RegionLevel.VILLAGE
    if len(code) == 9:
        return RegionLevel.TOWNSHIP
    if code.endswith("0000"):
        return RegionLevel.PROVINCE
    return RegionLevel.CITY if code.endswith("00") else RegionLevel.COUNTY


def region_prefix(code: str) -> str:
    """The digits that every code inside this place starts with ('' for the nation)."""
    level = region_level(code)
    cut = {RegionLevel.NATION: 0, RegionLevel.PROVINCE: 2, RegionLevel.CITY: 4}
    return code[: cut.get(level, len(code))]


def ancestor_codes(code: str) -> list[str]:
    """Codes of all possible ancestors, nearest first, the nation last."""
    level = region_level(code)
    if level is RegionLevel.NATION:
        return []
    codes = []
    if len(code) == 12:
        codes.append(code[:9])
    if len(code) >= 9:
        codes.append(code[:6])
    codes += [code[:4] + "00", code[:2] + "0000", NATION_CODE]
    return [c for i, c in enumerate(codes) if c != code and c not in codes[:i]]


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, region: Region) -> RegionQuerySet:
        """The place itself and everything below it, by code."""
        return self.filter(code__startswith=region.prefix)


class Region(models.Model):
    """A place with plans, units or values. ``parent``: the nearest existing ancestor by code."""

    code = models.CharField(
        "行政区划代码", max_length=12, unique=True, validators=[region_code_validator]
    )
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )

    is_demo = models.BooleanField(
        "演示数据", default=False, help_text="勾选后，这个地区的报告标明“演示数据”。"
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        return region_prefix(self.code)
