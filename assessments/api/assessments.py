"""Endpoints of this room: assessments and their results."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from assessments.choices import AssessmentStage, BelowChoices, PlanScope
from assessments.models import Assessment, AssessmentBatch, Result
from assessments.options import TOLERANCE_DIGITS, TOLERANCE_PLACES, Options, settings_of
from assessments.selectors.batches import places_below
from assessments.services.batches import batch_ask
from assessments.services.requests import AssessmentRequest, assessments_ask
from indicators.choices import PlanKindChoices
from indicators.models import Plan, Round
from indicators.wording.verdicts import words_of
from units.access import Ability, can, person, reach, regions_in_reach
from units.api import NumberField, ScopedViewSet
from units.choices import JobState
from units.models import Region, User

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from assessments.options import Setting
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


def setting_field(row: Setting) -> serializers.Field[Any, Any, Any, Any]:
    """The field that takes one setting."""
    common: dict[str, Any] = {"label": row.label, "required": False}
    if not row.by_stage:
        common["default"] = row.plain(row.default)
    if issubclass(row.kind, StrEnum):
        return serializers.ChoiceField([(str(v), word) for v, word in row.words.items()], **common)
    if row.kind is bool:
        return serializers.BooleanField(**common)
    if row.kind is int:
        return serializers.IntegerField(min_value=0, max_value=row.most, **common)
    if row.kind is Decimal:
        return serializers.DecimalField(
            max_digits=TOLERANCE_DIGITS,
            decimal_places=TOLERANCE_PLACES,
            min_value=Decimal(0),
            allow_null=True,
            **common,
        )
    return serializers.CharField(max_length=row.most, allow_blank=True, **common)


class AskSerializer(serializers.Serializer[AssessmentRequest]):
    """The settings of ``run_assessment``, with its defaults."""

    region: Any = serializers.SlugRelatedField("code", queryset=Region.objects.none())
    round: Any = serializers.SlugRelatedField("name", queryset=Round.objects.none())
    stage = serializers.ChoiceField(AssessmentStage.choices)
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    kind = serializers.ChoiceField(PlanScope.choices, default=PlanScope.BOTH.value)
    confirmed = serializers.BooleanField(
        default=False,
        label="年份与评估类型不符也照此评估（终期不在终期年、中期不在中期年）",
    )
    table: ClassVar[type[Options]] = Options

    def get_fields(self) -> dict[str, Any]:
        """What may be named is what the caller may have judged."""
        fields: dict[str, Any] = super().get_fields()
        fields |= {name: setting_field(row) for name, row in settings_of(self.table).items()}
        user = getattr(self.context.get("request"), "user", None)
        if isinstance(user, User):
            within = reach(user, Ability.RUN_ASSESSMENT)
            plans = Plan.objects.filter(within.plans("region"))
            fields["region"].queryset = regions_in_reach(user, Ability.RUN_ASSESSMENT)
            fields["round"].queryset = Round.objects.filter(plans__in=plans).distinct()
        return fields

    def question(self) -> AssessmentRequest:
        return AssessmentRequest.from_answers(self.validated_data, self.table)


class AskManySerializer(AskSerializer):
    """The same question for the places below ``region``."""

    below = serializers.ChoiceField(BelowChoices.choices, default=BelowChoices.COUNTY.value)


class BatchSerializer(serializers.ModelSerializer[AssessmentBatch]):
    """``done``, ``failed``, ``waiting``: how many places stand so. Results: assessments?batch=."""

    region = serializers.CharField(source="region.code", read_only=True)
    done = serializers.IntegerField(read_only=True)
    failed = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)

    class Meta:
        model = AssessmentBatch
        fields = ("id", "region", "title", "requested_at", "done", "failed", "waiting")


class ResultSerializer(serializers.ModelSerializer[Result]):
    indicator_code = serializers.CharField(source="plan_indicator.indicator.code", read_only=True)
    kind = serializers.ChoiceField(
        PlanKindChoices.choices, source="plan_indicator.plan.kind", read_only=True
    )
    verdict_text = serializers.SerializerMethodField()
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
            "measure",
            "whose",
            "rule",
            "verdict",
            "computed_verdict",
            "grade",
            "verdict_text",
            "pace_state",
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

    def get_verdict_text(self, row: Result) -> str:
        """The verdict in the words of its run."""
        settings: dict[str, Any] = getattr(row, "run_settings", {})
        return words_of(settings).verdict(row.verdict, row.grade)


class AssessmentFilter(django_filters.FilterSet):
    batch = django_filters.NumberFilter("batch__pk", label="批量评估编号")
    region = django_filters.CharFilter("region__code", label="行政区划代码")
    round = django_filters.CharFilter("round__name", label="轮次")
    year = django_filters.NumberFilter(label="评估年份")

    class Meta:
        model = Assessment
        fields = ("region", "round", "stage", "year", "state", "job_state", "batch")


class ResultFilter(django_filters.FilterSet):
    assessment = django_filters.NumberFilter("assessment__pk", label="评估编号")
    kind = django_filters.ChoiceFilter(
        "plan_indicator__plan__kind", choices=PlanKindChoices.choices, label="妇女或儿童"
    )
    domain = django_filters.CharFilter(label="领域")
    indicator = django_filters.CharFilter("plan_indicator__indicator__code", label="指标代码")

    class Meta:
        model = Result
        fields = ("assessment", "kind", "domain", "indicator", "verdict", "grade")


SerializerT = TypeVar("SerializerT", bound=AskSerializer)


def _checked(view: ScopedViewSet[Any], serializer: type[SerializerT]) -> SerializerT:
    """What was asked for, by somebody who may."""
    if not can(person(view.request), Ability.RUN_ASSESSMENT):
        raise PermissionDenied
    checked = serializer(data=view.request.data, context=view.get_serializer_context())
    checked.is_valid(raise_exception=True)
    return checked


def _accepted(view: ScopedViewSet[Any], pk: int) -> Response:
    row = view.get_queryset().get(pk=pk)
    return Response(view.get_serializer(row).data, status=HTTPStatus.ACCEPTED)


@extend_schema_view(
    list=extend_schema(summary="评估"),
    retrieve=extend_schema(summary="一次评估及其达标率"),
    create=extend_schema(
        summary="发起评估：同样的问题再问一次，重新计算同一份未定稿的评估",
        request=AskSerializer,
        responses={202: AssessmentSerializer},
    ),
)
class AssessmentViewSet(ScopedViewSet[Assessment]):
    queryset = (
        Assessment.objects.select_related("region", "round").listed().order_by("-year", "-pk")
    )
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter
    ability = Ability.VIEW_ASSESSMENTS

    def inside(self, rows: QuerySet[Assessment], where: Reach) -> QuerySet[Assessment]:
        return rows.filter(where.places())

    def create(self, request: Request) -> Response:
        """Queue one assessment; the answer shows its row, to be asked for again until done."""
        checked = _checked(self, AskSerializer)
        [pk] = assessments_ask(
            requests=[checked.question()],
            user=person(request),
            is_confirmed=checked.validated_data["confirmed"],
        )
        return _accepted(self, pk)


@extend_schema_view(
    list=extend_schema(summary="评估结果：逐项结论和理由"),
    retrieve=extend_schema(summary="一项结果"),
)
class ResultViewSet(ScopedViewSet[Result]):
    queryset = (
        Result.objects.select_related("plan_indicator__indicator", "plan_indicator__plan")
        .defer("reason")
        .annotate(run_settings=F("assessment__settings"))
        .order_by("-assessment", "order", "pk")
    )
    serializer_class = ResultSerializer
    filterset_class = ResultFilter
    ability = Ability.VIEW_ASSESSMENTS

    def inside(self, rows: QuerySet[Result], where: Reach) -> QuerySet[Result]:
        return rows.filter(where.places("assessment__region"))


def _jobs_in(*states: JobState) -> Count:
    return Count("assessments", filter=Q(assessments__job_state__in=states))


@extend_schema_view(
    list=extend_schema(summary="批量评估和各自的进度"),
    retrieve=extend_schema(summary="一次批量评估的进度"),
    create=extend_schema(
        summary="对所辖各地发起同样的评估，每个地区一项任务",
        request=AskManySerializer,
        responses={202: BatchSerializer},
    ),
)
class BatchViewSet(ScopedViewSet[AssessmentBatch]):
    queryset = (
        AssessmentBatch.objects.select_related("region")
        .annotate(
            done=_jobs_in(JobState.DONE),
            failed=_jobs_in(JobState.FAILED, JobState.CANCELLED),
            waiting=_jobs_in(JobState.QUEUED, JobState.RUNNING),
        )
        .order_by("-pk")
    )
    serializer_class = BatchSerializer
    ability = Ability.VIEW_ASSESSMENTS

    def inside(self, rows: QuerySet[AssessmentBatch], where: Reach) -> QuerySet[AssessmentBatch]:
        return rows.filter(where.places())

    def create(self, request: Request) -> Response:
        """Queue one assessment per place below; the answer shows the progress."""
        checked = _checked(self, AskManySerializer)
        asked_for = checked.question()
        batch, _ = batch_ask(
            request=asked_for,
            places=list(places_below(asked_for.region, checked.validated_data["below"])),
            user=person(request),
            is_confirmed=checked.validated_data["confirmed"],
        )
        return _accepted(self, batch.pk)
