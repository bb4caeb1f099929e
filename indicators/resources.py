"""Tables of the library, of plan indicators and of responsibilities for import and export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field

from indicators.choices import (
    RULE_CHOICES,
    FrequencyChoices,
    ResponsibilityChoices,
    StageChoices,
)
from indicators.core.case import Goal
from indicators.core.rules import RULES
from indicators.core.rules.spec import Need
from indicators.core.usable import Stated, unusable
from indicators.core.vocabulary import RuleKind
from indicators.core.yearly import yearly_read, yearly_text
from indicators.messages import loading as messages
from indicators.models import (
    Domain,
    Indicator,
    Plan,
    PlanIndicator,
    Responsibility,
    Target,
)
from units.access import Reach
from units.models import MemberUnit
from units.tables import (
    ChoiceWidget,
    NumberWidget,
    RowWidget,
    ScopedResource,
    TextWidget,
    YesWidget,
    text_column,
)

_ANNUAL = "年度目标"
_STAGES = {"中期目标": StageChoices.MIDTERM, "终期目标": StageChoices.FINAL}


def number_column(attribute: str, column: str) -> Field:
    return Field(attribute, column, widget=NumberWidget(column))


def whole_column(attribute: str, column: str) -> Field:
    return Field(attribute, column, widget=NumberWidget(column, whole=True))


def is_only_mine(indicator: Indicator, held: Reach) -> bool:
    """Whether no plan outside the reach uses the statistic: only then may it be renamed."""
    places = held.places("plan__region")
    if not places:  # an empty condition means everywhere
        return True
    return not PlanIndicator.objects.filter(indicator=indicator).exclude(places).exists()


class IndicatorResource(ScopedResource):
    """The library of statistics by code."""

    required = ("指标代码", "指标名称", "计量单位")
    code = text_column("code", "指标代码")
    name = text_column("name", "指标名称")
    measure = text_column("measure", "计量单位")
    scale = whole_column("scale", "系数")
    by_sex = Field("by_sex", "分性别填报", widget=YesWidget())
    decimals = whole_column("decimals", "小数位")
    frequency = Field("frequency", "频次", widget=ChoiceWidget("频次", FrequencyChoices.choices))

    class Meta(ScopedResource.Meta):
        model = Indicator
        fields = ("code", "name", "measure", "scale", "decimals", "by_sex", "frequency")
        import_id_fields = ("code",)

    def is_mine(self, instance: Indicator) -> bool:
        return not instance.pk or is_only_mine(instance, self.held)

    def import_instance(self, instance: Indicator, row: Any, **kwargs: Any) -> None:
        before = (instance.measure, instance.scale) if instance.pk else None
        super().import_instance(instance, row, **kwargs)
        if before and before != (instance.measure, instance.scale):
            raise ValidationError(messages.MEASURE_FIXED.format(code=instance.code))


class PlanIndicatorResource(ScopedResource):
    """What plans ask: one row per plan and statistic, with its targets."""

    required = ("规划", "指标代码", "领域", "规划中的名称", "判定规则")
    order = whole_column("order", "顺序")
    name = text_column("name", "规划中的名称")
    rule = Field("rule", "判定规则", widget=ChoiceWidget("判定规则", RULE_CHOICES))
    target_text = text_column("target_text", "目标原文")
    midterm = Field(column_name="中期目标")
    final = Field(column_name="终期目标")
    annual = Field(column_name=_ANNUAL)
    tolerance = number_column("tolerance", "容差")
    factor = text_column("factor", "基期倍数")
    change_points = number_column("change_points", "应提高的点数")
    baseline_year = whole_column("baseline_year", "基期年")
    base_value = number_column("base_value", "基期值")
    decimals = whole_column("decimals", "小数位")
    is_key = Field("is_key", "重点指标", widget=YesWidget())
    source = text_column("source", "出处")
    is_verified = Field("is_verified", "已核对原文", widget=YesWidget())

    class Meta(ScopedResource.Meta):
        model = PlanIndicator
        fields = (
            "plan",
            "indicator",
            "domain",
            "order",
            "name",
            "rule",
            "target_text",
            "midterm",
            "final",
            "annual",
            "tolerance",
            "factor",
            "change_points",
            "baseline_year",
            "base_value",
            "decimals",
            "is_key",
            "source",
            "is_verified",
        )
        import_id_fields = ("plan", "indicator")

    def __init__(self, held: Reach, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        plans = Plan.objects.filter(held.places())
        self.fields = {
            **self.fields,
            "plan": Field("plan", "规划", widget=RowWidget("规划", plans, "title")),
            "indicator": Field(
                "indicator",
                "指标代码",
                widget=RowWidget("指标代码", Indicator.objects.all(), "code"),
            ),
            "domain": Field("domain", "领域", widget=DomainWidget("领域", held)),
        }

    def get_queryset(self) -> Any:
        return PlanIndicator.objects.filter(self.held.places("plan__region")).select_related(
            "plan__region", "indicator", "domain"
        )

    def is_mine(self, instance: PlanIndicator) -> bool:
        return self.held.holds_in(instance.plan.region)

    def import_instance(self, instance: PlanIndicator, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if not instance.baseline_year:
            instance.baseline_year = instance.plan.baseline_year
        if not instance.order:
            instance.order = PlanIndicator.objects.filter(plan=instance.plan).count() + 1
        for column in _STAGES:
            try:
                _asked(row, column)
            except ValueError as refusal:
                raise ValidationError(str(refusal)) from None
        if _ANNUAL in row:
            _annual_check(instance, _annual_asked(row))
        goals = {stage: _goal(instance, stage) for stage in _STAGES.values()}
        for column, stage in _STAGES.items():
            if column in row:
                value = _asked(row, column)
                kept = goals[stage]
                upper = kept.upper if kept else None
                goals[stage] = None if value is None else Goal(value, upper)
        stated_check(instance, goals[StageChoices.FINAL], goals[StageChoices.MIDTERM])

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        same: bool = super().skip_row(instance, original, row, import_validation_errors)
        return (
            same
            and all(
                column not in row or _asked(row, column) == _target(instance, stage)
                for column, stage in _STAGES.items()
            )
            and (_ANNUAL not in row or _annual_asked(row) == _annual_kept(instance))
        )

    def after_save_instance(self, instance: PlanIndicator, row: Any, **kwargs: Any) -> None:
        for column, stage in _STAGES.items():
            if column not in row:
                continue
            plan = instance.plan
            year = plan.midterm_year if stage == StageChoices.MIDTERM else plan.end_year
            value = _asked(row, column)
            if value is None:
                instance.targets.filter(stage=stage, year=year).delete()
            else:
                Target.objects.update_or_create(
                    plan_indicator=instance, stage=stage, year=year, defaults={"value": value}
                )
        if _ANNUAL in row:
            _annual_store(instance, dict(_annual_asked(row)))

    def dehydrate_midterm(self, line: PlanIndicator) -> str:
        return NumberWidget("").render(_target(line, StageChoices.MIDTERM)) or ""

    def dehydrate_final(self, line: PlanIndicator) -> str:
        return NumberWidget("").render(_target(line, StageChoices.FINAL)) or ""

    def dehydrate_annual(self, line: PlanIndicator) -> str:
        return yearly_text(_annual_kept(line))


class DomainWidget(RowWidget):
    """A domain by its name within the row's plan."""

    def __init__(self, column: str, held: Reach) -> None:
        super().__init__(column, Domain.objects.filter(held.places("plan__region")), "name")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        plan = TextWidget().clean((row or {}).get("规划"))
        here = RowWidget(self.column, self.rows.filter(plan__title=plan), "name")
        return here.clean(value, row, **kwargs)


