"""What every page's frame shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.navigation import Link, menu
from units.access import home_region
from units.models import Notice, User


@dataclass(frozen=True, slots=True)
class Frame:
    """Top bar of a signed-in person's page."""

    place: str
    links: list[Link]
    unread: int


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Demo mark, type size (kept in a cookie), and the top bar, read only if it is drawn."""
    return {
        "is_demo": settings.DEMO,
        "type_size": chosen_size(request),
        "frame": SimpleLazyObject(lambda: _frame(request)),
    }


def chosen_size(request: HttpRequest) -> str:
    """``large`` when the reader chose 大字, else an empty text."""
    return "large" if request.COOKIES.get("type_size") == "large" else ""


def _frame(request: HttpRequest) -> Frame:
    user = request.user
    if not isinstance(user, User):
        return Frame("", [], 0)
    region = home_region(user)
    return Frame(
        place=region.name if region else "",
        links=menu(user, request.path),
        unread=Notice.objects.filter(user=user, read_at=None).count(),
    )
