"""The library of statistics: one stable code each, whatever plan uses it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models

from indicators.choices import FrequencyChoices
from indicators.wording.numbers import MOST_DECIMALS
from units.links import link


class Indicator(models.Model):
    """A statistic. What differs by plan stands on PlanIndicator, what changes by year on
    IndicatorDefinition."""

    code = models.CharField("指标代码", max_length=20, unique=True)
    name = models.CharField("指标名称", max_length=100)
    measure = models.CharField("计量单位", max_length=20)
    scale = models.PositiveIntegerField(
        "系数", default=1, help_text="分子÷分母乘以它得到数值：%为100，‰为1000，1/10万为100000。"
    )
    decimals = models.PositiveSmallIntegerField(
        "小数位",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DECIMALS)],
        help_text="各年数值、基期、差距和图都按此位数；空着就取报过的最多位数。",
    )
    by_sex = models.BooleanField("分性别填报", default=False)
    frequency = models.CharField(
        "频次", max_length=10, choices=FrequencyChoices.choices, default=FrequencyChoices.YEARLY
    )
    is_addable = models.BooleanField(
        "可汇总", default=True, help_text="下级数值能否按分子分母或计数相加得到上级数值。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "统计指标"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorDefinition(models.Model):
    """The 口径 of a statistic from a year on. A later one breaks the series visibly."""

    indicator = link(Indicator, models.CASCADE, "统计指标", related_name="definitions")
    valid_from = models.PositiveSmallIntegerField("起用年份")
    definition = models.TextField("定义", blank=True)
    numerator = models.CharField("分子", max_length=100, blank=True)
    denominator = models.CharField("分母", max_length=100, blank=True)
    breaks_series = models.BooleanField(
        "与以前不可比", default=False, help_text="勾选后，跨年沿用和比较都不越过这一年。"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "口径"
        ordering = ["indicator", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "valid_from"], name="definition_year_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.valid_from}年起"


class IndicatorAlias(models.Model):
    """Another name under which a statistic appears in plans or ledgers."""

    indicator = link(Indicator, models.CASCADE, "统计指标", related_name="aliases")
    name = models.CharField("别名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "指标别名"
        constraints = [models.UniqueConstraint(fields=["indicator", "name"], name="alias_unique")]

    def __str__(self) -> str:
        return self.name
