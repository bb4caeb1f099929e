"""What is made of parts lists every part: a module that was written and forgotten is named."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

from assessments import charts
from assessments.charts import CHARTS
from indicators.core.reported import ReportedFigure
from indicators.core.rules import RULES
from indicators.core.vocabulary import RuleKind
from indicators.ledger.columns import TEMPLATE_COLUMNS
from reports.annexes import ANNEXES
from reports.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def builders(package: str) -> set[Any]:
    """``build`` and ``build_…`` of every module of a package."""
    folder = importlib.import_module(package).__path__
    modules = [importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(folder)]
    named = (pair for module in modules for pair in vars(module).items())
    return {function for name, function in named if name.split("_")[0] == "build"}


@pytest.mark.parametrize(
    ("package", "listed"),
    [
        ("reports.sections", [part.build for parts in SECTIONS.values() for part in parts]),
        ("reports.annexes", [part for parts in ANNEXES.values() for part in parts]),
    ],
)
def test_every_part_is_listed(package: str, listed: Iterable[Any]) -> None:
    forgotten = {build.__module__ for build in builders(package) - set(listed)}
    assert forgotten == set(), f"add them to the table in {package.replace('.', '/')}/__init__.py"


def test_every_chart_is_listed() -> None:
    made = {
        function
        for name, function in vars(charts).items()
        if getattr(function, "__annotations__", {}).get("return") == "Chart"
    }
    assert made - set(CHARTS.values()) == set(), "add them to CHARTS in assessments/charts.py"


def test_every_chart_is_drawn_somewhere(project_root: Path) -> None:
    texts = "".join(
        path.read_text("utf-8")
        for room in ("assessments", "reports")
        for path in (project_root / room).rglob("*.py")
    )
    assert {name for name in CHARTS if f'CHARTS["{name}"]' not in texts} == set()


def test_every_kind_of_rule_is_judged_by_one_file() -> None:
    kinds: Mapping[RuleKind, Any] = RULES
    assert set(RuleKind) - set(kinds) == set(), "write indicators/core/rules/<name>.py"


def test_every_column_a_unit_fills_is_written_and_read(project_root: Path) -> None:
    """A new column that only stands in the table of columns would be printed empty, and what is
    filled in would be dropped without a word."""
    folder = project_root / "indicators" / "ledger"
    template = (folder / "template.py").read_text("utf-8")
    others = [
        path for path in folder.glob("*.py") if path.name not in ("columns.py", "template.py")
    ]
    reading = "".join(path.read_text("utf-8") for path in others)
    filled = [column for column in TEMPLATE_COLUMNS if column.is_input]
    # A number is the figure's field of that name; another column is chosen by its key.
    unwritten = {
        column.key.name
        for column in filled
        if f"ColumnKey.{column.key.name}" not in template
        and not (column.numeric and column.key.value in ReportedFigure.__dataclass_fields__)
    }
    unread = {c.key.name for c in filled if f"ColumnKey.{c.key.name}" not in reading}
    assert (unwritten, unread) == (set(), set()), "see the recipe in CONTRIBUTING.md"
