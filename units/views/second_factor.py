"""Setting up one-time codes on a telephone, and proving them later in the same session."""

from __future__ import annotations

import base64
import io
from typing import Final

import qrcode
import qrcode.image.svg
from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from units import messages
from units.access import person
from units.audit import audit_record
from units.choices import AuditAction
from units.forms import CodeForm
from units.services.accounts import second_factor_confirm, second_factor_open

KEY: Final = "second_factor_key"
"""Where the session keeps the key that is shown, until the first code proves it."""


def picture(device: TOTPDevice) -> str:
    """The key as a QR code in a data address (images may be ``data:`` under our policy)."""
    drawn = io.BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode("ascii")


def typed_key(device: TOTPDevice) -> str:
    """The key to type where no picture can be taken, in groups of four."""
    key = base64.b32encode(device.bin_key).decode("ascii").rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    user = person(request)
    key = request.session.setdefault(KEY, random_hex(20))
    device = second_factor_open(user=user, key=key)
    form = CodeForm(device, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor_confirm(device=device):
            audit_record(
                action=AuditAction.ACCOUNT,
                user=user,
                subject=messages.SECOND_FACTOR_SET,
            )
            notes.success(request, messages.SECOND_FACTOR_SET)
        request.session.pop(KEY, None)
        otp_login(request, device)
        request.session.cycle_key()  # what was known of the session before opens nothing more
        return redirect("reports:home")
    context = {"form": form, "is_set": device.confirmed}
    if not device.confirmed:
        context |= {"picture": picture(device), "key": typed_key(device)}
    return render(request, "units/second_factor.html", context)
