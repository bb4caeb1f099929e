"""Rounds, plans and what a plan asks of an indicator."""

from __future__ import annotations

from fractions import Fraction

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from indicators.choices import (
    RULE_CHOICES,
    AggregateChoices,
    PlanKindChoices,
    ResponsibilityChoices,
    StageChoices,
)
from indicators.core.vocabulary import RuleKind
from indicators.models.indicator import Indicator
from indicators.models.values import DecimalValueField
from indicators.wording.numbers import MOST_DECIMALS
from units.choices import known
from units.links import link, optional_link
from units.models import MemberUnit, Region


def validate_factor(text: str) -> None:
    """A positive fraction such as 5/6 or 0.8."""
    try:
        good = Fraction(text) > 0
    except (ValueError, ZeroDivisionError):
        good = False
    if not good:
        raise ValidationError("倍数应写成 5/6 或 0.8 这样的正数。", code="factor")


class Round(models.Model):
    """轮次, e.g. 2011-2020."""

    name = models.CharField("轮次", max_length=20, unique=True)
    start_year = models.PositiveSmallIntegerField("起始年")
    end_year = models.PositiveSmallIntegerField("终期年")

    class Meta:
        verbose_name = verbose_name_plural = "轮次"
        ordering = ["-start_year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")), name="round_years_ordered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.start_year}—{self.end_year}年"


class Plan(models.Model):
    """The women's or children's outline of one place for one round."""

    region = link(Region, models.PROTECT, "行政区划", related_name="plans")
    round = link(Round, models.PROTECT, "轮次", related_name="plans")
    kind = models.CharField("类别", max_length=10, choices=PlanKindChoices.choices)
    title = models.CharField("规划全称", max_length=100)
    baseline_year = models.PositiveSmallIntegerField("基期年")
    start_year = models.PositiveSmallIntegerField("起始年")
    midterm_year = models.PositiveSmallIntegerField("中期年")
    end_year = models.PositiveSmallIntegerField("终期年")

    class Meta:
        verbose_name = verbose_name_plural = "规划"
        ordering = ["-round__start_year", "region__code", "-kind"]
        constraints = [
            models.UniqueConstraint(fields=["region", "round", "kind"], name="plan_unique"),
            known("kind", PlanKindChoices.values, "plan_kind_known"),
            models.CheckConstraint(
                condition=models.Q(baseline_year__lte=models.F("start_year"))
                & models.Q(start_year__lte=models.F("midterm_year"))
                & models.Q(midterm_year__lte=models.F("end_year")),
                name="plan_years_ordered",
                violation_error_message="年份应满足：基期年 ≤ 起始年 ≤ 中期年 ≤ 终期年。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Domain(models.Model):
    plan = link(Plan, models.CASCADE, "规划", related_name="domains")
    order = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("领域", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "领域"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="domain_name_unique")]

    def __str__(self) -> str:
        return self.name


class Objective(models.Model):
    """主要目标 of a domain, as the plan words it."""

    domain = link(Domain, models.CASCADE, "领域", related_name="objectives")
    order = models.PositiveSmallIntegerField("顺序")
    text = models.TextField("主要目标")

    class Meta:
        verbose_name = verbose_name_plural = "主要目标"
        ordering = ["domain", "order"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "order"], name="objective_order_unique")
        ]

    def __str__(self) -> str:
        return self.text[:40]


