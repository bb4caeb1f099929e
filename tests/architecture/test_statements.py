"""Every line of the help page on security is proven by a test, and no test names another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STATED = re.compile(r'<tr id="(S\d\d)">')
PROVEN = re.compile(r'(?m)^@pytest\.mark\.statement\("([^"]+)"\)$')


def test_every_statement_has_a_test_and_every_test_a_statement(project_root: Path) -> None:
    stated = STATED.findall((project_root / "templates/help/security.html").read_text("utf-8"))
    proven = {
        name
        for path in (project_root / "tests").rglob("test_*.py")
        for name in PROVEN.findall(path.read_text("utf-8"))
    }
    assert stated == [f"S{number:02}" for number in range(1, 27)]
    assert sorted(set(stated) - proven) == [], "said without a test"
    assert sorted(proven - set(stated)) == [], "proven without being said"
