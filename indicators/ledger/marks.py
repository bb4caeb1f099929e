"""The uploaded workbook given back: every bad cell coloured and commented, a list of them.

This side decides what is marked; ``marking`` does it in the child process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerReading
from indicators.ledger.faults import FileRefusedError
from indicators.ledger.sandbox import run_child
from indicators.ledger.workbook import LedgerSheet, beginning, encode
from indicators.messages import ledger_files as messages
from units.work_folders import work_folder

# Kind of a row on the sheet of looks: a filter of ours, and the rows hidden before it.
FILTER: Final = "filter"
OWN_SHEETS: Final = (messages.TO_CHANGE, messages.BEFORE)
_SECONDS: Final = 60
_MAX_CELLS: Final = 600_000
_ORDER: Final = tuple(EntryStatus)


def marked_workbook(
    path: Path, sheets: Sequence[LedgerSheet], reading: LedgerReading, name: str = ""
) -> bytes:
    """The workbook with its marks, as .xlsx whatever came in.

    What openpyxl cannot open (.xls, .ods, .csv, strict files) and what is too large to be
    opened whole is written anew, with values and number formats. Raises FileRefusedError.
    """
    request = _request(reading)
    cells = sum(len(row) for sheet in sheets for row in sheet.rows)
    if _is_package(path) and cells <= _MAX_CELLS:
        try:
            return _run(path, request)
        except FileRefusedError:
            pass  # openpyxl could not open what calamine could: write it anew
    shown = sheets if cells <= _MAX_CELLS else ()
    with work_folder() as folder:
        plain = Path(folder) / "plain.json"
        with plain.open("w", encoding="utf-8") as out:
            for line in encode(sheet for sheet in shown if sheet.name not in OWN_SHEETS):
                out.write(line + "\n")
        return _run(plain, request | {"plain": True})


def shown_again(sheets: list[LedgerSheet]) -> list[LedgerSheet]:
    """A marked workbook that came back: rows that only our filter hides are not hidden, and of
    comments what we wrote is gone."""
    held = next((sheet for sheet in sheets if sheet.name == messages.BEFORE), None)
    before = {
        str(row[1]): {int(number) - 1 for number in str(row[4]).split(",")} if row[4:] else set()
        for row in (held.rows if held else ())
        if len(row) > 2 and row[0] == FILTER
    }
    ours = {str(row[6]) for row in (held.rows if held else ()) if len(row) > 6 and row[6]}
    for sheet in sheets:
        if sheet.name in before:
            sheet.hidden_rows &= before[sheet.name]
        for place, text in sheet.comments.items():
            if beginning(text) in ours:
                sheet.comments[place] = text.partition(messages.KEPT_COMMENT.strip())[2]
    return sheets


def _is_package(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"PK"


def _run(path: Path, request: dict[str, Any]) -> bytes:
    with work_folder() as folder:
        target = Path(folder) / "marked.xlsx"
        output, fault = run_child(
            {
                "files": [[str(path.resolve()), ""]],
                "marks": request | {"target": str(target)},
            },
            seconds=_SECONDS,
        )
        if not output.startswith(b'{"done"'):
            raise FileRefusedError(fault)
        return target.read_bytes()


def _request(reading: LedgerReading) -> dict[str, Any]:
    asked = [e for e in reading.rows if e.status in (EntryStatus.ERROR, EntryStatus.WARNING)]
    return {
        "cells": [
            [
                entry.sheet,
                entry.cell,
                entry.indicator_name or entry.indicator_code,
                entry.raw,
                entry.status.value,
                "".join((*entry.errors, *entry.warnings)),
            ]
            for entry in asked
        ],
        "rows": _row_states(reading.rows),
        "heads": [[head.sheet, head.row] for head in reading.heads],
        "faults": list(reading.faults),
        "counts": messages.COUNTS.format(**reading.counts),
    }


def _row_states(entries: Iterable[LedgerEntry]) -> list[list[str | int]]:
    """Per sheet and row the worst state of its entries."""
    worst: dict[tuple[str, int], EntryStatus] = {}
    for entry in entries:
        place = (entry.sheet, entry.row)
        held = worst.get(place, EntryStatus.IGNORED)
        worst[place] = min(held, entry.status, key=_ORDER.index)
    return [[sheet, row, messages.STATUS[state]] for (sheet, row), state in worst.items()]
