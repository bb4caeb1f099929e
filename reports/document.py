"""The report as a document model: what is said, not how it is drawn.

One ``Document`` serves the preview on screen, Word, Excel and PDF. Everything
here is frozen; numbers of headings, tables, figures and annexes are given by
``reports.numbering``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessments.charts.data import ChartData

PORTRAIT_WIDTH: Final = 156
LANDSCAPE_WIDTH: Final = 225
"""Width of the type area in mm; the columns of a table add up to it."""


class ParagraphKind(StrEnum):
    BODY = "body"
    FLUSH = "flush"
    RIGHT = "right"
    CENTRE = "centre"
    NOTE = "note"


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


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class ChartKind(StrEnum):
    COLUMN = "column"
    BAR = "bar"
    STACKED_BAR = "stacked_bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence. ``source`` is the key of where it comes from."""

    text: str
    source: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """“表1”, “图2”, “附件3”: the key of a block, resolved by the numbering."""

    target: str
    text: str = ""
    strong: bool = False


Run: TypeAlias = Text | Number | Reference


@dataclass(frozen=True, slots=True)
class Paragraph:
    key: str
    runs: tuple[Run, ...]
    kind: ParagraphKind = ParagraphKind.BODY

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` in mm.

    With ``merge`` equal neighbours of one column become one tall cell.
    ``number_format`` is the spreadsheet format of its values.
    """

    key: str
    heading: str
    width: int
    align: Align = Align.LEFT
    merge: bool = False
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell prints, and for spreadsheets its exact value or formula.

    A formula names cells as ``{column}`` (same row), ``{column@row key}`` (same
    table) and ranges as ``{table:column}`` or ``{table:column:group}``.
    """

    text: str
    source: str = ""
    strong: bool = False
    value: Decimal | None = None
    formula: str = ""
    number_format: str = ""

    @classmethod
    def whole(cls, number: int) -> Cell:
        """A serial number or a year: a number in the workbook too, not text that looks like one."""
        return cls(str(number), value=Decimal(number), number_format="0")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a group row has one cell across all columns."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    group: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``captioned`` tables are numbered in the text; others stand in an annex, where only
    ``titled`` ones print their title: the first is under the annex's own.

    ``together`` keeps the whole table on one page; short ones always are.
    ``merge_limit``: most rows of one tall cell, which must stay on one page.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    size: TextSize = TextSize.REGULAR
    captioned: bool = True
    titled: bool = False
    together: bool = False
    merge_limit: int = 10
    number: int = 0

    def __post_init__(self) -> None:
        count = len(self.columns)
        for row in self.rows:
            wanted = 1 if row.kind is RowKind.GROUP else count
            if len(row.cells) != wanted:
                raise ValueError(f"table {self.key}: row {row.key!r} has {len(row.cells)} cells")

    @property
    def width(self) -> int:
        return sum(column.width for column in self.columns)


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartTarget:
    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    key: str
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    target: ChartTarget | None = None
    unit: str = ""
    decimals: int = 2
    number: int = 0

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"chart {self.key}: series {series.name!r} has a wrong length")

    @property
    def number_format(self) -> str:
        return "0." + "0" * self.decimals if self.decimals else "0"

    @property
    def caption(self) -> str:
        """“图2　妇女常见病定期筛查率（2010—2020年，%）”: one bracket for years and unit."""
        label = (f"图{self.number}　" if self.number else "") + self.title
        if not self.unit:
            return label
        if label.endswith("）"):
            return f"{label.removesuffix('）')}，{self.unit}）"
        return f"{label}（{self.unit}）"

    @classmethod
    def from_data(cls, key: str, data: ChartData) -> Chart:
        """The block for a registry chart's plain data."""
        target = data["target"]
        return cls(
            key=key,
            kind=ChartKind(data["kind"]),
            title=data["title"],
            categories=tuple(data["categories"]),
            series=tuple(
                Series(
                    series["name"],
                    tuple(None if text is None else Decimal(text) for text in series["values"]),
                )
                for series in data["series"]
            ),
            target=ChartTarget(target["name"], Decimal(target["value"])) if target else None,
            unit=data["unit"],
            decimals=data["decimals"],
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. ``numbered`` is off for a summary."""

    key: str
    heading: str
    level: int
    blocks: tuple[Block, ...] = ()
    numbered: bool = True


Block: TypeAlias = Section | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Annex:
    key: str
    title: str
    orientation: Orientation
    blocks: tuple[Block, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: who gets copies, who printed it and when."""

    copies_to: str
    printed_by: str
    printed_on: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    ``cover`` puts title, issuer and date on a page of their own; ``toc`` adds a
    table of contents; ``demo`` marks every page as 演示数据. ``addressee``: 主送.
    """

    kind: str
    title_lines: tuple[str, ...]
    issuer: str
    date_text: str
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...] = ()
    demo: bool = False
    draft: bool = False
    cover: bool = False
    toc: bool = False
    imprint: Imprint | None = None
    addressee: str = ""

    @property
    def title(self) -> str:
        return "".join(self.title_lines)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks in reading order, sections before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)
