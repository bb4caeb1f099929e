"""The proxy's configuration: taken by nginx itself, and believed in nothing a client says."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from config.demo.processes import port_pick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
PATIENCE = 60  # seconds; nothing here is about speed
TRIES = 3
PER_SECOND = 0.5  # 30 a minute, as nginx-limits.inc says
FILES = ("nginx-app.inc", "nginx-proxy.inc", "nginx-limits.inc", "nginx.conf", "nginx-plain.conf")


def laid_out(root: Path, folder: Path, name: str, *, port: int, application: str) -> Path:
    """The files as the container mounts them, for this machine's ports and folders."""
    snippets = folder / "snippets"
    snippets.mkdir()
    for file in FILES:
        text = (root / "config" / "deploy" / file).read_text("utf-8")
        text = text.replace("/etc/nginx/snippets/", f"{snippets}/")
        text = text.replace("/etc/nginx/certificates/", f"{folder}/")
        text = text.replace("http://web:8000", application)
        text = text.replace("listen 8080", f"listen 127.0.0.1:{port}")
        text = text.replace("listen 8443", f"listen 127.0.0.1:{port + 1}")
        target = folder / file if file.endswith(".conf") else snippets / file[len("nginx-") :]
        target.write_text(text, encoding="utf-8")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    place = ["-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.crt")]
    subprocess.run([*command, *place, "-subj", "/CN=x"], check=True, capture_output=True)
    whole = folder / "whole.conf"
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole.write_text(
        f"pid {folder}/pid; error_log stderr; daemon off; events {{}}\n"
        f"http {{ access_log off; {temporary} include {folder / name}; }}\n"
    )
    return whole


@needs_nginx
@pytest.mark.parametrize("name", ["nginx.conf", "nginx-plain.conf"])
def test_nginx_takes_it(project_root: Path, tmp_path: Path, name: str) -> None:
    whole = laid_out(project_root, tmp_path, name, port=port_pick(9400), application="http://a:1")
    command = [str(NGINX), "-t", "-c", str(whole)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_no_answer_repeats_what_the_client_calls_the_server(project_root: Path) -> None:
    for name in FILES:
        text = (project_root / "config" / "deploy" / name).read_text("utf-8")
        assert not re.search(r"(?m)^\s*return\b.*\$(?:host|http_host)\b", text), name


class Echo(BaseHTTPRequestHandler):
    """Answers with what reached it."""

    def do_GET(self) -> None:
        told = f"{self.headers['Host']} {self.headers['X-Forwarded-For']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def echo() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(project_root: Path, tmp_path: Path, echo: ThreadingHTTPServer) -> Iterator[int]:
    """nginx in front of an application that echoes; its port."""
    application = f"http://127.0.0.1:{echo.server_port}"
    for attempt in range(TRIES):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        port = port_pick(9410 + 10 * attempt)
        whole = laid_out(
            project_root, folder, "nginx-plain.conf", port=port, application=application
        )
        with (folder / "log").open("wb") as log:
            child = subprocess.Popen([str(NGINX), "-c", str(whole)], stderr=log)
        if is_up(port, child):
            break
        # Somebody took the port after it was picked: nginx has ended and says so.
        assert attempt + 1 < TRIES, (folder / "log").read_text()
    try:
        yield port
    finally:
        child.terminate()
        child.wait(PATIENCE)


def is_up(port: int, child: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while child.poll() is None and time.monotonic() < deadline:
        try:
            return ask(port, "/nginx-health")[0] == 200
        except OSError:
            time.sleep(0.05)
    return False


def ask(port: int, address: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


@needs_nginx
def test_a_forged_address_is_replaced(proxy: int) -> None:
    status, body = ask(proxy, "/", **{"X-Forwarded-For": "203.0.113.9", "Host": "a.example"})
    assert (status, body) == (200, "a.example 127.0.0.1")


@needs_nginx
def test_one_address_that_signs_in_without_end_is_told_to_wait(proxy: int) -> None:
    began = time.monotonic()
    answers = []
    while (took := time.monotonic() - began) < PATIENCE and len(refusals(answers)) < 10:
        answers.append(ask(proxy, "/sign-in/"))
    let_in = len(answers) - len(refusals(answers))
    assert [status for status, _ in answers[:31]] == [200] * 31
    # However slow the machine is: one and the burst, and what the seconds since have earned.
    assert let_in <= 31 + PER_SECOND * took + 1, (let_in, took)
    assert "请等一分钟再试" in refusals(answers)[0]
    assert ask(proxy, "/")[0] == 200  # other pages are not meant


def refusals(answers: list[tuple[int, str]]) -> list[str]:
    return [body for status, body in answers if status == 429]


@needs_nginx
def test_an_application_that_is_gone_is_said_in_words_and_comes_back(
    proxy: int, echo: ThreadingHTTPServer
) -> None:
    echo.shutdown()
    echo.server_close()
    status, body = ask(proxy, "/")
    assert status == 503
    assert "请过半分钟再试" in body
    assert "nginx" not in body
    with ThreadingHTTPServer(("127.0.0.1", echo.server_port), Echo) as again:
        Thread(target=again.serve_forever, daemon=True).start()
        assert ask(proxy, "/")[0] == 200
        again.shutdown()


@needs_nginx
def test_what_nginx_cannot_read_is_said_in_words(proxy: int) -> None:
    for headers in ({"X-Long": "a" * 40_000}, {"Host": "a b"}):
        status, body = ask(proxy, "/", **headers)
        assert (status, "读不懂" in body, "nginx" in body) == (400, True, False)
