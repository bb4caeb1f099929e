"""The links inside a Word file: numbers to the row that says where they come from and back, and
mentions of tables, figures and annexes to what they name.

All are planned before the first paragraph is written, so that no bookmark is without a link to
it and no link without a bookmark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.core.sources import judged
from reports.document import Number, Paragraph, Reference
from units.printed_table import RowKind, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block, Document
    from units.printed_table import Row


class WordLinks:
    """``named``: the bookmark of a block that is mentioned. Rows and numbers are asked for in
    reading order."""

    def __init__(self, document: Document) -> None:
        blocks = list(document.blocks)
        self._rows: dict[str, str] = {}
        rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
        for number, row in enumerate((one for one in rows if one.explains), 1):
            self._rows |= dict.fromkeys(row.explains, f"_Row{number:05d}")
        used = {self._rows.get(judged(source), "") for source in _sources(blocks)}
        self._used = used - {""}
        self._first: dict[str, str] = {}
        mentioned = {
            run.target
            for block in blocks
            if isinstance(block, Paragraph)
            for run in block.runs
            if isinstance(run, Reference)
        }
        self.named = {key: f"_Ref{n:05d}" for n, key in enumerate(sorted(mentioned), 1)}

    def row_of(self, source: str) -> str:
        """The bookmark of the row that explains a source, empty where there is none."""
        return self._rows.get(judged(source), "")

    def row(self, row: Row) -> str:
        """The row's own bookmark, empty where no number links to it."""
        mark = self._rows.get(row.explains[0], "") if row.explains else ""
        return mark if mark in self._used else ""

    def first_use(self, row: str) -> str:
        """A bookmark for the first number that links to a row, empty for the later ones."""
        if row in self._first:
            return ""
        self._first[row] = row.replace("_Row", "_Use")
        return self._first[row]

    def use_of(self, row: str) -> str:
        """The bookmark of the number to go back to."""
        return self._first.get(row, "")


def _sources(blocks: list[Block]) -> Iterator[str]:
    """Of numbers outside the row that explains them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (run.source for run in block.runs if isinstance(run, Number) and run.source)
        elif isinstance(block, Table):
            for row in block.rows:
                if row.kind is not RowKind.GROUP and not row.explains:
                    yield from (cell.source for cell in row.cells if cell.source)
