"""URLs of all rooms."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.views import healthz

urlpatterns = [
    path("", include("units.urls")),
    path("", include("indicators.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("api/", include("config.api")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]
if settings.SSO == "oidc":
    urlpatterns.append(path("sso/", include("mozilla_django_oidc.urls")))
elif settings.SSO == "cas":
    from django_cas_ng.views import LoginView

    urlpatterns.append(path("sso/", LoginView.as_view(), name="sso_cas"))

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"
