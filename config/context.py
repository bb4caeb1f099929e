"""What every page's frame shows; its menu: what a person may open, in the order of the work.

A page of a new kind gets one line in ENTRIES. An entry is current when the address
starts with one of its ``paths``; the longest wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from units.access import Ability, can, home_region
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


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str
    url_name: str
    abilities: tuple[Ability, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the frame draws it."""

    label: str
    url: str
    is_current: bool


ENTRIES: Final = (
    MenuEntry("工作台", "reports:home", (), ("/",)),
    MenuEntry("总览", "reports:dashboard", (Ability.VIEW_ASSESSMENTS,), ("/dashboard/",)),
    MenuEntry(
        "我的填报", "indicators:submission_list", (Ability.FILL,), ("/submissions/", "/remedies/")
    ),
    MenuEntry("填报审核", "indicators:round_list", (Ability.MARK,), ("/rounds/", "/review/")),
    MenuEntry(
        "指标", "indicators:plan_list", (Ability.VIEW_CATALOGUE,), ("/plans/", "/indicators/")
    ),
    MenuEntry("数据", "indicators:value_list", (Ability.VIEW_VALUES,), ("/values/",)),
    MenuEntry(
        "评估",
        "reports:assessment_list",
        (Ability.VIEW_ASSESSMENTS,),
        ("/assessments/", "/remedies/"),
    ),
    MenuEntry("报告", "reports:report_list", (Ability.VIEW_REPORTS,), ("/reports/",)),
    MenuEntry("计划总结", "indicators:paper_list", (Ability.VIEW_SUBMISSIONS,), ("/papers/",)),
    MenuEntry("日志", "units:audit_log", (Ability.VIEW_LOG,), ("/log/",)),
    MenuEntry(
        "维护",
        "admin:index",
        (Ability.KEEP_CATALOGUE, Ability.KEEP_ACCOUNTS),
        ("/admin/", "/account/resets/"),
    ),
)


def menu(user: User, path: str) -> list[Link]:
    """The entries that the person's abilities open, the current one marked."""
    open_to = [
        entry
        for entry in ENTRIES
        if not entry.abilities or any(can(user, ability) for ability in entry.abilities)
    ]
    current = max(
        (prefix for entry in open_to for prefix in entry.paths if _is_under(path, prefix)),
        key=len,
        default="",
    )
    return [Link(entry.label, reverse(entry.url_name), current in entry.paths) for entry in open_to]


def _is_under(path: str, prefix: str) -> bool:
    return path == prefix if prefix == "/" else path.startswith(prefix)
