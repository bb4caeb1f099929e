"""Pages of no room: errors, and whether this process can serve."""

from __future__ import annotations

import logging
import secrets
import sys
from http import HTTPStatus

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from config import messages
from config.context import chosen_size
from units.messages import NOT_THERE, TOO_OFTEN
from units.text import JSON_TYPE

logger = logging.getLogger(__name__)
RETRY_SECONDS = 10


def _error_page(
    request: HttpRequest, status: HTTPStatus, template: str, sentence: str = ""
) -> HttpResponse:
    """A page that needs neither database nor session; its number is in the log as well.

    A page's script and the API get the sentence as JSON.
    """
    number = f"{status.value}-{timezone.localtime():%m%d-%H%M}-{secrets.token_hex(2)}"
    level = logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
    logger.log(level, "error page %s for %s %r", number, request.method, request.path)
    key = "detail" if request.path.startswith("/api/") else "error"
    if key == "detail" or request.content_type == JSON_TYPE:
        said = sentence or messages.ERROR_HEADINGS[template]
        return JsonResponse({key: said}, status=status)
    page = render_to_string(
        f"errors/{template}.html",
        {
            "heading": messages.ERROR_HEADINGS[template],
            "number": number,
            "is_demo": settings.DEMO,
            "type_size": chosen_size(request),
            "path": request.path,
            "sentence": sentence,
        },
    )
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, HTTPStatus.BAD_REQUEST, "400")


def refusal_page(request: HttpRequest, sentence: str) -> HttpResponse:
    """400 with the sentence that says what cannot be read."""
    return _error_page(request, HTTPStatus.BAD_REQUEST, "400", sentence)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, HTTPStatus.FORBIDDEN, "403")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = NOT_THERE if request.path.startswith("/api/") else ""
    return _error_page(request, HTTPStatus.NOT_FOUND, "404", sentence)


def busy_page(request: HttpRequest) -> HttpResponse:
    """429: somebody asks more often than people do."""
    response = _error_page(request, HTTPStatus.TOO_MANY_REQUESTS, "429", TOO_OFTEN)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500; when the database does not answer, 503 that tries again by itself."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        is_read = request.method in ("GET", "HEAD")
        sentence = messages.DATABASE_AWAY if is_read else messages.DATABASE_AWAY_UNSAVED
        response = _error_page(request, HTTPStatus.SERVICE_UNAVAILABLE, "503", sentence)
        response["Retry-After"] = str(RETRY_SECONDS)
        if request.method == "GET":
            response["Refresh"] = str(RETRY_SECONDS)
        return response
    return _error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "500")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error_page(request, HTTPStatus.FORBIDDEN, "csrf")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503; says nothing more to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
