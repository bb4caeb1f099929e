"""The gate for raw input: what no database keeps is refused in words before anything sees it."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from config.gate import LONGEST_LINE, MULTI_LINE
from config.log_lines import OneLineFormatter
from indicators.core import tokens
from indicators.services.table_rows import _text
from tests.factories import (
    IndicatorFactory,
    PlanIndicatorFactory,
    ResponsibilityFactory,
    SubmissionFactory,
    user_with,
)
from units import messages
from units.choices import Role
from units.files import clean_name
from units.models import AuditEvent, Region
from units.text import MAX_DEPTH, field_text, json_fault, text_fault, whole

if TYPE_CHECKING:
    from pathlib import Path

    from indicators.models import PlanIndicator, Submission

BACKEND = "django.contrib.auth.backends.ModelBackend"


def liaison(submission: Submission) -> Client:
    """The liaison of the submission's unit, signed in."""
    client = Client()
    user = user_with(Role.LIAISON, submission.unit.region, submission.unit)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("text", "one_line", "sentence"),
    [
        ("王芳\x00", True, messages.TEXT_CONTROL.format(place="“王芳”后面")),
        ("\x1b[2J", False, messages.TEXT_CONTROL.format(place="提交的内容里")),
        ("\ud800", False, messages.TEXT_CONTROL.format(place="提交的内容里")),
        ("\u202e芳王", True, messages.TEXT_CONTROL.format(place="提交的内容里")),
        ("王芳\u2066", False, messages.TEXT_CONTROL.format(place="“王芳”后面")),
        ("王\u200b芳", True, messages.TEXT_CONTROL.format(place="“王”后面")),
        ("\ufeff王芳", True, messages.TEXT_CONTROL.format(place="提交的内容里")),
        ("粘\u200b贴\ufeff", False, ""),
        ("王芳\r\n系统：已通过", True, messages.TEXT_BREAK.format(place="“王芳”后面")),
        ("王芳\n第二段", False, ""),
        ("制表\t符", True, ""),
        ("字" * 10, True, ""),
        ("字" * 11, True, messages.TEXT_TOO_LONG.format(size=11, limit=10)),
        ("𠮷", True, ""),
    ],
)
def test_what_may_be_in_a_text(text: str, one_line: bool, sentence: str) -> None:
    assert text_fault(text, longest=10, one_line=one_line) == sentence


def test_signs_nobody_sees_are_not_kept() -> None:
    """A pasted paragraph, a file's name, a remark and a table's cell, each where it is kept."""
    assert field_text(Region, "name", "\ufeff湖\u200b里区\u202e ") == "湖里区"
    assert clean_name("年报\u202exslx.exe") == "年报xslx.exe"
    assert tokens.seen("\ufeff七月\u200d统计\u2069 ") == "七月统计"
    assert _text("\ufeff甲\u202e局") == "甲局"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"a": [1, 2.5, "x", null, true]}', ""),
        ('{"value": "\u202d96.5\u202c"}'.encode(), ""),  # as a calculator copies it
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, ""),
        (b"[" * 21 + b"]" * 21, messages.JSON_DEEP.format(limit=MAX_DEPTH)),
        (b"[" * 100_000, messages.JSON_DEEP.format(limit=MAX_DEPTH)),
        (b'"' + b"[" * 50 + b'"', ""),
        (b'{"value": 1e400}', messages.JSON_NUMBER.format(number="1e400")),
        (b'{"value": NaN}', messages.JSON_NUMBER.format(number="NaN")),
        (b'{"year": ' + b"9" * 19 + b"}", messages.JSON_NUMBER.format(number="9" * 19)),
        (b'{"a": "x\\u0000"}', messages.TEXT_CONTROL.format(place="“x”后面")),
        (b'{"\\ud83d": 1}', messages.TEXT_CONTROL.format(place="提交的内容里")),
        (b'{"a"', messages.JSON_BROKEN),
        (b"\xff\xfe", messages.JSON_BROKEN),
    ],
)
def test_what_may_be_in_json(body: bytes, sentence: str) -> None:
    assert json_fault(body, longest=100) == sentence


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("²", None),
        ("２", None),
        ("٣", None),
        ("-1", None),
        ("1.0", None),
        ("", None),
        (" 1", None),
    ],
)
def test_what_is_a_whole_number(text: str, number: int | None) -> None:
    assert whole(text) == number


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"username": "a\x00b"}, messages.TEXT_CONTROL.format(place="“a”后面")),
        ({"username": "a\r\nINFO root ok"}, messages.TEXT_BREAK.format(place="“a”后面")),
        ({"username": "a", "password": "geheim\x07"}, messages.TEXT_CONTROL),
        ({"username": "x" * (LONGEST_LINE + 1)}, messages.TEXT_TOO_LONG),
    ],
)
def test_a_user_name_that_nobody_has_is_400_in_words(
    fields: dict[str, str], sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Client().post(reverse("units:sign_in"), {"password": "x", **fields})
    page = answer.content.decode()
    assert answer.status_code == 400
    sentence = sentence.format(place="提交的内容里", size=LONGEST_LINE + 1, limit=LONGEST_LINE)
    assert sentence in page
    assert "geheim" not in page + caplog.text
    assert not AuditEvent.objects.exists()
    assert answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_user_name_longer_than_any_is_a_wrong_one() -> None:
    for length in (150, 151, 300):
        fields = {"username": "x" * length, "password": "x"}
        assert Client().post(reverse("units:sign_in"), fields).status_code == 200, length


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/sign-in/%00", 400), ("/sign-in/?next=%0d%0ax", 400), ("/static/%00.css", 400)],
)
def test_control_characters_in_an_address(address: str, status: int) -> None:
    answer = Client().get(address)
    assert answer.status_code == status
    assert "text/html" in answer["Content-Type"]


