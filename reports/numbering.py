"""Numbers of headings, tables, figures and annexes, and references to them."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from reports.document import Annex, Chart, Paragraph, Reference, Section, walk
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
    annexes = tuple(
        replace(annex, number=number) for number, annex in enumerate(document.annexes, 1)
    )
    counters = (count(1), count(1))
    sections = _sections(document.sections, counters)
    annexes = tuple(
        replace(annex, blocks=_blocks(annex.blocks, counters, count(1))) for annex in annexes
    )
    names = dict(_names(sections, annexes))
    single = len(annexes) == 1
    names.update({a.key: "附件" if single else f"附件{a.number}" for a in annexes})
    return replace(
        document,
        sections=tuple(_resolved_section(section, names) for section in sections),
        annexes=tuple(replace(a, blocks=_resolved(a.blocks, names)) for a in annexes),
    )


def _sections(
    sections: tuple[Section, ...], counters: tuple[count[int], count[int]]
) -> tuple[Section, ...]:
    numbers = count(1)
    return tuple(_section(section, counters, numbers) for section in sections)


def _section(
    section: Section, counters: tuple[count[int], count[int]], numbers: count[int]
) -> Section:
    heading = section.heading
    if section.numbered:
        heading = heading_prefix(section.level, next(numbers)) + heading
    return replace(section, heading=heading, blocks=_blocks(section.blocks, counters, count(1)))


def _blocks(
    blocks: tuple[Block, ...], counters: tuple[count[int], count[int]], numbers: count[int]
) -> tuple[Block, ...]:
    tables, figures = counters
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            done.append(_section(block, counters, numbers))
        elif isinstance(block, Table) and block.captioned:
            done.append(replace(block, number=next(tables)))
        elif isinstance(block, Chart):
            done.append(replace(block, number=next(figures)))
        else:
            done.append(block)
    return tuple(done)


def _names(sections: tuple[Section, ...], annexes: tuple[Annex, ...]) -> Iterator[tuple[str, str]]:
    for blocks in (sections, *(annex.blocks for annex in annexes)):
        for block in walk(blocks):
            if isinstance(block, Table) and block.number:
                yield block.key, f"表{block.number}"
            elif isinstance(block, Chart):
                yield block.key, f"图{block.number}"


def _resolved(blocks: tuple[Block, ...], names: Mapping[str, str]) -> tuple[Block, ...]:
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            done.append(_resolved_section(block, names))
        elif isinstance(block, Paragraph):
            done.append(replace(block, runs=tuple(_resolved_run(r, names) for r in block.runs)))
        else:
            done.append(block)
    return tuple(done)


def _resolved_section(section: Section, names: Mapping[str, str]) -> Section:
    return replace(section, blocks=_resolved(section.blocks, names))


def _resolved_run(run: Run, names: Mapping[str, str]) -> Run:
    if not isinstance(run, Reference):
        return run
    if run.target not in names:
        raise ValueError(f"reference to an unknown block: {run.target}")
    return replace(run, text=names[run.target])
