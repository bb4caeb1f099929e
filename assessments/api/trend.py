"""One indicator over the years, as its page draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.columns.indicator import target_path_chart
from assessments.selectors.indicator_page import indicator_page, lines_for
from indicators.models import Indicator
from units.access import Ability, can, object_or_404, person, reach
from units.models import Region

if TYPE_CHECKING:
    from rest_framework.request import Request

    from assessments.charts import Chart
    from indicators.models import PlanIndicator


class TrendSerializer(serializers.Serializer[Any]):
    """One indicator over a plan's years; numbers are texts of decimals, null where missing."""

    years = serializers.ListField(child=serializers.IntegerField())
    actual = serializers.ListField(child=serializers.CharField(allow_null=True))
    pace = serializers.ListField(child=serializers.CharField(allow_null=True))
    forecast = serializers.ListField(child=serializers.CharField(allow_null=True))
    target = serializers.CharField(allow_null=True)
    target_text = serializers.CharField(allow_blank=True)
    annual = serializers.ListField(child=serializers.CharField(allow_null=True))
    behind = serializers.ListField(child=serializers.IntegerField())
    unit = serializers.CharField()
    decimals = serializers.IntegerField()


class TrendView(APIView):
    """The series of one indicator of one place, with the straight line and the target."""

    @extend_schema(
        summary="一个指标在一个地区的历年走势、时序进度、目标和年度目标",
        parameters=[
            OpenApiParameter("plan", OpenApiTypes.INT, description="规划编号；不写取最新一轮")
        ],
        responses=TrendSerializer,
    )
    def get(self, request: Request, region: str, code: str) -> Response:
        user = person(request)
        if not can(user, Ability.VIEW_VALUES):
            raise PermissionDenied
        inside = reach(user, Ability.VIEW_VALUES).places("")
        place = object_or_404(Region.objects.all(), inside, code=region)
        indicator = Indicator.objects.filter(code=code).first()
        if indicator is None:
            raise NotFound
        lines = lines_for(place, indicator)
        plan = request.query_params.get("plan", "")
        line = next((row for row in lines if plan in ("", str(row.plan_id))), None)
        chart = target_path_chart(indicator_page(place, indicator, line))
        if line is None or chart is None:
            raise NotFound
        return Response(_trend(chart, line))


def _trend(drawn: Chart, line: PlanIndicator) -> dict[str, Any]:
    """The chart of the page, line by line; a line that is not drawn is null throughout."""
    chart = drawn.data
    first = line.baseline_year
    series = {each["role"]: each for each in chart["series"]}
    blank = [None] * len(chart["categories"])
    values = {
        role: series[role]["values"] if role in series else blank
        for role in ("actual", "pace", "forecast", "annual")
    }
    return {
        **values,
        "years": list(range(first, line.plan.end_year + 1)),
        "target": chart["target"]["value"] if chart["target"] else None,
        "target_text": line.target_text,
        "behind": [first + number for number in series["actual"]["behind"]],
        "unit": chart["unit"],
        "decimals": chart["decimals"],
    }
