"""Every place that takes a file × every hostile kind: refused in words, or kept without a look."""

from __future__ import annotations

import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils.module_loading import import_string

from indicators.models import Ledger, SubmissionValue
from tests.hostile import FILES, PLACES, FilePlace, open_all
from tests.test_access import BACKEND, World, world  # noqa: F401 - the fixture
from units.choices import JobState
from units.jobs import Job
from units.models import MemberUnit, StoredFile, TableImport

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
ROOMS = ("units", "indicators", "assessments", "reports", "config")
NOT_PLACES = {"units/acts.py"}  # names what came along, for the log
JOBS: dict[str, type[Job]] = {
    "units.tasks.table_check": TableImport,
    "indicators.tasks.ledger_check": Ledger,
}
SECONDS = 20
TOLD = re.compile(
    r'(?:role="alert"|class="errorlist|class="errornote)[^>]*>(.*?)</(?:div|ul|form)>', re.DOTALL
)
MARKUP = re.compile(r"<[^>]*>")


@pytest.mark.statement("S14")
def test_every_place_that_takes_a_file_is_listed(project_root: Path) -> None:
    """By where the code reads an upload, and by the records pages that import tables."""
    reading = {
        str(path.relative_to(project_root))
        for room in ROOMS
        for path in (project_root / room).rglob("*.py")
        if "request.FILES" in path.read_text("utf-8")
    }
    assert reading - NOT_PLACES == {place.source for place in PLACES}
    admin = get_resolver().namespace_dict["admin"][1]
    imports = {f"admin:{n}" for n in admin.reverse_dict if str(n).endswith("_import")}
    process = {name for name in imports if name.endswith("_process_import")}
    named = {place.name for place in PLACES if place.name.startswith("admin:")}
    assert imports - process == named


def send(place: FilePlace, world: World, name: str, content: bytes) -> HttpResponse:  # noqa: F811
    client = Client()
    client.force_login(place.user(world), backend=BACKEND)
    upload = SimpleUploadedFile("x", content)
    upload.name, upload._name = name, name  # as it came, past Django's own cleaning
    data = {**place.data(world), place.field: upload}
    answer: HttpResponse = client.post(place.address(world), data, follow=True)
    return answer


@pytest.mark.statement("S14")
@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_hostile_file_is_refused_in_every_place(kind: str, world: World) -> None:  # noqa: F811
    hostile = FILES[kind]
    open_all()
    content = hostile.content
    units = MemberUnit.objects.count()
    values = SubmissionValue.objects.count()
    wrong = {}
    for place in PLACES:
        ordinary = of_an_ordinary_file(place, world)
        stored, began = StoredFile.objects.count(), time.process_time()
        answer = send(place, world, hostile.name, content)
        told = verdict(place, answer)
        is_kept = StoredFile.objects.count() > stored
        may_keep = is_kept and hostile.is_workbook and not place.reads
        if not told and not may_keep:
            wrong[place.name] = (answer.status_code, "not refused")
        if told and told == ordinary:
            wrong[place.name] = (answer.status_code, f"not for what it is: {told}")
        if time.process_time() - began > SECONDS:
            wrong[place.name] = (answer.status_code, "too slow")
        if StoredFile.objects.filter(name__contains="/").exists():
            wrong[place.name] = (answer.status_code, "name with a path")
    assert wrong == {}
    assert MemberUnit.objects.count() == units
    assert SubmissionValue.objects.count() == values


def of_an_ordinary_file(place: FilePlace, world: World) -> str:  # noqa: F811
    """What a good file is told, so that a refusal is for the file's hostility."""
    with transaction.atomic():
        told = verdict(place, send(place, world, "表.xlsx", place.ordinary()))
        transaction.set_rollback(True)
    if not place.reads:
        assert not told, place.name
    return told


def verdict(place: FilePlace, answer: HttpResponse) -> str:
    """The sentence that refuses the file; '' where it was taken."""
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    if place.task:
        row = JOBS[place.task]._default_manager.order_by("-pk").first()
        if row is not None and row.job_state == JobState.QUEUED:
            import_string(place.task)(row.pk)
            row.refresh_from_db()
            return str(row.job_error)
    told = TOLD.search(answer.content.decode())
    return " ".join(MARKUP.sub(" ", told[1]).split()) if told else ""
