"""A table as it is printed: one column serves the page, Word and Excel.

A table is made from rows by what its columns show (``table_of``); one with rows of several kinds
is written cell by cell. Both are drawn here as HTML, in ``units.workbook`` as a sheet, and by the
reports room in Word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

RowT = TypeVar("RowT")
MISSING = "—"


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class RowKind(StrEnum):
    BODY = "body"
    GROUP = "group"
    TOTAL = "total"


class TextSize(StrEnum):
    """Type size of a table body: 五号 10.5 pt or 小五 9 pt."""

    REGULAR = "regular"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell prints, and for spreadsheets its exact value or formula.

    ``source`` is the key of where a number comes from, ``href`` the address of a page. ``unit`` is
    printed smaller behind the text. ``verdict`` names the badge's kind; its word is ``text``.
    ``more``: all digits that are kept, shown on demand. ``key``: of a cell that a person fills.
    A formula names cells as ``{column}`` (same row), ``{column@row key}`` (same table) and ranges
    as ``{table:column}`` or ``{table:column:group}``.
    """

    text: str
    source: str = ""
    strong: bool = False
    value: Decimal | None = None
    formula: str = ""
    number_format: str = ""
    unit: str = ""
    href: str = ""
    verdict: str = ""
    more: str = ""
    key: str = ""

    @classmethod
    def whole(cls, number: int) -> Cell:
        """A serial number or a year: a number in the workbook too, not text that looks like one."""
        return cls(str(number), value=Decimal(number), number_format="0")


@dataclass(frozen=True, slots=True)
class Column(Generic[RowT]):
    """``width`` in mm. ``show``: what it says of a row, for tables made from rows; without one it
    numbers them.

    With ``merge`` equal neighbours of one column become one tall cell.
    """

    key: str
    heading: str
    width: int = 23
    align: Align = Align.LEFT
    merge: bool = False
    show: Callable[[RowT], Cell] | None = field(default=None, repr=False, compare=False)

    @property
    def is_numeric(self) -> bool:
        return self.align is Align.RIGHT


