"""Whatever people typed is text on every page, and no page leads a browser to another host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings as project
from django.db import models

from tests.access_table import ACCESS
from tests.test_access import World, undone, world  # noqa: F401 - the fixture
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
ROOMS = ("units", "indicators", "assessments", "reports")
ATTACK = "<script>x7</script>"
SHORT = "<b>x7"  # what a narrow field takes
ESCAPED = ("&lt;script&gt;x7", "\\u003Cscript\\u003Ex7", "&lt;b&gt;x7", "\\u003Cb\\u003Ex7")
RAW = re.compile(r"<script>x7|<b>x7", re.IGNORECASE)
CODED = frozenset(
    ["code", "factor", "key", "sha256", "hash", "question", "subject", "token", "measure", "whose"]
)
"""Fields that no person types, or that a parser reads."""
FAR = re.compile(
    r"""(?ix) (?:src|href|action|formaction|poster|srcset|data-[a-z-]*url) \s*=\s* ["']? \s*
    (?:[a-z]+:)?//  |  url\(\s*["']?\s*(?:[a-z]+:)?//  |  @import"""
)
ROLES = (Role.OFFICE, Role.LIAISON, Role.EVALUATOR, Role.LEADER, Role.AUDITOR, Role.ADMIN)


def typed_fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    for column in model._meta.concrete_fields:
        is_text = type(column) in (models.CharField, models.TextField)
        if is_text and not column.choices and column.name not in CODED:
            yield column


def attack_all() -> set[str]:
    """Write the attack into every text that a person may have typed; the fields that took it."""
    taken = set()
    for label in ROOMS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.model_name in ("auditevent", "assessment") or "revision" in str(
                model._meta.model_name
            ):
                continue  # kept by triggers, or by its question
            for column in typed_fields(model):
                text = ATTACK if (column.max_length or 999) >= len(ATTACK) else SHORT
                rows = model._default_manager.all()
                if column.unique or (column.max_length or 999) < len(SHORT) or not rows.exists():
                    continue
                if column.name in ("username", "password", "content_type", "job_error"):
                    continue
                # One row each, so that no uniqueness within a place is broken.
                for row in rows:
                    found = model._default_manager.filter(pk=row.pk)
                    found.update(**{column.attname: f"{text}{row.pk}"[: column.max_length]})
                taken.add(f"{model._meta.model_name}.{column.name}")
    return taken


def pages(world: World) -> Iterator[tuple[str, Role, HttpResponse]]:  # noqa: F811
    for name, row in ACCESS.items():
        for role in ROLES if not row.post else ():
            if role in row.roles:
                answer = undone(name, row, world, world.users[role])
                if not answer.streaming and "html" in answer.get("Content-Type", ""):
                    yield name, role, answer


@pytest.mark.statement("S16")
def test_whatever_was_typed_is_text_on_every_page(world: World) -> None:  # noqa: F811
    taken = attack_all()
    assert {"memberunit.name", "region.name", "planindicator.name", "user.full_name"} <= taken
    raw: dict[str, str] = {}
    shown = set()
    for name, role, answer in pages(world):
        text = answer.content.decode()
        if found := RAW.search(text):
            raw[f"{name} {role}"] = text[max(0, found.start() - 80) : found.end() + 40]
        if any(word in text for word in ESCAPED):
            shown.add(name)
    assert raw == {}
    assert len(shown) > 40  # a page that shows no name proves nothing


@pytest.mark.statement("S19")
def test_no_page_leads_a_browser_to_another_host(world: World) -> None:  # noqa: F811
    far: dict[str, list[str]] = {}
    seen = 0
    for name, role, answer in pages(world):
        seen += 1
        if found := FAR.findall(answer.content.decode()):
            far[f"{name} {role}"] = found
        policy = answer["Content-Security-Policy"]
        sources = {s for part in policy.split(";") for s in part.split()[1:]}
        assert sources <= {"'self'", "'none'", "data:"}, (name, policy)
        assert policy.startswith("default-src 'self'") or "default-src 'self'" in policy
    assert far == {}
    assert seen > 100


@pytest.mark.statement("S19")
def test_no_script_or_style_of_ours_names_another_host() -> None:
    own = [p for folder in ("js", "css") for p in (project.BASE_DIR / "static" / folder).iterdir()]
    assert own
    for path in own:
        text = path.read_text("utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"(?:https?:|wss?:|[\"'(]\s*)//\w", text), path.name
