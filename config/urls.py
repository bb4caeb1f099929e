"""URLs of all rooms."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("units.urls")),
    path("", include("indicators.urls")),
    path("", include("assessments.urls")),
    path("admin/", admin.site.urls),
]
