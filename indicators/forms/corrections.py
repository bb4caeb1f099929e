"""Correcting one approved figure."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.choices import BlankReasonChoices
from indicators.core.values import plain
from indicators.ledger.typed import TypedFigure
from indicators.models import Observation
from indicators.selectors.ledger_context import library_indicator
from indicators.services.corrections import shown_value
from units.forms import StyledForm

_TEXT = {"autocomplete": "off"}


def _line(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=100, widget=forms.TextInput(attrs=_TEXT), **options
    )


class CorrectionForm(StyledForm, forms.Form):
    """``seen``: the revision that was on the screen; an older page is refused."""

    value = _line("更正为")
    numerator = _line("分子")
    denominator = _line("分母")
    blank_reason = forms.ChoiceField(
        label="改为没有数据，原因",
        required=False,
        choices=[("", "有数据"), *(c for c in BlankReasonChoices.choices if c[0])],
    )
    reason = forms.CharField(
        label="更正的理由",
        max_length=200,
        help_text="写明依据，会一直留在这个数的历史里。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    explanation = forms.CharField(
        label="核对说明",
        required=False,
        max_length=100,
        help_text="有疑问的数核对无误时填写。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, observation: Observation, **options: Any) -> None:
        super().__init__(*args, **options)
        told = library_indicator(observation.indicator, observation.reference_year)
        for name, part in (("numerator", told.numerator), ("denominator", told.denominator)):
            number = getattr(observation, name)
            if part:
                self.fields[name].label = f"{self.fields[name].label}（{part}）"
            self.fields[name].initial = plain(number) if number is not None else ""
        self.fields["value"].initial = shown_value(observation)
        if observation.numerator is not None and observation.denominator is not None:
            self.fields["value"].help_text = "由分子、分母得出；只改分子、分母时，这里不用改。"
        self.fields["blank_reason"].initial = observation.blank_reason
        self.fields["seen"].initial = observation.revision

    @property
    def typed(self) -> TypedFigure:
        """What was typed, as the grid's cells hold it."""
        chosen = self.cleaned_data
        return TypedFigure(
            chosen["value"],
            chosen["numerator"],
            chosen["denominator"],
            chosen["blank_reason"],
            explanation=chosen["explanation"],
        )
