"""The cells of a table that somebody sent, as texts, parsed in the ledgers' child process."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.core.exceptions import ValidationError

from indicators.core.tokens import seen
from indicators.core.values import Raw
from indicators.messages import loading as messages
from indicators.services.ledgers import ledger_sheets


def table_rows(path: Path, name: str) -> list[list[str]]:
    """The rows of the first sheet that is shown (settings ``TABLE_READER``).

    Raises ValidationError with the sentence for a file that is no table, or too large a one.
    """
    shown = [sheet for sheet in ledger_sheets(path, name) if not sheet.hidden]
    if not shown:
        raise ValidationError(messages.NO_SHEET, code="no_sheet")
    return [[_text(cell) for cell in row] for row in shown[0].rows]


def _text(cell: Raw) -> str:
    """A number as its shortest text, so that a code in a number cell stays a code."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"  # as YesWidget reads them
    if isinstance(cell, float):
        return format(cell, ".15g") if not cell.is_integer() else str(int(cell))
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return seen(str(cell))
