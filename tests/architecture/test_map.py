"""The map of the README and the recipes of CONTRIBUTING name what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("units", "indicators", "assessments", "reports", "config")
DOCUMENTS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
PATH = re.compile(rf"\b(?:{'|'.join((*ROOMS, 'tests', 'templates'))})/[\w/.<>-]*")
HOPS = (
    "indicators/ledger/parsing/cells.py",
    "indicators/ledger/entries.py",
    "indicators/models/reporting.py",
    "indicators/models/observation.py",
    "assessments/models/assessment.py",
    "reports/facts.py",
    "reports/document.py",
)


def named(root: Path, document: str) -> set[str]:
    """Paths that a document names; of one with a gap to be filled (``<name>``) its folder."""
    found = PATH.findall((root / document).read_text("utf-8"))
    return {path.split("<")[0].rstrip(".") for path in found}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_file_that_is_named_is_there(project_root: Path, document: str) -> None:
    paths = named(project_root, document)
    assert paths
    assert {path for path in paths if not (project_root / path).exists()} == set()


def test_the_map_names_every_folder_of_every_room(project_root: Path) -> None:
    folders = {
        f"{room}/{folder.name}/"
        for room in ROOMS
        for folder in (project_root / room).iterdir()
        if folder.is_dir() and folder.name not in {"__pycache__", "migrations"}
    }
    assert folders - named(project_root, "README.md") == set()


@pytest.mark.parametrize("document", DOCUMENTS[:2])
def test_the_way_of_a_number_names_every_hop_in_its_order(
    project_root: Path, document: str
) -> None:
    text = (project_root / document).read_text("utf-8")
    way = text[text.rindex("parsing/cells.py") - 40 :]
    places = [way.index(hop) for hop in HOPS]
    assert places == sorted(places)
