"""A real broker and real workers on the test database."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import kombu.pools
import pytest
from django.conf import settings
from django.db import connection

from config import celery_app
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


# A worker that stands still at one call of one function.
HALFWAY = """
import pathlib, pkgutil, sys, time
import config.celery
import django
django.setup()
mark, owner, name, calls = sys.argv[1:]
owner = pkgutil.resolve_name(owner)
whole, left = getattr(owner, name), int(calls)
def act(*args, **kwargs):
    global left
    left -= 1
    if left:
        return whole(*args, **kwargs)
    pathlib.Path(mark).touch()
    time.sleep(120)
setattr(owner, name, act)
config.celery.app.worker_main(
    ["worker", "--concurrency", "1", "--loglevel", "WARNING",
     "--without-gossip", "--without-mingle", "--without-heartbeat"]
)
"""


def killed_halfway(household: Household, owner: str, name: str, calls: int) -> None:
    """Run a worker until it is in the ``calls``-th call of the function ``name`` of ``owner``
    (``package.module:Object``), and kill it there: the kill always falls at the same place."""
    mark = household.folder / "halfway"
    arguments = (str(mark), owner, name, str(calls))
    worker = household.start("worker", [sys.executable, "-c", HALFWAY, *arguments])
    try:
        assert wait_until(mark.exists), household.log("worker").read_text()
    finally:
        kill_hard(worker)
        household.forget("worker")


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
    usual = celery_app.conf.broker_url
    _send_to(house.environment["REDIS_URL"], in_place=False)
    try:
        yield house
    finally:
        _send_to(usual, in_place=True)
        house.close()


def _send_to(broker: str, *, in_place: bool) -> None:
    """Where the test's own wake-ups go; ``in_place``: the work is done by the test itself, as
    everywhere but here."""
    celery_app.conf.update(broker_url=broker, task_always_eager=in_place)
    kombu.pools.reset()
    celery_app.amqp._producer_pool = None
