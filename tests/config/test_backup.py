"""Backup and restore: the same rows, hashes and log; whatever was altered is refused."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command

from config.backup_rows import tables
from config.backups import _manifest_write, backup_make, backup_restore
from indicators.models import Observation
from tests.factories import ObservationFactory, RegionFactory, UserFactory, user_with
from units.audit import audit_record, audit_verify
from units.choices import AuditAction, Role
from units.files import file_path, file_store
from units.models import AuditEvent, StoredFile, User
from units.store import store_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installation(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """Something of everything: people, a figure, a file, a log with a mapped address."""
    settings.DATA_DIR = tmp_path / "data"
    settings.PRIVATE_FILES_DIR = tmp_path / "data" / "files"
    user = user_with(Role.OFFICE, RegionFactory(code="350206", name="湖里区"))
    ObservationFactory(value="96.123456", region=RegionFactory(code="350206"))
    file_store(chunks=[b"%PDF-1.7 one"], name="佐证.pdf", content_type="x", user=user)
    for n in range(3):
        audit_record(action=AuditAction.CORRECT, user=user, detail={"old": f"{n}", "new": "五"})
    return tmp_path / "backup"


def contents() -> dict[str, list[tuple[object, ...]]]:
    return {
        name: list(model._base_manager.order_by("pk").values_list())
        for name, model in tables(apps).items()
    }


def empty_the_installation(settings: SettingsWrapper) -> None:
    for stored in StoredFile.objects.all():
        file_path(stored).unlink()
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.statement("S21")
def test_what_was_backed_up_comes_back_to_the_last_digit(
    installation: Path, settings: SettingsWrapper
) -> None:
    before = contents()
    made = backup_make(installation)
    assert (made.files, made.lost) == (1, ())
    assert made.rows == sum(map(len, before.values()))
    assert oct(installation.stat().st_mode & 0o777) == "0o700"
    empty_the_installation(settings)
    assert not User.objects.exists()
    done = backup_restore(installation)
    assert contents() == before
    assert (done.rows, done.files, done.log.rows, done.log.equal) == (made.rows, 1, 3, True)
    assert store_check().sound == 1
    # New rows get keys after the old ones, and the chain goes on.
    UserFactory()
    audit_record(action=AuditAction.SIGN_IN)
    assert audit_verify().rows == 4
    assert audit_verify().equal


@pytest.mark.statement("S21")
@pytest.mark.parametrize("part", ["manifest.json", "data", "files", "missing"])
def test_what_was_altered_is_refused_and_nothing_is_written(
    installation: Path, settings: SettingsWrapper, part: str
) -> None:
    backup_make(installation)
    empty_the_installation(settings)
    table = installation / "data" / "indicators.Observation.jsonl"
    if part == "manifest.json":
        path = installation / part
        path.write_text(path.read_text().replace('"rows": 3', '"rows": 2'))
    elif part == "data":
        table.write_text(table.read_text().replace("96.123456", "97.123456"))
    elif part == "missing":
        table.unlink()
    else:
        next(p for p in (installation / "files").rglob("*") if p.is_file()).write_bytes(b"x")
    with pytest.raises(ValidationError, match="缺少或与写入时不同，没有恢复任何内容"):
        backup_restore(installation)
    assert not User.objects.exists()
    assert not Observation.objects.exists()


def test_only_an_empty_installation_is_restored_into(installation: Path) -> None:
    backup_make(installation)
    with pytest.raises(ValidationError, match="只能恢复到新装的空系统"):
        backup_restore(installation)
    assert AuditEvent.objects.count() == 3


def test_a_newer_state_is_refused(
    installation: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = "django.db.migrations.recorder.MigrationRecorder.applied_migrations"
    with monkeypatch.context() as patch:
        patch.setattr(recorder, lambda _self: {("units", "9999_from_the_future"): None})
        backup_make(installation)
    empty_the_installation(settings)
    with pytest.raises(ValidationError, match=r"units\.9999_from_the_future"):
        backup_restore(installation)


def test_a_folder_that_is_there_is_not_written_over(installation: Path) -> None:
    installation.mkdir()
    (installation / "mine").write_text("x")
    with pytest.raises(ValidationError, match="已经存在"):
        backup_make(installation)
    assert [path.name for path in installation.iterdir()] == ["mine"]


def test_a_file_that_was_lost_is_named(installation: Path) -> None:
    file_path(StoredFile.objects.get()).unlink()
    made = backup_make(installation)
    assert (made.files, made.lost) == (0, ("佐证.pdf",))


def test_a_key_of_the_environment_that_is_not_the_backups_is_refused(
    installation: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_make(installation)
    empty_the_installation(settings)
    settings.AUDIT_KEY = "another"
    monkeypatch.setenv("AUDIT_KEY", "another")
    with pytest.raises(ValidationError, match="AUDIT_KEY"):
        backup_restore(installation)


def elsewhere(home: Path) -> Callable[..., dict[str, object]]:
    """Commands of an installation of its own, whose database has no tables yet."""
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "AUDIT_KEY"}}
    env |= {"DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}

    def run(*arguments: str) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments, "--json"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return run


def test_a_backup_of_an_older_state_is_migrated(installation: Path, tmp_path: Path) -> None:
    """As the version before ``reports.0006`` wrote it: without what came with and after it."""
    backup_make(installation)
    path = installation / "manifest.json"
    content = json.loads(path.read_text())["content"]
    content["migrations"] = [
        [app, name] for app, name in content["migrations"] if app != "reports" or name < "0006"
    ]
    del content["tables"]["reports.ReportOutline"]
    (installation / "data" / "reports.ReportOutline.jsonl").unlink()
    added = {
        "Report": ("issued_hash", "copied_from_id"),
        "ReportFile": ("text_hash",),
        "ReportText": ("accepted",),
    }
    for name, later in added.items():
        table = installation / "data" / f"reports.{name}.jsonl"
        columns = json.loads(table.read_text())
        for column in later:
            columns.remove(column)
        table.write_text(json.dumps(columns) + "\n")
        digest = hashlib.sha256(table.read_bytes()).hexdigest()
        content["tables"][f"reports.{name}"]["sha256"] = digest
    _manifest_write(path, content)
    run = elsewhere(tmp_path / "other")
    assert run("restore", str(installation))["log_rows"] == 3
    again = run("backup", str(tmp_path / "again"))
    assert again["files"] == 1
    header = (tmp_path / "again" / "data" / "reports.ReportText.jsonl").read_text()
    assert "accepted" in json.loads(header)


def test_the_commands_bring_a_backup_into_a_database_without_tables(
    installation: Path, tmp_path: Path
) -> None:
    """As a person does it, on another machine: nothing is migrated before."""
    backup_make(installation)
    rows = {name: len(rows) for name, rows in contents().items()}
    run = elsewhere(tmp_path / "other")
    restored = run("restore", str(installation))
    assert restored == {"rows": sum(rows.values()), "files": 1, "log_rows": 3}
    assert run("verify_audit") == {"rows": 3, "equal": True, "first_difference": None}
    again = run("backup", str(tmp_path / "again"))
    assert (again["rows"], again["files"]) == (sum(rows.values()), 1)
    old = {p.name: p.read_bytes() for p in (installation / "data").iterdir()}
    new = {p.name: p.read_bytes() for p in (tmp_path / "again" / "data").iterdir()}
    made_by_migrate = {"contenttypes.ContentType.jsonl", "auth.Permission.jsonl"}
    assert {n for n in old if old[n] != new[n]} <= made_by_migrate