def _asked(row: Any, column: str) -> Decimal | None:
    return NumberWidget(column).clean(row.get(column))


def _target(line: PlanIndicator, stage: str) -> Decimal | None:
    goal = _goal(line, stage)
    return goal.value if goal else None


def _goal(line: PlanIndicator, stage: str) -> Goal | None:
    found = line.targets.filter(stage=stage).first() if line.pk else None
    return None if found is None or found.value is None else Goal(found.value, found.upper)


def stated_check(line: PlanIndicator, final: Goal | None, midterm: Goal | None) -> None:
    """Refuse, all in one pass, what judging could not use: as when a catalogue is loaded."""
    stated = Stated(
        rule=RuleKind(line.rule),
        target=final.value if final else None,
        upper=final.upper if final else None,
        midterm=midterm.value if midterm else None,
        tolerance=line.tolerance,
        factor=line.factor,
        change_points=line.change_points,
        compared=line.compare_with.code if line.compare_with else "",
        code=line.indicator.code,
    )
    faults = unusable(stated)
    if faults:
        rule = line.get_rule_display()
        raise ValidationError([messages.stated_fault(fault, rule) for fault in faults])


def _annual_asked(row: Any) -> tuple[tuple[int, Goal], ...]:
    text = str(row.get(_ANNUAL) or "")
    try:
        return yearly_read(text)
    except ValueError as fault:
        raise ValidationError(messages.ANNUAL_UNREADABLE.format(piece=fault)) from None


