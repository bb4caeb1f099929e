"""What of a report's text was compared with its facts, what nobody's fact stands behind, and
whether a file still says what the text says."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.core.editing import PrintedNumber, numbers_of, paragraphs_of
from reports.document import Number
from units.printed_table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.core.editing import Edit
    from reports.document import Document, Paragraph

# A number that a sign of a year, month, day or document number follows is no figure.
_TOKEN: Final = re.compile(
    r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?![\d.]*[\u5e74\u6708\u65e5\u53f7\u3015])"
)


@dataclass(frozen=True, slots=True)
class TextCheck:
    """``agreeing``: numbers that are those of their facts. ``handwritten``: by part, numbers that
    no fact stands behind. ``open``: parts that still wait for a person, each with its name."""

    agreeing: int
    handwritten: Mapping[str, tuple[str, ...]]
    open: Mapping[str, str]

    @property
    def handwritten_count(self) -> int:
        return sum(map(len, self.handwritten.values()))


def fingerprint(document: Document) -> str:
    """The same content gives the same text; a file keeps that of what it was made from."""
    return hashlib.sha256(repr(document).encode()).hexdigest()


def handwritten(edit: Edit, generated: Paragraph | None) -> tuple[str, ...]:
    """Numbers of a typed text that neither the facts behind it nor the machine's text give.

    Days and years are no figures. A number that was right when it was typed and moved since is
    told as moved, not as handwritten.
    """
    known = Counter(_tokens(generated.text if generated is not None else ""))
    known += Counter(token for number in edit.numbers for token in _tokens(number.text))
    left = []
    for token in _tokens(edit.text):
        if known[token]:
            known[token] -= 1
        else:
            left.append(token)
    return tuple(left)


def check(
    document: Document, generated: Mapping[str, Paragraph], edits: Mapping[str, Edit], marker: str
) -> TextCheck:
    """``document``: as it is printed; ``marker``: the word that stands where a person must fill."""
    parts = paragraphs_of(document)
    names = cell_names(document)
    by_hand = {key: handwritten(edit, generated.get(key)) for key, edit in edits.items()}
    return TextCheck(
        agreeing=_agreeing(document, generated, edits),
        handwritten={key: found for key, found in by_hand.items() if found},
        open={key: names.get(key, part.text) for key, part in parts.items() if marker in part.text},
    )


def _agreeing(
    document: Document, generated: Mapping[str, Paragraph], edits: Mapping[str, Edit]
) -> int:
    count = 0
    for key, part in paragraphs_of(document).items():
        numbers = [run for run in part.runs if isinstance(run, Number)]
        if key not in edits:
            count += len(numbers)
            continue
        today = numbers_of(generated[key]) if key in generated else ()
        count += sum(PrintedNumber(run.source, run.text) in today for run in numbers)
    cells = (cell for table in _tables(document) for row in table.rows for cell in row.cells)
    return count + sum(bool(cell.source) for cell in cells)


def _tokens(text: str) -> list[str]:
    return [found.replace(",", "") for found in _TOKEN.findall(text)]


def _tables(document: Document) -> Iterator[Table]:
    return (block for block in document.blocks if isinstance(block, Table))


def cell_names(document: Document) -> dict[str, str]:
    """Cells that a person fills: the row they stand in and the head of their column."""
    return {
        cell.key: f"{row.cells[1].text}　{column.heading}"
        for table in _tables(document)
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=False)
        if cell.key
    }
