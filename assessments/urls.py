"""Pages of the room ``assessments``."""

from __future__ import annotations

from django.urls import URLPattern, path

from assessments.views import drafts

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("judge-drafts/", drafts.judge_drafts, name="judge_drafts"),
]
