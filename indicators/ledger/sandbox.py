"""Runs the parsing child with limits on memory, processor time and wall time.

A plain subprocess: Celery's prefork workers are daemonic and may not use multiprocessing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.precheck import check_file
from indicators.ledger.workbook import LedgerSheet, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MEMORY: Final = 900 * 1024 * 1024
SECONDS_FOR_ONE: Final = 20
_ROOT: Final = Path(__file__).resolve().parents[2]
_MODULE: Final = "indicators.ledger.child"


def read_workbook(path: Path, name: str = "") -> list[LedgerSheet]:
    """The sheets of one file; raises ``FileRefusedError`` with the reason."""
    (result,) = _parse_all([(path, check_file(path, name).value)])
    if isinstance(result, FileRefusedError):
        raise result
    return result


def read_workbooks(paths: Sequence[Path]) -> Iterator[list[LedgerSheet] | FileRefusedError]:
    """Many files through as few children as possible, in order; a refusal stands for a file.

    A child that dies is replaced and goes on with the file after the one it died of.
    """
    waiting: list[tuple[Path, str]] = []
    refused: dict[Path, FileRefusedError] = {}
    for path in paths:
        try:
            waiting.append((path, check_file(path).value))
        except FileRefusedError as refusal:
            refused[path] = refusal
    parsed = _parse_all(waiting)
    for path in paths:
        yield refused[path] if path in refused else next(parsed)


def _parse_all(waiting: list[tuple[Path, str]]) -> Iterator[list[LedgerSheet] | FileRefusedError]:
    while waiting:
        output, fault = run_child(
            {"files": [[str(path.resolve()), kind] for path, kind in waiting]},
            seconds=SECONDS_FOR_ONE + len(waiting),
        )
        for piece in _pieces(output):
            waiting.pop(0)
            try:
                yield decode(piece)
            except FileRefusedError as refusal:
                yield refusal
        if waiting:
            waiting.pop(0)
            yield FileRefusedError(fault)


def run_child(request: dict[str, object], *, seconds: int) -> tuple[bytes, FileFault]:
    """Standard output of the child, and the fault that fits a child that stopped early."""
    body = json.dumps({"memory": MEMORY, "cpu": seconds, **request}, ensure_ascii=False)
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, paths as data
            [sys.executable, "-m", _MODULE],
            input=body.encode() + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
            timeout=seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", FileFault.TOO_SLOW
    # Killed by a signal: out of memory or of processor time. Else the parser gave up.
    return done.stdout, FileFault.BOMB if done.returncode < 0 else FileFault.DAMAGED


def _pieces(output: bytes) -> Iterator[list[bytes]]:
    """The lines of each finished file."""
    lines: list[bytes] = []
    for line in output.split(b"\n"):
        if not line:
            continue
        lines.append(line)
        if line.startswith((b'{"done"', b'{"error"')):
            yield lines
            lines = []
