"""Endpoints of this room: assessments and their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from assessments.models import Assessment, Result
from indicators.choices import PlanKindChoices
from units.access import Ability
from units.api import NumberField, ScopedViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from units.access import Reach


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """``summary`` holds plans, domains and combined as the command prints them."""

    region = serializers.CharField(source="region.code", read_only=True)
    round = serializers.CharField(source="round.name", read_only=True)
    settings = serializers.DictField(read_only=True)
    summary = serializers.DictField(read_only=True)

    class Meta:
        model = Assessment
        fields = (
            "id",
            "region",
            "round",
            "kind",
            "stage",
            "year",
            "settings",
            "state",
            "job_state",
            "progress_done",
            "progress_total",
            "summary",
            "requested_at",
            "computed_at",
            "finalised_at",
            "content_hash",
        )


class ResultSerializer(serializers.ModelSerializer[Result]):
    indicator_code = serializers.CharField(source="plan_indicator.indicator.code", read_only=True)
    kind = serializers.ChoiceField(
        PlanKindChoices.choices, source="plan_indicator.plan.kind", read_only=True
    )
    domain = serializers.CharField(source="plan_indicator.domain.name", read_only=True)
    name = serializers.CharField(source="plan_indicator.name", read_only=True)
    counted = serializers.BooleanField(source="is_counted", read_only=True)
    value = NumberField(read_only=True, allow_null=True)
    numerator = NumberField(read_only=True, allow_null=True)
    denominator = NumberField(read_only=True, allow_null=True)
    base = NumberField(read_only=True, allow_null=True)
    target = NumberField(read_only=True, allow_null=True)
    target_upper = NumberField(read_only=True, allow_null=True)
    gap = NumberField(read_only=True, allow_null=True)
    achievement = NumberField(read_only=True, allow_null=True)

    class Meta:
        model = Result
        fields = (
            "id",
            "assessment",
            "indicator_code",
            "kind",
            "domain",
            "name",
            "whose",
            "rule",
            "verdict",
            "computed_verdict",
            "grade",
            "counted",
            "value",
            "numerator",
            "denominator",
            "reference_year",
            "base",
            "base_year",
            "target",
            "target_upper",
            "target_text",
            "gap",
            "achievement",
            "explanation",
        )


class AssessmentFilter(django_filters.FilterSet):
    region = django_filters.CharFilter("region__code", label="行政区划代码")
    round = django_filters.CharFilter("round__name", label="轮次")
    year = django_filters.NumberFilter(label="评估年份")

    class Meta:
        model = Assessment
        fields = ("region", "round", "stage", "year", "state", "job_state")


class ResultFilter(django_filters.FilterSet):
    assessment = django_filters.NumberFilter("assessment__pk", label="评估编号")
    kind = django_filters.ChoiceFilter(
        "plan_indicator__plan__kind", choices=PlanKindChoices.choices, label="妇女或儿童"
    )
    domain = django_filters.CharFilter("plan_indicator__domain__name", label="领域")
    indicator = django_filters.CharFilter("plan_indicator__indicator__code", label="指标代码")

    class Meta:
        model = Result
        fields = ("assessment", "kind", "domain", "indicator", "verdict", "grade")


@extend_schema_view(
    list=extend_schema(summary="评估"), retrieve=extend_schema(summary="一次评估及其达标率")
)
class AssessmentViewSet(ScopedViewSet[Assessment]):
    queryset = (
        Assessment.objects.select_related("region", "round")
        .defer("frozen")
        .order_by("-year", "-pk")
    )
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter
    ability = Ability.VIEW_ASSESSMENTS

    def inside(self, rows: QuerySet[Assessment], where: Reach) -> QuerySet[Assessment]:
        return rows.filter(where.places())


@extend_schema_view(
    list=extend_schema(summary="评估结果：逐项结论和理由"),
    retrieve=extend_schema(summary="一项结果"),
)
class ResultViewSet(ScopedViewSet[Result]):
    queryset = (
        Result.objects.select_related(
            "plan_indicator__indicator", "plan_indicator__plan", "plan_indicator__domain"
        )
        .defer("reason")
        .order_by("-assessment", "order", "pk")
    )
    serializer_class = ResultSerializer
    filterset_class = ResultFilter
    ability = Ability.VIEW_ASSESSMENTS

    def inside(self, rows: QuerySet[Result], where: Reach) -> QuerySet[Result]:
        return rows.filter(where.places("assessment__region"))
