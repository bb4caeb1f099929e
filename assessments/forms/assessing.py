"""Asking for an assessment, for many at once, and trying other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Max

from assessments.choices import AssessmentStage, BelowChoices
from assessments.core.options import offered_basis
from assessments.forms.settings import SettingsForm
from assessments.messages import pages as messages
from assessments.selectors.batches import places_below
from assessments.selectors.plans import has_midterms, plans_by_place
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from indicators.models import Observation, Plan, Round
from indicators.selectors.reporting import approved_share
from units.access import Ability, reach, regions_in_reach
from units.models import Region

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

    from assessments.options import Options
    from units.models import User


class AssessmentForm(SettingsForm):
    """Place, plans, stage, year, and every setting that can change a number."""

    region: forms.ModelChoiceField[Region] = forms.ModelChoiceField(
        label="地区", queryset=Region.objects.none(), empty_label=None
    )
    round: forms.ModelChoiceField[Round] = forms.ModelChoiceField(
        label="规划轮次", queryset=Round.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label="规划",
        choices=[("both", "妇女、儿童两个规划"), ("women", "妇女规划"), ("children", "儿童规划")],
    )
    stage = forms.ChoiceField(label="评估类型", choices=AssessmentStage.choices)
    year = forms.IntegerField(
        label="评估年份", min_value=1990, max_value=2100, help_text="按这一年的数据判断。"
    )

    confirmed = forms.BooleanField(label="年份无误，就按这一年评估", required=False)
    asks_to_confirm = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = reach(user, Ability.RUN_ASSESSMENT)
        self._choose("region", regions_in_reach(user, Ability.RUN_ASSESSMENT))
        rounds = Round.objects.filter(
            plans__in=Plan.objects.filter(within.plans("region"))
        ).distinct()
        self._choose("round", rounds)
        newest = Observation.objects.filter(within.places()).aggregate(year=Max("reference_year"))
        self._offer_year(newest["year"], regions_in_reach(user, Ability.RUN_ASSESSMENT).first())
        self.fields["stage"].initial = Stage.ANNUAL.value
        plans = Plan.objects.filter(round__in=rounds).order_by("-region__code")
        self.stage_years = {
            str(plan.round_id): {
                Stage.MIDTERM.value: plan.midterm_year,
                Stage.FINAL.value: plan.end_year,
                Stage.ANNUAL.value: self.fields["year"].initial,
            }
            for plan in plans
        }

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
        codes = {getattr(each, "code", "") for each in refusal.error_list}
        self.asks_to_confirm = "unconfirmed" in codes
        self.add_error("year" if codes & {"year_outside", "unconfirmed"} else None, refusal)

    def question(self) -> AssessmentRequest:
        """What the form asks, as the service takes it."""
        data = self.cleaned_data
        stage = Stage(data["stage"])
        if not data["basis"]:
            plans = plans_by_place([data["region"]], data["round"], data["kind"])
            offered = offered_basis(
                stage,
                data["year"],
                data["round"].end_year,
                has_midterms=has_midterms(plans.judging(data["region"])),
            )
            data = {**data, "basis": offered}
        return AssessmentRequest.from_answers(data, self.table)


class BatchForm(AssessmentForm):
    """The same question for the places below one place."""

    below = forms.ChoiceField(
        label="评估哪些地区",
        choices=BelowChoices.choices,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["region"].label = "哪个地区所辖"

    def places(self) -> list[Region]:
        """The places that are asked, in order of code."""
        return list(places_below(self.cleaned_data["region"], self.cleaned_data["below"]))


class WhatIfForm(SettingsForm):
    """Rules to try on one assessment; nothing is stored."""

    names: ClassVar = (
        "denominator",
        "missing",
        "basic_tolerance",
        "basic_tolerance_kind",
        "basic_counts",
    )

    def options(self, now: Options) -> Options:
        """The assessment's settings with what is tried."""
        changed = {name: self.cleaned_data[name] for name in self.names}
        return self.table.from_json({**now.to_json(), **changed})
