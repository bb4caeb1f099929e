"""PDF from the Word file through LibreOffice, which an office server may have."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from reports import messages
from reports.builders.office import OfficeOverrunError, convert_alone, office, program
from units.work_folders import work_folder

TIMEOUT: Final = 120
"""Seconds; a report of 40 pages takes two."""


class PdfError(Exception):
    """LibreOffice is missing, failed or took too long; the text is for the user."""


def is_available() -> bool:
    return program() is not None


def convert(word_file: Path, pdf_file: Path, *, timeout: float = TIMEOUT) -> None:
    """Writes ``pdf_file``; raises PdfError with a sentence for the user.

    By the LibreOffice that is open already; where that fails, by one of its own.
    """
    running = office()
    if running is None:
        raise PdfError(messages.PDF_NO_OFFICE)
    with work_folder() as folder:
        work = Path(folder)
        source = work / "report.docx"
        shutil.copyfile(word_file, source)
        made = work / "report.pdf"
        try:
            if not (running.convert(source, work, timeout) and made.is_file()):
                convert_alone(running.path, source, work, timeout)
        except OfficeOverrunError as error:
            raise PdfError(messages.PDF_TIMEOUT.format(seconds=round(timeout))) from error
        if not made.is_file():
            raise PdfError(messages.PDF_FAILED)
        shutil.move(made, pdf_file)
