""".csv in UTF-8 (with or without BOM) or the Chinese code page Excel saves in."""

from __future__ import annotations

import csv
from pathlib import Path

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.workbook import LedgerSheet, cleaned_rows


def read(path: Path) -> list[LedgerSheet]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = csv.reader(text.splitlines(keepends=True))
        return [LedgerSheet(path.stem, rows=cleaned_rows(rows))]
    raise FileRefusedError(FileFault.NOT_UTF8)
