"""URLs of all rooms."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("units.urls")),
    path("", include("indicators.urls")),
    path("", include("assessments.urls")),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
