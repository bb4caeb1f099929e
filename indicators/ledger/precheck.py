"""What is looked at before any parser sees a file: size, type by content, zip contents."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from indicators.ledger.faults import FileFault, FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

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
_WORD: Final = b"wordprocessingml.document.main+xml"
KindT = TypeVar("KindT")


class FileKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def check_file(path: Path, name: str = "") -> FileKind:
    """The kind of a workbook by its content; raises ``FileRefusedError`` with the reason.

    ``name``: what the file is called where it is kept under another name (.csv has no sign).
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
    if Path(name or path.name).suffix.casefold() == ".csv" and b"\x00" not in head:
        return FileKind.CSV
    raise FileRefusedError(FileFault.NOT_A_WORKBOOK)


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
    if head.startswith(_OLE) and _stream("EncryptedPackage") in path.read_bytes():
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
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
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


def _kind_of_package(package: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "xl/workbook.bin" in names:
        raise FileRefusedError(FileFault.BINARY_WORKBOOK)
    if "[Content_Types].xml" in names:
        if any(name.casefold() == "xl/workbook.xml" for name in names):
            return FileKind.XLSX
        raise FileRefusedError(FileFault.NOT_A_WORKBOOK)
    if "content.xml" in names and "mimetype" in names:
        if b"spreadsheet" not in package.read("mimetype")[:200]:
            raise FileRefusedError(FileFault.NOT_A_WORKBOOK)
        _check_open_document(package, names)
        return FileKind.ODS
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
        if entry.filename.endswith((".xml", ".rels")):
            with package.open(entry) as stream:
                head = stream.read(_HEAD)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise FileRefusedError(FileFault.ENTITIES)


def _check_compound(path: Path) -> FileKind:
    """An OLE file: .xls, an encrypted .xlsx, a .doc, or one with macros."""
    content = path.read_bytes()
    if _stream("EncryptedPackage") in content or _stream("EncryptionInfo") in content:
        raise FileRefusedError(FileFault.ENCRYPTED)
    if _stream("_VBA_PROJECT_CUR") in content or _stream("_VBA_PROJECT") in content:
        raise FileRefusedError(FileFault.MACROS)
    if _stream("Workbook") in content or _stream("Book") in content:
        return FileKind.XLS
    raise FileRefusedError(FileFault.NOT_A_WORKBOOK)


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"
