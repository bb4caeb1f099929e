"""Pages of this room: home, dashboards, reports, help."""

from __future__ import annotations

from django.urls import path

from assessments.urls import SHARED_NAMES
from reports.views import (
    comparison,
    dashboard,
    home,
    report_bases,
    report_editor,
    report_outlines,
    reports,
)
from reports.views import help as help_views

app_name = "reports"

urlpatterns = [
    *SHARED_NAMES,
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/indicators/", dashboard.dashboard_indicators, name="dashboard_indicators"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:pk>/progress/", reports.report_progress, name="report_progress"),
    path("reports/<int:pk>/again/", reports.report_again, name="report_again"),
    path("reports/files/<int:pk>/", reports.report_file, name="report_file"),
    path("assessments/<int:pk>/report/", reports.report_new, name="report_new"),
    path("dashboard/places/", comparison.dashboard_places, name="dashboard_places"),
    path("dashboard/rounds/", comparison.dashboard_rounds, name="dashboard_rounds"),
    path("reports/base/<str:region>/", report_bases.report_base, name="report_base"),
    path(
        "reports/outline/<str:region>/<slug:kind>/",
        report_outlines.report_outline,
        name="report_outline",
    ),
    path("reports/base/<str:region>/file/", report_bases.report_base_file, name="report_base_file"),
    path("reports/new/", reports.report_start, name="report_start"),
    path("reports/<int:pk>/", report_editor.report_editor, name="report"),
    path("reports/<int:pk>/text/", report_editor.report_text, name="report_text"),
    path("reports/<int:pk>/paper/", report_editor.report_paper, name="report_paper"),
    path("reports/<int:pk>/comment/", report_editor.report_comment, name="report_comment"),
    path("reports/comments/<int:pk>/", report_editor.report_answer, name="report_answer"),
    path("reports/<int:pk>/build/", report_editor.report_build, name="report_build"),
    path("reports/<int:pk>/cancel/", report_editor.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/version/", report_editor.report_version, name="report_version"),
    path("reports/<int:pk>/issue/", report_editor.report_issue, name="report_issue"),
    path("reports/<int:pk>/compare/", report_editor.report_compare, name="report_compare"),
    path("help/", help_views.help_index, name="help"),
    path("help/<slug:slug>/", help_views.help_page, name="help_page"),
]
