"""The service that changes something writes its log row and wakes the worker; callers do not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WAKING = {"job_send", "jobs_wake", "requeue", "on_commit"}
ROOMS = ("indicators", "assessments", "reports")
CALLERS = ("views", "api", "forms", "management")


def names_called(path: Path) -> set[str]:
    calls = (
        n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
    )
    return {
        call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls
    }


def test_no_view_api_or_command_wakes_a_worker(project_root: Path) -> None:
    faults = [
        f"{path.relative_to(project_root)}: {name}"
        for room in ROOMS
        for path in sorted((project_root / room).rglob("*.py"))
        if path.relative_to(project_root / room).parts[0].removesuffix(".py") in CALLERS
        for name in names_called(path) & WAKING
    ]
    assert faults == []
