"""A table as it stands on a page: the page draws it, the export writes the very same cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

RowT = TypeVar("RowT")
MISSING = "—"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell. ``number``: the exact value behind ``text``, for spreadsheets.

    ``unit`` is printed smaller behind the text. ``verdict`` names the badge's kind; the word
    of it is ``text``. ``more``: all digits that are kept, shown on demand.
    """

    text: str
    unit: str = ""
    number: Decimal | None = None
    href: str = ""
    verdict: str = ""
    strong: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[RowT]):
    """``width``: of the exported column, in digits."""

    key: str
    heading: str
    show: Callable[[RowT], Shown]
    is_numeric: bool = False
    width: int = 12


@dataclass(frozen=True, slots=True)
class GridRow:
    """``is_chosen`` marks the row the page is about."""

    cells: Sequence[tuple[Column[Any], Shown]]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """``title`` heads the sheet; ``notes`` are the rules below the table."""

    key: str
    title: str
    columns: Sequence[Column[Any]]
    rows: Sequence[GridRow]
    notes: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def body(self) -> SafeString:
        """The rows as HTML. Written out here: a template would be asked a thousand times."""
        return mark_safe("".join(map(_row_html, self.rows)))  # noqa: S308 - escaped below


def grid(
    key: str,
    title: str,
    columns: Sequence[Column[RowT]],
    rows: Iterable[RowT],
    *,
    notes: Sequence[str] = (),
    is_chosen: Callable[[RowT], bool] = lambda _row: False,
) -> Grid:
    """The cells of every row under every column."""
    made = [
        GridRow([(column, column.show(row)) for column in columns], is_chosen(row)) for row in rows
    ]
    return Grid(key, title, columns, made, notes)


def _row_html(row: GridRow) -> str:
    opening = '<tr aria-selected="true">' if row.is_chosen else "<tr>"
    cells = []
    for number, (column, cell) in enumerate(row.cells):
        kind = f"col-{column.key} num" if column.is_numeric else f"col-{column.key}"
        inner = _shown_html(cell)
        if number:
            cells.append(f'<td class="{kind}">{inner}</td>')
        else:
            cells.append(f'<th scope="row" class="{kind}">{inner}</th>')
    return f"{opening}{''.join(cells)}</tr>\n"


def _shown_html(cell: Shown) -> str:
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


def text(words: str, href: str = "") -> Shown:
    """Words, or a dash where there are none."""
    return Shown(words or MISSING, href=href if words else "")
