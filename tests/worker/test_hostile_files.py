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
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.demo.processes import HOST, port_pick, wait_for_port
from tests.factories import SubmissionFactory, user_with
from tests.guard.test_tables import bomb, coloured
from tests.worker.conftest import wait_until
from units.choices import JobState, Role
from units.models import TableImport

if TYPE_CHECKING:
    from config.demo.processes import Household
    from units.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = "t" * 32
WITHIN = 2.0
AT_ONCE = 8


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


class Server:
    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, address: str, cookies: str) -> int:
        return self.ask("GET", address, {"Cookie": cookies})

    def upload(self, address: str, cookies: str, field: str, content: bytes) -> int:
        edge = "edge-of-the-part"
        head = f'Content-Disposition: form-data; name="{field}"; filename="x.xlsx"'
        body = f"--{edge}\r\n{head}\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
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


@pytest.mark.worker
def test_a_page_answers_while_eight_hostile_files_come_in(
    household: Household, project_root: Path
) -> None:
    submission = SubmissionFactory()
    unit, region = submission.unit, submission.unit.region
    office = cookies_of(user_with(Role.OFFICE, region))
    liaison = cookies_of(user_with(Role.LIAISON, region, unit))
    leader = cookies_of(user_with(Role.LEADER, region))
    household.environment["SECRET_KEY"] = settings.SECRET_KEY  # so that the sessions are known
    port, _ = web_started(household, project_root)
    household.start_worker(1)
    server = Server(port)
    assert server.get(reverse("reports:home"), leader) == 200

    places = [
        (reverse("admin:units_memberunit_import"), office, "import_file"),
        (reverse("admin:indicators_planindicator_import"), office, "import_file"),
        (reverse("indicators:ledger_bulk"), office, "file"),
        (reverse("indicators:ledger_list", args=[submission.pk]), liaison, "file"),
        (reverse("indicators:evidence_list", args=[submission.pk]), liaison, "file"),
    ]
    files = [coloured(1_048_576), bomb()]
    waits = []
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        asked = [
            crowd.submit(server.upload, *places[n % len(places)], files[n % len(files)])
            for n in range(2 * AT_ONCE)
        ]
        while not all(one.done() for one in asked) or len(waits) < 5:
            began = time.monotonic()
            assert server.get(reverse("reports:home"), leader) == 200
            waits.append(time.monotonic() - began)
        assert {one.result() for one in asked} <= {200, 302}  # told, or queued
    assert max(waits) < WITHIN, waits
    ended = [JobState.DONE, JobState.FAILED]
    wanted = TableImport.objects.count()
    assert wanted
    assert wait_until(lambda: TableImport.objects.filter(job_state__in=ended).count() == wanted)


@pytest.mark.worker
def test_a_web_process_that_hangs_is_replaced(household: Household, project_root: Path) -> None:
    port, master = web_started(household, project_root, timeout="2")
    assert wait_until(lambda: len(children_of(master.pid)) == 6)
    hung = min(children_of(master.pid))
    os.kill(hung, signal.SIGSTOP)
    assert wait_until(lambda: hung not in children_of(master.pid), seconds=20)
    assert wait_until(lambda: len(children_of(master.pid)) == 6)
    assert Server(port).ask("GET", "/healthz", {}) == 200
