"""Forms of this room: asking for a report, and the form of its paper."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django import forms

from assessments.choices import AssessmentStage
from assessments.models import Assessment
from reports import messages
from reports.choices import ReportFormat, ReportKind
from reports.sections import SECTIONS
from reports.words.paper import Paper, iso
from units.models import MemberUnit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.document import Document

_NUMBER: Final = re.compile(r"[^〔〕\d第]+〔\d{4}〕[1-9]\d*号")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PaperForm(forms.Form):
    """The form of the paper that is signed; what is left empty is as the system writes it."""

    number = forms.CharField(
        label="发文字号", max_length=60, required=False, help_text="如“湖妇儿工委〔2021〕3号”。"
    )
    addressee = forms.CharField(
        label="主送机关",
        max_length=200,
        required=False,
        help_text="填了主送，署名和日期就落在文末；作附件印发的报告不填。",
    )
    signed_by = forms.CharField(label="署名", max_length=100, required=False)
    dated = forms.DateField(label="成文日期", required=False, widget=_day())
    header = forms.CharField(label="页眉", max_length=40, required=False)
    cover = forms.BooleanField(label="有封面", required=False)
    toc = forms.BooleanField(label="有目录", required=False)
    copies_to = forms.CharField(label="版记：抄送机关", max_length=300, required=False)
    printed_by = forms.CharField(label="版记：印发机关", max_length=100, required=False)
    printed_on = forms.DateField(label="版记：印发日期", required=False, widget=_day())

    def __init__(self, *args: Any, document: Document, paper: Paper, **kwargs: Any) -> None:
        """``document``: what is printed now, which the empty fields show as a hint."""
        kwargs["initial"] = {**asdict(paper), "cover": document.cover, "toc": document.toc}
        super().__init__(*args, **kwargs)
        self.fields["signed_by"].widget.attrs["placeholder"] = document.issuer
        self.fields["addressee"].widget.attrs["placeholder"] = document.addressee

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and not _NUMBER.fullmatch(number):
            raise forms.ValidationError(messages.PAPER_NUMBER.format(number=number))
        return number

    def clean_addressee(self) -> str:
        addressee: str = self.cleaned_data["addressee"]
        return addressee.rstrip("：:")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        parts = [data.get(name) for name in ("copies_to", "printed_by", "printed_on")]
        if any(parts) and not all(parts):
            self.add_error("copies_to", messages.PAPER_IMPRINT)
        return data

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        days = {name: iso(data[name]) for name in ("dated", "printed_on")}
        return Paper(**{**data, **days})


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
        data: dict[str, Any] = super().clean() or {}
        kind, unit, assessment = data.get("kind"), data.get("unit"), data.get("assessment")
        if not kind or assessment is None:
            return data
        elsewhere = unit is not None and unit.region_id != assessment.region_id
        if elsewhere or (kind == ReportKind.UNIT) is (unit is None):
            self.add_error("unit", messages.NEEDS_UNIT)
        if kind in AssessmentStage.values and kind != assessment.stage:
            self.add_error("kind", messages.KIND_OF_STAGE)
        return data
