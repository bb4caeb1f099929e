"""Asking for causes and measures, and writing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from assessments.models.remedy import LONGEST
from assessments.services.remedy_checks import RemedyText
from indicators.core.values import plain
from indicators.forms.collecting import day_field
from units.forms import StyledForm

if TYPE_CHECKING:
    from assessments.models import Remedy
    from assessments.selectors.remedies import RemedyProposal

_ROWS = 4


class RemediesAskForm(StyledForm, forms.Form):
    answer_by = day_field("填报截止日")


def _paragraph(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": _ROWS}),
    )


class RemedyForm(StyledForm, forms.Form):
    """``version``: the one that was on the screen; an older page is refused."""

    cause = _paragraph("原因分析", f"写事实和数字，不超过 {LONGEST} 字，会印进报告和附表。")
    actions = _paragraph("改进措施", f"做什么、在哪里做、谁来做，不超过 {LONGEST} 字。")
    complete_by = day_field("完成时限", required=False)
    value_to_reach = forms.CharField(
        label="应达值",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, remedy: Remedy, **options: Any) -> None:
        value = remedy.value_to_reach
        options.setdefault(
            "initial",
            {
                "cause": remedy.cause,
                "actions": remedy.actions,
                "complete_by": remedy.complete_by,
                "value_to_reach": "" if value is None else plain(value),
                "version": remedy.version,
            },
        )
        super().__init__(*args, **options)
        unit = remedy.plan_indicator.printed_measure
        self.fields["value_to_reach"].label = f"应达值（{unit}）"
        self.fields["value_to_reach"].help_text = "到完成时限时要达到的数，下一年按它对账。"

    @property
    def text(self) -> RemedyText:
        given = self.cleaned_data
        return RemedyText(
            given["cause"], given["actions"], given["complete_by"], given["value_to_reach"]
        )

    @classmethod
    def with_proposal(
        cls, remedy: Remedy, typed: dict[str, str], proposal: RemedyProposal
    ) -> RemedyForm:
        """What was typed, with the proposal behind the cause and in the fields that are empty."""
        cause, said = typed.get("cause", ""), proposal.cause
        value = proposal.value_to_reach
        offered = {
            "actions": proposal.actions,
            "complete_by": proposal.complete_by,
            "value_to_reach": "" if value is None else plain(value),
        }
        filled = {name: typed.get(name) or known for name, known in offered.items()}
        together = cause if said in cause else f"{cause}{said}"
        version = typed.get("version") or remedy.version
        return cls(remedy=remedy, initial={**filled, "cause": together, "version": version})
