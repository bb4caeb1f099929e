"""Sessions that a page's own polling does not keep alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.middleware import SessionMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class QuietSessionMiddleware(SessionMiddleware):
    """As Django's, but answers marked ``is_quiet`` (units.polling) do not renew the session.

    A page left open on a running job would otherwise never sign out by itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(response, "is_quiet", False) and not request.session.modified:
            return response
        return super().process_response(request, response)
