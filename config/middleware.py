"""Sessions that polling does not keep alive; duties that come before any page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect

from units import messages
from units.addresses import client_address
from units.audit import audit_record
from units.choices import AuditAction
from units.duties import Duty, pending_duty
from units.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_REASONS = {
    Duty.PASSWORD: messages.RENEWAL_DUE,
    Duty.SECOND_FACTOR: messages.SECOND_FACTOR_DUE,
}
_ALWAYS_OPEN = frozenset({"units:sign_in", "units:sign_out", "healthz"})


class QuietSessionMiddleware(SessionMiddleware):
    """As Django's, but answers marked ``is_quiet`` (units.polling) do not renew the session.

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
        """A refusal goes into the log; the answer is Django's."""
        if isinstance(exception, PermissionDenied) and isinstance(request.user, User):
            audit_record(
                action=AuditAction.REFUSED,
                user=request.user,
                subject=f"{request.method} {request.path}",
                address=client_address(request),
            )

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _ALWAYS_OPEN or not isinstance(user, User):
            return None
        duty = pending_duty(user, is_verified=user.is_verified())  # type: ignore[attr-defined]
        if duty is None or name == duty:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": messages.API_DUTY}, status=403)
        notes.warning(request, _REASONS[duty])
        return redirect(duty.value)
