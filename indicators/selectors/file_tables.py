"""Tables with one header row from a .csv or .xlsx file, as texts by column name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from indicators.messages import loading as messages


@dataclass(frozen=True, slots=True)
class FileTable:
    """The columns in order, and per row that is not blank its line in the file and its cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def table_read(path: str | Path) -> FileTable:
    """The first sheet, or the CSV file. Refuses what is neither with a clear sentence."""
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = error.strerror or error.__class__.__name__
        raise ValidationError(
            messages.FILE_MISSING.format(name=file, reason=reason), code="file"
        ) from None
    suffix = file.suffix.lower()
    if suffix == ".csv":
        return _table(_csv_lines(content, file.name))
    if suffix in {".xlsx", ".xls", ".ods"}:
        return _table(_sheet_lines(content, file.name))
    raise ValidationError(messages.FILE_KIND.format(name=file.name), code="file_kind")


def _csv_lines(content: bytes, name: str) -> Iterable[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(messages.FILE_ENCODING.format(name=name), code="encoding") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise ValidationError(messages.FILE_BROKEN.format(name=name), code="broken") from None


def _sheet_lines(content: bytes, name: str) -> Iterable[tuple[int, list[str]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, PasswordError, OSError, IndexError):
        raise ValidationError(messages.FILE_BROKEN.format(name=name), code="broken") from None
    return [(line, [_text(cell) for cell in row]) for line, row in enumerate(rows, start=1)]


def _text(cell: object) -> str:
    """A number as its shortest decimal text; everything else as it reads."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")).normalize(), "f")
    return str(cell)


def _table(lines: Iterable[tuple[int, Sequence[str]]]) -> FileTable:
    filled = [(line, cells) for line, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        return FileTable((), ())
    columns = tuple(cell.strip() for cell in filled[0][1])
    rows = []
    for line, cells in filled[1:]:
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        rows.append((line, {c: padded[i].strip() for i, c in enumerate(columns) if c}))
    return FileTable(tuple(c for c in columns if c), tuple(rows))
