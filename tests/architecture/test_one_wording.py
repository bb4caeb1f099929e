"""Words of verdicts, reasons and parts are typed in ``indicators/wording`` and nowhere else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from indicators.wording import labels, verdicts
from indicators.wording.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = ("units", "indicators", "assessments", "reports", "config")
WORDS = frozenset(
    word
    for table in (
        *(labels.VERDICTS, labels.GRADES, labels.BLANKS),
        *(labels.MISSING, labels.ROUNDINGS, labels.PRECISIONS, labels.PARTS, labels.CARRIED),
    )
    for word in table.values()
) | {labels.NOT_REPORTED, verdicts.RATE, verdicts.PACE_RATE, "进度正常", "已提前达到"}
# Words that files of others are read by: data of the reader, not our wording.
READ = ("indicators/core/tokens.py", "indicators/ledger/columns.py", "config/demo/workbooks.py")
ORDINARY = {"数据", "回落", "合计", "男", "女"}  # also a verb, a column, a mark in a name
OTHER_MINUS = "－"


def sources(root: Path) -> Iterator[tuple[str, ast.AST]]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "migrations" not in path.parts and not name.startswith("indicators/wording/"):
                yield name, ast.parse(path.read_text("utf-8"))


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_word_of_the_wording_is_typed_elsewhere(project_root: Path) -> None:
    faults = [
        f"{name}:{line} {text}"
        for name, tree in sources(project_root)
        if name not in READ
        for line, text in literals(tree)
        if text in WORDS - ORDINARY
    ]
    assert faults == []


def test_there_is_one_minus_sign(project_root: Path) -> None:
    reads = (
        "indicators/core/tokens.py",
        "indicators/core/catalogue.py",
        "indicators/core/values.py",
    )
    faults = [
        f"{name}:{line} {text[:20]}"
        for name, tree in sources(project_root)
        if name not in reads
        for line, text in literals(tree)
        if OTHER_MINUS in text or text == MINUS
    ]
    assert faults == []
