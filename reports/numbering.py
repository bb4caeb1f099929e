"""Numbers of headings, tables, figures and annexes, and references to them."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from assessments.charts import Chart
from reports.document import Paragraph, Reference, Section
from units.printed_table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.document import Block, Document, Run

DIGITS: Final = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 40 → 四十; from 1 to 99, else ValueError."""
    if not 0 < number < 100:
        raise ValueError(f"no Chinese heading number for {number}")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def heading_prefix(level: int, number: int) -> str:
    """“一、”, “（一）”, “1. ”, “（1）” for levels 1 to 4."""
    if level == 1:
        return f"{chinese_number(number)}、"
    if level == 2:
        return f"（{chinese_number(number)}）"
    return f"{number}. " if level == 3 else f"（{number}）"


def numbered(document: Document) -> Document:
    """The document with every number set; applying it to a fresh model only."""
    tables, figures = count(1), count(1)
    headings: dict[int, int] = {}

    def number(block: Block) -> Iterator[Block]:
        if isinstance(block, Section):
            block = _headed(block, headings)
        elif isinstance(block, Table) and block.captioned:
            block = replace(block, number=next(tables))
        elif isinstance(block, Chart):
            block = replace(block, number=next(figures))
        yield block

    annexes = (replace(annex, number=place) for place, annex in enumerate(document.annexes, 1))
    made = replace(document, annexes=tuple(annexes)).rebuilt(number)
    names = _names(made)

    def resolve(block: Block) -> Iterator[Block]:
        if isinstance(block, Paragraph):
            block = replace(block, runs=tuple(_resolved(run, names) for run in block.runs))
        yield block

    return made.rebuilt(resolve)


def _headed(section: Section, headings: dict[int, int]) -> Section:
    """``headings``: the last number of each level; those of deeper ones begin anew."""
    for level in [level for level in headings if level > section.level]:
        del headings[level]
    if not section.numbered:
        return section
    number = headings[section.level] = headings.get(section.level, 0) + 1
    return replace(section, heading=heading_prefix(section.level, number) + section.heading)


def _names(document: Document) -> dict[str, str]:
    """What is written where a block is mentioned."""
    names = {annex.key: document.mark_of(annex) for annex in document.annexes}
    for block in document.blocks:
        if isinstance(block, Table) and block.number:
            names[block.key] = f"表{block.number}"
        elif isinstance(block, Chart):
            names[block.key] = f"图{block.number}"
    return names


def _resolved(run: Run, names: Mapping[str, str]) -> Run:
    if not isinstance(run, Reference):
        return run
    if run.target not in names:
        raise ValueError(f"reference to an unknown block: {run.target}")
    return replace(run, text=names[run.target])
