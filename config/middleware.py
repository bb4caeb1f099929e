"""The request's context and log rows, sessions that polling does not keep alive, duties first."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages as notes
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from units import messages
from units.access import NotYours
from units.acts import act_record
from units.audit import audit_record, audit_written
from units.choices import AuditAction
from units.duties import SignInDuty, pending_duty
from units.models import User
from units.request_context import RequestContext, client_address, request_context_set
from units.single_sign_on import is_signed_in_by_service

_REASONS = {
    SignInDuty.PASSWORD: messages.RENEWAL_DUE,
    SignInDuty.SECOND_FACTOR: messages.SECOND_FACTOR_DUE,
}
_ALWAYS_OPEN = frozenset({"units:sign_in", "units:sign_out", "healthz"})


class RequestContextMiddleware:
    """Gives the request its number, and sees to it that every act leaves a log row.

    Services write what was changed, old and new. An act that wrote none, because it was refused,
    failed or changed nothing, gets a row here that says what was tried and how it was answered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        context = RequestContext(client_address(request), uuid.uuid4().hex)
        with request_context_set(context):
            response = self.get_response(request)
            if not audit_written(context):
                act_record(request, response)
        response["X-Request-ID"] = context.request_id
        return response


class QuietSessionMiddleware(SessionMiddleware):
    """As Django's, but answers marked ``is_quiet`` (units.job_progress) do not renew the session.

    A page left open on a running job would otherwise never sign out by itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(response, "is_quiet", False) and not request.session.modified:
            return response
        return super().process_response(request, response)


class AccountMiddleware:
    """Sends an account with a pending duty to the page where it is done; the API answers 403.

    Answers to signed-in people are kept by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            # A shared computer must not show the pages of somebody who has signed out.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal goes into the log, somebody else's object too; the answer is Django's."""
        is_refusal = isinstance(exception, PermissionDenied | NotYours)
        if is_refusal and isinstance(request.user, User):
            audit_record(
                action=AuditAction.REFUSED,
                user=request.user,
                subject=f"{request.method} {request.path}",
            )

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _ALWAYS_OPEN or not isinstance(user, User):
            return None
        duty = pending_duty(user, is_verified=user.is_verified())  # type: ignore[attr-defined]
        if duty is SignInDuty.PASSWORD and is_signed_in_by_service(request):
            return None  # whose password is not used need not renew it here
        if duty is None or name == duty:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": messages.API_DUTY}, status=403)
        notes.warning(request, _REASONS[duty])
        return redirect(duty.value)
