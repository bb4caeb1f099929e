"""What is looked at before any parser sees a file: size, type by content, zip contents.

A workbook's check runs in the parsing child: no damage it can meet harms who asked.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.delimited import separator_of, text_of

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
MAX_RATIO: Final = 100
# Small files may pack well without being bombs: a long repetitive table does.
_RATIO_FREE: Final = 30 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF_BARE: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_HEAD: Final = 4096
_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError),
    *(RuntimeError, EOFError, ValueError, KeyError, OSError),
)
_OTHERS: Final = {
    b"%PDF": FileFault.PDF_FILE,
    b"{\\rtf": FileFault.WORD_FILE,
    b"\x89PNG": FileFault.PICTURE_FILE,
    b"\xff\xd8\xff": FileFault.PICTURE_FILE,
    b"GIF8": FileFault.PICTURE_FILE,
    b"BM": FileFault.PICTURE_FILE,
    b"Rar!": FileFault.ARCHIVE_FILE,
    b"7z\xbc\xaf": FileFault.ARCHIVE_FILE,
    b"\x1f\x8b": FileFault.ARCHIVE_FILE,
}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP: Final = re.compile(r"<(?:html|table|!doctype html|body|frameset|meta)\b")
_WORD: Final = b"wordprocessingml.document.main+xml"
KindT = TypeVar("KindT")


class FileKind(StrEnum):
    """What a file really is, whatever it is called."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    WEB = "web"
    XML_2003 = "xml_2003"


def check_file(path: Path, name: str = "") -> FileKind:
    """The kind of a workbook by its content; raises ``FileRefusedError`` with the reason.

    ``name`` only words the refusal: a .csv that is no text has an encoding nobody knows.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileRefusedError(FileFault.EMPTY)
    if size > MAX_BYTES:
        raise FileRefusedError(FileFault.TOO_BIG)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_ZIP):
        return _check_zip(path, _kind_of_package)
    if head.startswith(_OLE):
        return _check_compound(path)
    if head.startswith(_BIFF_BARE):
        raise FileRefusedError(FileFault.OLD_EXCEL)
    for start, fault in _OTHERS.items():
        if head.startswith(start):
            raise FileRefusedError(fault)
    return _kind_of_text(path.read_bytes(), is_text=name.casefold().endswith((".csv", ".txt")))


def _kind_of_text(content: bytes, *, is_text: bool) -> FileKind:
    """Web systems name pages, XML and plain text .xls: told by what stands in them."""
    text = text_of(content)
    if text is None or _CONTROL.search(text):
        raise FileRefusedError(FileFault.NOT_UTF8 if is_text else FileFault.NOT_A_WORKBOOK)
    head = text[: 16 * _HEAD].casefold()
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<?xml" in head[:200]:
        return FileKind.XML_2003
    if head.lstrip().startswith("mime-version") or _MARKUP.search(head):
        return FileKind.WEB
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if not is_text and not any(separator_of(text) in line for line in lines):
        raise FileRefusedError(FileFault.NOT_A_WORKBOOK)
    return FileKind.TEXT


def check_document(path: Path) -> None:
    """Refuses what is no Word document (.docx), with the same care as a workbook.

    Raises ``FileRefusedError`` with the reason.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileRefusedError(FileFault.EMPTY)
    if size > MAX_BYTES:
        raise FileRefusedError(FileFault.TOO_BIG)
    with path.open("rb") as stream:
        head = stream.read(len(_OLE))
    if head.startswith(_OLE) and _stream("EncryptedPackage") in path.read_bytes().upper():
        raise FileRefusedError(FileFault.ENCRYPTED)
    if not head.startswith(_ZIP):
        raise FileRefusedError(FileFault.NOT_A_DOCUMENT)
    _check_zip(path, _is_document)


def _check_zip(path: Path, kind_of: Callable[[zipfile.ZipFile, set[str]], KindT]) -> KindT:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            _check_sizes(entries)
            names = {entry.filename for entry in entries}
            if any(name.endswith("vbaProject.bin") for name in names):
                raise FileRefusedError(FileFault.MACROS)
            kind = kind_of(package, names)
            _check_heads(package, entries)
    except _DAMAGES as error:
        raise FileRefusedError(FileFault.DAMAGED) from error
    return kind


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise FileRefusedError(FileFault.BOMB)
    if unpacked > _RATIO_FREE and unpacked / packed > MAX_RATIO:
        raise FileRefusedError(FileFault.BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError(FileFault.ENCRYPTED)


def _kind_of_package(package: zipfile.ZipFile, listed: set[str]) -> FileKind:
    names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in listed}
    if "xl/workbook.bin" in names:
        raise FileRefusedError(FileFault.BINARY_WORKBOOK)
    if "[content_types].xml" in names:
        if any(name.rpartition("/")[2] == "workbook.xml" for name in names):
            return FileKind.XLSX
        if "word/document.xml" in names:
            raise FileRefusedError(FileFault.WORD_FILE)
        raise FileRefusedError(FileFault.NOT_A_WORKBOOK)
    if "content.xml" in names and "mimetype" in names:
        if b"spreadsheet" not in package.read("mimetype")[:200]:
            raise FileRefusedError(FileFault.NOT_A_WORKBOOK)
        _check_open_document(package, listed)
        return FileKind.ODS
    if any(name.endswith((".xlsx", ".xls", ".ods", ".csv", ".et")) for name in names):
        raise FileRefusedError(FileFault.ARCHIVE_FILE)
    raise FileRefusedError(FileFault.NOT_A_WORKBOOK)


def _is_document(package: zipfile.ZipFile, names: set[str]) -> None:
    is_word = "word/document.xml" in names and "[Content_Types].xml" in names
    if not is_word or _WORD not in package.read("[Content_Types].xml"):
        raise FileRefusedError(FileFault.NOT_A_DOCUMENT)


def _check_open_document(package: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.startswith("Basic/") and name.endswith(".xba") for name in names):
        raise FileRefusedError(FileFault.MACROS)
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise FileRefusedError(FileFault.ENCRYPTED)


def _check_heads(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """A workbook has no document type: one is an entity bomb or a way to other files."""
    for entry in entries:
        if entry.filename.casefold().endswith((".xml", ".rels")):
            with package.open(entry) as stream:
                head = stream.read(_HEAD)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise FileRefusedError(FileFault.ENTITIES)


def _check_compound(path: Path) -> FileKind:
    """An OLE file: .xls, an encrypted .xlsx, a .doc, or one with macros."""
    content = path.read_bytes().upper()
    if _stream("EncryptedPackage") in content or _stream("EncryptionInfo") in content:
        raise FileRefusedError(FileFault.ENCRYPTED)
    if _stream("_VBA_PROJECT_CUR") in content or _stream("_VBA_PROJECT") in content:
        raise FileRefusedError(FileFault.MACROS)
    if _stream("Workbook") in content or _stream("Book") in content:
        return FileKind.XLS
    if _stream("WordDocument") in content:
        raise FileRefusedError(FileFault.WORD_FILE)
    raise FileRefusedError(FileFault.NOT_A_WORKBOOK)


def _stream(name: str) -> bytes:
    """How an OLE directory names a stream; some programs write capitals."""
    return name.upper().encode("utf-16-le") + b"\x00\x00"
