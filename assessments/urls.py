"""Pages of the room ``assessments``."""

from __future__ import annotations

from django.urls import URLPattern, path

from assessments.views import (
    assessments,
    batches,
    contradictions,
    deciding,
    drafts,
    indicators,
    remedies,
    what_if,
)

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("assessments/recompute/", assessments.recompute, name="recompute"),
    path("judge-drafts/", drafts.judge_drafts, name="judge_drafts"),
    path(
        "assessments/contradictions/",
        contradictions.contradiction_list,
        name="contradiction_list",
    ),
    path("assessments/decisions/", deciding.decision_list, name="decision_list"),
    path(
        "assessments/decisions/<str:region>/<int:year>/<int:pk>/",
        deciding.decision_page,
        name="decision",
    ),
    path(
        "assessments/decisions/<int:pk>/evidence/",
        deciding.decision_evidence,
        name="decision_evidence",
    ),
    path(
        "assessments/<int:pk>/override/<int:plan_indicator>/",
        deciding.override_page,
        name="override",
    ),
    path("assessments/<int:pk>/remedies/", remedies.remedy_board_page, name="remedies"),
    path("assessments/<int:pk>/remedies/ask/", remedies.remedies_ask_view, name="remedies_ask"),
    path("remedies/", remedies.remedy_list, name="remedy_list"),
    path("remedies/<int:pk>/", remedies.remedy_page, name="remedy"),
    path("remedies/<int:pk>/return/", remedies.remedy_return_view, name="remedy_return"),
    path("remedies/<int:pk>/approve/", remedies.remedy_approve_view, name="remedy_approve"),
]

# Pages of this room whose names begin with ``reports:``. The name of a page outlives a move to
# another room, so the room above lists them under its namespace.
SHARED_NAMES: list[URLPattern] = [
    path("assessments/", assessments.assessment_list, name="assessment_list"),
    path("assessments/new/", assessments.assessment_start, name="assessment_start"),
    path("assessments/batches/", batches.batch_list, name="batch_list"),
    path("assessments/batches/new/", batches.batch_start, name="batch_start"),
    path("assessments/batches/<int:pk>/", batches.batch_detail, name="batch"),
    path("assessments/batches/<int:pk>/progress/", batches.batch_progress, name="batch_progress"),
    path("assessments/batches/<int:pk>/again/", batches.batch_again, name="batch_again"),
    path("assessments/<int:pk>/try/", what_if.assessment_try, name="assessment_try"),
    path("assessments/<int:pk>/compare/", what_if.assessment_compare, name="assessment_compare"),
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
        "assessments/<int:pk>/discard/",
        assessments.assessment_discard,
        name="assessment_discard",
    ),
    path(
        "assessments/<int:pk>/recheck/", assessments.assessment_recheck, name="assessment_recheck"
    ),
    path("indicators/<str:region>/<str:code>/", indicators.indicator_detail, name="indicator"),
    path(
        "dashboard/indicators/<str:code>/",
        indicators.dashboard_indicator,
        name="dashboard_indicator",
    ),
]
