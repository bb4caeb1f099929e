"""The child process that parses files nobody has vouched for.

Reads one JSON request from standard input, writes JSON lines to standard output: for each
file its sheets, or one line with the fault. A crash here harms nobody: the parent then
refuses the file that was being read.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from indicators.ledger.faults import FileFault, FileRefusedError

if TYPE_CHECKING:
    from indicators.ledger.workbook import LedgerSheet


def main() -> None:
    request = json.loads(sys.stdin.readline())
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu"], request["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # short-lived and bounded; collecting costs a fifth of the time
    for path, kind in request["files"]:
        try:
            if request.get("marks"):
                _mark(Path(path), request["marks"])
                continue
            _write(_read(Path(path), kind))
        except FileRefusedError as refusal:
            _fault(refusal.fault)
        except MemoryError:
            _fault(FileFault.BOMB)
        sys.stdout.flush()


def _write(sheets: list[LedgerSheet]) -> None:
    from indicators.ledger.workbook import encode  # noqa: PLC0415 - marking does without

    for line in encode(sheets):
        sys.stdout.write(line + "\n")


def _mark(path: Path, request: dict[str, Any]) -> None:
    from indicators.ledger.marking import mark_file  # noqa: PLC0415 - load one library only

    mark_file(path, request)
    sys.stdout.write('{"done": true}\n')


def _fault(fault: FileFault) -> None:
    sys.stdout.write(json.dumps({"error": fault.value}) + "\n")


def _read(path: Path, kind: str) -> list[LedgerSheet]:
    if kind == "xlsx":
        return _read_xlsx(path)
    if kind == "xls":
        return _read_xls(path)
    if kind == "ods":
        return _read_ods(path)
    from indicators.ledger.parsing import delimited  # noqa: PLC0415 - load one parser only

    return delimited.read(path)


def _read_xlsx(path: Path) -> list[LedgerSheet]:
    import python_calamine  # noqa: PLC0415 - load one parser only

    from indicators.ledger.parsing import xlsx  # noqa: PLC0415 - load one parser only

    try:
        return xlsx.read(path)
    except python_calamine.PasswordError as error:
        raise FileRefusedError(FileFault.ENCRYPTED) from error
    except (python_calamine.CalamineError, expat.ExpatError) as error:
        raise FileRefusedError(FileFault.DAMAGED) from error


def _read_xls(path: Path) -> list[LedgerSheet]:
    import xlrd  # noqa: PLC0415 - load one parser only

    from indicators.ledger.parsing import xls  # noqa: PLC0415 - load one parser only

    try:
        return xls.read(path)
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error)
        fault = FileFault.ENCRYPTED if encrypted else FileFault.DAMAGED
        raise FileRefusedError(fault) from error


def _read_ods(path: Path) -> list[LedgerSheet]:
    from indicators.ledger.parsing import ods  # noqa: PLC0415 - load one parser only

    try:
        return ods.read(path)
    except (expat.ExpatError, KeyError) as error:
        raise FileRefusedError(FileFault.DAMAGED) from error


if __name__ == "__main__":
    main()
