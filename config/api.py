"""The API of all rooms under /api/v1/, its schema and its description page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from assessments.api import AssessmentViewSet, BatchViewSet, ResultViewSet
from indicators.api import (
    IndicatorViewSet,
    ObservationViewSet,
    PlanIndicatorViewSet,
    PlanViewSet,
    RoundViewSet,
)
from reports.api import TrendView
from units.api import RegionViewSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.urls import URLPattern, URLResolver
    from rest_framework.request import Request
    from rest_framework.response import Response

router = SimpleRouter()
router.register("regions", RegionViewSet, basename="region")
router.register("rounds", RoundViewSet, basename="round")
router.register("plans", PlanViewSet, basename="plan")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("plan-indicators", PlanIndicatorViewSet, basename="plan_indicator")
router.register("observations", ObservationViewSet, basename="observation")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("batches", BatchViewSet, basename="batch")
router.register("results", ResultViewSet, basename="result")


@extend_schema(exclude=True)
class SchemaView(SpectacularAPIView):
    """The machine-readable description, for signed-in people."""


@extend_schema(exclude=True)
class UnknownView(APIView):
    """404 in the API's own form for every address that is none of its."""

    def get(self, request: Request, rest: str) -> Response:
        raise NotFound


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from local files; its script comes from this address, so nothing is inline."""

    url_name = "api:schema"
    template_name = "api_docs.html"
    title = "接口说明"


api_docs: Callable[..., Any] = login_required(DocsView.as_view())

v1: tuple[list[URLPattern | URLResolver], str] = (
    [
        path("schema/", SchemaView.as_view(), name="schema"),
        path("trends/<str:region>/<str:code>/", TrendView.as_view(), name="trend"),
        *router.urls,
        path("<path:rest>", UnknownView.as_view(), name="unknown"),
    ],
    "api",
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(v1)),
    path("docs/", api_docs, name="api_docs"),
]


REFUSALS = {
    "400": "筛选条件不对，字段名下是原因",
    "403": "没有登录，或者角色不看这类数据",
    "404": "没有这一项，或者不在您能看到的范围内",
}
ANY_OBJECT = {"application/json": {"schema": {"type": "object", "additionalProperties": True}}}


def tidy_schema(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add what every endpoint answers besides success; drop docstrings, meant for programmers."""
    for operations in result["paths"].values():
        for operation in operations.values():
            operation.pop("description", None)
            for status, text in REFUSALS.items():
                answer = {"description": text, "content": ANY_OBJECT}
                operation["responses"].setdefault(status, answer)
    for component in result["components"]["schemas"].values():
        if component.get("type") == "object":
            component.pop("description", None)
    return result
