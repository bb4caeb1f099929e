"""Which databases the demonstration filled, so that what they print is marked 演示数据."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

DEMO_MARKS: Final = "demo-databases.txt"


def database_name(database: Mapping[str, Any]) -> str:
    """One line that tells a database from others; no password in it."""
    if not database.get("HOST"):
        return str(database["NAME"])
    return f"{database['HOST']}:{database.get('PORT') or ''}/{database['NAME']}"


def is_marked_demo(path: Path, database: Mapping[str, Any]) -> bool:
    """Whether the demonstration filled this database."""
    try:
        marks = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return database_name(database) in marks


def mark_demo(path: Path, database: Mapping[str, Any]) -> None:
    """Note that this database holds invented data."""
    if not is_marked_demo(path, database):
        with path.open("a", encoding="utf-8") as file:
            file.write(database_name(database) + "\n")
