"""Forms of this room: asking for a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from assessments.choices import AssessmentStage
from assessments.models import Assessment
from reports import messages
from reports.choices import ReportFormat, ReportKind
from reports.sections import SECTIONS
from units.models import MemberUnit

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReportForm(forms.Form):
    """Which report on which assessment, for whom, and which files to make."""

    assessment: forms.ModelChoiceField[Assessment] = forms.ModelChoiceField(
        label="依据的评估", queryset=Assessment.objects.none()
    )
    kind = forms.ChoiceField(label="报告种类", choices=[])
    unit: forms.ModelChoiceField[MemberUnit] = forms.ModelChoiceField(
        label="成员单位",
        queryset=MemberUnit.objects.none(),
        required=False,
        help_text="只有单位反馈单要选。",
    )
    formats = forms.MultipleChoiceField(
        label="生成哪些文件",
        choices=ReportFormat.choices,
        initial=[ReportFormat.WORD.value],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, assessments: QuerySet[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        computed = assessments.filter(computed_at__isnull=False)
        choose: Any = self.fields["assessment"]
        choose.queryset = computed
        units: Any = self.fields["unit"]
        units.queryset = MemberUnit.objects.filter(region__assessments__in=computed).distinct()
        kinds: Any = self.fields["kind"]
        kinds.choices = [choice for choice in ReportKind.choices if choice[0] in SECTIONS]

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        kind, unit, assessment = asked.get("kind"), asked.get("unit"), asked.get("assessment")
        if not kind or assessment is None:
            return asked
        elsewhere = unit is not None and unit.region_id != assessment.region_id
        if elsewhere or (kind == ReportKind.UNIT) is (unit is None):
            self.add_error("unit", messages.NEEDS_UNIT)
        if kind in AssessmentStage.values and kind != assessment.stage:
            self.add_error("kind", messages.KIND_OF_STAGE)
        return asked
