"""Lines of a table that hold no figure, and columns nobody reads: heard, and told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indicators.core.tokens import half_width, name_key
from indicators.core.vocabulary import TOTAL
from indicators.ledger import figures
from indicators.ledger.columns import ColumnKey
from indicators.ledger.doubts import said_doubts
from indicators.ledger.entries import (
    EntryStatus,
    LedgerContext,
    LedgerEntry,
    LedgerIndicator,
    TableHead,
)
from indicators.ledger.heads import HeadCell, HeadContext
from indicators.ledger.layout import guess_head, names_indicators
from indicators.ledger.names import measure_of_group
from indicators.ledger.table import FigureColumns, LedgerTable, raw_text
from indicators.ledger.workbook import LedgerSheet, cell_name, column_letters
from indicators.messages import ledger as messages
from indicators.wording.labels import PARTS

_TALLY: Final = re.compile(
    r".{0,8}?(?:小计|合计|总计|共计|累计|汇总|总分|平均值?)[:：]?(?:\(.{0,6}\))?[:：]?"
)
_EXAMPLE: Final = re.compile(r"\s*[(（]?(?:示例|样例|举例|例如?)[)）]?\s*[:：]")
_BELOW: Final = 100
_FIRST_LINES: Final = 15
_SAYS_UNTIL: Final = re.compile(r"数据?截[至止]")
_PLAIN_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9,.]*[%‰]?$")
_NOTE: Final = re.compile(
    r"(?:注|说明|备注|附注|填表说明|填报说明|资料来源|数据来源)[:：0-9.、\s(（]"
    r"|.*(?:填表人|填报人|制表人|审核人?|复核人?|负责人|联络员|签字|签章|盖章|公章|联系电话|"
    r"制表日期|填报日期|填表日期|填报单位|分管领导)\s*(?:[:：()（）]|$)",
    re.DOTALL,
)


def why_no_data(table: LedgerTable, row: int, code: str, name: str) -> str:
    """The note for a line that is no data; empty for one that should have been."""
    cells = [raw_text(cell) for cell in table.sheet.rows[row] if cell is not None]
    first = half_width(cells[0])
    if any(_TALLY.fullmatch(name_key(text)) for text in (code, name, first)):
        return messages.TALLY
    if _NOTE.match(first) or (len(set(cells)) == 1 and not _PLAIN_NUMBER.match(first)):
        return messages.NOT_DATA
    if not table.has_value(row) and not code and not table.text(row, ColumnKey.MEASURE):
        return messages.NOT_DATA
    return ""


def is_example(name: str) -> bool:
    """例：婴儿死亡率 shows how to fill in the form."""
    return _EXAMPLE.match(name) is not None


def hear_line(table: LedgerTable, row: int, name: str, context: LedgerContext) -> None:
    """A note speaks of the whole table, so does a measure told below all rows; any other line
    speaks of the rows below it."""
    text = next(raw_text(cell) for cell in table.sheet.rows[row] if cell is not None)
    below = range(row + 1, min(len(table.sheet.rows), row + _BELOW))
    is_last = not any(table.has_value(r) for r in below)
    if _NOTE.match(half_width(text)) or _SAYS_UNTIL.search(text) or is_last:
        table.notes.append(text)
        return
    table.group_measure = measure_of_group(name or text)
    table.group_text = "" if context.is_bulk else name or text


def ask_notes(
    entries: Iterable[LedgerEntry],
    notes: Iterable[str],
    context: LedgerContext,
    indicators: Mapping[str, LedgerIndicator],
) -> None:
    """What the lines below a table say is asked of every figure that is taken from it."""
    place, year = context.region_name, context.reference_year
    said = [(note, said_doubts(note, messages.IN_NOTE, place, year)) for note in notes]
    for entry in entries if said else ():
        if entry.status is EntryStatus.IGNORED or entry.is_blank:
            continue
        indicator = indicators.get(entry.indicator_code)
        for note, doubts in said:
            entry.warnings += doubts
            if indicator is not None:
                where = messages.IN_NOTE
                entry.warnings += figures.measure_doubts(entry, note, where, indicator)


def doubts_of_cell(
    entry: LedgerEntry,
    table: LedgerTable,
    row: int,
    group: FigureColumns,
    indicator: LedgerIndicator,
    place: str,
) -> tuple[str, ...]:
    """What remark and comments say of the figure, and a value merged over rows of others."""
    found: tuple[str, ...] = (
        (messages.MERGED_VALUE,) if table.is_merged_over_others(row, group) else ()
    )
    year = entry.reference_year or 0
    comments = table.comments(row, group)
    found += tuple(
        said for text in comments for said in said_doubts(text, messages.IN_COMMENT, place, year)
    )
    if not entry.remark:
        return found
    where = messages.IN_REMARK
    said = said_doubts(entry.remark, where, place, year)
    return (*found, *said, *figures.measure_doubts(entry, entry.remark, where, indicator))


def unread_columns(table: LedgerTable) -> Iterator[LedgerEntry]:
    """One line for each column of numbers that nobody knows."""
    row = table.head.first_row
    for cell in table.unread():
        sentence = messages.NOT_READ_COLUMN if cell.header else messages.NOT_READ_HEADLESS
        yield LedgerEntry(
            sheet=table.sheet.name,
            row=row,
            cell=cell_name(row - 1, cell.column),
            raw=messages.shortened(cell.header or cell.sample),
            note=sentence.format(
                letter=column_letters(cell.column),
                head=messages.shortened(cell.header),
                sample=messages.shortened(cell.sample),
            ),
            status=EntryStatus.IGNORED,
        )


def headless_told(cells: Iterable[HeadCell]) -> Iterator[str]:
    """A sentence for each column of numbers that has no head."""
    for cell in cells:
        if cell.key is None and not cell.header:
            letter, sample = column_letters(cell.column), messages.shortened(cell.sample)
            yield messages.NOT_READ_HEADLESS.format(letter=letter, sample=sample)


def guessed_heads(sheets: Iterable[LedgerSheet], heading: HeadContext) -> Iterator[TableHead]:
    """No head known anywhere: the line that names the indicators, else the fullest of the first
    lines, is offered for mapping."""
    for sheet in sheets:
        first = range(min(len(sheet.rows), _FIRST_LINES))
        filled = {row: len([c for c in sheet.rows[row] if c is not None]) for row in first}
        naming = (row for row in first if names_indicators(sheet, row, heading))
        row = next(naming, max(first, key=lambda row: filled[row], default=0))
        cells = guess_head(sheet, row, heading) if sheet.rows else ()
        if len(cells) > 1:
            yield TableHead(sheet.name, row + 1, cells, needs_mapping=True)


def side_by_side(table: LedgerTable) -> str:
    """A sentence where several tables stand beside each other under one head line."""
    beside = table.tables_beside()
    if not beside:
        return ""
    letters = "、".join(f"{column_letters(cell.column)}列" for cell in beside)
    return messages.SIDE_BY_SIDE.format(columns=letters, head=beside[0].header)


def rival_columns(table: LedgerTable, rivals: tuple[FigureColumns, ...], year: int) -> str:
    """The sentence about two columns that claim the same figure."""
    heads = {cell.column: cell.header for cell in table.head.cells}
    columns = "、".join(
        messages.COLUMN_TOLD.format(letter=column_letters(column), head=heads[column])
        for column in (group.value for group in rivals)
        if column is not None
    )
    group = PARTS[rivals[0].breakdown or TOTAL]
    return messages.RIVAL_COLUMNS.format(columns=columns, year=year, group=group)
