"""The report as a document model: what is said, not how it is drawn.

One ``Document`` serves the preview on screen, Word, Excel and PDF. Everything
here is frozen; numbers of headings, tables, figures and annexes are given by
``reports.numbering``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from units.printed_table import Table

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


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class ChartKind(StrEnum):
    COLUMN = "column"
    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Text:
    source: ClassVar[str] = ""
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

    source: ClassVar[str] = ""
    target: str
    text: str = ""
    strong: bool = False


Run: TypeAlias = Text | Number | Reference


@dataclass(frozen=True, slots=True)
class Paragraph:
    type: ClassVar[str] = "paragraph"
    key: str
    runs: tuple[Run, ...]
    kind: ParagraphKind = ParagraphKind.BODY

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


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
    type: ClassVar[str] = "chart"
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

    @property
    def is_bars(self) -> bool:
        return self.kind is ChartKind.BAR

    @property
    def data_key(self) -> str:
        """The name of the data on a page."""
        return f"{self.key}-data"

    @property
    def rows(self) -> list[tuple[str, list[Decimal | None]]]:
        """The categories with the values of every series, for the table beside the drawing."""
        return [
            (name, [series.values[place] for series in self.series])
            for place, name in enumerate(self.categories)
        ]

    @property
    def data(self) -> ChartData:
        """The chart as a registry gives it, for a page's script."""
        return {
            "kind": self.kind.value,
            "title": self.title,
            "unit": self.unit,
            "decimals": self.decimals,
            "categories": list(self.categories),
            "series": [
                {"name": one.name, "values": [_plain(value) for value in one.values]}
                for one in self.series
            ],
            "target": None
            if self.target is None
            else {"name": self.target.name, "value": format(self.target.value.normalize(), "f")},
        }

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

    type: ClassVar[str] = "section"
    key: str
    heading: str
    level: int
    blocks: tuple[Block, ...] = ()
    numbered: bool = True

    @property
    def sections(self) -> list[Section]:
        """The headings right below this one."""
        return [block for block in self.blocks if isinstance(block, Section)]


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
    table of contents; ``demo`` marks every page as 演示数据. ``addressee``: 主送; with one the
    issuer signs at the end. ``number``: 发文字号; ``header``: 页眉.
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
    number: str = ""
    header: str = ""

    @property
    def title(self) -> str:
        return "".join(self.title_lines)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks in reading order, sections before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)
