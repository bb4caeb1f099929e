"""What every page's frame shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """The demo mark and the type size that the reader chose (kept in a cookie)."""
    return {
        "is_demo": settings.DEMO,
        "type_size": "large" if request.COOKIES.get("type_size") == "large" else "",
    }
