"""Chinese stands where people look for wording, never in the logic."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HAN = re.compile(r"[\u4e00-\u9fff]")
ROOMS = ("units", "indicators", "assessments", "reports")
LOGIC = ("core", "services", "selectors", "tasks", "views", "urls", "access")
# Tables of words that are read from or printed into cells and plans: data, not sentences.
WORD_TABLES = {
    "vocabulary.py",
    "tokens.py",
    "signs.py",
    "values.py",
    "formats.py",
    "readings.py",
    "narrowing.py",
    "target_text.py",
    "written_measures.py",
}
SHORT = 60  # lines of a function


def logic_files(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            layer = path.relative_to(root / room).parts[0].removesuffix(".py")
            # A rule holds its own words, as templates with named slots.
            is_words = path.name in WORD_TABLES or path.parent.name == "rules"
            if layer in LOGIC and not is_words:
                yield path


def docstrings(tree: ast.AST) -> set[int]:
    """Identities of the docstring nodes of a module."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr):
            found.add(id(node.body[0].value))
    return found


def chinese_literals(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    exempt = docstrings(tree)
    return [
        f"{path.name}:{node.lineno} {node.value[:30]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in exempt
        and HAN.search(node.value)
    ]


def test_no_chinese_sentence_in_logic(project_root: Path) -> None:
    faults = [fault for path in logic_files(project_root) for fault in chinese_literals(path)]
    assert faults == []


def test_functions_fit_on_a_screen(project_root: Path) -> None:
    long = []
    for room in (*ROOMS, "config"):
        for path in sorted((project_root / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    if lines > SHORT:
                        long.append(f"{path.relative_to(project_root)}:{node.name} {lines}")
    assert long == []
