"""Endpoints of this room: rounds, plans, indicators, approved values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from indicators.choices import BreakdownChoices, PlanKindChoices
from indicators.models import (
    Indicator,
    IndicatorDefinition,
    Observation,
    Plan,
    PlanIndicator,
    Responsibility,
    Round,
    Target,
)
from units.access import Ability
from units.api import NumberField, ScopedViewSet, described
from units.text import whole

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from units.access import Reach


TOTAL_WORD = "total"  # an empty value in an address would mean: no filter


class RoundSerializer(serializers.ModelSerializer[Round]):
    class Meta:
        model = Round
        fields = ("name", "start_year", "end_year")


class PlanSerializer(serializers.ModelSerializer[Plan]):
    region = serializers.CharField(source="region.code", read_only=True)
    round = serializers.CharField(source="round.name", read_only=True)

    class Meta:
        model = Plan
        fields = (
            "id",
            "region",
            "round",
            "kind",
            "title",
            "baseline_year",
            "start_year",
            "midterm_year",
            "end_year",
        )


class DefinitionSerializer(serializers.ModelSerializer[IndicatorDefinition]):
    class Meta:
        model = IndicatorDefinition
        fields = ("valid_from", "definition", "numerator", "denominator", "breaks_series", "note")


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    aliases: Any = serializers.SlugRelatedField("name", many=True, read_only=True)
    definitions = DefinitionSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "measure",
            "scale",
            "by_sex",
            "decimals",
            "frequency",
            "is_addable",
            "aliases",
            "definitions",
        )


class TargetSerializer(serializers.ModelSerializer[Target]):
    value = NumberField(read_only=True, allow_null=True)
    upper = NumberField(read_only=True, allow_null=True)

    class Meta:
        model = Target
        fields = ("stage", "year", "value", "upper")


class ResponsibilitySerializer(serializers.ModelSerializer[Responsibility]):
    unit = serializers.CharField(source="unit.name", read_only=True)

    class Meta:
        model = Responsibility
        fields = ("unit", "kind")


class PlanIndicatorSerializer(serializers.ModelSerializer[PlanIndicator]):
    code = serializers.CharField(source="indicator.code", read_only=True)
    domain = serializers.CharField(source="domain.name", read_only=True)
    measure = serializers.CharField(source="printed_measure", read_only=True)
    tolerance = NumberField(read_only=True, allow_null=True)
    change_points = NumberField(read_only=True, allow_null=True)
    base_value = NumberField(read_only=True, allow_null=True)
    compare_with = serializers.CharField(
        source="compare_with.code", read_only=True, allow_null=True
    )
    targets = TargetSerializer(many=True, read_only=True)
    responsibilities = ResponsibilitySerializer(many=True, read_only=True)

    class Meta:
        model = PlanIndicator
        fields = (
            "id",
            "plan",
            "domain",
            "order",
            "code",
            "name",
            "measure",
            "rule",
            "target_text",
            "tolerance",
            "factor",
            "change_points",
            "compare_with",
            "baseline_year",
            "base_value",
            "aggregate",
            "is_key",
            "is_verified",
            "targets",
            "responsibilities",
        )


class ObservationSerializer(serializers.ModelSerializer[Observation]):
    region = serializers.CharField(source="region.code", read_only=True)
    indicator = serializers.CharField(source="indicator.code", read_only=True)
    value = NumberField(read_only=True, allow_null=True)
    numerator = NumberField(read_only=True, allow_null=True)
    denominator = NumberField(read_only=True, allow_null=True)

    class Meta:
        model = Observation
        fields = (
            "id",
            "region",
            "indicator",
            "reference_year",
            "breakdown",
            "value",
            "numerator",
            "denominator",
            "decimals",
            "text",
            "blank_reason",
            "remark",
            "source",
            "source_text",
            "is_derived",
            "revision",
            "approved_at",
        )


class PlanFilter(django_filters.FilterSet):
    region = django_filters.CharFilter("region__code", label="行政区划代码")
    round = django_filters.CharFilter("round__name", label="轮次")

    class Meta:
        model = Plan
        fields = ("region", "round", "kind")


class PlanIndicatorFilter(django_filters.FilterSet):
    plan = django_filters.NumberFilter("plan__pk", label="规划编号")
    region = django_filters.CharFilter("plan__region__code", label="行政区划代码")
    round = django_filters.CharFilter("plan__round__name", label="轮次")
    kind = django_filters.ChoiceFilter(
        "plan__kind", choices=PlanKindChoices.choices, label="妇女或儿童"
    )
    domain = django_filters.CharFilter("domain__name", label="领域")
    code = django_filters.CharFilter("indicator__code", label="指标代码")

    class Meta:
        model = PlanIndicator
        fields = ("plan", "region", "round", "kind", "domain", "code", "rule", "is_key")


class ObservationFilter(django_filters.FilterSet):
    region = django_filters.CharFilter("region__code", label="行政区划代码")
    indicator = django_filters.CharFilter("indicator__code", label="指标代码")
    reference_year = django_filters.NumberFilter(label="数据年份")
    year_from = django_filters.NumberFilter("reference_year", "gte", label="数据年份不早于")
    year_to = django_filters.NumberFilter("reference_year", "lte", label="数据年份不晚于")
    breakdown = django_filters.ChoiceFilter(
        choices=[(value or TOTAL_WORD, label) for value, label in BreakdownChoices.choices],
        method="of_breakdown",
        label="分组",
    )

    class Meta:
        model = Observation
        fields = ("region", "indicator", "reference_year", "year_from", "year_to", "breakdown")

    def of_breakdown(
        self, rows: QuerySet[Observation], name: str, value: str
    ) -> QuerySet[Observation]:
        return rows.filter(breakdown="" if value == TOTAL_WORD else value)


class OldestFirst(CursorPagination):
    """Pages by key: the millionth row costs as little as the first."""

    ordering = "pk"
    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"

    def decode_cursor(self, request: Request) -> Any:
        """The place in the list; one that nobody was given leads nowhere."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and whole(cursor.position) is None:
            raise NotFound(self.invalid_cursor_message)
        return cursor


