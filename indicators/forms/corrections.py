"""Correcting one approved figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from indicators.choices import BlankReasonChoices
from indicators.core.values import plain

if TYPE_CHECKING:
    from typing import Any

    from indicators.models import Observation

_TEXT = {"class": "form-control", "autocomplete": "off"}


class CorrectionForm(forms.Form):
    value = forms.CharField(
        label="更正为", required=False, max_length=40, widget=forms.TextInput(attrs=_TEXT)
    )
    numerator = forms.CharField(
        label="分子", required=False, max_length=40, widget=forms.TextInput(attrs=_TEXT)
    )
    denominator = forms.CharField(
        label="分母", required=False, max_length=40, widget=forms.TextInput(attrs=_TEXT)
    )
    blank_reason = forms.ChoiceField(
        label="改为没有数据，原因",
        required=False,
        choices=[("", "有数据"), *(c for c in BlankReasonChoices.choices if c[0])],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label="更正的理由",
        max_length=300,
        help_text="写明依据，会一直留在这个数的历史里。",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )

    def __init__(self, *args: Any, observation: Observation, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("value", "numerator", "denominator"):
            number = getattr(observation, name)
            self.fields[name].initial = plain(number) if number is not None else ""
        self.fields["value"].initial = self.fields["value"].initial or observation.text
        self.fields["blank_reason"].initial = observation.blank_reason

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if not chosen.get("value") and not chosen.get("blank_reason"):
            raise ValidationError("请填更正后的数，或选择没有数据的原因。", code="empty")
        if bool(chosen.get("numerator")) != bool(chosen.get("denominator")):
            raise ValidationError("分子和分母应同时填写。", code="parts")
        return chosen
