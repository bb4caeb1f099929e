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


def pasted(scene: Collecting, lines: list[list[str]]) -> tuple[int, dict[str, object]]:
    client = Client()
    client.force_login(scene.liaison, backend=BACKEND)
    answer = client.post(
        reverse("indicators:submission_paste", args=[scene.submission.pk]),
        {"lines": lines},
        content_type="application/json",
    )
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "merged", ["1", [1], [[1, 2]], [[0, 0, 1, "1"]], [[0, 0, -1, 0]], [[0, 0, True, 0]]]
)
def test_merged_ranges_that_no_page_sends_are_refused(merged: object) -> None:
    scene = collecting_scene()
    client = Client()
    client.force_login(scene.liaison, backend=BACKEND)
    answer = client.post(
        reverse("indicators:submission_paste", args=[scene.submission.pk]),
        {"lines": [["近视率", "60.1"]], "merged": merged},
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert not SubmissionValue.objects.exists()


def test_a_pasted_block_is_told_its_cells_and_nothing_is_stored() -> None:
    scene = collecting_scene()
    status, told = pasted(scene, [["近视率", "女", "60.1"], ["没有的率", "", "7"]])
    assert status == 200
    assert told["cells"] == [
        {
            "key": f"{scene.sexed.pk}|sex:female|{YEAR}",
            "name": "近视率 女",
            "value": "60.1",
            "numerator": "",
            "denominator": "",
            "question": "",
        }
    ]
    assert str(told["left"]).startswith("['第2行“没有的率”：指标“没有的率”不认识")
    assert not SubmissionValue.objects.exists()


def test_numbers_alone_are_left_to_their_place() -> None:
    assert pasted(collecting_scene(), [["62.8", "60.1"]]) == (200, {"cells": None, "left": []})


@pytest.mark.parametrize("lines", [[["1"]] * 501, [["1"] * 61]])
def test_a_block_beyond_the_page_is_refused_in_words(lines: list[list[str]]) -> None:
    status, told = pasted(collecting_scene(), lines)
    assert status == 400
    assert told == {"error": "一次最多粘贴 500 行、60 列，请分几次粘贴，或者上传台账。"}
