"""Who acts, from where, under which number: known once, so that no caller passes it along.

A web request sets it in the middleware, a command or task has the empty one. Services write
their log rows with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


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
