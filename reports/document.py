"""The report as a document model: what is said, not how it is drawn.

One ``Document`` serves the preview on screen, Word, Excel and PDF. Everything
here is frozen; numbers of headings, tables, figures and annexes are given by
``reports.numbering``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from assessments.charts import Chart
from units.printed_table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PORTRAIT_WIDTH: Final = 156
LANDSCAPE_WIDTH: Final = 225
"""Width of the type area in mm; the columns of a table add up to it."""


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


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

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


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

    def mark_of(self, annex: Annex) -> str:
        """“附件2”; one that is alone has no number."""
        return "附件" if len(self.annexes) == 1 else f"附件{annex.number}"

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order, those of the annexes last."""
        yield from walk(self.sections)
        for annex in self.annexes:
            yield from walk(annex.blocks)

    def rebuilt(self, change: Callable[[Block], Iterable[Block]]) -> Document:
        """The document with what ``change`` makes of each block, asked in reading order."""
        sections = (b for b in _rebuilt(self.sections, change) if isinstance(b, Section))
        made = replace(self, sections=tuple(sections))
        annexes = (replace(a, blocks=_rebuilt(a.blocks, change)) for a in self.annexes)
        return replace(made, annexes=tuple(annexes))


def _rebuilt(
    blocks: tuple[Block, ...], change: Callable[[Block], Iterable[Block]]
) -> tuple[Block, ...]:
    made = (one for block in blocks for one in change(block))
    return tuple(
        replace(one, blocks=_rebuilt(one.blocks, change)) if isinstance(one, Section) else one
        for one in made
    )


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks in reading order, sections before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)