class PlanIndicator(models.Model):
    """监测指标: a statistic in a plan's domain, with rule and base. Targets stand apart."""

    plan = link(Plan, models.CASCADE, "规划", related_name="indicators")
    domain = link(Domain, models.PROTECT, "领域", related_name="indicators")
    objective = optional_link(Objective, models.SET_NULL, "主要目标", related_name="indicators")
    indicator = link(Indicator, models.PROTECT, "统计指标", related_name="in_plans")
    order = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("规划中的名称", max_length=100)
    measure = models.CharField(
        "规划中的计量单位",
        max_length=20,
        blank=True,
        help_text="与统计指标的单位只差倍数时填写，如区县以“人”印“万人”的指标。",
    )
    rule = models.CharField("判定规则", max_length=24, choices=RULE_CHOICES)
    target_text = models.CharField("目标原文", max_length=200, blank=True)
    tolerance = DecimalValueField(
        "容差", help_text="“左右”类的两侧容差，或“不低于/不高于”可接受的差额。"
    )
    factor = models.CharField(
        "基期倍数", max_length=20, blank=True, validators=[validate_factor], help_text="如 5/6。"
    )
    change_points = DecimalValueField("应提高的点数")
    compare_with = optional_link(Indicator, models.PROTECT, "对照指标")
    baseline_year = models.PositiveSmallIntegerField("基期年")
    base_value = DecimalValueField("基期值", help_text="空着就取基期年已审核的数据。")
    decimals = models.PositiveSmallIntegerField(
        "小数位",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DECIMALS)],
        help_text="空着用统计指标的小数位。",
    )
    aggregate = models.CharField(
        "部分与总体", max_length=12, choices=AggregateChoices.choices, blank=True, default=""
    )
    is_key = models.BooleanField("重点指标", default=False)
    weight = models.DecimalField("权重", max_digits=7, decimal_places=3, default=1)
    source = models.CharField("出处", max_length=300, blank=True)
    is_verified = models.BooleanField(
        "已核对原文", default=False, help_text="未勾选的，页面和报告标“待核”。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "监测指标"
        ordering = ["plan", "domain__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "indicator"], name="plan_indicator_unique"),
            known("rule", [value for value, _ in RULE_CHOICES], "plan_indicator_rule_known"),
            models.CheckConstraint(
                condition=~models.Q(rule=RuleKind.AROUND.value) | models.Q(tolerance__isnull=False),
                name="plan_indicator_around_has_tolerance",
                violation_error_message="“保持在目标左右”必须写明容差。",
            ),
            models.CheckConstraint(
                condition=models.Q(tolerance__isnull=True) | models.Q(tolerance__gte=0),
                name="plan_indicator_tolerance_not_negative",
                violation_error_message="容差不能为负。",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=0), name="plan_indicator_weight_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def printed_measure(self) -> str:
        return self.measure or self.indicator.measure

    @property
    def stated_decimals(self) -> int | None:
        """Decimals that the plan states, else the library; None where neither does.

        The library's hold for its own measure only: 人 are whole, 万人 are not.
        """
        if self.decimals is not None or self.printed_measure != self.indicator.measure:
            return self.decimals
        return self.indicator.decimals

    @property
    def annual_targets(self) -> list[Target]:
        """Targets of single years among those that were read along."""
        return [target for target in self.targets.all() if target.stage == StageChoices.ANNUAL]


class Target(models.Model):
    """A number the plan sets for a stage (and, for annual targets, a year)."""

    plan_indicator = link(PlanIndicator, models.CASCADE, "监测指标", related_name="targets")
    stage = models.CharField("阶段", max_length=10, choices=StageChoices.choices)
    year = models.PositiveSmallIntegerField("年份")
    value = DecimalValueField("目标值", help_text="区间的下限也写在这里。")
    upper = DecimalValueField("区间上限")

    class Meta:
        verbose_name = verbose_name_plural = "目标值"
        ordering = ["plan_indicator", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "stage", "year"], name="target_unique"
            ),
            known("stage", StageChoices.values, "target_stage_known"),
            models.CheckConstraint(
                condition=models.Q(upper__isnull=True)
                | models.Q(value__isnull=False, upper__gte=models.F("value")),
                name="target_range_ordered",
                violation_error_message="区间上限不能低于下限。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_indicator} {self.get_stage_display()}{self.year}年"


class Responsibility(models.Model):
    """Which unit leads an indicator and which units support."""

    plan_indicator = link(
        PlanIndicator, models.CASCADE, "监测指标", related_name="responsibilities"
    )
    unit = link(MemberUnit, models.PROTECT, "成员单位", related_name="responsibilities")
    kind = models.CharField("责任", max_length=8, choices=ResponsibilityChoices.choices)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "责任分工"
        ordering = ["plan_indicator", "kind", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "unit"], name="responsibility_unique"
            ),
            models.UniqueConstraint(
                fields=["plan_indicator"],
                condition=models.Q(kind=ResponsibilityChoices.LEAD),
                name="responsibility_one_lead",
                violation_error_message="一项指标只有一个牵头单位。",
            ),
            known("kind", ResponsibilityChoices.values, "responsibility_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.plan_indicator}"
