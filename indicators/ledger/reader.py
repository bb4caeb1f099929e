"""Rows of a workbook to typed entries: every line of the file is accounted for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from indicators.core.tokens import name_key
from indicators.core.vocabulary import FEMALE, MALE, TOTAL
from indicators.ledger import checks, figures, lines
from indicators.ledger.columns import WORDS, ColumnKey
from indicators.ledger.entries import (
    EntryStatus,
    FigureKey,
    LedgerContext,
    LedgerEntry,
    LedgerIndicator,
    LedgerReading,
    TableHead,
)
from indicators.ledger.heads import HeadContext
from indicators.ledger.layout import (
    find_head,
    is_head_row,
    is_table_by_place,
    transposed_row,
)
from indicators.ledger.marks import OWN_SHEETS, shown_again
from indicators.ledger.names import IndicatorIndex, Resolved, part_below
from indicators.ledger.owners import owner_fault
from indicators.ledger.row_facts import RowFacts, row_facts
from indicators.ledger.table import FigureColumns, LedgerTable, raw_text
from indicators.ledger.workbook import LedgerSheet, cell_name
from indicators.messages import ledger as messages
from indicators.wording.labels import PARTS


def read_ledger(sheets: Iterable[LedgerSheet], context: LedgerContext) -> LedgerReading:
    """Read and check a whole workbook; all its faults in one pass."""
    reader = _Reader(context)
    sheets = shown_again(list(sheets))
    for sheet in sheets:
        reader.read_sheet(sheet)
    return reader.finish()


class _Reader:
    def __init__(self, context: LedgerContext) -> None:
        self.context = context
        self.index = IndicatorIndex(context.indicators, context.region_name)
        self.heading = HeadContext(
            context.reference_year, context.region_name, context.mapping, self.index.keys
        )
        self.indicators = {indicator.code: indicator for indicator in context.indicators}
        self.entries: list[LedgerEntry] = []
        self.heads: list[TableHead] = []
        self.faults: list[str] = []
        self.seen: dict[FigureKey, Decimal] = {}
        self._headless: list[LedgerSheet] = []
        self.is_by_place = False

    def read_sheet(self, sheet: LedgerSheet) -> None:
        if sheet.name in OWN_SHEETS:
            return  # our marks on a workbook that comes back
        if sheet.hidden:
            if sheet.rows:
                self._ignore(sheet, 0, messages.HIDDEN_SHEET)
            return
        start = 0
        while start < len(sheet.rows):
            head = find_head(sheet, self.heading, start, self._title_from(sheet, start))
            if head is None:
                break
            self._lines_above(sheet, start, head.top)
            start = self._read_table(LedgerTable(sheet, head))
        if start == 0:
            self._headless.append(sheet)
        note = messages.NO_HEAD if start == 0 else messages.NOT_DATA
        for row in range(start, len(sheet.rows)):
            self._ignore(sheet, row, note)

    def _title_from(self, sheet: LedgerSheet, start: int) -> int:
        """Where the lines begin that stand right above the next head: the table before has
        passed them over already."""
        for entry in reversed(self.entries):
            is_passed = entry.sheet == sheet.name and entry.note == messages.NOT_DATA
            if not is_passed or entry.row != start or len(set(sheet.rows[start - 1]) - {None}) > 1:
                break
            start -= 1
        return start

    def finish(self) -> LedgerReading:
        if not self.heads:
            year = self.context.reference_year
            by_place = any(is_table_by_place(sheet, self.heading) for sheet in self._headless)
            across = (transposed_row(sheet, self.heading) for sheet in self._headless)
            names = next((row for row in across if row), 0)
            if by_place:
                self.faults.append(messages.TABLE_BY_PLACE)
                self.is_by_place = True
            elif names:
                self.faults.append(messages.TRANSPOSED.format(row=names))
            else:
                self.heads += lines.guessed_heads(self._headless, self.heading)
                told = messages.NO_HEAD_ANYWHERE.format(year=year)
                cells = [cell for head in self.heads for cell in head.cells]
                self.faults.append(told + "".join(lines.headless_told(cells)))
        elif not self.faults and all(e.status is EntryStatus.IGNORED for e in self.entries):
            self.faults.append(messages.NO_ROWS)
        checks.check_together(self.entries, self.context, self.indicators, self.seen)
        return LedgerReading(
            tuple(self.entries), tuple(self.heads), tuple(self.faults), self.is_by_place
        )

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
        first = len(self.entries)
        beside = lines.side_by_side(table)
        while row < len(sheet.rows):
            if sheet.rows[row]:
                if self._is_next_head(table, row):
                    break
                if beside:
                    self._ignore(sheet, row, beside)
                else:
                    self._read_row(table, row)
            row += 1
        fault = beside or self._column_fault(table)
        cells = table.head.cells
        lines.ask_notes(self.entries[first:], table.notes, self.context, self.indicators)
        self.entries += [] if fault else lines.unread_columns(table)
        self.heads.append(
            TableHead(sheet.name, table.head.first_row, cells, bool(fault and not beside))
        )
        if fault:
            self.faults.append(fault)
        return row

    def _column_fault(self, table: LedgerTable) -> str:
        """No column of the year, or two that claim the same figure: a person has to say."""
        year = self.context.reference_year
        if not any(self._is_current(table, group) for group in table.groups):
            told = messages.NO_VALUE_COLUMN.format(year=year)
            return told + "".join(lines.headless_told(table.head.cells))
        rivals = () if self.context.is_bulk else table.rivals(year)
        return lines.rival_columns(table, rivals, year) if rivals else ""

    def _is_next_head(self, table: LedgerTable, row: int) -> bool:
        for key in (ColumnKey.CODE, ColumnKey.NAME):
            text = table.text(row, key)
            if text and _means_key_column(text):
                return is_head_row(table.sheet, row, replace(self.heading, known_names=frozenset()))
        return False

    def _is_current(self, table: LedgerTable, group: FigureColumns) -> bool:
        """Whether a group's figures are taken; in a bulk file those of every year are."""
        if group.place:
            return False
        return self.context.is_bulk or group.year in (None, self.context.reference_year)

    def _read_row(self, table: LedgerTable, row: int) -> None:
        code, name = table.text(row, ColumnKey.CODE), table.text(row, ColumnKey.NAME)
        if lines.is_example(name):
            self._ignore(table.sheet, row, messages.NOT_DATA)
            return
        resolved = self.index.resolve(code, name) if code or name else None
        if resolved is not None and resolved.indicator is None and not code:
            resolved = self._part_of_last(table, row, name) or resolved
        if resolved is not None and resolved.indicator is not None:
            table.last_indicator = resolved.indicator
            self._read_figures(table, row, resolved.indicator, resolved)
            return
        note = lines.why_no_data(table, row, code, name)
        if note:
            self._ignore(table.sheet, row, note)
            if note == messages.NOT_DATA or not table.has_value(row):
                lines.hear_line(table, row, name, self.context)
        else:
            table.last_indicator = None
            self._refuse_row(table, row, resolved)

    def _part_of_last(self, table: LedgerTable, row: int, name: str) -> Resolved | None:
        """An indented 其中：女 below an indicator speaks of a part of it; without a number it
        stands over the rows below."""
        said = part_below(name)
        if said is None or table.last_indicator is None or not table.has_value(row):
            return None
        asked_by = table.last_indicator.by_sex and said.breakdown in (FEMALE, MALE)
        return Resolved(table.last_indicator, narrowed=(said,), is_own_part=asked_by)

    def _refuse_row(self, table: LedgerTable, row: int, resolved: Resolved | None) -> None:
        """No indicator: one error at an unknown code, else one at each figure."""
        if resolved is not None and resolved.blames_code:
            self._refuse_code(table, row, resolved.error)
            return
        error = resolved.error if resolved is not None else ""
        sheet = table.sheet
        groups = [group for group in table.groups if self._is_current(table, group)]
        filled = [g for g in groups if any(sheet.value(row, c) is not None for c in g.columns)]
        row_year = row_facts(table, row, None, self.context).year
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
                reference_year=told or row_facts(table, row, None, self.context).year,
                errors=(error,),
                status=EntryStatus.ERROR,
            )
        )

    def _read_figures(
        self, table: LedgerTable, row: int, indicator: LedgerIndicator, resolved: Resolved
    ) -> None:
        facts = row_facts(table, row, resolved, self.context)
        if facts.is_target:
            self._pass_over(table, row, indicator)
            return
        for group in table.groups:
            if group.place:
                note = messages.OTHER_PLACE.format(place=group.place)
                self._pass_over_figure(table, row, group, indicator, note)
                continue
            if not self._is_current(table, group):
                self._compare(table, row, group, indicator, facts.region_code)
                continue
            self._read_figure(table, row, group, indicator, facts)
            entry = self.entries[-1]
            entry.note = entry.note or resolved.note

    def _pass_over(self, table: LedgerTable, row: int, indicator: LedgerIndicator) -> None:
        """A row of targets: each of its figures is named, none is taken."""
        name = messages.shortened(table.text(row, ColumnKey.NAME))
        for group in table.groups:
            note = messages.TARGET_ROW.format(text=name)
            self._pass_over_figure(table, row, group, indicator, note)

    def _pass_over_figure(
        self,
        table: LedgerTable,
        row: int,
        group: FigureColumns,
        indicator: LedgerIndicator,
        note: str,
    ) -> None:
        year = group.year or self.context.reference_year
        entry = figures.passed_over_entry(table, row, group, indicator, year=year, note=note)
        self.entries += [entry] if entry is not None else []

    def _read_figure(
        self,
        table: LedgerTable,
        row: int,
        group: FigureColumns,
        indicator: LedgerIndicator,
        facts: RowFacts,
    ) -> None:
        faults = list(facts.faults)
        if group.breakdown and facts.breakdown not in (TOTAL, group.breakdown):
            named, told = (PARTS[b] for b in (facts.breakdown, group.breakdown))
            faults.append(messages.OTHER_PART.format(named=named, told=told))
        entry = figures.make_entry(
            table,
            row,
            group,
            indicator,
            region_code=facts.region_code,
            year=facts.year if group.year is None or facts.has_own_year else group.year,
            breakdown=group.breakdown or facts.breakdown,
            in_name=facts.measure,
        )
        if self.context.is_bulk:
            self._check_led(entry)
        self._check_year(entry)
        entry.errors += tuple(faults)
        figures.check_group(entry, indicator)
        checks.check_entry(entry, indicator)
        if not entry.is_blank:
            place = self.context.region_name
            above = "" if self.context.is_bulk else place
            said = table.doubts(above, entry.reference_year or 0, entry.breakdown)
            entry.warnings += (*facts.doubts, *said)
            entry.warnings += lines.doubts_of_cell(entry, table, row, group, indicator, place)
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
