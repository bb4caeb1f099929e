"""A real broker and real workers on the test database."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection

from config.demo.processes import Household

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from subprocess import Popen

PATIENCE = 60


def database_url() -> str:
    """The test database as another process reaches it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    place = f"{told['HOST'] or '127.0.0.1'}:{told['PORT'] or 5432}"
    secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{secret}@{place}/{told['NAME']}"


def wait_until(happened: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Poll for something that another process does; its last answer, true or not."""
    deadline = time.monotonic() + seconds
    while not (answer := happened()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return answer


def kill_hard(worker: Popen[bytes]) -> None:
    """As the kernel would for want of memory: no last words, children included."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.fixture
def household(transactional_db: None, tmp_path: Path, project_root: Path) -> Iterator[Household]:
    """Broker running, workers to be started by the test; short leases, frequent sweeps."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "REDIS_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "PRIVATE_FILES_DIR": str(settings.PRIVATE_FILES_DIR),
        "JOB_LEASE_SECONDS": "2",
        "JOB_SWEEP_SECONDS": "1",
    }
    house = Household(root=project_root, folder=tmp_path, environment=environment)
    house.start_broker()
    try:
        yield house
    finally:
        house.close()
