"""Small faults put into the pure code, and which of them no test notices.

``make mutants`` calls this. mutmut makes every mutant of both cores and of the wording; of each
file a fixed sample is tried with the tests that need no database (``[tool.mutmut]``). A survivor
is shown as the change it is: write the test that notices it, or argue it in ``argued.txt``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "mutants"
ARGUED = Path(__file__).with_name("argued.txt")
FIRST = "indicators.core.goals.*__mutmut_1"  # makes all mutants, and times the tests once
SURVIVED = 0
NO_TEST = 33


def mutmut(*arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    return done.stdout


def codes() -> dict[str, dict[str, int | None]]:
    """File → mutant → how its tests ended; None: not tried."""
    return {
        str(meta.relative_to(MADE)): json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
        for meta in sorted(MADE.rglob("*.meta"))
    }


def argued() -> set[str]:
    """Changes (lines of a diff) that are the same to everybody, each with its reason above it."""
    lines = ARGUED.read_text("utf-8").splitlines() if ARGUED.exists() else []
    return {line.strip() for line in lines if line.startswith("+")}


def change(mutant: str) -> list[str]:
    """The lines that a mutant takes away and puts in."""
    shown = mutmut("show", mutant).splitlines()
    return [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=5, help="mutants of each file")
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--only", default="", help="part of a file's name, e.g. core/pace")
    asked = parser.parse_args()
    mutmut("run", FIRST)
    chosen: list[str] = []
    for name, found in codes().items():
        if asked.only in name and found:
            names, chance = sorted(found), Random(f"{asked.seed}{name}")  # noqa: S311 - no secret
            chosen += chance.sample(names, min(asked.each, len(names)))
    mutmut("run", *chosen)
    ended = {mutant: code for found in codes().values() for mutant, code in found.items()}
    known = argued()
    lived = [(name, change(name)) for name in chosen if ended[name] in (SURVIVED, NO_TEST)]
    open_ones = [(name, lines) for name, lines in lived if known.isdisjoint(lines)]
    for name, lines in open_ones:
        sys.stdout.write("\n".join((f"\n{name}", *lines)) + "\n")
    sys.stdout.write(
        f"\n{len(chosen)} tried, {len(lived)} noticed by no test, {len(open_ones)} not argued\n"
    )
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main())
