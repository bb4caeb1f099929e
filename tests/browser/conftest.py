"""A real page in Debian's Chromium that fails the test on what a user must never meet.

``page`` watches itself: a script error, a line in the console, a breach of the content security
policy or a request that would leave this machine fails the test at its end. A test that provokes
one on purpose names it: ``watch.allow("status of 404")``.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route
    from pytest_django.live_server_helper import LiveServer

    from units.models import User

# Playwright's synchronous interface keeps an event loop in this thread; the ORM is still used
# from this one thread only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    flags = list(QUIET_FLAGS)
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses its sandbox to root
    return {**browser_type_launch_args, "executable_path": chromium, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


@dataclass  # Playwright hangs attributes on it, so no slots
class Watch:
    """What a page did that it should not have done."""

    origin: str
    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, part: str) -> None:
        """Faults that contain this text are expected in this test."""
        self.allowed.append(part)

    def note(self, fault: str) -> None:
        self.faults.append(fault)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.note(f"console {message.type}: {message.text}")

    def on_route(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" == self.origin or address.scheme in {
            "data",
            "blob",
        }:
            route.continue_()
        else:
            self.note(f"request to another host: {route.request.url}")
            route.abort()

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(part in fault for part in self.allowed)]


@pytest.fixture
def watch(context: BrowserContext, live_server: LiveServer) -> Iterator[Watch]:
    watching = Watch(origin=live_server.url)
    context.route("**/*", watching.on_route)

    def attach(page: Page) -> None:
        page.on("console", watching.on_console)
        page.on("pageerror", lambda error: watching.note(f"script error: {error}"))

    context.on("page", attach)
    yield watching
    assert watching.unexpected() == []


@pytest.fixture
def page(context: BrowserContext, watch: Watch, live_server: LiveServer) -> Page:
    """A watched page; give addresses of ours as paths: ``page.goto("/")``."""
    opened = context.new_page()
    original = opened.goto

    def goto(address: str, **options: Any) -> Any:
        full = f"{live_server.url}{address}" if address.startswith("/") else address
        return original(full, **options)

    opened.goto = goto  # type: ignore[method-assign]
    return opened


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Give the browser this user's session, without going through the sign-in page."""

    def give_session(user: User) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = project.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])

    return give_session
