"""One name, one thing: a public class name stands once in the house."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = ("units", "indicators", "assessments", "reports", "config")
# Django finds commands by this name.
GIVEN = {"Command"}
# Names that still stand twice. The set only shrinks.
TWICE: set[str] = set()


def public_classes(root: Path) -> dict[str, list[str]]:
    """Name → the modules that define it, migrations apart."""
    found = defaultdict(list)
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(str(path.relative_to(root)))
    return found


def test_a_public_class_name_stands_once(project_root: Path) -> None:
    found = public_classes(project_root)
    assert "Assessment" in found
    twice = {name: where for name, where in found.items() if len(where) > 1 and name not in GIVEN}
    assert {name: where for name, where in twice.items() if name not in TWICE} == {}
    assert set(twice) == TWICE, "a name that stands once again leaves the set"


# What tells a stranger nothing; the field's and Django's words stand there instead.
VAGUE = {"told", "asked", "held", "tried", "shelf", "shelves", "polling", "answering", "desk"}
CLEAR_ROOMS = ("assessments", "reports")
# Written while the others were renamed. The set only shrinks.
STILL_VAGUE = {"remedies.py", "remedy_checks.py", "remedy_notices.py"}


def given_names(node: ast.AST) -> Iterator[str]:
    """Of functions, parameters, fields and variables."""
    for each in ast.walk(node):
        if isinstance(each, ast.FunctionDef):
            yield each.name
        elif isinstance(each, ast.arg):
            yield each.arg
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def test_names_say_what_they_are(project_root: Path) -> None:
    vague = {
        f"{path.relative_to(project_root)}: {name}"
        for room in CLEAR_ROOMS
        for path in (project_root / room).rglob("*.py")
        if "migrations" not in path.parts and path.name not in STILL_VAGUE
        for name in given_names(ast.parse(path.read_text("utf-8")))
        if name.strip("_") in VAGUE
    }
    assert vague == set()
