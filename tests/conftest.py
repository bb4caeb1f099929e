"""Fixtures for every room. Browser fixtures are in tests/browser/conftest.py."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper


# How long a random case takes says how busy the machine is, not whether the code is right.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes of a file made now hold the hour: both halves of a parallel run must agree on names."""
    return argname if isinstance(val, bytes | bytearray) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out what never opens the database: it has run on the other one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    pure = [item for item in items if not _opens_database(item)]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if _opens_database(item)]


def _opens_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or not fixtures.isdisjoint({"db", "transactional_db", "live_server"})


@pytest.fixture(autouse=True)
def _own_files(
    settings: SettingsWrapper, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Uploaded files of a test go with the test; nothing cached is carried over."""
    folder = tmp_path_factory.mktemp("files")
    settings.PRIVATE_FILES_DIR = folder
    cache.clear()
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def project_root() -> Path:
    return Path(__file__).resolve().parent.parent
