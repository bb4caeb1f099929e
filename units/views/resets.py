"""A new sign-in for somebody: asked for by one person, confirmed by another, printed once."""

from __future__ import annotations

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from units import messages
from units.access import Ability, can, person, requires
from units.forms import ResetForm
from units.refusals import refusals_shown
from units.selectors import accounts_kept_by, resets_for
from units.services.resets import AccountSlip, reset_ask, reset_confirm, reset_refuse


@requires(Ability.KEEP_ACCOUNTS, Ability.KEEP_CATALOGUE)
@never_cache
@require_http_methods(["GET", "POST"])
def resets(request: HttpRequest) -> HttpResponse:
    """What waits for one's word; who keeps accounts also asks for a new one here."""
    user = person(request)
    may_ask = can(user, Ability.KEEP_ACCOUNTS)
    form = None
    if may_ask:
        form = ResetForm(
            request.POST or None,
            accounts=accounts_kept_by(user),
            initial={"user": request.GET.get("user")},
        )
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            try:
                slip = reset_ask(user=asked["user"], reason=asked["reason"], by=user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                if slip is not None:
                    return _slip(request, slip)
                notes.success(request, messages.RESET_ASKED.format(user=asked["user"]))
                return redirect("units:resets")
    return render(request, "units/resets.html", {"waiting": resets_for(user), "form": form})


@requires(Ability.KEEP_ACCOUNTS, Ability.KEEP_CATALOGUE)
@never_cache
@require_POST
def reset_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person confirms, which shows the slip, or refuses."""
    user = person(request)
    reset = get_object_or_404(resets_for(user), pk=pk)
    with refusals_shown(request):
        if "confirm" in request.POST:
            return _slip(request, reset_confirm(reset=reset, by=user))
        reset_refuse(reset=reset, by=user)
        notes.success(request, messages.RESET_REFUSED.format(user=reset.user))
    return redirect("units:resets")


def _slip(request: HttpRequest, slip: AccountSlip) -> HttpResponse:
    address = request.build_absolute_uri("/")
    return render(request, "units/slip.html", {"slip": slip, "address": address})
