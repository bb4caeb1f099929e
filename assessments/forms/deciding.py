"""A person's verdict with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from assessments.choices import VerdictChoices
from assessments.models import Decision

if TYPE_CHECKING:
    from indicators.wording.verdicts import Words

_OPEN = ("", "请选择")
_DECIDABLE = [_OPEN, *(c for c in VerdictChoices.choices if c[0] in ("met", "unmet"))]


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(
        label="认定", choices=_DECIDABLE, widget=forms.Select(attrs={"class": "form-select"})
    )
    reason = forms.CharField(
        label="理由",
        max_length=Decision._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        help_text="写明依据什么文件、数据或现场情况。",
    )
    evidence = forms.FileField(
        label="依据（文件）",
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )


class OverrideForm(forms.Form):
    """``words``: of the run whose verdict is changed."""

    verdict = forms.ChoiceField(
        label="调整为",
        choices=[_OPEN, *VerdictChoices.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        help_text="会和计算的结论印在一起。",
    )

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(verdict, words.plain(verdict)) for verdict in VerdictChoices.values]
        self.fields["verdict"].choices = [_OPEN, *offered]  # type: ignore[attr-defined]
