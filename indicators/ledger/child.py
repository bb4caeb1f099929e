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
from typing import Any

from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing import delimited
from indicators.ledger.precheck import FileKind, check_file
from indicators.ledger.workbook import LedgerSheet


def main() -> None:
    request = json.loads(sys.stdin.readline())
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu"], request["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # short-lived and bounded; collecting costs a fifth of the time
    for path, name in request["files"]:
        try:
            _answer(Path(path), name, request)
        except FileRefusedError as refusal:
            _fault(refusal.fault, refusal.detail)
        except MemoryError:
            _fault(FileFault.BOMB)
        except Exception:  # noqa: BLE001 - whatever a parser meets is the file's fault
            _fault(FileFault.DAMAGED)
        sys.stdout.flush()


def _answer(path: Path, name: str, request: dict[str, Any]) -> None:
    if request.get("marks"):
        _mark(path, request["marks"])
        return
    kind = check_file(path, name)
    if request.get("checks"):
        sys.stdout.write('{"done": true}\n')
        return
    _write(_read(path, kind, Path(name).stem))


def _write(sheets: list[LedgerSheet]) -> None:
    from indicators.ledger.workbook import encode  # noqa: PLC0415 - marking does without

    for line in encode(sheets):
        sys.stdout.write(line + "\n")


def _mark(path: Path, request: dict[str, Any]) -> None:
    from indicators.ledger.marking.mark import mark_file  # noqa: PLC0415 - load one library only

    mark_file(path, request)
    sys.stdout.write('{"done": true}\n')


def _fault(fault: FileFault, detail: str = "") -> None:
    sys.stdout.write(json.dumps({"error": fault.value, "detail": detail}) + "\n")


def _read(path: Path, kind: FileKind, name: str) -> list[LedgerSheet]:
    """The sheets; each parser is loaded only when its kind of file is there."""
    match kind:
        case FileKind.XLSX:
            return _read_xlsx(path)
        case FileKind.XLS:
            return _read_xls(path)
        case FileKind.ODS:
            from indicators.ledger.parsing import ods  # noqa: PLC0415

            return ods.read(path)
        case FileKind.WEB:
            from indicators.ledger.parsing import web  # noqa: PLC0415

            return web.read(path.read_bytes(), name)
        case FileKind.XML_2003:
            from indicators.ledger.parsing import xml2003  # noqa: PLC0415

            return xml2003.read(path.read_bytes())
    return delimited.read(path.read_bytes(), name)


def _read_xlsx(path: Path) -> list[LedgerSheet]:
    import python_calamine  # noqa: PLC0415 - load one parser only

    from indicators.ledger.parsing import xlsx  # noqa: PLC0415 - load one parser only

    try:
        return xlsx.read(path)
    except python_calamine.PasswordError as error:
        raise FileRefusedError(FileFault.ENCRYPTED) from error


def _read_xls(path: Path) -> list[LedgerSheet]:
    import xlrd  # noqa: PLC0415 - load one parser only

    from indicators.ledger.parsing import xls  # noqa: PLC0415 - load one parser only

    try:
        return xls.read(path)
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error)
        fault = FileFault.ENCRYPTED if encrypted else FileFault.DAMAGED
        raise FileRefusedError(fault) from error


if __name__ == "__main__":
    main()
