"""What openpyxl does not carry over: results of formulas; and what of a workbook it drops.

Runs in the child process only, after the marked workbook was saved.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING, Final

from indicators.ledger.parsing.package import book_parts

if TYPE_CHECKING:
    from pathlib import Path

_CELL: Final = re.compile(rb"<c\b([^>]*)>(\s*<f\b[^>]*?(?:/>|>.*?</f>))\s*<v>(.*?)</v>", re.DOTALL)
_WRITTEN: Final = re.compile(
    rb"<c\b([^>]*)>(\s*<f\b[^>]*?(?:/>|>[^<]*</f>))\s*(?:<v ?/>|<v></v>)", re.DOTALL
)
_PLACE: Final = re.compile(rb"\br=\"([A-Z]+[0-9]+)\"")
_KIND: Final = re.compile(rb"\st=\"(\w+)\"")
_DRAWN: Final = re.compile(r"xl/(?:charts|media|diagrams|slicers|timelines|threadedComments)/")
_EXTENSION: Final = b"<extLst"


def results_restore(source: IO[bytes], target: Path) -> None:
    """Put the results of formulas back, so that a file nobody opened reads as before."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        parts = {sheet.name: sheet.part for sheet in book_parts(new).sheets}
        kept = {
            parts[sheet.name]: found
            for sheet in book_parts(old).sheets
            if sheet.part and parts.get(sheet.name)
            if (found := _results(old.read(sheet.part)))
        }
        if not kept:
            return
        contents = {info: new.read(info) for info in new.infolist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for info, content in contents.items():
            held = kept.get(info.filename)
            written.writestr(info, _with_results(content, held) if held else content)


def _results(content: bytes) -> dict[bytes, tuple[bytes, bytes]]:
    """Cell → type and result of its formula, as they stand in the sheet."""
    found = {}
    for match in _CELL.finditer(content):
        place, kind = _PLACE.search(match[1]), _KIND.search(match[1])
        if place:
            found[place[1]] = (kind[1] if kind else b"n", match[3])
    return found


def _with_results(content: bytes, results: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        place = _PLACE.search(match[1])
        held = results.get(place[1]) if place else None
        if held is None:
            return match[0]
        told = _KIND.sub(b"", match[1])
        kind = b"" if held[0] == b"n" else b' t="' + held[0] + b'"'
        return b"<c" + told + kind + b">" + match[2] + b"<v>" + held[1] + b"</v>"

    return _WRITTEN.sub(put, content)


def drops_something(source: IO[bytes]) -> bool:
    """Whether the workbook holds pictures, charts or extensions that marking loses."""
    with zipfile.ZipFile(source) as package:
        if any(_DRAWN.match(name) for name in package.namelist()):
            return True
        sheets = (sheet.part for sheet in book_parts(package).sheets if sheet.part)
        return any(_EXTENSION in package.read(part) for part in sheets)
