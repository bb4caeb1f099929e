"""Pages of this room: home, help."""

from __future__ import annotations

from django.urls import path

from reports.views import dashboard, home
from reports.views import help as help_views

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/indicators/", dashboard.dashboard_indicators, name="dashboard_indicators"),
    path("help/", help_views.help_index, name="help"),
    path("help/<slug:slug>/", help_views.help_page, name="help_page"),
]
