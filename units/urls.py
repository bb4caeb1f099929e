"""Pages of this room: sign-in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

app_name = "units"

urlpatterns = [
    path("sign-in/", LoginView.as_view(template_name="units/sign_in.html"), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
]
