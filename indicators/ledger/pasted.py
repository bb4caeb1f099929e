"""A block pasted into the grid, read as a ledger of one small sheet: the same rules for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.core.tokens import YES_WORDS, is_blank, name_key, parse_breakdown, parse_year
from indicators.core.values import NO, Raw, plain
from indicators.core.vocabulary import TOTAL
from indicators.core.written_measures import is_measure
from indicators.ledger.columns import LABELS, ColumnKey
from indicators.ledger.entries import EntryStatus, LedgerContext, LedgerEntry
from indicators.ledger.heads import KEY_COLUMNS, HeadContext, read_head_text
from indicators.ledger.layout import find_head
from indicators.ledger.names import IndicatorIndex
from indicators.ledger.reader import read_ledger
from indicators.ledger.workbook import LedgerSheet, MergedRange, cleaned_rows
from indicators.messages import grid as messages
from indicators.messages import ledger as ledger_messages
from indicators.wording.labels import PARTS

_TAKEN: Final = frozenset(
    (EntryStatus.NEW, EntryStatus.CHANGED, EntryStatus.UNCHANGED, EntryStatus.WARNING)
)
_SAID_ELSEWHERE: Final = frozenset(
    (ledger_messages.NOT_DATA, ledger_messages.TALLY, ledger_messages.NO_HEAD)
)


@dataclass(frozen=True, slots=True)
class PastedFigure:
    """Texts for the cells of one figure. ``question``: why a person should look before."""

    indicator_code: str
    breakdown: str
    year: int
    name: str
    value: str
    numerator: str
    denominator: str
    question: str


@dataclass(frozen=True, slots=True)
class PastedBlock:
    """``left``: a sentence for each line or column that goes to no cell."""

    figures: tuple[PastedFigure, ...]
    left: tuple[str, ...]


def read_pasted(
    lines: Sequence[Sequence[str]], context: LedgerContext, merged: Sequence[MergedRange] = ()
) -> PastedBlock | None:
    """Which figures a block that names its indicators means; None where it names none.

    A block without a head gets one where each of its columns shows by itself what it is.
    """
    sheet = LedgerSheet(messages.PASTED, rows=cleaned_rows(lines), merged=list(merged))
    index = IndicatorIndex(context.indicators, context.region_name)
    heading = HeadContext(context.reference_year, context.region_name, context.mapping, index.keys)
    added = 0
    if find_head(sheet, heading) is None:
        unknown = _unknown_head(sheet, heading)
        if unknown:
            return PastedBlock((), (unknown,))
        head = _head_of(sheet.rows, index)
        if head is None:
            return None
        sheet.rows.insert(0, head)
        sheet.merged = [a._replace(top=a.top + 1, bottom=a.bottom + 1) for a in sheet.merged]
        added = 1
    reading = read_ledger([sheet], context)
    taken = [e for e in reading.rows if e.status in _TAKEN and not e.is_blank]
    rows = {entry.row for entry in taken}
    left = list(reading.faults)
    for entry in reading.rows:
        if entry.row in rows and not entry.errors:
            continue  # taken, or another year's column beside what is
        said = _why_left(entry)
        if said:
            place = messages.PASTED_LINE.format(line=entry.row - added, text=_name(entry))
            left.append(place + said)
    return PastedBlock(tuple(map(_figure, taken)), tuple(left))


def _unknown_head(sheet: LedgerSheet, heading: HeadContext) -> str:
    """Why lines with a head that names no figure of the year go nowhere; '' without such a head."""
    for row in sheet.rows:
        texts = [str(cell) for cell in row if cell is not None]
        if any(read_head_text(name_key(text), heading).key in KEY_COLUMNS for text in texts):
            return messages.PASTED_HEAD.format(
                head="、".join(map(ledger_messages.shortened, texts)), year=heading.reference_year
            )
    return ""


def _figure(entry: LedgerEntry) -> PastedFigure:
    """A value that follows from its parts is left to them."""
    numerator, denominator = (
        "" if part is None else plain(part) for part in (entry.numerator, entry.denominator)
    )
    value = entry.text
    if entry.is_computed and numerator and denominator:
        value = ""
    elif entry.value is not None:
        value = f"{entry.value:.{entry.decimals}f}" if entry.decimals else plain(entry.value)
    return PastedFigure(
        indicator_code=entry.indicator_code,
        breakdown=entry.breakdown,
        year=entry.reference_year or 0,
        name=_name(entry),
        value=value,
        numerator=numerator,
        denominator=denominator,
        question="".join(entry.warnings),
    )


def _name(entry: LedgerEntry) -> str:
    part = PARTS[entry.breakdown] if entry.breakdown != TOTAL else ""
    return f"{entry.indicator_name or ledger_messages.shortened(entry.raw)} {part}".strip()


def _why_left(entry: LedgerEntry) -> str:
    if entry.errors:
        return "".join(entry.errors)
    if entry.status is EntryStatus.IGNORED:
        return "" if entry.note in _SAID_ELSEWHERE else entry.note
    return messages.PASTED_REASON if entry.raw else ""


def _head_of(rows: Sequence[Sequence[Raw]], index: IndicatorIndex) -> list[Raw] | None:
    """A head for lines that begin with data; None where no column holds names or codes."""
    width = max((len(row) for row in rows), default=0)
    columns = [
        [str(row[c]).strip() for row in rows if c < len(row) and row[c] is not None]
        for c in range(width)
    ]
    keys = [_key_of(texts, index) for texts in columns]
    if not {ColumnKey.NAME, ColumnKey.CODE}.intersection(keys):
        return None
    for c, texts in enumerate(columns):
        if keys[c] is None and texts:  # names nobody knows are held against the codes
            keys[c] = ColumnKey.BREAKDOWN if ColumnKey.NAME in keys else ColumnKey.NAME
    numeric = [c for c, key in enumerate(keys) if key is ColumnKey.VALUE]
    if len(numeric) > 1 and _is_count_of_lines(columns[numeric[0]]):
        keys[numeric.pop(0)] = None  # 1, 2, 3 before the names numbers the lines
    if len(numeric) > 1:  # which of them is this year's nobody can know
        keys = [None if key is ColumnKey.VALUE else key for key in keys]
    return [LABELS[key] if key else None for key in keys]


def _key_of(texts: Sequence[str], index: IndicatorIndex) -> ColumnKey | None:
    """What a column without a head is; None for words that say nothing by themselves, which
    the reader refuses as groups it does not know."""
    if not texts:
        return None
    if any(index.resolve(text, "").indicator for text in texts):
        return ColumnKey.CODE
    if any(index.resolve("", text).indicator for text in texts):
        return ColumnKey.NAME
    tests: tuple[tuple[ColumnKey, Callable[[str], bool]], ...] = (
        (ColumnKey.YEAR, lambda text: parse_year(text) is not None),
        (ColumnKey.BREAKDOWN, lambda text: parse_breakdown(name_key(text)) is not None),
        (ColumnKey.MEASURE, is_measure),
        (ColumnKey.VALUE, lambda text: is_blank(text) or text in YES_WORDS or text == NO),
    )
    for key, fits in tests:
        if all(map(fits, texts)):
            return key
    return ColumnKey.VALUE if any(sign.isdigit() for text in texts for sign in text) else None


def _is_count_of_lines(texts: Sequence[str]) -> bool:
    """3, 4, 5: whole numbers one by one, from any line of a longer table."""
    bare = [text.rstrip(".、") for text in texts]
    if not all(text.isascii() and text.isdigit() and len(text) < 5 for text in bare):
        return False
    return list(map(int, bare)) == list(range(int(bare[0]), int(bare[0]) + len(bare)))
