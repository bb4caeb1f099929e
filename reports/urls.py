"""Pages of this room: home, help."""

from __future__ import annotations

from django.urls import path

from reports.views import (
    assessments,
    batches,
    comparison,
    course,
    dashboard,
    desk,
    home,
    indicators,
    reports,
    trying,
)
from reports.views import help as help_views

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/indicators/", dashboard.dashboard_indicators, name="dashboard_indicators"),
    path("assessments/", assessments.assessment_list, name="assessment_list"),
    path("assessments/new/", assessments.assessment_start, name="assessment_start"),
    path("assessments/batches/", batches.batch_list, name="batch_list"),
    path("assessments/batches/new/", batches.batch_start, name="batch_start"),
    path("assessments/batches/<int:pk>/", batches.batch_detail, name="batch"),
    path("assessments/batches/<int:pk>/progress/", batches.batch_progress, name="batch_progress"),
    path("assessments/batches/<int:pk>/again/", batches.batch_again, name="batch_again"),
    path("assessments/<int:pk>/try/", trying.assessment_try, name="assessment_try"),
    path("assessments/<int:pk>/compare/", trying.assessment_compare, name="assessment_compare"),
    path("assessments/<int:pk>/", assessments.assessment_detail, name="assessment_detail"),
    path(
        "assessments/<int:pk>/progress/",
        assessments.assessment_progress,
        name="assessment_progress",
    ),
    path(
        "assessments/<int:pk>/again/", assessments.assessment_run_again, name="assessment_run_again"
    ),
    path(
        "assessments/<int:pk>/finalise/",
        assessments.assessment_finalise,
        name="assessment_finalise",
    ),
    path(
        "assessments/<int:pk>/recheck/", assessments.assessment_recheck, name="assessment_recheck"
    ),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:pk>/progress/", reports.report_progress, name="report_progress"),
    path("reports/<int:pk>/again/", reports.report_again, name="report_again"),
    path("reports/files/<int:pk>/", reports.report_file, name="report_file"),
    path("assessments/<int:pk>/report/", reports.report_new, name="report_new"),
    path("indicators/<str:region>/<str:code>/", indicators.indicator_detail, name="indicator"),
    path(
        "dashboard/indicators/<str:code>/", course.dashboard_indicator, name="dashboard_indicator"
    ),
    path("dashboard/places/", comparison.dashboard_places, name="dashboard_places"),
    path("dashboard/rounds/", comparison.dashboard_rounds, name="dashboard_rounds"),
    path("reports/new/", reports.report_start, name="report_start"),
    path("reports/<int:pk>/", desk.report_desk, name="report"),
    path("reports/<int:pk>/text/", desk.report_text, name="report_text"),
    path("reports/<int:pk>/comment/", desk.report_comment, name="report_comment"),
    path("reports/comments/<int:pk>/", desk.report_answer, name="report_answer"),
    path("reports/<int:pk>/build/", desk.report_build, name="report_build"),
    path("reports/<int:pk>/cancel/", desk.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/version/", desk.report_version, name="report_version"),
    path("reports/<int:pk>/issue/", desk.report_issue, name="report_issue"),
    path("reports/<int:pk>/compare/", desk.report_compare, name="report_compare"),
    path("help/", help_views.help_index, name="help"),
    path("help/<slug:slug>/", help_views.help_page, name="help_page"),
]
