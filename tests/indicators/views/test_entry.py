"""Who types in the grid: the unit in its window, the office on its behalf at any time."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import ReportingRound, SubmissionValue
from tests.factories import RegionFactory, user_with
from tests.scenes import YEAR, Collecting, collecting_scene
from units.choices import Role
from units.models import Notice, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def closed() -> Collecting:
    scene = collecting_scene()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ReportingRound.objects.update(opens_on=yesterday, closes_on=yesterday)
    return scene


def save(user: User, scene: Collecting) -> tuple[int, list[dict[str, str]]]:
    client = Client()
    client.force_login(user, backend=BACKEND)
    cell = {"key": f"{scene.plain.pk}||{YEAR}", "value": "96.5", "seen": 0}
    answer = client.post(
        reverse("indicators:submission_values", args=[scene.submission.pk]),
        {"cells": [cell]},
        content_type="application/json",
    )
    return answer.status_code, answer.json()["cells"] if answer.status_code == 200 else []


def test_after_the_closing_day_the_office_types_and_the_unit_does_not(closed: Collecting) -> None:
    _, refused = save(closed.liaison, closed)
    assert refused[0]["status"] == "refused"
    assert not SubmissionValue.objects.exists()
    _, saved = save(closed.office, closed)
    assert saved[0]["status"] == "new"
    stored = SubmissionValue.objects.get()
    assert (str(stored.value), stored.changed_by) == ("96.500000", closed.office)


def test_the_offices_page_has_open_cells(closed: Collecting) -> None:
    client = Client()
    client.force_login(closed.office, backend=BACKEND)
    page = client.get(reverse("indicators:submission", args=[closed.submission.pk]))
    assert 'aria-label="义务教育巩固率' in page.content.decode()


def test_an_office_elsewhere_gets_404(closed: Collecting) -> None:
    stranger = user_with(Role.OFFICE, RegionFactory(code="350303", name="乙区"))
    assert save(stranger, closed) == (404, [])


def test_the_unit_hears_that_the_office_sent_its_submission(closed: Collecting) -> None:
    colleague = user_with(Role.OFFICE, closed.unit.region)
    save(closed.office, closed)
    client = Client()
    client.force_login(closed.office, backend=BACKEND)
    address = reverse("indicators:submission_submit", args=[closed.submission.pk])
    for _ in range(2):
        client.post(address)
    closed.submission.refresh_from_db()
    assert closed.submission.state == "submitted"
    notice = Notice.objects.get(user=closed.liaison)
    who = closed.office.display_name
    assert notice.text == f"妇儿工委办（{who}）代教育局送审了{YEAR}年度填报，请核对。"
    assert notice.url == reverse("indicators:submission", args=[closed.submission.pk])
    assert Notice.objects.get(user=colleague).text == f"教育局送审了{YEAR}年度填报。"
    assert not Notice.objects.filter(user=closed.office).exists()
