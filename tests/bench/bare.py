"""A page as bare as Django makes it: our frame, one loop over ready texts, of a given size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as ours

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

ROWS, CELLS = 102, 7
TEMPLATE = """{% extends "base.html" %}{% block content %}<table>{% for row in rows %}<tr>
{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endblock %}"""


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    size = int(request.GET["size"])
    text = "数" * (size // (3 * ROWS * CELLS) - 3)
    rows = [[text] * CELLS for _ in range(ROWS)]
    page = engines["django"].from_string(TEMPLATE).render({"rows": rows}, request)
    return HttpResponse(page)


urlpatterns = [path("bare/", bare), *ours]
