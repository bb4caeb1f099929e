"""The archive package: everything an assessment rests on, checkable years later without us."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.selectors.archive import ArchiveSheet

VERIFY: Final = Path(__file__).with_name("archive_verify.py")
CHECKSUMS: Final = "SHA256SUMS"
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
_BLOCK: Final = 1 << 20


class Package:
    """A zip under way; every file is hashed as it goes in. Close it to write the checksums."""

    def __init__(self, target: Path) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        self.sums[name] = hashlib.sha256(content).hexdigest()
        self.zip.writestr(_entry(name), content)

    def add_file(self, name: str, path: Path) -> None:
        digest = hashlib.sha256()
        with path.open("rb") as source, self.zip.open(_entry(name), "w") as target:
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
        self.sums[name] = digest.hexdigest()

    def add_json(self, name: str, content: Any) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        self.add(name, text.encode())

    def add_sheets(self, sheets: Iterable[ArchiveSheet]) -> None:
        """Each table as CSV, and all of them as one workbook."""
        listed = list(sheets)
        for sheet in listed:
            self.add(f"data/{sheet.name}.csv", csv_bytes(sheet))
        self.add("data/data.xlsx", workbook_bytes(listed))

    def close(self, about: str) -> None:
        """``about``: what the package holds, for whoever opens it."""
        self.add("说明.txt", b"\xef\xbb\xbf" + about.replace("\n", "\r\n").encode())
        self.add("verify.py", VERIFY.read_bytes())
        lines = "".join(f"{self.sums[name]}  {name}\n" for name in sorted(self.sums))
        self.zip.writestr(_entry(CHECKSUMS), lines.encode())
        self.zip.close()


def csv_bytes(sheet: ArchiveSheet) -> bytes:
    """UTF-8 with a mark, so that Excel and WPS read it; no cell becomes a formula there."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(sheet.head)
    writer.writerows([_still(text) for text in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _still(text: str) -> str:
    """A leading sign that a spreadsheet would run is quoted; plain negative numbers are not."""
    if not text.startswith(_LIVE):
        return text
    is_number = text[:1] == "-" and text[1:].replace(".", "", 1).isdigit()
    return text if is_number else f"'{text}"


def workbook_bytes(sheets: list[ArchiveSheet]) -> bytes:
    """Every table on a sheet of its own, all cells as text: this is a record, not a calculation."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        strong = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for place, heading in enumerate(sheet.head):
                page.write_string(0, place, heading, strong)
            for number, row in enumerate(sheet.rows, 1):
                for place, text in enumerate(row):
                    page.write_string(number, place, text)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
