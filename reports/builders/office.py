"""One LibreOffice that stays open in this process, so that a file costs no start.

A second ``soffice`` on the same profile hands its file to the first and ends when it is done.
The first keeps an empty text open, else it would leave with the file. It is the child of a shell
that holds our pipe: when this process ends, however it ends, the pipe closes and the shell kills
its whole group.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from units.work_folders import work_folder

if TYPE_CHECKING:
    import tempfile

MOST_FILES: Final = 50
MOST_SECONDS: Final = 60 * 60
"""After so many files or so long it is started anew: it grows, and work folders are swept."""
START_SECONDS: Final = 30
FONTS: Final = Path("config") / "deploy" / "fonts.conf"
_SUPERVISED: Final = '("$@"; kill -KILL 0) & cat; kill -KILL 0'
_POLL: Final = 0.1
_PDF_OPTIONS: Final = {
    "SelectPdfVersion": {"type": "long", "value": "2"},  # PDF/A-2b, to be kept for long
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}
_PDF: Final = f"pdf:writer_pdf_Export:{json.dumps(_PDF_OPTIONS, separators=(',', ':'))}"
"""Understood from LibreOffice 7.4 on; an older one ignores the options and writes a plain PDF."""
_log = logging.getLogger(__name__)


class OfficeOverrunError(Exception):
    """A file took too long; what worked on it was killed."""


def program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


class Office:
    """``files``: how many the running one has converted."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.files = 0
        self.is_unusable = False
        self._lock = threading.Lock()
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def convert(self, source: Path, folder: Path, timeout: float) -> bool:
        """Makes the PDF in ``folder``. False: it could not be used, and the log says why.

        Raises OfficeOverrunError after ``timeout`` seconds.
        """
        with self._lock:
            is_worn = self.files >= MOST_FILES or time.monotonic() - self._started > MOST_SECONDS
            if is_worn or not self.is_running:
                self._stop()
                if self.is_unusable or not self._start(min(timeout, START_SECONDS)):
                    return False
            self.files += 1
            try:
                code = run(self._command(*conversion(source, folder)), timeout)
            except OfficeOverrunError:
                self._stop()
                raise
            if code != 0 or not self.is_running:
                _log.warning("the running LibreOffice ended with %s; a file gets its own", code)
                self._stop()
            return code == 0

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def _start(self, seconds: float) -> bool:
        self._folder = work_folder()
        kept = Path(self._folder.name) / "kept.txt"
        kept.write_text("")
        command = self._command("--nodefault", str(kept))
        self._process = subprocess.Popen(  # noqa: S603 - a fixed program and script
            ["/bin/sh", "-c", _SUPERVISED, "sh", *command],
            env=environment(Path(self._folder.name)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.files, self._started = 0, time.monotonic()
        is_open = kept.with_name(f".~lock.{kept.name}#")
        while time.monotonic() - self._started < seconds and self.is_running:
            if is_open.exists():
                return True
            time.sleep(_POLL)
        _log.warning("LibreOffice does not stay open here; every file starts its own")
        self.is_unusable = True
        self._stop()
        return False

    def _command(self, *arguments: str) -> list[str]:
        if self._folder is None:
            raise RuntimeError("not started")
        return command(self.path, Path(self._folder.name), *arguments)

    def _stop(self) -> None:
        if self._process is not None:
            kill(self._process)
            if self._process.stdin is not None:
                self._process.stdin.close()
        if self._folder is not None:
            self._folder.cleanup()
        self._process = self._folder = None


_offices: Final[dict[tuple[int, str], Office]] = {}


def office() -> Office | None:
    """The one of this process (a forked worker has its own); None where none is installed."""
    path = program()
    if path is None:
        return None
    return _offices.setdefault((os.getpid(), path), Office(path))


@atexit.register
def offices_stop() -> None:
    for (pid, _), one in _offices.items():
        if pid == os.getpid():
            one.stop()


def convert_alone(path: str, source: Path, folder: Path, timeout: float) -> bool:
    """The PDF by a LibreOffice of its own, that leaves with it."""
    return run(command(path, folder, *conversion(source, folder)), timeout, folder) == 0


def conversion(source: Path, folder: Path) -> list[str]:
    return ["--convert-to", _PDF, "--outdir", str(folder), str(source)]


def command(path: str, folder: Path, *arguments: str) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [path, profile, "--headless", "--norestore", "--nologo", *arguments]


def environment(folder: Path) -> dict[str, str]:
    """With the fonts that stand in for those a report names."""
    made = {**os.environ, "HOME": str(folder)}
    fonts = Path(settings.BASE_DIR) / FONTS
    if fonts.is_file():
        made["FONTCONFIG_FILE"] = str(fonts)
    return made


def run(arguments: list[str], timeout: float, home: Path | None = None) -> int:
    """The exit code; killed with its children after ``timeout`` seconds."""
    with subprocess.Popen(  # noqa: S603 - fixed program and arguments, no shell
        arguments,
        env=environment(home) if home else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            kill(process)
            raise OfficeOverrunError from error


def kill(process: subprocess.Popen[bytes]) -> None:
    """With all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
