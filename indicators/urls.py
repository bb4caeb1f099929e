"""Pages of the room ``indicators``."""

from __future__ import annotations

from django.urls import path

from indicators.views import catalogue

app_name = "indicators"

urlpatterns = [
    path("plans/", catalogue.plan_list, name="plan_list"),
    path("plans/<int:pk>/", catalogue.plan_detail, name="plan_detail"),
    path("values/", catalogue.value_list, name="value_list"),
]
