"""The level above sees everything and says nothing in the name of the units below it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Ledger, Submission, SubmissionValue
from tests.factories import RegionFactory, user_with
from tests.guard.test_gate import BACKEND
from tests.scenes import YEAR, Collecting, collecting_scene
from units.choices import Role
from units.models import AuditEvent, Grant, Region

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
LEVELS = [("350200", "厦门市"), ("350000", "福建省"), ("000000", "全国")]


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()  # of 350206, with an office of its own


def office_of(code: str, name: str) -> Client:
    client = Client()
    client.force_login(user_with(Role.OFFICE, RegionFactory(code=code, name=name)), backend=BACKEND)
    return client


def save(client: Client, scene: Collecting) -> HttpResponse:
    cell = {"key": f"{scene.plain.pk}||{YEAR}", "value": "96", "seen": 0}
    address = reverse("indicators:submission_values", args=[scene.submission.pk])
    answer: HttpResponse = client.post(
        address, json.dumps({"cells": [cell]}), content_type="application/json"
    )
    return answer


@pytest.mark.statement("S09")
@pytest.mark.parametrize(("code", "name"), LEVELS)
def test_an_office_above_reads_the_grid_and_saves_no_cell(
    code: str, name: str, scene: Collecting
) -> None:
    client = office_of(code, name)
    page = client.get(reverse("indicators:submission", args=[scene.submission.pk]))
    assert page.status_code == 200
    assert "data-save-url" in page.content.decode()
    assert "data-send" not in page.content.decode()  # nothing to send, and every cell locked
    assert 'data-part="value"' not in page.content.decode() or "<input" not in _grid(page)
    assert save(client, scene).status_code == 404
    assert not SubmissionValue.objects.exists()
    assert AuditEvent.objects.latest("pk").action == "refused"
    uploads = reverse("indicators:ledger_list", args=[scene.submission.pk])
    file = SimpleUploadedFile("a.csv", "指标代码,数值\nC001,96\n".encode())
    assert client.post(uploads, {"file": file}).status_code in (403, 404)
    assert not Ledger.objects.exists()


def test_where_a_place_has_no_office_the_nearest_above_keeps_it(scene: Collecting) -> None:
    Grant.objects.filter(role=Role.OFFICE).delete()
    province, city = office_of(*LEVELS[1]), office_of(*LEVELS[0])
    assert save(province, scene).status_code == 404
    assert save(city, scene).json()["cells"][0]["status"] == "new"
    assert SubmissionValue.objects.get().changed_by is not None


def test_an_office_that_has_left_keeps_nothing(scene: Collecting) -> None:
    city = office_of(*LEVELS[0])
    assert save(city, scene).status_code == 404
    scene.office.is_active = False
    scene.office.save()
    assert save(city, scene).json()["cells"][0]["status"] == "new"


def _grid(page: HttpResponse) -> str:
    text = page.content.decode()
    return text[text.index("entry-grid") : text.index("</table>")]


def test_the_own_office_still_types_for_its_units(scene: Collecting) -> None:
    client = Client()
    client.force_login(scene.office, backend=BACKEND)
    assert save(client, scene).json()["cells"][0]["status"] == "new"
    assert Region.objects.count() == 1


def test_an_office_above_sees_the_desk_and_decides_nothing(scene: Collecting) -> None:
    row, desk = scene.submission, scene.submission.reporting_round
    Submission.objects.filter(pk=row.pk).update(state="submitted", submitted_at=timezone.now())
    city = office_of(*LEVELS[0])
    shown = city.get(reverse("indicators:round_desk", args=[desk.pk]))
    assert shown.status_code == 200
    assert "通过勾选的单位" not in shown.content.decode()
    review = city.get(reverse("indicators:review", args=[row.pk])).content.decode()
    assert "妇儿工委办审核，您可以查看和留言" in review
    assert "data-open" not in review  # its script offers no marks
    for name in ("submission_return", "submission_approve", "submission_reopen", "review_begin"):
        answer = city.post(reverse(f"indicators:{name}", args=[row.pk]), {"reason": "请核对"})
        assert answer.status_code == 404, name
    dates = {"opens_on": "2024-01-01", "closes_on": "2024-02-01"}
    assert city.post(reverse("indicators:round_dates", args=[desk.pk]), dates).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.review_started_at) == ("submitted", None)
    Grant.objects.filter(user=scene.office).delete()  # now the city keeps the place
    answer = city.post(
        reverse("indicators:submission_return", args=[row.pk]), {"reason": "请核对", "version": "0"}
    )
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (302, "returned")
