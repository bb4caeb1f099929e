#!/usr/bin/env python3
"""Check an unpacked archive package with nothing but Python: python3 verify.py [folder]

1. every file has the SHA-256 that SHA256SUMS states, and no file is missing or added;
2. the frozen content has the content hash of the assessment (where it was finalised);
3. the counts and rates of summary.json follow from results.csv.
Exit 0 when all holds, else 1 with one line for each fault.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_sums(folder: Path) -> Iterator[str]:
    stated = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        stated[name] = digest
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    for name in sorted(set(stated) - present):
        yield f"missing: {name}"
    for name in sorted(present - set(stated)):
        yield f"not listed: {name}"
    for name in sorted(present & set(stated)):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != stated[name]:
            yield f"changed: {name}"


def check_frozen(folder: Path) -> Iterator[str]:
    about = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    path = folder / "frozen.json"
    if not about["content_hash"]:
        return
    if not path.exists():
        yield "missing: frozen.json"
        return
    content = json.loads(path.read_text(encoding="utf-8"))
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    algorithm = about.get("hash_algorithm", "sha256")
    if hashlib.new(algorithm, canonical.encode()).hexdigest() != about["content_hash"]:
        yield "frozen.json does not have the content hash of the assessment"


def rate(met: int, denominator: int, settings: dict[str, Any]) -> str | None:
    if not denominator:
        return None
    mode = ROUND_HALF_UP if settings["rounding"] == "half_up" else ROUND_DOWN
    unit = Decimal(1).scaleb(-settings["decimals"])
    scaled = Decimal(met * 10 ** (settings["decimals"] + 12)) / denominator
    exact = (scaled * 100).scaleb(-settings["decimals"] - 12)
    return str(exact.quantize(unit, rounding=mode))


def check_rates(folder: Path) -> Iterator[str]:
    about = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    with (folder / "data" / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["whose"]]
    for stated in about["summary"]["plans"]:
        counted = [r for r in rows if r["kind"] == stated["kind"] and r["counted"] == "1"]
        met = sum(row["verdict"] == "met" for row in counted)
        wanted = (stated["met"], stated["denominator"], stated["rate"])
        found = (met, len(counted), rate(met, len(counted), about["settings"]))
        if found != wanted:
            yield f"{stated['kind']}: results.csv gives {found}, summary says {wanted}"


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent).resolve()
    faults = [*check_sums(folder), *check_frozen(folder), *check_rates(folder)]
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.stdout.write("consistent\n" if not faults else f"{len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
