"""Why a file is refused whole."""

from __future__ import annotations

from enum import StrEnum


class FileFault(StrEnum):
    """Why a file is refused before any of its rows is looked at."""

    TOO_BIG = "too_big"
    EMPTY = "empty"
    NOT_A_WORKBOOK = "not_a_workbook"
    NOT_A_DOCUMENT = "not_a_document"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BINARY_WORKBOOK = "binary_workbook"
    BOMB = "bomb"
    ENTITIES = "entities"
    DAMAGED = "damaged"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    TOO_SLOW = "too_slow"
    NOT_UTF8 = "not_utf8"
    OPEN_QUOTE = "open_quote"
    PICTURE_FILE = "picture_file"
    PDF_FILE = "pdf_file"
    WORD_FILE = "word_file"
    ARCHIVE_FILE = "archive_file"
    WEB_PAGE = "web_page"
    GONE = "gone"


class FileRefusedError(Exception):
    """A file that is refused whole; ``fault`` says why, ``detail`` where, as far as known."""

    def __init__(self, fault: FileFault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail
