"""Every variable the settings read is documented; production refuses to guess."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path

READ = re.compile(r"""env_(?:bool|choice|int|list|text)\(\s*["']([A-Z0-9_]+)["']""")
GOOD = {"SECRET_KEY": "".join(map(chr, range(48, 123))), "ALLOWED_HOSTS": "localhost"}


def variables_read(root: Path) -> set[str]:
    files = [*(root / "config" / "settings").glob("*.py"), *root.glob("[a-z]*/**/*.py")]
    texts = (path.read_text("utf-8") for path in files if "tests" not in path.parts)
    return {name for text in texts for name in READ.findall(text)}


def documented(root: Path) -> set[str]:
    text = (root / ".env.example").read_text("utf-8")
    return set(re.findall(r"(?m)^#? ?([A-Z][A-Z0-9_]+)=", text))


def test_every_variable_is_in_env_example(project_root: Path) -> None:
    assert variables_read(project_root) <= documented(project_root)


def test_env_example_holds_no_secret(project_root: Path) -> None:
    text = (project_root / ".env.example").read_text("utf-8")
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "APP_DB_PASSWORD", "REDIS_PASSWORD"):
        assert re.search(rf"(?m)^{name}=$", text), name


def test_compose_passes_on_what_is_documented(project_root: Path) -> None:
    text = (project_root / "docker-compose.yml").read_text("utf-8")
    assert set(re.findall(r"\$\{([A-Z0-9_]+)", text)) <= documented(project_root)
    services = yaml.safe_load(text)["services"]
    assert {"database", "broker", "web", "worker", "nginx"} <= set(services)
    for name, service in services.items():
        if name != "prepare":  # runs once
            assert service.get("healthcheck") or name == "nginx", name
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_only_the_first_run_owns_the_database(project_root: Path) -> None:
    """Web and worker could otherwise take off the triggers that keep the log."""
    services = yaml.safe_load((project_root / "docker-compose.yml").read_text("utf-8"))["services"]
    owner = "postgres://two_outlines:"
    owners = [
        name
        for name, service in services.items()
        if str(service.get("environment", {}).get("DATABASE_URL", "")).startswith(owner)
    ]
    assert owners == ["prepare"]
    assert "database_grants" in " ".join(services["prepare"]["command"])


def start_production(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=root,
        env={**own, "DJANGO_SETTINGS_MODULE": "config.settings.prod", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_check_is_clean(project_root: Path) -> None:
    done = start_production(project_root, **GOOD)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY", id="no key"),
        pytest.param({"SECRET_KEY": "short"}, "SECRET_KEY", id="short key"),
        pytest.param({"HTTPS": "yes"}, "HTTPS", id="neither True nor False"),
        pytest.param({"LEDGER_MAX_MB": "viel"}, "LEDGER_MAX_MB", id="no number"),
    ],
)
def test_production_refuses_to_guess(
    project_root: Path, environment: dict[str, str], word: str
) -> None:
    done = start_production(project_root, **{**GOOD, **environment})
    assert done.returncode != 0
    assert word in done.stderr