def _annual_check(line: PlanIndicator, goals: Iterable[tuple[int, Goal]]) -> None:
    plan = line.plan
    for year, goal in goals:
        if not plan.start_year <= year <= plan.end_year:
            first, last = plan.start_year, plan.end_year
            raise ValidationError(
                messages.ANNUAL_YEAR_OUTSIDE.format(year=year, first=first, last=last)
            )
        if Need.UPPER in RULES[RuleKind(line.rule)].needs and goal.upper is None:
            raise ValidationError(messages.ANNUAL_NEEDS_UPPER.format(year=year))


def _annual_kept(line: PlanIndicator) -> tuple[tuple[int, Goal], ...]:
    rows = line.annual_targets if line.pk else []
    kept = [(row.year, Goal(row.value, row.upper)) for row in rows if row.value is not None]
    return tuple(sorted(kept))


def _annual_store(line: PlanIndicator, goals: Mapping[int, Goal]) -> None:
    """The cell names all of them: what it leaves out goes."""
    line.targets.filter(stage=StageChoices.ANNUAL).exclude(year__in=goals).delete()
    for year, goal in goals.items():
        Target.objects.update_or_create(
            plan_indicator=line,
            stage=StageChoices.ANNUAL,
            year=year,
            defaults={"value": goal.value, "upper": goal.upper},
        )


class ResponsibilityResource(ScopedResource):
    """Which unit leads or supports which indicator of a plan."""

    required = ("规划", "指标代码", "单位名称", "责任")
    indicator_code = Field(column_name="指标代码")
    plan_title = Field(column_name="规划")
    kind = Field("kind", "责任", widget=ChoiceWidget("责任", ResponsibilityChoices.choices))

    class Meta(ScopedResource.Meta):
        model = Responsibility
        fields = ("plan_title", "indicator_code", "plan_indicator", "unit", "kind")
        import_id_fields = ("plan_indicator", "unit")

    def __init__(self, held: Reach, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        units = MemberUnit.objects.filter(held.places())
        self.fields = {
            "plan_title": self.fields["plan_title"],
            "plan_indicator": Field(
                "plan_indicator", "指标代码", widget=LineWidget("指标代码", held)
            ),
            "unit": Field("unit", "单位名称", widget=RowWidget("单位名称", units, "name")),
            "kind": self.fields["kind"],
        }

    def get_queryset(self) -> Any:
        inside = self.held.places("plan_indicator__plan__region")
        return Responsibility.objects.filter(inside).select_related(
            "plan_indicator__plan__region", "plan_indicator__indicator", "unit"
        )

    def is_mine(self, instance: Responsibility) -> bool:
        return self.held.holds_in(instance.plan_indicator.plan.region)

    def dehydrate_plan_title(self, duty: Responsibility) -> str:
        return duty.plan_indicator.plan.title if duty.plan_indicator_id else ""


class LineWidget(RowWidget):
    """A plan indicator by its statistic's code within the row's plan."""

    def __init__(self, column: str, held: Reach) -> None:
        super().__init__(
            column,
            PlanIndicator.objects.filter(held.places("plan__region")).select_related(
                "plan__region", "indicator"
            ),
            "indicator__code",
        )

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        plan = TextWidget().clean((row or {}).get("规划"))
        here = RowWidget(self.column, self.rows.filter(plan__title=plan), "indicator__code")
        return here.clean(value, row, **kwargs)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.indicator.code if value else ""
