"""Pages of this room: sign-in, account, messages."""

from __future__ import annotations

from django.urls import path

from units.views import account, audit, resets, second_factor, sign_in

app_name = "units"

urlpatterns = [
    path("sign-in/", sign_in.SignInView.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOutView.as_view(), name="sign_out"),
    path("account/second-factor/", second_factor.second_factor, name="second_factor"),
    path("account/password/", account.password, name="password"),
    path("account/resets/", resets.resets, name="resets"),
    path("account/resets/<int:pk>/", resets.reset_answer, name="reset_answer"),
    path("notices/", account.notices, name="notices"),
    path("notices/read/", account.notices_mark_read, name="notices_read"),
    path("log/", audit.audit_log, name="audit_log"),
]
