"""Opening rounds, moving dates, giving reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from units.forms import StyledForm
from units.models import MemberUnit, Region


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class RoundOpenForm(StyledForm, forms.Form):
    region = forms.ModelChoiceField(queryset=Region.objects.none(), label="地区", empty_label=None)
    reference_year = forms.IntegerField(
        label="数据年份", min_value=1949, help_text="填哪一年的数，不是哪一年来填。"
    )
    opens_on = day_field("开始日期")
    closes_on = day_field("截止日期")
    with_below = forms.BooleanField(
        label="所辖各地一并开始",
        required=False,
        help_text="有成员单位的下级地区各开一个批次。",
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("region", regions)
        self.fields["reference_year"].initial = timezone.localdate().year - 1

    def places(self) -> list[Region]:
        """The places to open: the chosen one and, where asked, those below with units."""
        region = self.cleaned_data["region"]
        if not self.cleaned_data["with_below"]:
            return [region]
        with_units = MemberUnit.objects.filter(is_active=True).values("region")
        below = Region.objects.within(region).filter(pk__in=with_units).exclude(pk=region.pk)
        return [region, *below]


class BulkLedgerForm(StyledForm, forms.Form):
    region = forms.ModelChoiceField(
        queryset=Region.objects.none(),
        label="地区",
        empty_label=None,
        help_text="文件里的代码须是这个地区或它的下级。",
    )
    file = forms.FileField(
        label="文件（不超过20兆）",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("region", regions)


class RoundDatesForm(StyledForm, forms.Form):
    opens_on = day_field("开始日期")
    closes_on = day_field("截止日期")


class ExtensionForm(StyledForm, forms.Form):
    unit = forms.ModelChoiceField(
        queryset=MemberUnit.objects.none(),
        label="单位",
        empty_label="请选择",
    )
    closes_on = day_field("延期到")
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args: Any, units: QuerySet[MemberUnit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("unit", units)