@described("轮次", "一个轮次")
class RoundViewSet(ScopedViewSet[Round]):
    queryset = Round.objects.order_by("-start_year")
    serializer_class = RoundSerializer
    ability = Ability.VIEW_CATALOGUE
    lookup_field = "name"

    def inside(self, rows: QuerySet[Round], where: Reach) -> QuerySet[Round]:
        return rows


@described("规划：本人能看到的地区及其各级上级的", "一个规划")
class PlanViewSet(ScopedViewSet[Plan]):
    queryset = Plan.objects.select_related("region", "round").order_by("pk")
    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    ability = Ability.VIEW_CATALOGUE

    def inside(self, rows: QuerySet[Plan], where: Reach) -> QuerySet[Plan]:
        return rows.filter(where.plans())


@described("统计指标库", "一项统计指标")
class IndicatorViewSet(ScopedViewSet[Indicator]):
    queryset = Indicator.objects.prefetch_related("aliases", "definitions").order_by("code")
    serializer_class = IndicatorSerializer
    filterset_fields = ("measure", "frequency", "by_sex")
    ability = Ability.VIEW_CATALOGUE
    lookup_field = "code"

    def inside(self, rows: QuerySet[Indicator], where: Reach) -> QuerySet[Indicator]:
        return rows


@described("监测指标：规划里的指标、规则、目标和责任单位", "一项监测指标")
class PlanIndicatorViewSet(ScopedViewSet[PlanIndicator]):
    queryset = (
        PlanIndicator.objects.select_related("indicator", "domain", "compare_with")
        .prefetch_related("targets", "responsibilities__unit")
        .order_by("plan", "domain__order", "order", "pk")
    )
    serializer_class = PlanIndicatorSerializer
    filterset_class = PlanIndicatorFilter
    ability = Ability.VIEW_CATALOGUE

    def inside(self, rows: QuerySet[PlanIndicator], where: Reach) -> QuerySet[PlanIndicator]:
        return rows.filter(where.plans("plan__region"))


@described("指标数据：已审核的", "一个已审核的数")
class ObservationViewSet(ScopedViewSet[Observation]):
    queryset = Observation.objects.select_related("region", "indicator")
    serializer_class = ObservationSerializer
    filterset_class = ObservationFilter
    pagination_class = OldestFirst
    ability = Ability.VIEW_VALUES

    def inside(self, rows: QuerySet[Observation], where: Reach) -> QuerySet[Observation]:
        return rows.filter(where.places())
