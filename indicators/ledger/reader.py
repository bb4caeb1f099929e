"""Rows of a workbook to typed entries: every line of the file is accounted for."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from indicators.core import tokens
from indicators.core.tokens import half_width, name_key
from indicators.core.vocabulary import TOTAL
from indicators.ledger import checks, figures
from indicators.ledger.columns import WORDS, ColumnKey
from indicators.ledger.entries import EntryStatus, FigureKey, LedgerEntry, LedgerReading, TableHead
from indicators.ledger.layout import find_head, guess_head, is_head_row
from indicators.ledger.marks import OWN_SHEETS
from indicators.ledger.names import IndicatorIndex
from indicators.ledger.owners import owner_fault
from indicators.ledger.table import FigureColumns, LedgerTable, raw_text
from indicators.ledger.workbook import cell_name
from indicators.messages import ledger as messages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.ledger.entries import LedgerContext, LedgerIndicator
    from indicators.ledger.names import Resolved
    from indicators.ledger.workbook import LedgerSheet

_TALLY: Final = frozenset(
    "小计 合计 总计 共计 累计 平均 平均值 总分 以上合计 本页合计 本页小计".split()  # noqa: SIM905
)
_PLAIN_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9,.]*[%‰]?$")
_NOTE: Final = re.compile(
    r"(?:注|说明|备注|附注|填表说明|填报说明|资料来源|数据来源)[:：0-9.、\s(（]"
    r"|.*(?:填表人|填报人|制表人|审核人?|复核人?|负责人|联络员|签字|签章|盖章|公章|联系电话|"
    r"制表日期|填报日期|填表日期|填报单位|分管领导)\s*(?:[:：()（）]|$)",
    re.DOTALL,
)


def read_ledger(sheets: Iterable[LedgerSheet], context: LedgerContext) -> LedgerReading:
    """Read and check a whole workbook; all its faults in one pass."""
    reader = _Reader(context)
    for sheet in sheets:
        reader.read_sheet(sheet)
    return reader.finish()


class _Reader:
    def __init__(self, context: LedgerContext) -> None:
        self.context = context
        self.index = IndicatorIndex(context.indicators)
        self.indicators = {indicator.code: indicator for indicator in context.indicators}
        self.entries: list[LedgerEntry] = []
        self.heads: list[TableHead] = []
        self.faults: list[str] = []
        self.seen: dict[FigureKey, Decimal] = {}
        self._headless: list[LedgerSheet] = []

    def read_sheet(self, sheet: LedgerSheet) -> None:
        if sheet.name in OWN_SHEETS:
            return  # our marks on a workbook that comes back
        if sheet.hidden:
            if sheet.rows:
                self._ignore(sheet, 0, messages.HIDDEN_SHEET)
            return
        start = 0
        while start < len(sheet.rows):
            head = find_head(
                sheet,
                self.context.reference_year,
                self.context.mapping,
                self.index.keys,
                start,
            )
            if head is None:
                break
            self._lines_above(sheet, start, head.top)
            start = self._read_table(LedgerTable(sheet, head))
        if start == 0:
            self._headless.append(sheet)
        note = messages.NO_HEAD if start == 0 else messages.NOT_DATA
        for row in range(start, len(sheet.rows)):
            self._ignore(sheet, row, note)

    def finish(self) -> LedgerReading:
        if not self.heads:
            year = self.context.reference_year
            self.faults.append(messages.NO_HEAD_ANYWHERE.format(year=year))
            self._ask_for_heads()
        elif not self.faults and all(e.status is EntryStatus.IGNORED for e in self.entries):
            self.faults.append(messages.NO_ROWS)
        checks.check_together(self.entries, self.context, self.indicators, self.seen)
        return LedgerReading(tuple(self.entries), tuple(self.heads), tuple(self.faults))

    def _ask_for_heads(self) -> None:
        """No head known anywhere: offer the fullest of the first lines for mapping."""
        for sheet in self._headless:
            lines = range(min(len(sheet.rows), 15))
            fullest = max(lines, key=lambda row: len([c for c in sheet.rows[row] if c]), default=0)
            if sheet.rows and len([c for c in sheet.rows[fullest] if c]) >= 2:
                cells = guess_head(sheet, fullest, self.context.reference_year)
                self.heads.append(TableHead(sheet.name, fullest + 1, cells, needs_mapping=True))

    def _ignore(self, sheet: LedgerSheet, row: int, note: str) -> None:
        cells = sheet.rows[row]
        column = next((c for c, cell in enumerate(cells) if cell is not None), None)
        if column is None:
            return
        self.entries.append(
            LedgerEntry(
                sheet=sheet.name,
                row=row + 1,
                cell=cell_name(row, column),
                raw=messages.shortened(raw_text(cells[column])),
                note=note,
                status=EntryStatus.IGNORED,
            )
        )

    def _lines_above(self, sheet: LedgerSheet, start: int, top: int) -> None:
        """Title lines: not data, but they may show that the file is another unit's."""
        for row in range(start, top):
            self._ignore(sheet, row, messages.NOT_DATA)
            text = " ".join(raw_text(cell) for cell in sheet.rows[row] if cell is not None)
            fault = owner_fault(text, self.context) if text else ""
            if fault:
                entry = self.entries[-1]
                entry.errors, entry.status, entry.note = (fault,), EntryStatus.ERROR, ""

    def _read_table(self, table: LedgerTable) -> int:
        """Read the rows below a head; returns the row where it stops (end or next head)."""
        sheet = table.sheet
        row = table.head.first_row
        while row < len(sheet.rows):
            if sheet.rows[row]:
                if self._is_next_head(table, row):
                    break
                self._read_row(table, row)
            row += 1
        current = any(self._is_current(table, group) for group in table.groups)
        self.heads.append(
            TableHead(sheet.name, table.head.first_row, table.head.cells, needs_mapping=not current)
        )
        if not current:
            year = self.context.reference_year
            self.faults.append(messages.NO_VALUE_COLUMN.format(year=year))
        return row

    def _is_next_head(self, table: LedgerTable, row: int) -> bool:
        for key in (ColumnKey.CODE, ColumnKey.NAME):
            text = table.text(row, key)
            if text and _means_key_column(text):
                year, mapping = self.context.reference_year, self.context.mapping
                return is_head_row(table.sheet, row, year, mapping)
        return False

    def _is_current(self, table: LedgerTable, group: FigureColumns) -> bool:
        """Whether a group's figures are taken; in a bulk file those of every year are."""
        return self.context.is_bulk or group.year in (None, self.context.reference_year)

    def _read_row(self, table: LedgerTable, row: int) -> None:
        code, name = table.text(row, ColumnKey.CODE), table.text(row, ColumnKey.NAME)
        resolved = self.index.resolve(code, name) if code or name else None
        if resolved is not None and resolved.indicator is not None:
            self._read_figures(table, row, resolved.indicator, resolved.note)
            return
        note = self._why_no_data(table, row, code, name)
        if note:
            self._ignore(table.sheet, row, note)
        else:
            self._refuse_row(table, row, resolved)

    def _why_no_data(self, table: LedgerTable, row: int, code: str, name: str) -> str:
        """The note for a line that is no data; empty for one that should have been."""
        cells = [raw_text(cell) for cell in table.sheet.rows[row] if cell is not None]
        first = half_width(cells[0])
        if any(name_key(text) in _TALLY for text in (code, name, first)):
            return messages.TALLY
        has_value = any(
            table.sheet.value(row, column) is not None
            for group in table.groups
            for column in group.columns
        )
        if _NOTE.match(first) or (len(set(cells)) == 1 and not _PLAIN_NUMBER.match(first)):
            return messages.NOT_DATA
        if not has_value and not code and not table.text(row, ColumnKey.MEASURE):
            return messages.NOT_DATA
        return ""

    def _refuse_row(self, table: LedgerTable, row: int, resolved: Resolved | None) -> None:
        """No indicator: one error at an unknown code, else one at each figure."""
        if resolved is not None and resolved.blames_code:
            self._refuse_code(table, row, resolved.error)
            return
        error = resolved.error if resolved is not None else ""
        sheet = table.sheet
        groups = [group for group in table.groups if self._is_current(table, group)]
        filled = [g for g in groups if any(sheet.value(row, c) is not None for c in g.columns)]
        row_year = self._row_year(table, row, [])
        for group in filled or groups[:1]:
            column = group.columns[0]
            raw = raw_text(sheet.value(row, column))
            sentence = error or messages.NO_INDICATOR.format(raw=messages.shortened(raw))
            self.entries.append(
                LedgerEntry(
                    sheet=sheet.name,
                    row=row + 1,
                    cell=cell_name(row, column),
                    raw=raw,
                    reference_year=row_year if group.year is None else group.year,
                    indicator_name=messages.shortened(table.text(row, ColumnKey.NAME)),
                    errors=(sentence,),
                    status=EntryStatus.ERROR,
                )
            )

    def _refuse_code(self, table: LedgerTable, row: int, error: str) -> None:
        """One error for the whole row, at the code as it was read."""
        code = table.text(row, ColumnKey.CODE)
        years = [group.year for group in table.groups if self._is_current(table, group)]
        told = next((year for year in years if year is not None), None)
        self.entries.append(
            LedgerEntry(
                sheet=table.sheet.name,
                row=row + 1,
                cell=cell_name(row, table.columns[ColumnKey.CODE] or 0),
                raw=code,
                indicator_code=code,
                indicator_name=messages.shortened(table.text(row, ColumnKey.NAME)),
                reference_year=told or self._row_year(table, row, []),
                errors=(error,),
                status=EntryStatus.ERROR,
            )
        )

    def _read_figures(
        self, table: LedgerTable, row: int, indicator: LedgerIndicator, note: str
    ) -> None:
        faults: list[str] = []
        region_code = self._region(table, row, faults)
        row_year = self._row_year(table, row, faults)
        row_breakdown = self._row_breakdown(table, row, faults)
        for group in table.groups:
            year = row_year if group.year is None else group.year
            breakdown = group.breakdown or row_breakdown
            if not self._is_current(table, group):
                self._compare(table, row, group, indicator, region_code)
                continue
            entry = figures.make_entry(
                table,
                row,
                group,
                indicator,
                region_code=region_code,
                year=year,
                breakdown=breakdown,
            )
            entry.note = entry.note or note
            if self.context.is_bulk:
                self._check_led(entry)
            self._check_year(entry)
            entry.errors += tuple(faults)
            figures.check_group(entry, indicator)
            checks.check_entry(entry, indicator)
            self.entries.append(entry)

    def _compare(
        self,
        table: LedgerTable,
        row: int,
        group: FigureColumns,
        indicator: LedgerIndicator,
        region_code: str,
    ) -> None:
        year = group.year or 0
        key = FigureKey(region_code, indicator.code, year, group.breakdown or TOTAL)
        entry = figures.compared_entry(
            table,
            row,
            group,
            indicator,
            region_code=region_code,
            year=year,
            known=self.context.known.get(key),
        )
        if entry is not None:
            self.entries.append(entry)
            if entry.value is not None and entry.is_certain:
                self.seen[key] = entry.value

    def _check_year(self, entry: LedgerEntry) -> None:
        if self.context.is_bulk or entry.reference_year == self.context.reference_year:
            return
        entry.errors += (
            messages.OTHER_YEAR.format(
                year=entry.reference_year, expected=self.context.reference_year
            ),
        )

    def _row_year(self, table: LedgerTable, row: int, faults: list[str]) -> int:
        expected = self.context.reference_year
        fallback = table.head.title_year or expected
        raw = table.raw(row, ColumnKey.YEAR)
        if raw is None:
            if self.context.is_bulk and not table.head.title_year and table.needs_year:
                faults.append(messages.UNREADABLE_YEAR.format(raw="", expected=expected))
            return fallback
        year = tokens.parse_year(raw)
        if year is None:
            text = messages.shortened(raw_text(raw))
            faults.append(messages.UNREADABLE_YEAR.format(raw=text, expected=expected))
        return year or fallback

    def _row_breakdown(self, table: LedgerTable, row: int, faults: list[str]) -> str:
        text = table.text(row, ColumnKey.BREAKDOWN)
        if not text or tokens.is_blank(text):
            return TOTAL
        breakdown = tokens.parse_breakdown(text)
        if breakdown is None:
            faults.append(messages.UNKNOWN_BREAKDOWN.format(raw=messages.shortened(text)))
        return breakdown or TOTAL

    def _region(self, table: LedgerTable, row: int, faults: list[str]) -> str:
        """The place of a row: its own column in a bulk file, else the unit's place."""
        code = table.text(row, ColumnKey.REGION_CODE)
        if not self.context.is_bulk:
            expected = self.context.region_code
            if code and code != expected:
                faults.append(messages.OTHER_REGION.format(found=code, expected=expected))
            return expected
        if code not in self.context.places:
            faults.append(messages.NO_REGION.format(raw=messages.shortened(code)))
        return code

    def _check_led(self, entry: LedgerEntry) -> None:
        """In a bulk file each figure goes to the unit that leads it in its place and year."""
        place = self.context.places.get(entry.region_code)
        if place and (entry.reference_year, entry.indicator_code) not in place.led:
            entry.errors += (
                messages.NOT_LED.format(
                    name=entry.indicator_name, place=place.name, year=entry.reference_year
                ),
            )


@lru_cache(maxsize=4_096)
def _means_key_column(text: str) -> bool:
    return WORDS.get(name_key(text)) in (ColumnKey.CODE, ColumnKey.NAME)


def survey(sheets: Iterable[LedgerSheet]) -> tuple[set[str], set[int]]:
    """Region codes and years a workbook speaks of; no codes: it is no bulk file."""
    codes: set[str] = set()
    years: set[int] = set()
    for sheet in sheets:
        head = None if sheet.hidden else find_head(sheet, 0, {}, frozenset())
        if head is None or head.column(ColumnKey.REGION_CODE) is None:
            continue
        table = LedgerTable(sheet, head)
        years |= {cell.year for cell in head.cells if cell.year}
        if head.title_year:
            years.add(head.title_year)
        for row in range(head.first_row, len(sheet.rows)):
            codes.add(table.text(row, ColumnKey.REGION_CODE))
            year = tokens.parse_year(table.raw(row, ColumnKey.YEAR))
            if year:
                years.add(year)
    return codes - {""}, years
