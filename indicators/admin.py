"""The office's own records of this room. Values are not kept here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from indicators.choices import StageChoices
from indicators.core.case import Goal
from indicators.core.rules import RULES
from indicators.core.rules.spec import Need
from indicators.core.vocabulary import RuleKind
from indicators.messages import loading as messages
from indicators.models import (
    Domain,
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    Objective,
    Plan,
    PlanIndicator,
    ReportingRound,
    Responsibility,
    Target,
)
from indicators.resources import (
    IndicatorResource,
    PlanIndicatorResource,
    ResponsibilityResource,
    is_only_mine,
    stated_check,
)
from units.access import Reach
from units.records import RecordAdmin, rows_of
from units.table_admin import TableAdmin


class CatalogueAdmin(RecordAdmin):
    """Foreign keys offer plans and what hangs on them in reach only."""

    def offered(self, model: type[Model], held: Reach) -> QuerySet[Any] | None:
        paths = {
            Plan: "region",
            Domain: "plan__region",
            PlanIndicator: "plan__region",
            Objective: "domain__plan__region",
        }
        for kind, path in paths.items():
            if model is kind:
                return kind._default_manager.filter(held.places(path))
        return super().offered(model, held)


class TargetForm(forms.ModelForm):
    class Meta:
        model = Target
        fields = ("stage", "year", "value", "upper")
        help_texts = {"year": "年度目标写它管的那一年，每年一个。"}


class TargetFormSet(forms.BaseInlineFormSet):
    """Targets of single years stand within the plan's years and have a number; judging can use
    what is stated."""

    def clean(self) -> None:
        super().clean()
        line = self.instance
        if line.plan_id is None or line.indicator_id is None or line.rule not in RULES:
            return
        goals: dict[str, Goal] = {}
        for form in self.forms:
            said = getattr(form, "cleaned_data", {})
            if said.get("DELETE"):
                continue
            if said.get("stage") == StageChoices.ANNUAL and form.has_changed():
                _check_annual(form, line)
            elif said.get("value") is not None:
                goals[said["stage"]] = Goal(said["value"], said.get("upper"))
        if not any(self.errors):
            stated_check(line, goals.get(StageChoices.FINAL), goals.get(StageChoices.MIDTERM))


def _check_annual(form: forms.ModelForm[Target], line: PlanIndicator) -> None:
    said, plan = form.cleaned_data, line.plan
    year = said.get("year")
    if year is not None and not plan.start_year <= year <= plan.end_year:
        outside = messages.ANNUAL_YEAR_OUTSIDE.format(
            year=year, first=plan.start_year, last=plan.end_year
        )
        form.add_error("year", outside)
    if said.get("value") is None and "value" not in form.errors:
        form.add_error("value", messages.ANNUAL_NEEDS_VALUE.format(year=year))
    takes_upper = Need.UPPER in RULES[RuleKind(line.rule)].needs
    if takes_upper and said.get("upper") is None and "upper" not in form.errors:
        form.add_error("upper", messages.ANNUAL_NEEDS_UPPER.format(year=year))


@admin.register(Plan)
class PlanAdmin(CatalogueAdmin):
    list_display = ("title", "region", "round", "kind", "baseline_year", "end_year")
    list_select_related = ("region", "round")
    inlines = (rows_of(Domain),)


@admin.register(Domain)
class DomainAdmin(CatalogueAdmin):
    list_display = ("name", "plan", "order")
    list_select_related = ("plan",)
    inlines = (rows_of(Objective),)
    place_path = "plan__region"


class PlanIndicatorForm(forms.ModelForm):
    """The domain is one of the plan's own."""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        plan, domain = data.get("plan"), data.get("domain")
        if plan and domain and domain.plan_id != plan.pk:
            self.add_error("domain", messages.DOMAIN_OF_ANOTHER_PLAN)
        return data


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(TableAdmin, CatalogueAdmin):
    resource_classes = [PlanIndicatorResource]
    form = PlanIndicatorForm
    list_display = ("name", "plan", "domain", "rule", "target_text", "is_key", "is_verified")
    list_select_related = ("plan", "domain")
    list_filter = ("is_verified", "is_key", "rule")
    search_fields = ("name", "indicator__code", "indicator__name")
    autocomplete_fields = ("indicator", "compare_with")
    inlines = (rows_of(Target, form=TargetForm, formset=TargetFormSet), rows_of(Responsibility))
    place_path = "plan__region"


@admin.register(Responsibility)
class ResponsibilityAdmin(TableAdmin, CatalogueAdmin):
    resource_classes = [ResponsibilityResource]
    list_display = ("plan_indicator", "unit", "kind")
    list_select_related = ("plan_indicator", "unit")
    list_filter = ("kind",)
    search_fields = ("plan_indicator__name", "unit__name")
    place_path = "plan_indicator__plan__region"


@admin.register(Indicator)
class IndicatorAdmin(TableAdmin, CatalogueAdmin):
    """The library is one for all places: what other places' plans use is read only here."""

    resource_classes = [IndicatorResource]
    list_display = ("code", "name", "measure", "frequency", "by_sex")
    search_fields = ("code", "name")
    inlines = (rows_of(IndicatorDefinition), rows_of(IndicatorAlias))

    def inside(self, held: Reach) -> Q:
        return Q() if held else Q(pk=None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "measure", "scale") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or is_only_mine(obj, self.held(request)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(ReportingRound)
class ReportingRoundAdmin(CatalogueAdmin):
    list_display = ("region", "reference_year", "opens_on", "closes_on")
    list_select_related = ("region",)
