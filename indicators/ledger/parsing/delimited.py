"""Text tables: .csv, and what web systems name .xls — tabs, semicolons, GBK, UTF-16."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.workbook import LedgerSheet, cleaned_rows

_SEPARATORS: Final = ",\t;|"
_SAMPLE_LINES: Final = 20
_AS_TEXT: Final = re.compile(r'^="(.*)"$', re.DOTALL)  # how web systems keep Excel from guessing
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def text_of(content: bytes) -> str | None:
    """The text in the encoding people's programs write; None where it is no text."""
    content = content.rstrip(b"\x1a")  # how DOS programs end a text
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content, encoding)
    if b"\x00" in content:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
        text = _decoded(content, encoding)
        return text if text is not None and "\x00" not in text else None
    for encoding in ("utf-8", "gb18030"):
        text = _decoded(content, encoding)
        if text is not None:
            return text
    return None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def read(content: bytes, name: str) -> list[LedgerSheet]:
    """One sheet, named after the file. An open quote is refused with the line it begins in."""
    text = text_of(content)
    if text is None:
        raise FileRefusedError(FileFault.NOT_UTF8)
    if text.startswith("sep=") and "\n" in text:  # Excel's own way to name the separator
        text = text.partition("\n")[2]
    rows = cleaned_rows(_rows(text))
    return [LedgerSheet(name, rows=rows, is_text=True)]


def _rows(text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    line = 0
    try:
        for row in reader:
            yield [_AS_TEXT.sub(r"\1", cell) for cell in row]
            line = reader.line_num
            if any(cell.count("\n") > 2 and cell.count("\n") > len(row) for cell in row):
                raise FileRefusedError(FileFault.OPEN_QUOTE, str(line))
    except csv.Error:
        raise FileRefusedError(FileFault.OPEN_QUOTE, str(line + 1)) from None


def separator_of(text: str) -> str:
    """The separator that stands most often, and evenly, in the first lines; of two that stand
    as often the one in the first line, where no decimal comma is."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in _SEPARATORS}
    middle = len(lines) // 2
    first = lines[0] if lines else ""
    return max(
        _SEPARATORS, key=lambda sign: (counts[sign][middle] if lines else 0, first.count(sign))
    )
