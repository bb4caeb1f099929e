"""Runs the parsing child with limits on memory, processor time and wall time.

A plain subprocess: Celery's prefork workers are daemonic and may not use multiprocessing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.workbook import LedgerSheet, decode

MEMORY: Final = 900 * 1024 * 1024
SECONDS_FOR_ONE: Final = 20
_ROOT: Final = Path(__file__).resolve().parents[2]
_MODULE: Final = "indicators.ledger.child"


def check_workbook(path: Path, name: str = "") -> None:
    """Raises ``FileRefusedError`` where the file is no workbook that may be read."""
    _raise_broken(path)
    output, fault = run_child(
        {"files": [[str(path.resolve()), name]], "checks": True}, seconds=SECONDS_FOR_ONE
    )
    for piece in _pieces(output):
        decode(piece)
        return
    raise FileRefusedError(fault)


def read_workbook(path: Path, name: str = "") -> list[LedgerSheet]:
    """The sheets of one file; raises ``FileRefusedError`` with the reason.

    ``name``: what people call the file; a text table's only sheet is named after it.
    """
    _raise_broken(path)
    (result,) = _parse_all([(path, name or path.name)])
    if isinstance(result, FileRefusedError):
        raise result
    return result


def read_workbooks(paths: Sequence[Path]) -> Iterator[list[LedgerSheet] | FileRefusedError]:
    """Many files through as few children as possible, in order; a refusal stands for a file.

    A child that dies is replaced and goes on with the file after the one it died of.
    """
    yield from _parse_all([(path, path.name) for path in paths])


def _raise_broken(path: Path) -> None:
    """What cannot be opened at all is no fault of its content: OSError."""
    with path.open("rb"):
        pass


def _parse_all(waiting: list[tuple[Path, str]]) -> Iterator[list[LedgerSheet] | FileRefusedError]:
    while waiting:
        output, fault = run_child(
            {"files": [[str(path.resolve()), name] for path, name in waiting]},
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
