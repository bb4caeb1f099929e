"""620 damaged ledgers, always the same ones: each is read or refused in a sentence.

Bytes are overwritten, cut and doubled, parts of the package changed, elements of a sheet
removed or repeated. No crash (a child that dies), no hang, and what is read adds up.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from indicators.ledger.entries import LedgerContext, LedgerIndicator  # noqa: E402
from indicators.ledger.faults import FileFault, FileRefusedError  # noqa: E402
from indicators.ledger.reader import read_ledger  # noqa: E402
from indicators.ledger.sandbox import read_workbooks  # noqa: E402
from indicators.messages.ledger import file_sentence  # noqa: E402
from tests.indicators.ledger.books import TEMPLATE, xls, xlsx  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from indicators.ledger.workbook import LedgerSheet

FILES: Final = 620
BATCH: Final = 62
SECONDS_A_FILE: Final = 2.0
INDICATORS: Final = tuple(
    LedgerIndicator(f"T{n:02}", f"指标第{n}项比例", "%", 100) for n in range(1, 21)
)
CONTEXT: Final = LedgerContext("990100", "样例区", "D01", ("卫健",), 2024, INDICATORS)
ROWS: Final = [TEMPLATE, *([i.code, i.name, 2024, 50.5, 101, 200] for i in INDICATORS)]


def sources(folder: Path) -> list[Path]:
    text = folder / "源.csv"
    text.write_text("\n".join(",".join(map(str, row)) for row in ROWS), encoding="utf-8")
    page = folder / "网页.xls"
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in ROWS)
    page.write_text(f"<table><tr>{'</tr><tr>'.join(lines)}</tr></table>", encoding="utf-8")
    book = xlsx(folder / "源.xlsx", ROWS, formats={"D2": "0.0%"}, merged=["H2:I3"])
    return [book, book, book, xls(folder / "源.xls", ROWS), text, page]


def overwritten(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(1, len(content))]


def doubled(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    end = min(len(content), start + dice.randint(1, 400))
    return content[:end] + content[start:end] + content[end:]


def removed(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randint(1, 60) :]


BYTES: Final = (overwritten, cut, doubled, removed)


def mutated(source: Path, target: Path, dice: random.Random) -> Path:
    """The whole file changed, or one part inside its package."""
    content = source.read_bytes()
    change: Callable[[bytes, random.Random], bytes] = dice.choice(BYTES)
    if source.suffix != ".xlsx" or dice.random() < 0.4:
        target.write_bytes(change(content, dice))
        return target
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        wanted = dice.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part, dice) if name == wanted else part)
    return target


def fault_of(result: list[LedgerSheet] | FileRefusedError) -> FileFault | None:
    """Why it was refused, its sentence made; None where it was read, its counts added up."""
    if isinstance(result, FileRefusedError):
        if not file_sentence(result.fault.value, result.detail).endswith("。"):
            raise SystemExit(f"no sentence for {result.fault}")
        return result.fault
    counts = read_ledger(result, CONTEXT).counts
    if counts["rows_in_file"] != sum(counts.values()) - counts["rows_in_file"]:
        raise SystemExit(f"counts do not add up: {counts}")
    return None


def main() -> None:
    dice = random.Random(12)  # noqa: S311 - the same files every time
    started = time.monotonic()
    faults: dict[str, int] = {}
    slowest = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        origin = sources(folder)
        for start in range(0, FILES, BATCH):
            paths = [
                mutated(source, folder / f"{n}{source.suffix}", dice)
                for n in range(start, start + BATCH)
                for source in [dice.choice(origin)]
            ]
            clock = time.monotonic()
            for result in read_workbooks(paths):
                fault = fault_of(result)
                faults[fault or "read"] = faults.get(fault or "read", 0) + 1
            slowest = max(slowest, (time.monotonic() - clock) / BATCH)
    told = ", ".join(f"{fault} {count}" for fault, count in sorted(faults.items()))
    sys.stdout.write(
        f"{sum(faults.values())} files in {time.monotonic() - started:.0f} s: {told}\n"
    )
    # A child that died would have been taken for a bomb or a file that is too slow.
    dead = sum(faults.get(fault, 0) for fault in (FileFault.BOMB, FileFault.TOO_SLOW))
    if dead or sum(faults.values()) != FILES or slowest > SECONDS_A_FILE:
        raise SystemExit(f"{dead} crashes or hangs; {slowest:.2f} s a file at worst")


if __name__ == "__main__":
    main()
