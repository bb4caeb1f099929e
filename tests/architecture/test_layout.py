"""The layout of the repository is fixed; a new top-level entry is a decision, not an accident."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = {
    "assessments",
    "config",
    "indicators",
    "reports",
    "static",
    "templates",
    "tests",
    "units",
}
FILES = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "docker-compose.yml",
    "manage.py",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "requirements-dev.in",
    "requirements-dev.txt",
    "requirements-node.in",
    "requirements-node.txt",
    "requirements-sso.in",
    "requirements-sso.txt",
    "requirements.in",
    "requirements.txt",
}
DUMPS = {"utils", "helpers", "common", "misc", "signals"}
ROOMS = ("units", "indicators", "assessments", "reports", "config")


def tracked(root: Path) -> list[str]:
    """Files git knows or would add, so that the test works before a commit too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if (root / name).exists()]


def test_top_level_is_as_designed(project_root: Path) -> None:
    names = tracked(project_root)
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.startswith(".")} == FOLDERS | FILES


def test_nothing_made_at_run_time_is_committed(project_root: Path) -> None:
    banned = (".venv/", "var/", "node_modules/", "static/vendor/")
    assert [name for name in tracked(project_root) if name.startswith(banned)] == []
    assert [name for name in tracked(project_root) if name.endswith((".sqlite3", ".pyc"))] == []


def test_modules_are_named_after_their_subject(project_root: Path) -> None:
    stems = {
        name: name.rsplit("/", 1)[-1].removesuffix(".py")
        for name in tracked(project_root)
        if name.startswith(ROOMS) and name.endswith(".py")
    }
    assert {name: stem for name, stem in stems.items() if stem in DUMPS} == {}


def test_files_stay_readable(project_root: Path) -> None:
    """Under 400 lines each, tests and migrations apart."""
    long = {
        name: count
        for name in tracked(project_root)
        if name.startswith(ROOMS)
        and name.endswith(".py")
        and "/migrations/" not in name
        and (count := len((project_root / name).read_text("utf-8").splitlines())) > 400
    }
    assert long == {}
