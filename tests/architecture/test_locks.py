"""Lock files pin every package by hash and name no host, so that any mirror will do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PYTHON_LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,_-]+\])?==([^ ;\\]+)", re.IGNORECASE)


def pins(text: str) -> dict[str, str]:
    found = (PIN.match(line) for line in text.splitlines())
    return {match[1].lower(): match[2] for match in found if match}


@pytest.mark.parametrize("name", [*PYTHON_LOCKS, "package-lock.json", ".npmrc"])
def test_lock_names_no_host(project_root: Path, name: str) -> None:
    text = (project_root / name).read_text("utf-8")
    assert re.findall(r"https?:|--(?:extra-)?index-url|--find-links|registry=", text) == []


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_pin_has_a_hash(project_root: Path, name: str) -> None:
    text = (project_root / name).read_text("utf-8")
    blocks = re.split(r"(?m)^(?=[a-z0-9])", text, flags=re.IGNORECASE)
    assert [
        block.split()[0] for block in blocks if PIN.match(block) and "sha256:" not in block
    ] == []
    assert pins(text)


def test_development_lock_holds_every_runtime_pin(project_root: Path) -> None:
    """So that installing the development lock also satisfies `make demo`."""
    runtime = pins((project_root / "requirements.txt").read_text("utf-8"))
    development = pins((project_root / "requirements-dev.txt").read_text("utf-8"))
    assert {name: pin for name, pin in runtime.items() if development.get(name) != pin} == {}


def test_frontend_lock_pins_by_integrity(project_root: Path) -> None:
    lock = json.loads((project_root / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
