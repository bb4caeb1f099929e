"""A table as it stands on a page: the page draws it, the export writes the very same cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

RowT = TypeVar("RowT")
MISSING = "—"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell. ``number``: the exact value behind ``text``, for spreadsheets.

    ``unit`` is printed smaller behind the text. ``verdict`` and ``tag`` name the badge's
    kind; the word of it is ``text``.
    """

    text: str
    unit: str = ""
    number: Decimal | None = None
    href: str = ""
    verdict: str = ""
    tag: str = ""
    strong: bool = False


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


def text(words: str, href: str = "") -> Shown:
    """Words, or a dash where there are none."""
    return Shown(words or MISSING, href=href if words else "")
