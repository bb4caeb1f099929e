"""Who acts, from where, under which number: known once, so that no caller passes it along.

A web request sets it in the middleware, a command or task has the empty one. Services write
their log rows with it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest


@dataclass(slots=True)
class RequestContext:
    """``address``: the caller's, None outside the web. ``request_id``: the same number in the
    server log, in the answer's header and in every log row of the request. ``written``: log
    rows of this request so far; ``is_written``: one of them has been committed."""

    address: str | None = None
    request_id: str = ""
    written: list[int] = field(default_factory=list)
    is_written: bool = False

    def wrote(self) -> None:
        self.is_written = True


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def request_context() -> RequestContext:
    """The context of what runs now; an empty one outside a request."""
    return _current.get() or RequestContext()


@contextmanager
def request_context_set(context: RequestContext) -> Iterator[RequestContext]:
    """Run something as one request."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)


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