def number_column(
    key: str, heading: str, width: int = 23, *, show: Callable[[RowT], Cell]
) -> Column[RowT]:
    """A column of numbers: they end at the right."""
    return Column(key, heading, width, Align.RIGHT, show=show)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a group row has one cell across all columns.

    ``is_chosen`` marks the row the page is about. ``explains``: the sources (of cells and of
    numbers in sentences) whose whereabouts this row tells.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    group: str = ""
    key: str = ""
    is_chosen: bool = False
    explains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """``captioned`` tables are numbered in the text; others stand in an annex, where only
    ``titled`` ones print their title: the first is under the annex's own.

    ``merge_limit``: most rows of one tall cell, which must stay on one page.
    ``unit``: of all values. ``notes``: the rules below the table.
    """

    type: ClassVar[str] = "table"
    key: str
    title: str
    columns: tuple[Column[Any], ...]
    rows: tuple[Row, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    size: TextSize = TextSize.REGULAR
    captioned: bool = True
    titled: bool = False
    merge_limit: int = 10
    number: int = 0

    def __post_init__(self) -> None:
        count = len(self.columns)
        for row in self.rows:
            wanted = 1 if row.kind is RowKind.GROUP else count
            if len(row.cells) != wanted:
                raise ValueError(f"table {self.key}: row {row.key!r} has {len(row.cells)} cells")

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return sum(column.width for column in self.columns)

    @property
    def body(self) -> SafeString:
        """The rows as HTML. Written out here: a template would be asked a thousand times."""
        return mark_safe("".join(self._row_html(row) for row in self.rows))  # noqa: S308 - escaped

    def _row_html(self, row: Row) -> str:
        opening = '<tr aria-selected="true">' if row.is_chosen else "<tr>"
        cells = []
        for number, (column, cell) in enumerate(zip(self.columns, row.cells, strict=True)):
            kind = f"col-{column.key} num" if column.is_numeric else f"col-{column.key}"
            inner = _cell_html(cell)
            if number:
                cells.append(f'<td class="{kind}">{inner}</td>')
            else:
                cells.append(f'<th scope="row" class="{kind}">{inner}</th>')
        return f"{opening}{''.join(cells)}</tr>\n"

    @property
    def merges(self) -> dict[str, list[str]]:
        """For each merging column and row: "restart", "continue" or "" (a cell of its own).

        A tall cell ends where its text or a merging column to its left changes, at a
        group row, and after the table's limit of rows, where the text is printed again.
        """
        plans: dict[str, list[str]] = {}
        breaks: set[int] = {0}
        for position, column in enumerate(self.columns):
            if column.merge:
                breaks = breaks | _changes(self.rows, position)
                plans[column.key] = _states(len(self.rows), breaks, self.merge_limit)
        return plans

    @property
    def laid_out(self) -> list[tuple[Row, list[tuple[Column[Any], Cell, int]]]]:
        """Every row with the cells that begin in it and how many rows each is tall."""
        plans = self.merges
        rows = []
        for index, row in enumerate(self.rows):
            cells = []
            pairs = () if row.kind is RowKind.GROUP else zip(self.columns, row.cells, strict=True)
            for column, cell in pairs:
                height = _height(plans.get(column.key), index)
                if height:
                    cells.append((column, cell, height))
            rows.append((row, cells))
        return rows


def table_of(
    key: str,
    title: str,
    columns: Sequence[Column[RowT]],
    rows: Iterable[RowT],
    *,
    notes: Sequence[str] = (),
    row_more: Callable[[RowT], Mapping[str, Any]] = lambda _row: {},
    **more: Any,
) -> Table:
    """A table made from rows. ``row_more``: further fields of a ``Row``; ``more``:
    of the ``Table``."""
    made = tuple(rows_of(columns, rows, row_more))
    return Table(key, title, tuple(columns), made, notes=tuple(notes), **more)


def rows_of(
    columns: Sequence[Column[RowT]],
    rows: Iterable[RowT],
    row_more: Callable[[RowT], Mapping[str, Any]],
) -> Iterator[Row]:
    """What every column shows of every row."""
    for number, row in enumerate(rows, 1):
        cells = (Cell.whole(number) if c.show is None else c.show(row) for c in columns)
        yield Row(tuple(cells), **row_more(row))


def text(words: str, href: str = "") -> Cell:
    """Words, or a dash where there are none."""
    return Cell(words or MISSING, href=href if words else "")


def _cell_html(cell: Cell) -> str:
    words: str = escape(cell.text)
    if cell.verdict:
        words = f'<span class="verdict verdict-{cell.verdict}">{words}</span>'
    elif cell.href:
        words = f'<a href="{escape(cell.href)}">{words}</a>'
    elif cell.strong:
        words = f"<b>{words}</b>"
    if cell.more:
        words = f'<span title="{escape(cell.more)}">{words}</span>'
    return f'{words}<span class="unit">{escape(cell.unit)}</span>' if cell.unit else words


def _changes(rows: tuple[Row, ...], position: int) -> set[int]:
    changes = set()
    for index in range(1, len(rows)):
        before, here = rows[index - 1], rows[index]
        at_group = RowKind.GROUP in (before.kind, here.kind)
        if at_group or before.cells[position].text != here.cells[position].text:
            changes.add(index)
    return changes


def _states(length: int, breaks: set[int], limit: int) -> list[str]:
    starts = set()
    run = 0
    for index in range(length):
        run = 0 if index in breaks or run + 1 >= limit else run + 1
        if run == 0:
            starts.add(index)
    states = []
    for index in range(length):
        if index not in starts:
            states.append("continue")
        elif index + 1 < length and index + 1 not in starts:
            states.append("restart")
        else:
            states.append("")
    return states


def _height(plan: list[str] | None, index: int) -> int:
    """Rows of the cell that begins here; 0 when it belongs to the one above."""
    if plan is None:
        return 1
    if plan[index] == "continue":
        return 0
    end = index + 1
    while end < len(plan) and plan[end] == "continue":
        end += 1
    return end - index
