"""The gate: raw input is looked at before anything else sees it.

Whatever comes in (address, query, form, JSON, cookies) is text that a database can keep, of a
length somebody may have typed; all else is 400 with a sentence. Fields have their own, narrower
limits (forms and services).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from config.views import page_not_found, refusal_page
from units import messages
from units.text import JSON_TYPE, json_fault, text_fault

LONGEST_ADDRESS: Final = 2_000
LONGEST_LINE: Final = 2_000
LONGEST_TEXT: Final = 100_000
_NO_KEY: Final = re.compile(r"\d{19}")  # longer than any number of a row
MULTI_LINE: Final = frozenset({"text", "reason", "definition", "cause", "actions"})
"""Names of form fields that people fill with paragraphs; in lists of forms the last part of it."""


class InputGate:
    """First of all middleware that reads the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fault = next((fault for fault in _faults(request) if fault), "")
        if not fault:
            if _NO_KEY.search(request.path):
                return page_not_found(request, Http404())
            return self.get_response(request)
        return refusal_page(request, fault)


def _faults(request: HttpRequest) -> Iterator[str]:
    if text_fault(request.path, longest=LONGEST_ADDRESS, one_line=True):
        yield messages.ADDRESS_BROKEN
    for value in request.COOKIES.values():
        if text_fault(value, longest=LONGEST_TEXT, one_line=True):
            yield messages.COOKIE_BROKEN
    yield from _field_faults(request.GET, in_address=True)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if _is_json(request):
        yield json_fault(request.body, longest=LONGEST_TEXT) if request.body else ""
        return
    try:
        posted = request.POST
    except MultiPartParserError:
        yield messages.FORM_BROKEN
        return
    yield from _field_faults(posted, in_address=False)


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == JSON_TYPE


def _field_faults(fields: QueryDict, *, in_address: bool) -> Iterator[str]:
    for name, values in fields.lists():
        yield text_fault(name, longest=LONGEST_LINE, one_line=True)
        has_lines = not in_address and name.rpartition("-")[2] in MULTI_LINE
        longest = LONGEST_TEXT if has_lines else LONGEST_LINE
        for value in values:
            yield text_fault(
                value, longest=longest, one_line=not has_lines, is_secret="password" in name
            )
