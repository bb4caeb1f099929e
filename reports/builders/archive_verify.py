#!/usr/bin/env python3
"""Check an unpacked archive package with nothing but Python: python3 verify.py [folder]

1. every file has the SHA-256 that SHA256SUMS states, and no file is missing or added;
2. the frozen content has the content hash of the assessment (where it was finalised);
3. the verdicts of results.csv follow from value, base and target by the rule in rules.csv, as far
   as a rule needs nothing else;
4. the counts and rates of assessment.json follow from results.csv.
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


RULES = ("at_least", "at_most", "rise", "fall")
VERDICTS = ("met", "unmet")
PLANS = {"women": "妇女规划", "children": "儿童规划"}
SAID = "按规则重新判定{judged}条，另有{left}条缺数、定性或要看其他数据，未重新判定"


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
        yield f"缺少文件：{name}"
    for name in sorted(present - set(stated)):
        yield f"清单外的文件：{name}"
    for name in sorted(present & set(stated)):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != stated[name]:
            yield f"文件被改动：{name}"


def check_frozen(folder: Path) -> Iterator[str]:
    about = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    path = folder / "frozen.json"
    if not about["content_hash"]:
        return
    if not path.exists():
        yield "缺少文件：frozen.json"
        return
    content = json.loads(path.read_text(encoding="utf-8"))
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    algorithm = about.get("hash_algorithm", "sha256")
    if hashlib.new(algorithm, canonical.encode()).hexdigest() != about["content_hash"]:
        yield "frozen.json 与评估定稿时的校验码不符"


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
    rows = [row for row in table(folder, "results") if not row["whose"]]
    for stated in about["summary"]["plans"]:
        counted = [r for r in rows if r["kind"] == stated["kind"] and r["counted"] == "1"]
        met = sum(row["verdict"] == "met" for row in counted)
        wanted = (stated["met"], stated["denominator"], stated["rate"])
        found = (met, len(counted), rate(met, len(counted), about["settings"]))
        if found != wanted:
            name = PLANS.get(stated["kind"], stated["kind"])
            yield f"{name}：由 results.csv 算得{_counts(found)}，汇总写的是{_counts(wanted)}"


def _counts(found: tuple[int, int, str | None]) -> str:
    met, denominator, printed = found
    return f"实现目标的{met}项、分母{denominator}项、{printed or '—'}%"


def rejudged(result: dict[str, str], rule: dict[str, str], settings: dict[str, Any]) -> str | None:
    """The verdict by the numbers of the row alone; None where a rule needs more than they say."""
    plain = settings.get("basis", "final") == "final"
    plain = plain and settings.get("precision", "unrounded") == "unrounded"
    is_judged = plain and result["verdict"] in VERDICTS
    if not is_judged or not result["value"] or any(rule[key] for key in ("tolerance", "factor")):
        return None
    value, name = Decimal(result["value"]), rule["rule"]
    target = Decimal(result["target"]) if result["target"] else None
    base = Decimal(result["base"]) if result["base"] else None
    if rule["aggregate"] or name not in RULES:
        return None
    if name in ("rise", "fall") and target in (None, base) and base is not None and value != base:
        return "met" if (value > base) is (name == "rise") else "unmet"
    if name == "at_least" and target is not None:
        return "met" if value >= target else "unmet"
    if name == "at_most" and target is not None:
        return "met" if value <= target else "unmet"
    return None


def check_verdicts(folder: Path, counts: dict[str, int]) -> Iterator[str]:
    about = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    rules = {
        (row["kind"], row["indicator_code"], row["whose"]): row for row in table(folder, "rules")
    }
    for row in table(folder, "results"):
        rule = rules.get((row["kind"], row["indicator_code"], row["whose"]))
        found = rejudged(row, rule, about["settings"]) if rule else None
        counts["left" if found is None else "judged"] += 1
        if found is not None and found != row["verdict"]:
            words_of_run = about["words"]
            words = f"应为{words_of_run[found]}，表中为{words_of_run[row['verdict']]}"
            yield f"判定不符：{row['name']}（{row['indicator_code']}）{words}"


def table(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / "data" / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent).resolve()
    counts = {"judged": 0, "left": 0}
    faults = [
        *check_sums(folder),
        *check_frozen(folder),
        *check_verdicts(folder, counts),
        *check_rates(folder),
    ]
    lines = [*faults, SAID.format(**counts), f"共{len(faults)}处不符" if faults else "全部相符"]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
