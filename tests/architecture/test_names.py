"""One name, one thing: a public class name stands once in the house."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
