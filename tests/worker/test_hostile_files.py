"""Eight hostile workbooks at once into every place that takes one, and a page of somebody else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.demo.processes import HOST, port_pick, wait_for_port
from indicators.models import Ledger
from tests.factories import user_with
from tests.hostile import PLACES, bomb, coloured, entity_bomb, open_all
from tests.test_access import World, world  # noqa: F401 - the fixture
from tests.worker.conftest import wait_until
from units.choices import JobState, Role
from units.models import TableImport

if TYPE_CHECKING:
    from config.demo.processes import Household
    from units.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = "t" * 32
WITHIN = 2.0
QUIET = 0.25  # the same page where nothing else runs, two cores
LEAST_LOOKS = 5
AT_ONCE = 8
HEAVY = {"far cell": lambda: coloured(1_048_576), "zip bomb": bomb, "entity bomb": entity_bomb}
TOLD = {200, 302, 400, 409}


def command_of_the_image(root: Path) -> list[str]:
    """The web server as the container starts it."""
    text = (root / "Dockerfile").read_text("utf-8")
    command = text[text.index('CMD ["gunicorn"') :]
    return re.findall(r'"([^"]+)"', command)


def web_started(
    household: Household, root: Path, timeout: str = "60"
) -> tuple[int, subprocess.Popen[bytes]]:
    """Port and master process of the image's web server."""
    port = port_pick(9300)
    command = [
        part.replace("0.0.0.0:8000", f"{HOST}:{port}").replace("timeout=60", f"timeout={timeout}")
        for part in command_of_the_image(root)
    ]
    child = household.start("web", [sys.executable, "-m", *command])
    wait_for_port(port, child, household.log("web"), "gunicorn")
    return port, child


def children_of(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return {int(child) for child in listed.split()}


def cookies_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"


class SentFile(NamedTuple):
    field: str
    name: str
    content: bytes


class Server:
    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, address: str, cookies: str) -> int:
        return self.ask("GET", address, {"Cookie": cookies})

    def upload(self, address: str, cookies: str, fields: dict[str, str], file: SentFile) -> int:
        edge = "edge-of-the-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
            for name, text in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="{file.field}"; filename="{file.name}"'
        parts.append(f"--{edge}\r\n{head}\r\n\r\n".encode() + file.content)
        body = b"".join(parts) + f"\r\n--{edge}--\r\n".encode()
        kind = f"multipart/form-data; boundary={edge}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": kind}
        return self.ask("POST", address, headers, body)

    def ask(self, method: str, address: str, headers: dict[str, str], body: bytes = b"") -> int:
        connection = HTTPConnection(HOST, self.port, timeout=60)
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


def looked(server: Server, cookies: str) -> float:
    """Seconds that a page of somebody else takes."""
    began = time.monotonic()
    assert server.get(reverse("reports:home"), cookies) == 200
    return time.monotonic() - began


@pytest.mark.worker
def test_a_page_answers_while_eight_hostile_files_come_into_every_place(
    household: Household,
    world: World,  # noqa: F811
    project_root: Path,
) -> None:
    """Eight at a time until every place has had each of them; the page is somebody else's."""
    open_all()
    cookies = {place.who: cookies_of(place.user(world)) for place in PLACES}
    leader = cookies_of(user_with(Role.LEADER, world.region))
    household.environment["SECRET_KEY"] = settings.SECRET_KEY  # so that the sessions are known
    port, _ = web_started(household, project_root)
    household.start_worker(1)
    server = Server(port)
    alone = sorted(looked(server, leader) for _ in range(LEAST_LOOKS))[LEAST_LOOKS // 2]
    # Two seconds on a machine that has nothing else to do: what it does beside is not ours.
    allowed = WITHIN * max(1.0, alone / QUIET)

    contents = {name: make() for name, make in HEAVY.items()}
    sent = [(place, kind) for kind in HEAVY for place in PLACES]
    waits: list[float] = []
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        asked = {
            f"{place.name} {kind}": crowd.submit(
                server.upload,
                place.address(world),
                cookies[place.who],
                {name: str(value) for name, value in place.data(world).items()},
                SentFile(place.field, "x.xlsx", contents[kind]),
            )
            for place, kind in sent
        }
        while not all(one.done() for one in asked.values()) or len(waits) < LEAST_LOOKS:
            waits.append(looked(server, leader))
        answers = {name: one.result() for name, one in asked.items()}
    assert {n: a for n, a in answers.items() if a not in TOLD} == {}
    assert max(waits) < allowed, (alone, waits)
    ended = [JobState.DONE, JobState.FAILED]
    for model in (TableImport, Ledger):
        rows = model._default_manager.exclude(pk=world.ledger.pk if model is Ledger else 0)
        assert rows.exists()
        assert wait_until(lambda rows=rows: not rows.exclude(job_state__in=ended).exists(), 120)


@pytest.mark.worker
def test_a_web_process_that_hangs_is_replaced(household: Household, project_root: Path) -> None:
    port, master = web_started(household, project_root, timeout="2")
    assert wait_until(lambda: len(children_of(master.pid)) == 6)
    hung = min(children_of(master.pid))
    os.kill(hung, signal.SIGSTOP)
    assert wait_until(lambda: hung not in children_of(master.pid), seconds=20)
    assert wait_until(lambda: len(children_of(master.pid)) == 6)
    assert Server(port).ask("GET", "/healthz", {}) == 200
