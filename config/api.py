"""The API of all rooms under /api/v1/, its schema and its description page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from assessments.api.assessments import AssessmentViewSet, BatchViewSet, ResultViewSet
from assessments.api.trend import TrendView
from config.api_reference import Resource, resources
from config.api_schema import REFUSALS
from indicators.api import (
    IndicatorViewSet,
    ObservationViewSet,
    PlanIndicatorViewSet,
    PlanViewSet,
    RoundViewSet,
)
from units.api import RegionViewSet

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


@lru_cache(maxsize=1)
def _resources() -> list[Resource]:
    """The description changes with the code only."""
    generator: Any = SchemaGenerator(api_version="v1")  # type: ignore[no-untyped-call]  # not typed
    return resources(generator.get_schema(request=None, public=True))


@login_required
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The description for people: every address with its filters and fields."""
    return render(request, "api_docs.html", {"resources": _resources(), "refusals": REFUSALS})


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
