"""Pages of the room ``assessments``."""

from __future__ import annotations

from django.urls import URLPattern, path

from assessments.views import contradictions, deciding, drafts

app_name = "assessments"

urlpatterns: list[URLPattern] = [
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
]
