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


@pytest.mark.statement("S05")
def test_production_check_is_clean(project_root: Path) -> None:
    done = start_production(project_root, **GOOD)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.statement("S20")
@pytest.mark.parametrize(
    ("environment", "word"),
    [
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY", id="no key"),
        pytest.param({"SECRET_KEY": "short"}, "SECRET_KEY", id="short key"),
        pytest.param({"HTTPS": "yes"}, "HTTPS", id="neither True nor False"),
        pytest.param({"EVIDENCE_MAX_MB": "viel"}, "EVIDENCE_MAX_MB", id="no number"),
    ],
)
def test_production_refuses_to_guess(
    project_root: Path, environment: dict[str, str], word: str
) -> None:
    done = start_production(project_root, **{**GOOD, **environment})
    assert done.returncode != 0
    assert word in done.stderr


# Read by the start scripts of other programs, not by the settings.
OF_OTHERS = {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "APP_DB_PASSWORD", "DJANGO_SETTINGS_MODULE"}
# Of a machine without containers; in them the image or the compose file says so.
NOT_IN_CONTAINERS = {"DATA_DIR", "DEBUG", "DJANGO_SETTINGS_MODULE"}


def compose_variables(root: Path) -> set[str]:
    """What the compose file takes from .env or sets itself for the application."""
    text = (root / "docker-compose.yml").read_text("utf-8")
    application = yaml.safe_load(text)["services"]["web"]["environment"]
    return set(re.findall(r"\$\{([A-Z0-9_]+)", text)) | set(application)


def test_everything_documented_is_read_by_somebody(project_root: Path) -> None:
    used = variables_read(project_root) | compose_variables(project_root) | OF_OTHERS
    assert documented(project_root) - used == set()


def test_everything_the_settings_read_can_be_set_in_containers(project_root: Path) -> None:
    base = [project_root / "config/settings/base.py", project_root / "config/settings/prod.py"]
    read = {name for path in base for name in READ.findall(path.read_text("utf-8"))}
    assert read - compose_variables(project_root) - NOT_IN_CONTAINERS == set()


def test_every_setting_made_from_the_environment_is_used(project_root: Path) -> None:
    """A limit that is read and asked for nowhere is a promise nobody keeps."""
    pattern = re.compile(r"(?m)^([A-Z][A-Z0-9_]+) = .*\benv_")
    files = ("base.py", "prod.py")
    texts = [(project_root / "config" / "settings" / name).read_text("utf-8") for name in files]
    made = {name for text in texts for name in pattern.findall(text)}
    own = {name for name in made if not name.startswith(DJANGOS)}
    everything = " ".join(
        path.read_text("utf-8")
        for path in project_root.glob("[a-z]*/**/*.py")
        if "tests" not in path.parts and "node_modules" not in path.parts
    )
    lines = [line for line in everything.splitlines() if not pattern.match(line)]
    rest = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", "\n".join(lines)))
    assert own - rest == set()


DJANGOS = ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "CSRF_", "SECURE_", "SESSION_", "CELERY_")


@pytest.mark.statement("S26")
def test_nothing_runs_as_root_or_writes_where_it_need_not(project_root: Path) -> None:
    services = yaml.safe_load((project_root / "docker-compose.yml").read_text("utf-8"))["services"]
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert (services["database"]["user"], services["broker"]["user"]) == ("postgres", "redis")
    assert re.search(r"(?m)^USER app$", (project_root / "Dockerfile").read_text("utf-8"))


def test_the_web_server_can_replace_a_request_that_hangs(project_root: Path) -> None:
    """Its own limit comes before the proxy's, the database's before both."""
    command = (project_root / "Dockerfile").read_text("utf-8")
    assert "--threads" not in command
    limit = int(re.findall(r"--timeout=(\d+)", command)[0])
    proxy = (project_root / "config/deploy/nginx-proxy.inc").read_text("utf-8")
    assert limit < int(re.findall(r"proxy_read_timeout\s+(\d+)s", proxy)[0])
    example = (project_root / ".env.example").read_text("utf-8")
    assert int(re.findall(r"STATEMENT_SECONDS=(\d+)", example)[0]) < limit


def test_the_image_takes_in_single_sign_on_when_it_is_set(project_root: Path) -> None:
    """``docker compose up --build`` builds what .env says, without an argument by hand."""
    compose = yaml.safe_load((project_root / "docker-compose.yml").read_text("utf-8"))
    assert compose["services"]["prepare"]["build"]["args"]["SSO"] == "${SSO:-off}"
    image = (project_root / "Dockerfile").read_text("utf-8")
    assert "ARG SSO=off\n" in image
    assert 'if [ "$SSO" != off ]' in image
