"""Asking for an assessment, for many at once, and trying other rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Max

from assessments.choices import (
    AssessmentStage,
    BasisChoices,
    BelowChoices,
    DenominatorChoices,
    JudgedOn,
    MissingChoices,
    MissingWeight,
    RoundingChoices,
    TargetsOf,
    ToleranceChoices,
    TrendChoices,
)
from assessments.core import options as core
from assessments.messages import TOLERANCE_TOO_WIDE
from assessments.messages import pages as messages
from assessments.selectors.places import places_below
from assessments.services.asking import Question
from indicators.core.case import Precision, ToleranceKind
from indicators.core.vocabulary import Basis, DenominatorRule, MissingRule, Rounding, Stage, Trend
from indicators.models import Observation, Plan, Round
from indicators.selectors.reporting import approved_share
from units.access import Ability, reach, regions_in_reach
from units.models import Region

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

    from units.models import User

_DEFAULT = core.Options()


def _label(usual: str) -> forms.CharField:
    """The place's own word for a verdict; empty keeps the usual one, shown as a hint."""
    widget = forms.TextInput(attrs={"placeholder": usual})
    return forms.CharField(label=f"{usual}叫作", required=False, max_length=12, widget=widget)


class CountingForm(forms.Form):
    """What counts towards the rate, and how far from the target is near enough."""

    denominator = forms.ChoiceField(label="哪些指标算达标率", choices=DenominatorChoices.choices)
    missing = forms.ChoiceField(label="无数据的指标", choices=MissingChoices.choices)
    basic_tolerance = forms.DecimalField(
        label="基本达标的允许差",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=3,
        help_text="空着就不设“基本达标”这一档。",
    )
    basic_tolerance_kind = forms.ChoiceField(label="允许差的单位", choices=ToleranceChoices.choices)
    basic_counts = forms.BooleanField(label="基本达标的算作达标", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_box = isinstance(field.widget, forms.CheckboxInput)
            is_list = isinstance(field.widget, forms.Select)
            look = "form-check-input" if is_box else "form-select" if is_list else "form-control"
            field.widget.attrs["class"] = look

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        tolerance = asked.get("basic_tolerance")
        if core.is_too_wide(tolerance, asked.get("basic_tolerance_kind")):
            self.add_error("basic_tolerance", TOLERANCE_TOO_WIDE)
        if asked.get("basic_counts") and tolerance is None and "basic_tolerance" not in self.errors:
            self.add_error("basic_tolerance", messages.TOLERANCE_NEEDED)
        return asked


class AssessmentForm(CountingForm):
    """Place, plans, stage, year, and every setting that can change a number."""

    region: forms.ModelChoiceField[Region] = forms.ModelChoiceField(
        label="地方", queryset=Region.objects.none(), empty_label=None
    )
    round: forms.ModelChoiceField[Round] = forms.ModelChoiceField(
        label="规划轮次", queryset=Round.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label="规划",
        choices=[("both", "妇女、儿童两个规划"), ("women", "妇女规划"), ("children", "儿童规划")],
    )
    stage = forms.ChoiceField(label="种类", choices=AssessmentStage.choices)
    year = forms.IntegerField(
        label="评估年份", min_value=1990, max_value=2100, help_text="按这一年的数据判断。"
    )
    basis = forms.ChoiceField(
        label="对照什么目标",
        required=False,
        choices=[("", "按种类定"), *BasisChoices.choices],
        help_text="按种类定：中期对照中期目标，其余对照终期目标。",
    )
    targets_of = forms.ChoiceField(
        label="谁的目标",
        choices=TargetsOf.choices,
        help_text="选两级，本级、上级各出一套结果。",
    )
    precision = forms.ChoiceField(
        label="按哪个数判断",
        choices=JudgedOn.choices,
        help_text="94.996% 印出来是 95.00%，目标 95% 时两种判法不同。",
    )
    trend = forms.ChoiceField(
        label="逐步提高、降低与什么比",
        choices=TrendChoices.choices,
        required=False,
        help_text="只用于没有写数值的目标。",
    )
    rounding = forms.ChoiceField(label="达标率的进位", choices=RoundingChoices.choices)
    decimals = forms.IntegerField(label="达标率的小数位", min_value=0, max_value=6)
    composite_missing = forms.ChoiceField(
        label="综合实现程度里缺数的", choices=MissingWeight.choices
    )
    label_met = _label("达标")
    label_unmet = _label("未达标")
    label_basic = _label("基本达标")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = reach(user, Ability.RUN_ASSESSMENT)
        self._choose("region", regions_in_reach(user, Ability.RUN_ASSESSMENT))
        rounds = Round.objects.filter(
            plans__in=Plan.objects.filter(held.plans("region"))
        ).distinct()
        self._choose("round", rounds)
        newest = Observation.objects.filter(held.places()).aggregate(year=Max("reference_year"))
        self._offer_year(newest["year"], regions_in_reach(user, Ability.RUN_ASSESSMENT).first())
        self.fields["stage"].initial = Stage.ANNUAL.value
        for name, default in _initial().items():
            self.fields[name].initial = default

    def _offer_year(self, newest: int | None, region: Region | None) -> None:
        """The newest year; the one before while most units of it are not approved yet."""
        field = self.fields["year"]
        field.initial = newest
        share = approved_share(region, newest) if region and newest else None
        if newest is None or share is None or share[0] == share[1]:
            return
        done, units = share
        field.help_text = messages.YEAR_UNFINISHED.format(year=newest, done=done, units=units)
        if done * 2 < units:
            field.initial = newest - 1

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def refuse(self, refusal: ValidationError) -> None:
        """What the service refuses, at the field it is about."""
        is_year = getattr(refusal, "code", "") == "year_outside"
        self.add_error("year" if is_year else None, refusal)

    def question(self) -> Question:
        """What the form asks, as the service takes it."""
        data = self.cleaned_data
        stage = Stage(data["stage"])
        basis = Basis(data["basis"]) if data["basis"] else core.default_basis(stage)
        return Question(
            region=data["region"],
            round=data["round"],
            stage=stage,
            year=data["year"],
            kind=data["kind"],
            options=core.Options(
                basis=basis,
                targets_of=core.TargetsOf(data["targets_of"]),
                denominator=DenominatorRule(data["denominator"]),
                missing=MissingRule(data["missing"]),
                rounding=Rounding(data["rounding"]),
                decimals=data["decimals"],
                basic_tolerance=data["basic_tolerance"],
                basic_tolerance_kind=ToleranceKind(data["basic_tolerance_kind"]),
                basic_counts=data["basic_counts"],
                precision=Precision(data["precision"]),
                composite_missing=core.MissingWeight(data["composite_missing"]),
                trend=Trend(data["trend"] or Trend.BASE),
                label_met=data["label_met"].strip(),
                label_unmet=data["label_unmet"].strip(),
                label_basic=data["label_basic"].strip(),
            ),
        )


class BatchForm(AssessmentForm):
    """The same question for the places below one place."""

    below = forms.ChoiceField(
        label="评哪些地方",
        choices=BelowChoices.choices,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["region"].label = "哪个地方所辖"

    def places(self) -> list[Region]:
        """The places that are asked, in order of code."""
        return list(places_below(self.cleaned_data["region"], self.cleaned_data["below"]))


class TryForm(CountingForm):
    """Rules to try on one assessment; nothing is stored."""

    def options(self, now: core.Options) -> core.Options:
        """The assessment's settings with what is tried."""
        data = self.cleaned_data
        return replace(
            now,
            denominator=DenominatorRule(data["denominator"]),
            missing=MissingRule(data["missing"]),
            basic_tolerance=data["basic_tolerance"],
            basic_tolerance_kind=ToleranceKind(data["basic_tolerance_kind"]),
            basic_counts=data["basic_counts"],
        )


def _initial() -> dict[str, Any]:
    plain = _DEFAULT.to_json()
    return {
        name: plain[name]
        for name in (
            "targets_of",
            "denominator",
            "missing",
            "rounding",
            "decimals",
            "precision",
            "basic_tolerance_kind",
            "composite_missing",
        )
    }
