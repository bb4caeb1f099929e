"""Fields that values share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from indicators.choices import BlankReasonChoices, BreakdownChoices
from indicators.core.reported import MAX_REMARK
from units.choices import known

MAX_DIGITS = 15
DECIMAL_PLACES = 6


class DecimalValueField(models.DecimalField[Decimal | str | int | None, Decimal | None]):
    """A number of the field: 15 digits, 6 of them decimals, may be missing. Missing is never 0."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        usual = {"max_digits": MAX_DIGITS, "decimal_places": DECIMAL_PLACES}
        super().__init__(verbose_name, **{**usual, "null": True, "blank": True, **options})


class ValueFields(models.Model):
    """One figure with its parts, as reported.

    ``decimals``: how many decimals were reported, for printing; null when unknown.
    ``text``: the answer where the measure is 有/无.
    """

    reference_year = models.PositiveSmallIntegerField("数据年份")
    breakdown = models.CharField(
        "分组", max_length=20, choices=BreakdownChoices.choices, blank=True, default=""
    )
    value = DecimalValueField("数值")
    numerator = DecimalValueField("分子")
    denominator = DecimalValueField("分母")
    decimals = models.PositiveSmallIntegerField("小数位", null=True, blank=True)
    text = models.CharField("文字值", max_length=20, blank=True)
    blank_reason = models.CharField(
        "缺数原因", max_length=16, choices=BlankReasonChoices.choices, blank=True, default=""
    )
    remark = models.CharField("备注", max_length=MAX_REMARK, blank=True)

    class Meta:
        abstract = True


def value_constraints(name: str) -> list[models.BaseConstraint]:
    """Checks that every table of values has. A reason stands only where there is no number."""
    missing = models.Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True)
    return [
        known("breakdown", BreakdownChoices.values, f"{name}_breakdown_known"),
        known("blank_reason", BlankReasonChoices.values, f"{name}_blank_reason_known"),
        models.CheckConstraint(
            condition=models.Q(blank_reason="") | (missing & models.Q(text="")),
            name=f"{name}_reason_only_when_blank",
        ),
    ]