@pytest.mark.django_db
def test_a_session_cookie_with_a_nul_in_it() -> None:
    answer = Client(headers={"cookie": 'sessionid="a\\000b"'}).get("/")
    assert answer.status_code == 400
    assert messages.COOKIE_BROKEN in answer.content.decode()


@pytest.mark.django_db
def test_the_api_and_the_grid_are_refused_in_json() -> None:
    submission = SubmissionFactory()
    client = liaison(submission)
    answer = client.get("/api/v1/regions/?level=%00")
    assert answer.status_code == 400
    assert answer.json() == {"detail": messages.TEXT_CONTROL.format(place="提交的内容里")}
    address = reverse("indicators:submission_values", args=[submission.pk])
    body = '{"cells": [{"key": "1||2020", "value": 1e400}]}'
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"error": messages.JSON_NUMBER.format(number="1e400")}


@pytest.mark.statement("S13")
def test_a_line_of_the_server_log_stays_one_line() -> None:
    record = logging.LogRecord(
        "x", logging.WARNING, "", 1, "sign-in of %s", ("a\nINFO\x1b[1m",), None
    )
    assert OneLineFormatter("%(message)s").format(record) == "sign-in of a\\nINFO\\x1b[1m"


def test_names_of_paragraph_fields_are_those_of_text_areas(project_root: Path) -> None:
    pages = [path.read_text("utf-8") for path in (project_root / "templates").rglob("*.html")]
    drawn = {name for page in pages for name in re.findall(r'<textarea[^>]* name="(\w+)"', page)}
    from django.apps import apps  # noqa: PLC0415 - only here
    from django.db.models import TextField  # noqa: PLC0415 - only here

    kept = {
        field.name
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"units", "indicators"}
        for field in model._meta.fields
        if isinstance(field, TextField) and field.editable and field.name != "job_error"
    }
    assert drawn | kept <= MULTI_LINE


@pytest.mark.django_db
def test_a_remark_longer_than_its_field_is_refused_with_its_length() -> None:
    submission = SubmissionFactory(state="submitted")
    value = submission.values.create(
        indicator_id=IndicatorFactory().pk, reference_year=2020, version=1
    )
    client = Client()
    client.force_login(user_with(Role.OFFICE, submission.unit.region), backend=BACKEND)
    address = reverse("indicators:value_comment", args=[value.pk])
    answer = client.post(address, {"text": "字" * 501})
    sentence = messages.FIELD_TOO_LONG.format(label="意见", size=501, limit=500)
    assert (answer.status_code, answer.json()["error"]) == (409, sentence)
    assert value.comments.count() == 0
    client.post(address, {"text": "字" * 500})
    assert value.comments.get().text == "字" * 500


CUT = re.compile(r"(?:strip\(\)|\b(?:text|reason|title|remark|why|explanation|value)\)?)\[:\w+\]")


def test_no_service_and_no_view_cuts_what_somebody_typed(project_root: Path) -> None:
    """By kind: texts of people go through units.text.field_text, which refuses with the length."""
    cuts = [
        f"{path.relative_to(project_root)}: {line.strip()}"
        for room in ("units", "indicators", "assessments", "reports")
        for layer in ("services", "views")
        for path in (project_root / room / layer).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if CUT.search(line)
    ]
    assert cuts == []


@pytest.mark.django_db
def test_a_cell_of_the_grid_is_refused_with_its_length_and_its_neighbour_stored() -> None:
    submission = SubmissionFactory()
    places = [f"{_asked(submission).indicator_id}||2020" for _ in range(2)]
    cells = [
        {"key": places[0], "value": "96", "remark": "字" * 301, "seen": 0},
        {"key": places[1], "value": "97", "remark": "字" * 300, "seen": 0},
    ]
    client = liaison(submission)
    address = reverse("indicators:submission_values", args=[submission.pk])
    answer = client.post(address, json.dumps({"cells": cells}), content_type="application/json")
    told = answer.json()["cells"]
    assert told[0]["status"] == "error"
    assert told[0]["message"] == messages.FIELD_TOO_LONG.format(label="备注", size=301, limit=300)
    assert [v.remark for v in submission.values.all()] == ["字" * 300]


def _asked(submission: Submission) -> PlanIndicator:
    """An indicator that the submission's unit leads."""
    asked = PlanIndicatorFactory(plan__region=submission.unit.region)
    ResponsibilityFactory(plan_indicator=asked, unit=submission.unit)
    return asked


@pytest.mark.django_db
def test_a_foreign_host_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    told = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert len(told) == 1
    assert told[0].exc_info is None
