"""PDF from the Word file through LibreOffice, which an office server may have."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final

from django.conf import settings

from reports import messages
from units.work_folders import work_folder

TIMEOUT: Final = 120
"""Seconds; a report of 40 pages takes two."""
FONTS: Final = Path("config") / "deploy" / "fonts.conf"


class PdfError(Exception):
    """LibreOffice is missing, failed or took too long; the text is for the user."""


def is_available() -> bool:
    return _program() is not None


def convert(word_file: Path, pdf_file: Path, *, timeout: float = TIMEOUT) -> None:
    """Writes ``pdf_file``; raises PdfError with a sentence for the user.

    Each run has its own profile, so that several can run at once, and is killed
    with its children when it overruns.
    """
    program = _program()
    if program is None:
        raise PdfError(messages.PDF_NO_OFFICE)
    with work_folder() as folder:
        work = Path(folder)
        source = work / "report.docx"
        shutil.copyfile(word_file, source)
        _run(program, work, source, timeout)
        made = work / "report.pdf"
        if not made.is_file():
            raise PdfError(messages.PDF_FAILED)
        shutil.move(made, pdf_file)


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _run(program: str, work: Path, source: Path, timeout: float) -> None:
    command = [
        program,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(work),
        str(source),
    ]
    environment = {**os.environ, "HOME": str(work)}
    fonts = Path(settings.BASE_DIR) / FONTS
    if fonts.is_file():
        environment["FONTCONFIG_FILE"] = str(fonts)
    with subprocess.Popen(  # noqa: S603 - fixed program and arguments, no shell
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise PdfError(messages.PDF_TIMEOUT.format(seconds=round(timeout))) from error
    if code != 0:
        raise PdfError(messages.PDF_FAILED)
