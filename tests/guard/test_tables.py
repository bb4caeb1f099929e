"""Tables for the records: parsed in the worker's child only, refused in words, one's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from indicators.messages import ledger as file_messages
from tests.factories import MemberUnitFactory, RegionFactory, user_with
from tests.hostile import HEAD, bomb, coloured, table
from units import messages
from units.choices import Role
from units.files import file_path
from units.models import MemberUnit, TableImport
from units.services.table_imports import MOST_ROWS, _sentence
from units.tasks import table_check

if TYPE_CHECKING:
    from pathlib import Path

    from units.models import User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
IMPORT = "admin:units_memberunit_import"


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


@pytest.fixture
def client(office: User) -> Client:
    client = Client()
    client.force_login(office, backend=BACKEND)
    return client


def sent(client: Client, content: bytes, name: str = "表.xlsx") -> TableImport:
    answer = client.post(reverse(IMPORT), {"import_file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return TableImport.objects.latest("pk")


def page_of(client: Client, row: TableImport) -> str:
    return client.get(reverse(IMPORT), {"job": row.pk}).content.decode()


@pytest.mark.statement("S14")
@pytest.mark.parametrize("line", [20_000, 1_048_576])
def test_a_coloured_cell_far_down_costs_nothing(client: Client, line: int) -> None:
    row = sent(client, coloured(line))
    table_check(row.pk)
    row.refresh_from_db()
    assert (row.state, row.preview["totals"]["new"]) == ("preview", 1)


@pytest.mark.statement("S14")
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (bomb(), "表.xlsx", file_messages.FILE_FAULTS["bomb"]),
        (b"PK\x03\x04broken", "表.xlsx", file_messages.FILE_FAULTS["damaged"]),
        (b"<html>", "表.xlsx", file_messages.FILE_FAULTS["web_page"]),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "表.xls", file_messages.FILE_FAULTS["not_a_workbook"]),
        (table(HEAD), "表.xlsx", messages.TABLE_EMPTY),
        ("单位名称\n甲局\n".encode(), "表.csv", "文件缺少这些列：行政区划代码、单位代码"),
        (
            table(HEAD, *[("350206", str(n), f"局{n}") for n in range(MOST_ROWS + 1)]),
            "表.xlsx",
            messages.TABLE_TOO_LONG.format(rows=MOST_ROWS + 1, limit=MOST_ROWS),
        ),
    ],
)
def test_what_is_no_table_is_refused_in_words(
    client: Client, content: bytes, name: str, sentence: str
) -> None:
    row = sent(client, content, name)
    table_check(row.pk)
    row.refresh_from_db()
    assert row.state == "refused"
    assert sentence in page_of(client, row)
    assert not MemberUnit.objects.exists()


def test_a_file_that_is_gone_is_told_and_the_table_can_be_sent_again(client: Client) -> None:
    row = sent(client, table(HEAD, ("350206", "a", "甲局")))
    table_check(row.pk)
    file_path(row.file).unlink()
    assert client.post(reverse("admin:units_memberunit_process_import"), {"job": row.pk})
    table_check(row.pk)
    row.refresh_from_db()
    assert row.job_state == "failed"
    assert "表.xlsx" in row.job_error
    assert row.job_error in page_of(client, row)


def test_only_who_sent_it_sees_and_confirms_it(client: Client, office: User) -> None:
    row = sent(client, table(HEAD, ("350206", "a", "甲局")))
    table_check(row.pk)
    other = Client()
    other.force_login(user_with(Role.OFFICE, office.grants.get().region), backend=BACKEND)
    process = reverse("admin:units_memberunit_process_import")
    assert other.get(reverse(IMPORT), {"job": row.pk}).status_code == 404
    assert other.post(process, {"job": row.pk}).status_code == 404
    for wrong in ("", "²", "0", "9" * 40):
        assert client.get(reverse(IMPORT), {"job": wrong}).status_code == 404
    # Nor as a table of another kind, though it is one's own.
    assert client.get(reverse("admin:units_region_import"), {"job": row.pk}).status_code == 404


def test_a_table_is_stored_once_and_one_that_was_given_up_never(client: Client) -> None:
    process = reverse("admin:units_memberunit_process_import")
    row = sent(client, table(HEAD, ("350206", "a", "甲局")))
    answer = client.post(process, {"job": row.pk}, follow=True)  # not read yet
    assert messages.TABLE_NOT_WAITING in answer.content.decode()
    assert not MemberUnit.objects.exists()
    table_check(row.pk)
    client.post(process, {"job": row.pk, "discard": "1"})
    client.post(process, {"job": row.pk})
    table_check(row.pk)
    row.refresh_from_db()
    assert (row.state, MemberUnit.objects.count()) == ("discarded", 0)


def test_what_moved_since_the_preview_is_told_and_nothing_stored(
    client: Client, office: User
) -> None:
    row = sent(client, table(HEAD, ("350206", "a", "甲局"), ("350206", "b", "乙局")))
    table_check(row.pk)
    office.grants.all().delete()
    client.post(reverse("admin:units_memberunit_process_import"), {"job": row.pk})
    TableImport.objects.filter(pk=row.pk).update(state="storing", job_state="queued")
    table_check(row.pk)
    row.refresh_from_db()
    assert (row.state, row.job_error) == ("preview", messages.TABLE_NO_RIGHT)
    assert not MemberUnit.objects.exists()


def test_changes_are_shown_as_text_old_beside_new(client: Client, office: User) -> None:
    MemberUnitFactory(region=office.grants.get().region, code="a", name="<b>甲局</b>")
    row = sent(client, table(HEAD, ("350206", "a", "<script>乙局"), ("350206", "c", "丙局")))
    table_check(row.pk)
    page = page_of(client, row)
    assert "<del>&lt;b&gt;甲局&lt;/b&gt;</del> <ins>&lt;script&gt;乙局</ins>" in page
    assert "新增 1 条，修改 1 条，不变 0 条" in page


PARSERS = re.compile(r"load_workbook|CalamineWorkbook|create_dataset|xlrd\.|\.to_python\(")


def test_no_page_parses_a_file_of_a_person(project_root: Path) -> None:
    """By kind: parsers stand behind the sandbox, in commands of this machine, and in exports."""
    web = [
        path
        for room in ("units", "indicators", "assessments", "reports", "config")
        for path in (project_root / room).rglob("*.py")
        if {"views", "forms", "api.py", "admin.py", "table_admin.py", "tables.py", "services"}
        & set(path.relative_to(project_root).parts)
    ]
    assert [str(path) for path in web if PARSERS.search(path.read_text("utf-8"))] == []


def test_the_databases_own_words_stay_in_the_servers_log(caplog: pytest.LogCaptureFixture) -> None:
    told = _sentence(DatabaseError("permission denied for sequence"))
    assert told == "数据库没有接受这一行，请系统管理员查看服务器日志。"
    assert "permission denied for sequence" in caplog.text
