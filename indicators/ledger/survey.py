"""Which places and years a file of many places speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.core import tokens
from indicators.ledger.columns import ColumnKey
from indicators.ledger.heads import HeadContext
from indicators.ledger.layout import find_head
from indicators.ledger.table import LedgerTable
from indicators.ledger.workbook import LedgerSheet


def survey(sheets: Iterable[LedgerSheet]) -> tuple[set[str], set[int]]:
    """Region codes and years a workbook speaks of; no codes: it is no bulk file."""
    codes: set[str] = set()
    years: set[int] = set()
    for sheet in sheets:
        head = None if sheet.hidden else find_head(sheet, HeadContext(0))
        if head is None or head.column(ColumnKey.REGION_CODE) is None:
            continue
        table = LedgerTable(sheet, head)
        years |= {cell.year for cell in head.cells if cell.year}
        if head.title_year:
            years.add(head.title_year)
        for row in range(head.first_row, len(sheet.rows)):
            codes.add(table.text(row, ColumnKey.REGION_CODE))
            year = tokens.parse_year(table.raw(row, ColumnKey.YEAR))
            if year:
                years.add(year)
    return codes - {""}, years
