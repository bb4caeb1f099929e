"""What every endpoint of the API shares, and the endpoint of places.

A row outside the caller's reach is 404, a role that never sees this kind of
thing gets 403: the same rules as on the pages.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

import django_filters
from django.core.exceptions import ValidationError as RefusedError
from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import ReadOnlyModelViewSet

from units.access import Ability, Reach, can, person, reach
from units.models import Region, User

ModelT = TypeVar("ModelT", bound=Model)
ViewT = TypeVar("ViewT", bound="Callable[..., Any]")


class Pages(PageNumberPagination):
    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"


class HasAbility(BasePermission):
    """The caller has the endpoint's ability somewhere."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        ability: Ability = view.ability  # type: ignore[attr-defined]  # set by ScopedViewSet
        return isinstance(request.user, User) and can(request.user, ability)


class ScopedViewSet(ReadOnlyModelViewSet[ModelT]):
    """List and one row, cut to the caller's reach by ``inside``."""

    ability: ClassVar[Ability]
    permission_classes = (HasAbility,)
    pagination_class: Any = Pages
    lookup_value_regex = "[^/]+"  # whatever is asked for is answered here, with 404 if need be

    def inside(self, rows: QuerySet[ModelT], where: Reach) -> QuerySet[ModelT]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[ModelT]:
        rows: QuerySet[ModelT] = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):  # the schema is made without a caller
            return rows.none()
        return self.inside(rows, reach(person(self.request), self.ability))


def described(rows: str, row: str) -> Callable[[ViewT], ViewT]:
    """What the API's page says of the list and of one row."""
    return extend_schema_view(list=extend_schema(summary=rows), retrieve=extend_schema(summary=row))


class NumberField(serializers.DecimalField):
    """A decimal as plain text without superfluous zeros: ``"98.5"``; null when missing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=15, decimal_places=6, **options)

    def to_representation(self, value: Decimal) -> str:
        return format(value.normalize(), "f")


class RegionSerializer(serializers.ModelSerializer[Region]):
    parent: Any = serializers.CharField(source="parent.code", read_only=True, allow_null=True)

    class Meta:
        model = Region
        fields = ("code", "name", "level", "parent")


class RegionFilter(django_filters.FilterSet):
    parent = django_filters.CharFilter("parent__code", label="上级的行政区划代码")

    class Meta:
        model = Region
        fields = ("level", "parent")


@described("行政区划：本人能看到的地区及其各级上级", "一个行政区划")
class RegionViewSet(ScopedViewSet[Region]):
    queryset = Region.objects.select_related("parent").order_by("code")
    serializer_class = RegionSerializer
    filterset_class = RegionFilter
    ability = Ability.VIEW_CATALOGUE
    lookup_field = "code"

    def inside(self, rows: QuerySet[Region], where: Reach) -> QuerySet[Region]:
        return rows.filter(where.plans(""))


def refusal_handler(error: Exception, context: dict[str, Any]) -> Any:
    """A service's refusal is 400 with its sentence; the rest as the framework does it."""
    if isinstance(error, RefusedError):
        error = ValidationError({"detail": error.messages})
    return exception_handler(error, context)
