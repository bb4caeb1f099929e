"""Sign-in and sign-out, both in the log; too many failures lock the account for a while."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_otp import login as otp_login

from units import messages
from units.audit import audit_record
from units.budgets import budget_left, budget_minutes, budget_spend
from units.choices import AuditAction
from units.forms import SignInForm, lock_minutes
from units.models import User
from units.request_context import client_address

TEMPLATE = "units/sign_in.html"


class SignInView(LoginView):
    template_name = TEMPLATE
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"sso_start": settings.SSO_START}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where an address or a name has failed too often, no password is looked at any more."""
        if not budget_left("sign_in_address", client_address(request) or ""):
            minutes = budget_minutes("sign_in_address")
            return _told(request, messages.SIGN_IN_ADDRESS_BUSY.format(minutes=minutes))
        name = request.POST.get("username", "").strip().casefold()
        if not budget_left("sign_in_name", name):
            minutes, limit = budget_minutes("sign_in_name"), settings.BUDGETS["sign_in_name"][0]
            return _told(request, messages.SIGN_IN_LOCKED.format(limit=limit, minutes=minutes))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.device is not None:
            otp_login(self.request, form.device)
        audit_record(
            action=AuditAction.SIGN_IN,
            user=form.get_user(),
        )
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        audit_record(
            action=AuditAction.SIGN_IN_FAILED,
            username=str(form.data.get("username", ""))[:150],
        )
        if not form.has_error(NON_FIELD_ERRORS, "token_needed"):
            budget_spend("sign_in_address", client_address(self.request) or "")
            budget_spend("sign_in_name", form.data.get("username", "").strip().casefold())
        return super().form_invalid(form)


class SignOutView(LogoutView):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            audit_record(
                action=AuditAction.SIGN_OUT,
                user=request.user,
            )
        return super().post(request, *args, **kwargs)


def locked(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What a locked account gets instead of an answer (AXES_LOCKOUT_CALLABLE)."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    audit_record(
        action=AuditAction.LOCKED,
        username=str(username)[:150],
    )
    budget_spend("sign_in_address", client_address(request) or "")
    text = messages.SIGN_IN_LOCKED.format(limit=settings.AXES_FAILURE_LIMIT, minutes=lock_minutes())
    return _told(request, text)


def _told(request: HttpRequest, text: str) -> HttpResponse:
    """The sign-in page with a sentence instead of an answer."""
    form = SignInForm(request, initial={"username": request.POST.get("username", "")[:150]})
    context = {"form": form, "locked": text}
    return render(request, TEMPLATE, context, status=HTTPStatus.TOO_MANY_REQUESTS)
