"""Which cells of the grid a pasted block means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indicators.ledger.pasted import PastedFigure, read_pasted
from indicators.ledger.workbook import MergedRange
from indicators.messages import grid as messages
from indicators.selectors.grid_data import GridData


def pasted_cells(
    data: GridData, lines: Sequence[Sequence[str]], merged: Sequence[MergedRange]
) -> dict[str, Any]:
    """``cells``: None where the block names no indicator, so that its place must tell; else one
    answer per figure with a cell on this page. ``left``: what was not put, in sentences."""
    block = read_pasted(lines, data.basis.context, merged)
    if block is None:
        return {"cells": None, "left": []}
    cells, left = [], list(block.left)
    for figure in block.figures:
        indicator_id = data.basis.indicator_ids[figure.indicator_code]
        if data.basis.book.kind(data.submission.unit_id, figure.year, indicator_id) is None:
            left.append(messages.PASTED_ELSEWHERE.format(name=figure.name))
        else:
            cells.append(_answer(figure, indicator_id))
    return {"cells": cells, "left": left}


def _answer(figure: PastedFigure, indicator_id: int) -> dict[str, Any]:
    return {
        "key": f"{indicator_id}|{figure.breakdown}|{figure.year}",
        "name": figure.name,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "question": figure.question,
    }
