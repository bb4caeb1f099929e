"""Paragraphs that people changed: kept when numbers change, flagged with old and new.

An edit keeps the text as typed and the numbers that the generated paragraph had when it
was typed. Comparing those with the numbers of today tells what is out of date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reports.document import Number, Paragraph, Text
from units.printed_table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.document import Block, Document, Run
    from units.printed_table import Cell


class PrintedNumber(NamedTuple):
    """A number as printed, and the key of where it comes from."""

    source: str
    text: str


class Change(NamedTuple):
    """A number that is not what the text was written with; None: no longer there, or new."""

    source: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """``text``: as typed; several lines are several paragraphs, nothing removes it."""

    text: str
    numbers: tuple[PrintedNumber, ...]


def numbers_of(paragraph: Paragraph) -> tuple[PrintedNumber, ...]:
    """The numbers of a generated paragraph in reading order."""
    return tuple(
        PrintedNumber(run.source, run.text) for run in paragraph.runs if isinstance(run, Number)
    )


def paragraphs_of(document: Document) -> dict[str, Paragraph]:
    """Every paragraph, and every cell that a person fills, by key, in reading order; such a cell
    is a paragraph of its text."""
    found: dict[str, Paragraph] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found[block.key] = block
        elif isinstance(block, Table):
            found |= _cells_of(block)
    return found


def _cells_of(table: Table) -> dict[str, Paragraph]:
    return {
        cell.key: Paragraph(cell.key, (Text(cell.text),))
        for row in table.rows
        for cell in row.cells
        if cell.key
    }


def changes(edit: Edit, today: Sequence[PrintedNumber]) -> tuple[Change, ...]:
    """What differs between the numbers the text was written with and those of today."""
    if _same_places(edit.numbers, today):
        return tuple(
            Change(old.source, old.text, new.text)
            for old, new in zip(edit.numbers, today, strict=True)
            if old.text != new.text
        )
    old_left, new_left = list(edit.numbers), []
    for known in today:
        if known in old_left:
            old_left.remove(known)
        else:
            new_left.append(known)
    gone = [Change(known.source, known.text, None) for known in old_left]
    return (*gone, *(Change(known.source, None, known.text) for known in new_left))


def can_exchange(edit: Edit, today: Sequence[PrintedNumber]) -> bool:
    """Whether numbers alone can be exchanged: the same places, and every old one still stands."""
    return _same_places(edit.numbers, today) and _exchanged(edit, today) is not None


def exchange(edit: Edit, today: Sequence[PrintedNumber]) -> Edit:
    """The same words with today's numbers. Raises ``ValueError`` where ``can_exchange`` is no."""
    text = _exchanged(edit, today) if _same_places(edit.numbers, today) else None
    if text is None:
        raise ValueError("the numbers of this text cannot be exchanged one by one")
    return Edit(text, tuple(today))


def _same_places(old: Sequence[PrintedNumber], new: Sequence[PrintedNumber]) -> bool:
    return [known.source for known in old] == [known.source for known in new]


def _exchanged(edit: Edit, today: Sequence[PrintedNumber]) -> str | None:
    """Replace changed numbers one after the other; None when one is not found."""
    done, rest = "", edit.text
    for old, new in zip(edit.numbers, today, strict=True):
        before, found, after = _cut(rest, old.text)
        if not found:
            if old.text != new.text:
                return None
            continue
        done, rest = done + before + new.text, after
    return done + rest


def _cut(text: str, number: str) -> tuple[str, str, str]:
    """Split at a number that stands by itself: no digit or point touches it."""
    start = 0
    while (place := text.find(number, start)) >= 0:
        end = place + len(number)
        left = text[place - 1] if place else ""
        right = text[end : end + 1]
        inside = (left.isdigit() or left == ".") and number[:1].isdigit()
        runs_on = right.isdigit() and number[-1:].isdigit()
        if not inside and not runs_on:
            return text[:place], number, text[end:]
        start = place + 1
    return text, "", ""


def runs_of(text: str, numbers: Sequence[PrintedNumber]) -> tuple[Run, ...]:
    """Typed text with its known numbers linked again, in order."""
    runs: list[Run] = []
    rest = text
    for known in numbers:
        before, found, after = _cut(rest, known.text)
        if not found:
            continue
        if before:
            runs.append(Text(before))
        runs.append(Number(known.text, known.source))
        rest = after
    if rest:
        runs.append(Text(rest))
    return tuple(runs)


def apply(document: Document, edits: Mapping[str, Edit]) -> Document:
    """The document with every edited paragraph, and every filled cell, as it was typed."""

    def typed(block: Block) -> Sequence[Block]:
        if isinstance(block, Paragraph) and block.key in edits:
            return _typed(block, edits[block.key])
        if isinstance(block, Table) and _cells_of(block).keys() & edits.keys():
            return (_filled(block, edits),)
        return (block,)

    return document.rebuilt(typed)


def _filled(table: Table, edits: Mapping[str, Edit]) -> Table:
    """With the cells that people filled; one that was emptied stays open."""
    rows = tuple(
        replace(row, cells=tuple(_filled_cell(cell, edits) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _filled_cell(cell: Cell, edits: Mapping[str, Edit]) -> Cell:
    edit = edits.get(cell.key) if cell.key else None
    text = "".join(line.strip() for line in edit.text.splitlines()) if edit else ""
    return replace(cell, text=text) if text else cell


def _typed(paragraph: Paragraph, edit: Edit) -> list[Paragraph]:
    """One paragraph a line; the first keeps the key, so that links to it hold."""
    lines = [line.strip() for line in edit.text.splitlines() if line.strip()]
    keys = [paragraph.key, *(f"{paragraph.key}-{n}" for n in range(2, len(lines) + 1))]
    typed, numbers = [], list(edit.numbers)
    for key, line in zip(keys, lines, strict=False):
        runs = runs_of(line, numbers)
        used = sum(isinstance(run, Number) for run in runs)
        numbers = numbers[used:] if len(lines) > 1 else numbers
        typed.append(replace(paragraph, key=key, runs=runs))
    if typed:
        typed[0] = replace(typed[0], runs=_led(typed[0].runs, _lead(paragraph)))
    return typed


def _lead(paragraph: Paragraph) -> str:
    """What stands in bold at the head of a paragraph."""
    lead = ""
    for run in paragraph.runs:
        if not run.strong:
            break
        lead += run.text
    return lead


def _led(runs: tuple[Run, ...], lead: str) -> tuple[Run, ...]:
    """The typed head in bold as the generated one was: the same words, or up to the same mark."""
    text = "".join(run.text for run in runs)
    length = len(lead) if lead and text.startswith(lead) else 0
    if lead and not length and not lead[-1].isalnum():
        length = text.find(lead[-1]) + 1
    led: list[Run] = []
    for run in runs:
        inside = min(max(length, 0), len(run.text))
        length -= len(run.text)
        if inside == len(run.text):
            led.append(replace(run, strong=True))
        elif inside:
            led += [Text(run.text[:inside], strong=True), replace(run, text=run.text[inside:])]
        else:
            led.append(run)
    return tuple(led)
