"""The page of a plan or summary: what was kept is kept, and what was refused can be sent again."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import WorkPaper
from indicators.services.papers import papers_ensure
from tests.scenes import Collecting, collecting_scene

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


@pytest.fixture
def paper(scene: Collecting) -> WorkPaper:
    return papers_ensure(reporting_round=scene.reporting_round, unit=scene.unit)[0]


@pytest.fixture
def liaison(scene: Collecting) -> Client:
    client = Client()
    client.force_login(scene.liaison, backend=BACKEND)
    return client


def shown(page: str) -> tuple[str, str]:
    """The version and the text that the form holds."""
    version = re.search(r'name="version" value="(\d+)"', page)
    text = re.search(r'<textarea[^>]*name="text"[^>]*>([^<]*)<', page)
    assert version is not None
    assert text is not None
    return version[1], text[1]


def test_what_was_refused_empty_is_sent_with_the_next_press(
    liaison: Client, paper: WorkPaper
) -> None:
    address = reverse("indicators:paper", args=[paper.pk])
    version, text = shown(liaison.get(address).content.decode())
    assert text == ""
    data = {"version": version, "text": " ", "send": "1"}
    refused = liaison.post(address, data)
    assert refused.status_code == 409
    version, text = shown(refused.content.decode())
    sent = liaison.post(address, {"version": version, "text": "一、目标", "send": "1"})
    assert sent.status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.text) == ("submitted", "一、目标")


def test_a_cleared_field_stays_clear_after_a_refusal(liaison: Client, paper: WorkPaper) -> None:
    address = reverse("indicators:paper", args=[paper.pk])
    version, _ = shown(liaison.get(address).content.decode())
    assert liaison.post(address, {"version": version, "text": "初稿"}).status_code == 302
    stale = liaison.post(address, {"version": version, "text": "", "send": "1"})
    assert stale.status_code == 409
    assert shown(stale.content.decode())[1] == ""
    paper.refresh_from_db()
    assert paper.text == "初稿"
