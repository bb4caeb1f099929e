"""Budgets of addresses and accounts at the door: 429 in words, before the work."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from config.views import busy_page
from units import messages
from units.acts import SAFE, act_of, is_export
from units.budgets import budget_spend
from units.models import User
from units.request_context import client_address
from units.text import JSON_TYPE


class AddressBudget:
    """Requests of one address, whoever sends them; stands before everything that costs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if budget_spend("address", client_address(request) or ""):
            return self.get_response(request)
        return _busy(request)


class AccountBudget:
    """Requests of one account: all, those that change something, and those that cost most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or request.resolver_match is None:
            return None
        who = str(user.pk)
        names = ["account"]
        if request.method not in SAFE:
            names.append("changes")
        name = request.resolver_match.view_name
        act = act_of(request.method or "", name, is_export=is_export(request))
        if act is not None:
            names.append(act.value)
        # Each is counted, so that none is spared by another that is used up.
        within = [budget_spend(name, who) for name in names]
        return None if all(within) else _busy(request)


def _busy(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": messages.TOO_OFTEN}, status=429)
    if request.content_type == JSON_TYPE:
        return JsonResponse({"error": messages.TOO_OFTEN}, status=429)
    return busy_page(request)
