"""Where a request came from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The caller's IP address; None when it cannot be told.

    ``PROXY_COUNT`` proxies of ours stand in front and each adds one entry to X-Forwarded-For;
    what a client wrote there itself, further left, is not believed.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    seen = request.META.get("REMOTE_ADDR", "")
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        seen = forwarded[-settings.PROXY_COUNT]
    try:
        return str(ipaddress.ip_address(seen.strip()))
    except ValueError:
        return None
